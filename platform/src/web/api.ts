import { type App, type Call, execute, malformedRequest, type Operation } from '@dinh/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { apiPath } from './api-path.ts';
import { openApi } from './openapi.ts';
import { readBearer, readCall, readCookies } from './request.ts';
import { checkSameSite } from './security.ts';

/** Mounts every operation that is not kept off the API, and its description. */
export function mountApi(server: FastifyInstance, app: App): void {
  const operations = app.modules.flatMap((m) => m.operations ?? []).filter((o) => o.api !== false);
  let document: string | undefined;
  server.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send((document ??= JSON.stringify(openApi(app, operations)))),
  );
  for (const operation of operations) {
    if (operation.kind === 'query')
      server.get(apiPath(operation), (request, reply) =>
        answer(app, operation, request, readQuery(operation.input, request.query)).then((body) => reply.send(body)),
      );
    else
      server.post(apiPath(operation), { bodyLimit: operation.maxBytes ?? 1024 * 1024 }, async (request, reply) =>
        reply.send(
          await answer(
            app,
            operation,
            request,
            request.body instanceof URLSearchParams ? Object.fromEntries(request.body) : (request.body ?? {}),
          ),
        ),
      );
  }
}

async function answer(app: App, operation: Operation, request: FastifyRequest, input: unknown): Promise<unknown> {
  const cookies = readCookies(app, request);
  const call: Call = await readCall(app, request, 'api', cookies);
  // Another header of that name does not keep the cookie from being read, so it opens nothing here.
  if (operation.kind === 'command' && !readBearer(request)) checkSameSite(request);
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && (key.length < 8 || key.length > 200)) throw malformedRequest();
  return (await execute(app, operation, input, typeof key === 'string' ? { ...call, idempotencyKey: key } : call)) ?? {};
}

/** A query string knows only texts: numbers, truth values and lists are read as the schema says. */
export function readQuery(schema: TSchema, query: unknown): Record<string, unknown> {
  const properties = (schema as { properties?: Record<string, { type?: string; items?: { type?: string } }> }).properties ?? {};
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query as Record<string, string | string[]>)) {
    const wanted = properties[name];
    if (name === 'lang' && !wanted) continue;
    input[name] =
      wanted?.type === 'array'
        ? [value].flat().map((v) => scalar(v, wanted.items?.type))
        : Array.isArray(value)
          ? value
          : scalar(value, wanted?.type);
  }
  return input;
}

function scalar(value: string, type: string | undefined): unknown {
  if (type === 'integer' || type === 'number')
    return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (type === 'object') {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}
