import { errorBody, ScimError } from './error.ts';

/** Most operations of one bulk request; its body is held to `mostBody` as any other. */
export const mostOperations = 500;

const requestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const responseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const methods = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** One operation of a bulk request, as it is asked for. */
export interface BulkOperation {
  readonly method: string;
  /** `/Users`, `/Users/<id>`, `/Groups/<id>`. */
  readonly path: string;
  /** The tag that the resource must still have. */
  readonly version: string | undefined;
  readonly data: unknown;
}

/** What came of it: `id` and `location` of the resource when there is one. */
export interface BulkDone {
  readonly status: number;
  readonly id?: string | undefined;
  readonly location?: string | undefined;
  readonly version?: string | undefined;
  /** Told of one that failed. */
  readonly response?: object | undefined;
}

interface Line extends BulkOperation {
  readonly bulkId: string | undefined;
}

/**
 * Many operations in one request (RFC 7644, 3.7), each on its own: what was done before an error stays done. Those that refer to a
 * resource which another one makes (`bulkId:…`) come after it, wherever they stand; the answer keeps the order of the request. After
 * `failOnErrors` errors the rest is left undone and out of the answer.
 * @param body of the request @param carryOut does one operation; it never throws
 * @throws ScimError 413 more operations than are allowed; 400 the request cannot be read
 */
export async function bulk(body: unknown, carryOut: (operation: BulkOperation) => Promise<BulkDone>): Promise<object> {
  const { operations, failOnErrors } = readRequest(body);
  const made = new Map<string, string>();
  const done = new Map<number, object>();
  let errors = 0;
  let waiting = [...operations.entries()];
  const end = (at: number, line: Partial<Line>, result: BulkDone) => {
    done.set(at, lineOf(line, result));
    if (result.status >= 400) errors++;
    else if (line.bulkId !== undefined && result.id !== undefined) made.set(line.bulkId, result.id);
  };
  while (waiting.length > 0 && errors < failOnErrors) {
    const before = waiting.length;
    const left: typeof waiting = [];
    for (const [at, asked] of waiting) {
      if (errors >= failOnErrors) break;
      const line = readLine(asked, operations, at);
      if (line instanceof ScimError) end(at, partsOf(asked), failed(line));
      else if (refersTo(line).some((one) => !made.has(one))) left.push([at, asked]);
      else end(at, line, await carryOut(resolved(line, made)));
    }
    waiting = left;
    if (left.length < before || errors >= failOnErrors) continue;
    // Nothing more is made to which these could refer.
    for (const [at, asked] of left) {
      if (errors >= failOnErrors) break;
      end(at, partsOf(asked), failed(new ScimError(409, 'A bulkId that it refers to was not made.', 'invalidValue')));
    }
    break;
  }
  return {
    schemas: [responseSchema],
    Operations: [...done.entries()].toSorted(([a], [b]) => a - b).map(([, line]) => line),
  };
}

function readRequest(body: unknown): { operations: readonly unknown[]; failOnErrors: number } {
  const { schemas, Operations, failOnErrors = Infinity } = (body ?? {}) as Record<string, unknown>;
  if (!Array.isArray(schemas) || !schemas.includes(requestSchema))
    throw new ScimError(400, `The body is no ${requestSchema}.`, 'invalidSyntax');
  if (!Array.isArray(Operations) || Operations.length === 0)
    throw new ScimError(400, 'Operations must be a list that is not empty.', 'invalidSyntax');
  if (Operations.length > mostOperations)
    throw new ScimError(413, `There are more than ${mostOperations} operations (maxOperations) in this request.`);
  if (failOnErrors !== Infinity && !(Number.isInteger(failOnErrors) && Number(failOnErrors) > 0))
    throw new ScimError(400, 'failOnErrors must be a whole number above nought.', 'invalidValue');
  return { operations: Operations, failOnErrors: Number(failOnErrors) };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What of an operation that is wrong can be said back. */
function partsOf(asked: unknown): Partial<Line> {
  const { method, bulkId } = (asked ?? {}) as Record<string, unknown>;
  return { ...(text(method) && { method: text(method)!.toUpperCase() }), bulkId: text(bulkId) };
}

function readLine(asked: unknown, all: readonly unknown[], at: number): Line | ScimError {
  const { method, bulkId } = partsOf(asked);
  const { path, version, data } = (asked ?? {}) as Record<string, unknown>;
  const wrong = (why: string) => new ScimError(400, why, 'invalidSyntax');
  if (method === undefined || !methods.includes(method)) return wrong(`method is one of ${methods.join(', ')}.`);
  if (typeof path !== 'string' || !/^\/(Users|Groups)(\/[^/?#]{1,120})?$/.test(path))
    return wrong('path is that of users, groups, or of one of them.');
  if (method === 'POST' && !bulkId) return wrong('An operation that makes something has a bulkId.');
  if (method === 'POST' && all.findIndex((one) => partsOf(one).bulkId === bulkId) !== at)
    return wrong('Another operation has the same bulkId.');
  if (method !== 'DELETE' && (typeof data !== 'object' || data === null)) return wrong('data is missing.');
  return { method, bulkId, path, version: text(version), data };
}

/** The bulkIds that an operation mentions, in its path or anywhere in its data. */
function refersTo({ path, data }: Line): string[] {
  const found: string[] = [];
  replaced([path, data], (bulkId) => void found.push(bulkId));
  return found;
}

function resolved(line: Line, made: ReadonlyMap<string, string>): BulkOperation {
  const [path, data] = replaced([line.path, line.data], (bulkId) => made.get(bulkId)) as [string, unknown];
  return { method: line.method, version: line.version, path, data };
}

/** The same value with every `bulkId:x` in it replaced, as the whole of a text or the end of a path. */
function replaced(value: unknown, by: (bulkId: string) => string | undefined | void, depth = 0): unknown {
  if (depth > 20) return value;
  if (typeof value === 'string')
    return value.replace(/^(\/\w+\/)?bulkId:(.+)$/, (whole, before: string | undefined, bulkId: string) => {
      const id = by(bulkId);
      return id === undefined ? whole : `${before ?? ''}${id}`;
    });
  if (Array.isArray(value)) return value.map((one) => replaced(one, by, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, by, depth + 1)]));
}

function failed({ status, message, scimType }: ScimError): BulkDone {
  return { status, response: errorBody(status, message, scimType) };
}

function lineOf({ method, bulkId }: Partial<Line>, { status, location, version, response }: BulkDone): object {
  return {
    ...(method !== undefined && { method }),
    ...(bulkId !== undefined && { bulkId }),
    ...(version !== undefined && { version }),
    ...(location !== undefined && { location }),
    status: String(status),
    ...(response !== undefined && { response }),
  };
}
