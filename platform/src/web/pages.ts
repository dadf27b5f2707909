import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type App,
  assuranceNeeded,
  type Call,
  isReadable,
  malformedRequest,
  type Lang,
  type Markup,
  notFound,
  type Page,
  type PageResult,
  type Principal,
  Refusal,
  may,
  notAllowed,
  signInNeeded,
  type Site,
  withheldFrom,
} from '@dinh/kernel';
import { askForMore, emergencyPath, openingEmergency } from '@dinh/identity';
import { errorPage, html, linkButton } from '@dinh/ui';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBody, type PostedBody } from './body.ts';
import { asRefusal, logFault } from './errors.ts';
import { isInWorkplace, RequestContext, screenAddress, viewerOf, roomsAt } from './page-context.ts';
import { cookieLine, readCall, readCookies } from './request.ts';
import { checkSameSite, securityHeaders } from './security.ts';

/** Mounts the screens of all modules. */
export function mountPages(server: FastifyInstance, app: App, site: () => Promise<Site>): void {
  for (const page of app.modules.flatMap((m) => m.pages ?? [])) {
    server.route({
      method: page.method,
      url: page.path,
      handler: (request, reply) => serve(app, site, request, reply, page),
    });
  }
  server.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/')) throw notFound();
    return serve(app, site, request, reply, undefined);
  });
}

async function serve(
  app: App,
  site: () => Promise<Site>,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page | undefined,
): Promise<unknown> {
  const cookies = readCookies(app, request);
  const folder: { path?: string } = {};
  let call: Call | undefined;
  try {
    call = await readCall(app, request, 'web', cookies);
    rememberLang(app, request, reply, cookies);
    if (!page) throw notFound();
    // Whoever comes to their duties and has not shown enough for them is asked, and then goes on.
    let missing = comesToDuties(app, call.principal, page, request.url);
    if (!missing && !may(call.principal, page.may)) throw call.principal.kind === 'anonymous' ? signInNeeded() : notAllowed();
    let body: PostedBody = { form: {}, files: [] };
    if (page.method === 'POST') {
      checkSameSite(request);
      body = await readBody(
        request,
        async () => (folder.path ??= await mkdtemp(join(app.config.dataFolder, 'files', 'tmp', 'post-'))),
      );
    }
    checkReadable(request, body);
    const note = (error: unknown): void => {
      if (error instanceof Refusal && error.code === assuranceNeeded.code) missing ??= error;
    };
    const ctx = new RequestContext(app, await site(), call, request, reply, cookies, body, note);
    if (missing) return await send(app, request, reply, await askForMore(ctx, missing));
    const result = await page.run(ctx).catch((error: unknown) => {
      note(error);
      if (missing) return undefined; // a page shows what an act refused; here the person is asked and then goes on
      throw error;
    });
    return await send(app, request, reply, missing ? await askForMore(ctx, missing) : result!);
  } catch (thrown) {
    return await sendError(app, site, request, reply, asRefusal(thrown), call);
  } finally {
    if (folder.path) await rm(folder.path, { recursive: true, force: true });
  }
}

/** What an official has to show first who opens a page of the workplace, or one that only their places let them open. */
function comesToDuties(app: App, principal: Principal, page: Page, url: string): Refusal | undefined {
  if (may(principal, page.may) && !isInWorkplace(app, url)) return undefined;
  return withheldFrom(principal);
}

/** What no text can hold is refused before any page sees it. @throws notFound for an address, malformedRequest else */
function checkReadable(request: FastifyRequest, body: PostedBody): void {
  const whole = (values: object): boolean =>
    Object.entries(values).every(([name, value]) => [name, value].flat().every((one) => isReadable(String(one))));
  if (!whole(request.params as object)) throw notFound();
  if (!whole(request.query as object) || !whole(body.form)) throw malformedRequest();
}

/** An address as a header can hold it: what is not ASCII percent-encoded, what is encoded already left. */
function asAddress(to: string): string {
  return to.replace(/[^\u0021-\u007e]+/gu, (part) => encodeURIComponent(part.toWellFormed()));
}

