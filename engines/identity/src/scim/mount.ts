import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, type Call, isUuid, type Mount, Refusal, sql } from '@dinh/kernel';
import { errorBody, ScimError } from './error.ts';
import { groupAttributes, userAttributes } from './attributes.ts';
import { bulk, type BulkDone, type BulkOperation } from './bulk.ts';
import { type FilterAttributes, filterSql } from './filter.ts';
import { membersOf, patchedMembers, patchedUser, readUser, type UserFacts } from './patch.ts';
import { changePost, listPosts } from './posts.ts';
import { changeProvisioned, listProvisioned, provisionPerson, removeProvisioned } from './provision.ts';
import {
  chosen,
  groupResource,
  keptOf,
  listResponse,
  type Post,
  type Resource,
  type User,
  userResource,
} from './resources.ts';
import { mostBody, mostListed, resourceTypes, schemas, serviceProviderConfig } from './schemas.ts';

const prefix = '/scim/v2';
const anybody = sql`true`;

interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly app: App;
  readonly call: Call;
  readonly base: string;
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  body(): Promise<unknown>;
}

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

function answerOf(app: App, error: unknown): Answer {
  if (error instanceof ScimError)
    return { status: error.status, body: errorBody(error.status, error.message, error.scimType) };
  if (!(error instanceof Refusal) || error.status >= 500) {
    app.log.error({ err: error }, 'a SCIM request failed');
    return { status: 500, body: errorBody(500, 'Something went wrong here. Please try again.') };
  }
  const { status } = error;
  const detail =
    error.fields.length > 0 ? error.fields.map((f) => f.message.en).join(' ') : error.sentence('en');
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
    if (size > mostBody)
      throw new ScimError(413, `The body is larger than ${mostBody} bytes (maxPayloadSize).`);
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

const notThere = () => new ScimError(404, 'There is no such resource.');
const notSo = (asked: Asked) => new ScimError(405, `${asked.method} is not possible here.`);

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
function about(
  asked: Asked,
  id: string | undefined,
  all: readonly { id?: string }[],
  single = false,
): Answer {
  if (asked.method !== 'GET') throw notSo(asked);
  if (asked.call.principal.kind === 'anonymous') throw new ScimError(401, 'Please show an access token.');
  if (asked.query.has('filter')) throw new ScimError(403, 'This cannot be filtered.');
  if (single) return { status: 200, body: all[0]! };
  if (id === undefined) return { status: 200, body: listResponse(all.length, 1, all) };
  const found = all.find((one) => one.id === id);
  if (!found) throw notThere();
  return { status: 200, body: found };
}

/** `startIndex` counts from one, and what is less counts as one; a negative `count` as none (RFC 7644, 3.4.2.4). */
function pageOf(query: URLSearchParams): { start: number; offset: number; limit: number } {
  const number = (name: string, otherwise: number) => {
    const text = query.get(name);
    if (text === null) return otherwise;
    if (!/^-?\d{1,9}$/.test(text)) throw new ScimError(400, `${name} must be a number.`, 'invalidValue');
    return Number(text);
  };
  const start = Math.min(10_000_000, Math.max(1, number('startIndex', 1)));
  return { start, offset: start - 1, limit: Math.min(mostListed, Math.max(0, number('count', 100))) };
}

function shown(asked: Asked, resource: Resource, status = 200): Answer {
  const { version, location } = resource.meta;
  if (asked.method === 'GET' && asked.headers['if-none-match'] === version)
    return { status: 304, headers: { etag: version } };
  return {
    status,
    body: chosen(resource, asked.query),
    headers: { etag: version, ...(status === 201 && { location }) },
  };
}

/** @throws ScimError when somebody else has changed it meanwhile (RFC 7644, 3.14) */
function mustMatch(asked: Asked, { meta }: Resource): void {
  const wanted = asked.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  if (!wanted.split(',').some((tag) => tag.trim() === meta.version))
    throw new ScimError(412, 'The resource has changed since it was read. Please read it again.');
}

async function oneUser({ app, call, base }: Asked, id: string): Promise<Resource> {
  if (!isUuid(id)) throw notThere();
  const { users: found } = await app.run(listProvisioned, { id, offset: 0, limit: 1 }, call);
  if (!found[0]) throw notThere();
  return userResource(base, found[0]);
}

async function users(asked: Asked, id: string | undefined): Promise<Answer> {
  const { app, call, base, method, query } = asked;
  if (id === undefined) {
    if (method === 'POST') return createUser(asked);
    if (method !== 'GET') throw notSo(asked);
    const { start, offset, limit } = pageOf(query);
    const filter = filterOf(query, userAttributes(anybody));
    const sortBy = query
      .get('sortBy')
      ?.slice(0, 60)
      .replace(/\p{Cc}/gu, '');
    const { total, users: found } = await app.run(
      listProvisioned,
      {
        offset,
        limit,
        ...(filter !== undefined && { filter }),
        ...(sortBy && { sortBy }),
        ...(query.get('sortOrder') === 'descending' && { descending: true }),
      },
      call,
    );
    return {
      status: 200,
      body: listResponse(
        total,
        start,
        found.map((one: User) => chosen(userResource(base, one), query)),
      ),
    };
  }
  const now = await oneUser(asked, id);
  if (method === 'GET') return shown(asked, now);
  mustMatch(asked, now);
  if (method === 'DELETE') {
    await app.run(removeProvisioned, { id }, call);
    return { status: 204 };
  }
  if (method !== 'PUT' && method !== 'PATCH') throw notSo(asked);
  const body = await asked.body();
  const facts: UserFacts =
    method === 'PATCH' ? patchedUser(body, keptOf(now)) : { email: null, phone: null, ...readUser(body) };
  await app.run(changeProvisioned, { id, ...facts }, call);
  return shown(asked, await oneUser(asked, id));
}

async function createUser(asked: Asked): Promise<Answer> {
  const facts = readUser(await asked.body());
  const { id, made } = await asked.app.run(provisionPerson, facts, asked.call);
  return shown(asked, await oneUser(asked, id), made ? 201 : 200);
}

/** @throws filterWrong before anything is asked */
function filterOf(query: URLSearchParams, attributes: FilterAttributes): string | undefined {
  const filter = query.get('filter') ?? undefined;
  if (filter !== undefined) {
    if (filter.includes('\0')) throw new ScimError(400, 'The filter cannot be read.', 'invalidFilter');
    filterSql(filter, attributes);
  }
  return filter;
}

async function oneGroup({ app, call, base }: Asked, unit: number, role: string): Promise<Resource> {
  const { posts } = await app.run(listPosts, { unit, role, members: true, offset: 0, limit: 1 }, call);
  if (!posts[0]) throw notThere();
  return groupResource(base, posts[0]);
}

async function groups(asked: Asked, id: string | undefined): Promise<Answer> {
  const { app, call, base, method, query } = asked;
  if (id === undefined) {
    if (method !== 'GET')
      throw new ScimError(501, 'Posts come from the directory of units and roles and are not made here.');
    const { start, offset, limit } = pageOf(query);
    const filter = filterOf(query, groupAttributes(anybody));
    const without = /(^|,)\s*members\s*(,|$)/i.test(query.get('excludedAttributes') ?? '');
    const { total, posts } = await app.run(
      listPosts,
      { offset, limit, members: !without, ...(filter !== undefined && { filter }) },
      call,
    );
    return {
      status: 200,
      body: listResponse(
        total,
        start,
        posts.map((one: Post) => chosen(groupResource(base, one), query)),
      ),
    };
  }
  const [, unitText, role] = /^(\d{1,9})(?::|%3A)([a-z0-9-]{1,60})$/i.exec(id) ?? [];
  const unit = Number(unitText);
  if (!role || !(unit > 0)) throw notThere();
  const now = await oneGroup(asked, unit, role);
  if (method === 'GET') return shown(asked, now);
  if (method !== 'PUT' && method !== 'PATCH') throw notSo(asked);
  mustMatch(asked, now);
  const body = await asked.body();
  const change =
    method === 'PATCH'
      ? patchedMembers(body, { id: String(now['id']), displayName: String(now['displayName']) })
      : { add: [], remove: [], all: membersOf((body as { members?: unknown } | null)?.members) };
  const ids = [...change.add, ...change.remove, ...(change.all ?? [])];
  if (ids.some((one) => !isUuid(one)))
    throw new ScimError(400, 'A member is the id of a user.', 'invalidValue');
  await app.run(
    changePost,
    { unit, role, add: change.add, remove: change.remove, ...(change.all && { all: change.all }) },
    call,
  );
  return shown(asked, await oneGroup(asked, unit, role));
}
