import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, type Mount, Refusal } from '@dinh/kernel';
import { type Answer, type Asked, notSo, notThere } from './asked.ts';
import { bulk, type BulkDone, type BulkOperation } from './bulk.ts';
import { errorBody, ScimError } from './error.ts';
import { groups } from './groups.ts';
import { listResponse, type Resource } from './resources.ts';
import { mostBody, resourceTypes, schemas, serviceProviderConfig } from './schemas.ts';
import { users } from './users.ts';

const prefix = '/scim/v2';

/**
 * SCIM 2.0 (RFC 7643, RFC 7644) below `/scim/v2` for personnel systems. Users are officials; groups are posts, a role in a unit, whose
 * members hold that place. Everything goes through operations, with their access and audit; an error is told as SCIM tells it.
 */
export const scimMount: Mount = {
  prefix,
  channel: 'api',
  async serve(app, request, response, visit) {
    const base = `${new URL(app.config.publicUrl).origin}${prefix}`;
    const url = new URL(request.url ?? '', base);
    const asked: Asked = {
      app,
      call: visit.call,
      base,
      method: request.method ?? 'GET',
      path: url.pathname.slice(prefix.length).split('/').filter(Boolean),
      query: url.searchParams,
      headers: request.headers,
      body: () => readJson(request),
    };
    let answer: Answer;
    try {
      answer = await answerTo(asked);
    } catch (error) {
      answer = answerOf(app, error);
    }
    send(response, answer);
  },
};

/** What a system is told in place of sentences that are meant for people at a screen. */
const forSystems: Readonly<Record<string, string>> = {
  'kernel.not-allowed':
    'The system lacks a permission for the whole province: people.provision-person for users and groups, and people.manage-position to give and end places (members, active false). Its administrators give it; where the token names scopes, it must name both.',
  'identity.account-taken': 'Somebody else has this userName.',
};

function answerOf(app: App, error: unknown): Answer {
  if (error instanceof ScimError) return { status: error.status, body: errorBody(error.status, error.message, error.scimType) };
  if (!(error instanceof Refusal) || error.status >= 500) {
    app.log.error({ err: error }, 'a SCIM request failed');
    return { status: 500, body: errorBody(500, 'Something went wrong here. Please try again.') };
  }
  const { status } = error;
  const detail =
    error.fields.length > 0 ? error.fields.map((f) => f.message.en).join(' ') : (forSystems[error.code] ?? error.sentence('en'));
  const scimType =
    error.code === 'identity.filter-wrong'
      ? 'invalidFilter'
      : status === 409
        ? 'uniqueness'
        : status === 422 || status === 400
          ? 'invalidValue'
          : undefined;
  return {
    status: status === 422 ? 400 : status,
    body: errorBody(status === 422 ? 400 : status, detail, scimType),
    ...(status === 401 && { headers: { 'www-authenticate': 'Bearer' } }),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.statusCode = status;
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined) return void response.end();
  response.setHeader('content-type', 'application/scim+json; charset=utf-8');
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBody) throw new ScimError(413, `The body is larger than ${mostBody} bytes (maxPayloadSize).`);
    chunks.push(chunk);
  }
  if (!/^application\/(scim\+)?json\b/i.test(request.headers['content-type'] ?? ''))
    throw new ScimError(415, 'The body must be application/scim+json.');
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new ScimError(400, 'The body is no JSON.', 'invalidSyntax');
  }
}

async function answerTo(asked: Asked): Promise<Answer> {
  const [kind = '', id, more] = asked.path;
  if (more !== undefined) throw notThere();
  switch (kind) {
    case 'ServiceProviderConfig':
      return about(asked, id, [{ ...serviceProviderConfig(asked.base), id: undefined }], true);
    case 'Schemas':
      return about(asked, id, schemas(asked.base));
    case 'ResourceTypes':
      return about(asked, id, resourceTypes(asked.base));
    case 'Users':
      return users(asked, id);
    case 'Groups':
      return groups(asked, id);
    case 'Bulk':
      if (id === undefined) return inBulk(asked);
      throw notThere();
    case 'Me':
      throw new ScimError(501, `/${kind} is not supported here.`);
    default:
      throw notThere();
  }
}

/** Every operation has the access, audit and errors that it has alone. */
async function inBulk(asked: Asked): Promise<Answer> {
  if (asked.method !== 'POST') throw notSo(asked);
  if (asked.call.principal.kind === 'anonymous') throw new ScimError(401, 'Please show an access token.');
  const carryOut = async ({ method, path, version, data }: BulkOperation): Promise<BulkDone> => {
    const parts = path.split('/').filter(Boolean);
    const one: Asked = {
      ...asked,
      method,
      path: parts,
      query: new URLSearchParams(),
      headers: version === undefined ? {} : { 'if-match': version },
      body: async () => data,
    };
    const { status, body } = await answerTo(one).catch((error: unknown) => answerOf(asked.app, error));
    const at = parts.length > 1 ? `${asked.base}${path}` : undefined;
    if (status >= 400) return { status, location: at, response: body };
    const { id, meta } = (body ?? {}) as { id?: string; meta?: Resource['meta'] };
    return { status, id, location: meta?.location ?? at, version: meta?.version };
  };
  return { status: 200, body: await bulk(await asked.body(), carryOut) };
}

/** What the service says of itself; only who may provision at all is told. */
function about(asked: Asked, id: string | undefined, all: readonly { id?: string }[], single = false): Answer {
  if (asked.method !== 'GET') throw notSo(asked);
  if (asked.call.principal.kind === 'anonymous') throw new ScimError(401, 'Please show an access token.');
  if (asked.query.has('filter')) throw new ScimError(403, 'This cannot be filtered.');
  if (single) return { status: 200, body: all[0]! };
  if (id === undefined) return { status: 200, body: listResponse(all.length, 1, all) };
  const found = all.find((one) => one.id === id);
  if (!found) throw notThere();
  return { status: 200, body: found };
}