function rememberLang(app: App, request: FastifyRequest, reply: FastifyReply, cookies: Record<string, string>): void {
  const asked = (request.query as { lang?: unknown }).lang;
  if ((asked === 'vi' || asked === 'en') && cookies['dinh_lang'] !== asked)
    reply.header('set-cookie', cookieLine(app, request, 'dinh_lang', asked, 365 * 86_400));
}

async function send(app: App, request: FastifyRequest, reply: FastifyReply, result: PageResult): Promise<unknown> {
  switch (result.kind) {
    case 'html':
      return sendPage(app, request, reply, result.status ?? 200, result.body);
    case 'redirect':
      return reply.redirect(asAddress(result.to), result.again ? 307 : 303);
    case 'json':
      return reply
        .status(result.status ?? 200)
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(result.body));
    case 'file': {
      const name = result.name ? `; filename*=UTF-8''${encodeURIComponent(result.name)}` : '';
      reply
        .header('content-disposition', `${result.disposition ?? 'inline'}${name}`)
        .header('cache-control', result.cache ? `private, max-age=${result.cache}` : 'no-store');
      return reply.type(result.type).send(result.body);
    }
  }
}

/** A page goes out in one write with its head, as the text of bytes that it is, at the end of the turn. */
function sendPage(app: App, request: FastifyRequest, reply: FastifyReply, status: number, page: Markup): FastifyReply {
  const bytes = page.bytes ?? Buffer.from(String(page)).toString('latin1');
  const cookies = reply.getHeader('set-cookie');
  const { raw } = reply.hijack();
  raw.writeHead(status, {
    ...securityHeaders(app, request),
    ...(cookies !== undefined && { 'set-cookie': cookies as string | string[] }),
    'content-type': 'text/html; charset=utf-8',
    'content-length': bytes.length,
  });
  // With the other answers of this turn of the loop (ADR 0013).
  setImmediate(() => raw.end(bytes, 'latin1'));
  return reply;
}

async function sendError(
  app: App,
  site: () => Promise<Site>,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  call: Call | undefined,
): Promise<unknown> {
  logFault(app, error, request);
  const lang = call?.lang ?? 'vi';
  if (error instanceof Refusal && error.status === 401 && request.method === 'GET')
    return reply.redirect(`/dang-nhap?tiep=${encodeURIComponent(request.url)}`, 303);
  const status = error instanceof Refusal ? error.status : 500;
  if (status === 503) reply.header('retry-after', '10');
  const sentence = error instanceof Refusal ? error.sentence(lang) : undefined;
  const { principal } = call ?? {};
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      String(
        errorPage(lang, {
          site: await lastSite(site),
          url: screenAddress(request),
          status,
          message: sentence,
          number: request.id,
          fields: error instanceof Refusal ? error.fields.map((f) => f.message[lang]) : [],
          viewer: principal && viewerOf(app, principal, app.clock.now()),
          rooms: principal && roomsAt(app, principal, request.url),
          actions: principal && offerEmergency(lang, request, status, principal),
        }),
      ),
    );
}

/** Whoever was not let in, or found nothing, may open it in an emergency, if that is theirs to do. */
function offerEmergency(lang: Lang, request: FastifyRequest, status: number, principal: Principal) {
  if (![403, 404].includes(status) || !may(principal, openingEmergency)) return undefined;
  return html`<p>
    ${linkButton(lang, {
      kind: 'secondary',
      href: `${emergencyPath}?ve=${encodeURIComponent(request.url)}`,
      label: { vi: 'Cần xem khẩn cấp?', en: 'Needed in an emergency?' },
    })}
  </p>`;
}

let known: Site | undefined;

/** The site as last read: when the database is away, the error page is still ours. */
async function lastSite(site: () => Promise<Site>): Promise<Site> {
  known = await site().catch(() => known);
  return known ?? { name: { vi: 'Cổng dịch vụ công', en: 'Public services' }, phone: '', version: '' };
}
