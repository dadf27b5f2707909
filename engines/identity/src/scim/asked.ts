/** What SCIM asks and is answered, and what users and groups have in common. */
import type { IncomingMessage } from 'node:http';
import { type App, type Call, sql } from '@dinh/kernel';
import { ScimError } from './error.ts';
import { type FilterAttributes, filterSql } from './filter.ts';
import { chosen, type Resource } from './resources.ts';
import { mostListed } from './schemas.ts';

/** For reading a filter of which nothing is asked yet. */
export const anybody = sql`true`;

export interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly app: App;
  readonly call: Call;
  readonly base: string;
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  body(): Promise<unknown>;
}

export const notThere = () => new ScimError(404, 'There is no such resource.');
export const notSo = (asked: Asked) => new ScimError(405, `${asked.method} is not possible here.`);

/** `startIndex` counts from one, and what is less counts as one; a negative `count` as none (RFC 7644, 3.4.2.4). */
export function pageOf(query: URLSearchParams): { start: number; offset: number; limit: number } {
  const number = (name: string, otherwise: number) => {
    const text = query.get(name);
    if (text === null) return otherwise;
    if (!/^-?\d{1,9}$/.test(text)) throw new ScimError(400, `${name} must be a number.`, 'invalidValue');
    return Number(text);
  };
  const start = Math.min(10_000_000, Math.max(1, number('startIndex', 1)));
  return { start, offset: start - 1, limit: Math.min(mostListed, Math.max(0, number('count', 100))) };
}

export function shown(asked: Asked, resource: Resource, status = 200): Answer {
  const { version, location } = resource.meta;
  if (asked.method === 'GET' && asked.headers['if-none-match'] === version) return { status: 304, headers: { etag: version } };
  return {
    status,
    body: chosen(resource, asked.query),
    headers: { etag: version, ...(status === 201 && { location }) },
  };
}

/** @throws ScimError when somebody else has changed it meanwhile (RFC 7644, 3.14) */
export function mustMatch(asked: Asked, { meta }: Resource): void {
  const wanted = asked.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  if (!wanted.split(',').some((tag) => tag.trim() === meta.version))
    throw new ScimError(412, 'The resource has changed since it was read. Please read it again.');
}

/** @throws filterWrong before anything is asked */
export function filterOf(query: URLSearchParams, attributes: FilterAttributes): string | undefined {
  const filter = query.get('filter') ?? undefined;
  if (filter !== undefined) {
    if (filter.includes('\0')) throw new ScimError(400, 'The filter cannot be read.', 'invalidFilter');
    filterSql(filter, attributes);
  }
  return filter;
}
