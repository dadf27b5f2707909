import { mkdtemp, rm } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import {
  type App,
  assuranceNeeded,
  type Call,
  execute,
  isReadable,
  malformedRequest,
  type Lang,
  type Markup,
  newId,
  newSecret,
  notFound,
  type Operation,
  type Page,
  type PageContext,
  type PageResult,
  type PostedFile,
  Refusal,
  may,
  notAllowed,
  signInNeeded,
  type Principal,
  type Room,
  type Site,
  type Viewer,
} from '@dinh/kernel';
import { askForMore, emergencyPath, openingEmergency } from '@dinh/identity';
import { errorPage, html, linkButton } from '@dinh/ui';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBody, type PostedBody } from './body.ts';
import { asRefusal, logFault } from './errors.ts';
import { cookieLine, readCall, readCookies } from './request.ts';
import { checkSameSite } from './security.ts';

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
    if (!may(call.principal, page.may))
      throw call.principal.kind === 'anonymous' ? signInNeeded() : notAllowed();
    let body: PostedBody = { form: {}, files: [] };
    if (page.method === 'POST') {
      checkSameSite(request);
      body = await readBody(
        request,
        async () => (folder.path ??= await mkdtemp(join(app.config.dataFolder, 'files', 'tmp', 'post-'))),
      );
    }
    checkReadable(request, body);
    let missing: Refusal | undefined;
    const note = (error: unknown): void => {
      if (error instanceof Refusal && error.code === assuranceNeeded.code) missing ??= error;
    };
    const ctx = pageContext(app, await site(), call, request, reply, cookies, body, note);
    const result = await page.run(ctx).catch((error: unknown) => {
      note(error);
      if (missing) return undefined; // a page shows what an act refused; here the person is asked and then goes on
      throw error;
    });
    return await send(reply, missing ? await askForMore(ctx, missing) : result!);
  } catch (thrown) {
    return await sendError(app, site, request, reply, asRefusal(thrown), call);
  } finally {
    if (folder.path) await rm(folder.path, { recursive: true, force: true });
  }
}

/** What no text can hold is refused before any page sees it. @throws notFound for an address, malformedRequest else */
function checkReadable(request: FastifyRequest, body: PostedBody): void {
  const whole = (values: object): boolean =>
    Object.entries(values).every(([name, value]) =>
      [name, value].flat().every((one) => isReadable(String(one))),
    );
  if (!whole(request.params as object)) throw notFound();
  if (!whole(request.query as object) || !whole(body.form)) throw malformedRequest();
}

function pageContext(
  app: App,
  site: Site,
  call: Call,
  request: FastifyRequest,
  reply: FastifyReply,
  cookies: Record<string, string>,
  body: { form: Record<string, string | string[]>; files: PostedFile[] },
  note: (error: unknown) => void,
): PageContext {
  const now = app.clock.now();
  const { principal } = call;
  const posted = body.form['_key'];
  // Most pages need neither.
  let rooms: readonly Room[] | undefined;
  let formKey: string | undefined;
  return {
    app,
    now,
    principal,
    lang: call.lang,
    origin: call.origin,
    db: app.db,
    note: () => {},
    subject: () => {},
    concern: () => {},
    actFor: () => {},
    newId: () => newId(now.getTime()),
    method: request.method as 'GET' | 'POST',
    url: screenAddress(request),
    asked: request.url,
    site,
    get rooms() {
      return (rooms ??= roomsOf(app).filter((room) => may(principal, room.may)));
    },
    viewer: viewerOf(principal, now),
    params: request.params as Record<string, string>,
    query: lastValues(request.query as Record<string, string | string[]>),
    form: body.form,
    files: body.files,
    cookies,
    get formKey() {
      return (formKey ??= newSecret(18));
    },
    setCookie: (name, value, seconds) =>
      reply.header('set-cookie', cookieLine(app, request, name, value, seconds)),
    run: (what: string | Operation, input: unknown) => {
      const operation = typeof what === 'string' ? app.operation(what) : what;
      const key =
        operation.kind === 'command' && typeof posted === 'string' && posted.length >= 8
          ? `${operation.name}:${posted}`.slice(0, 200)
          : undefined;
      return execute(app, operation, input, key ? { ...call, idempotencyKey: key } : call).catch(
        (error: unknown) => {
          note(error);
          throw error;
        },
      );
    },
  };
}

/** How a page names who looks at it: what they are, or for whom they act. */
function viewerOf(
  { kind, name, title, role, actsFor, emergencies }: Principal,
  now: Date,
): Viewer | undefined {
  if (kind !== 'person') return undefined;
  const acting = actsFor && { vi: `Thay mặt ${actsFor.name}`, en: `For ${actsFor.name}` };
  return {
    name,
    role: acting ?? title,
    official: role === 'official',
    ...(emergencies && {
      emergencies: emergencies.map(({ id, label, until }) => ({
        label,
        minutes: Math.max(1, Math.floor((until.getTime() - now.getTime()) / 60_000)),
        end: `${emergencyPath}/${id}/ket-thuc`,
      })),
    }),
  };
}

const allRooms = new WeakMap<App, Room[]>();

function roomsOf(app: App): Room[] {
  let rooms = allRooms.get(app);
  if (!rooms)
    allRooms.set(app, (rooms = app.modules.flatMap((m) => m.rooms ?? []).sort((a, b) => a.order - b.order)));
  return rooms;
}

function lastValues(query: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value]),
  );
}

/** An address as a header can hold it: what is not ASCII percent-encoded, what is encoded already left. */
function asAddress(to: string): string {
  return to.replace(/[^\u0021-\u007e]+/gu, (part) => encodeURIComponent(part.toWellFormed()));
}

function rememberLang(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  cookies: Record<string, string>,
): void {
  const asked = (request.query as { lang?: unknown }).lang;
  if ((asked === 'vi' || asked === 'en') && cookies['dinh_lang'] !== asked)
    reply.header('set-cookie', cookieLine(app, request, 'dinh_lang', asked, 365 * 86_400));
}

async function send(reply: FastifyReply, result: PageResult): Promise<unknown> {
  switch (result.kind) {
    case 'html':
      return sendPage(reply, result.status ?? 200, result.body);
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

/** A page goes out in one write with its head, as the text of bytes that it is. */
function sendPage(reply: FastifyReply, status: number, page: Markup): FastifyReply {
  const bytes = page.bytes ?? Buffer.from(String(page)).toString('latin1');
  const { raw } = reply.hijack();
  raw.writeHead(status, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': bytes.length,
  });
  raw.end(bytes, 'latin1');
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
          viewer: principal && viewerOf(principal, app.clock.now()),
          actions: principal && offerEmergency(lang, request, status, principal),
        }),
      ),
    );
}

/**
 * Where the screen that answers can be asked for again, in the other language too: an address that only takes what is
 * posted is no such place, the page from which it came is.
 */
function screenAddress(request: FastifyRequest): string {
  const { method, url, routeOptions, headers, host } = request;
  if (method === 'GET' || method === 'HEAD') return url;
  if (routeOptions.url && request.server.hasRoute({ method: 'GET', url: routeOptions.url })) return url;
  const from = URL.canParse(headers.referer ?? '') ? new URL(headers.referer!) : undefined;
  return from?.host === host ? from.pathname + from.search : '/';
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
