import { type App, internalError, malformedRequest, Refusal, tooLarge, toProblem } from '@dinh/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookies, readLang } from './request.ts';

/** Errors of the HTTP layer itself, told in our words. */
export function asRefusal(error: unknown): unknown {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (error instanceof Refusal || statusCode === undefined) return error;
  if (statusCode === 413 || code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge({}, { cause: error });
  if (statusCode >= 400 && statusCode < 500) return malformedRequest({}, { cause: error });
  return error;
}

/** Logs what is our own fault; what people can mend is no fault. */
export function logFault(app: App, error: unknown, request: FastifyRequest): void {
  if (error instanceof Refusal && error.status < 500) return;
  const cause = error instanceof Refusal ? (error.cause ?? error) : error;
  app.log.error(
    { err: cause, number: request.id, method: request.method, path: request.url.split('?')[0] },
    'a request failed',
  );
}

/** Answers with a problem document; pages catch their own errors before this one. */
export function problemHandler(app: App) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const error = asRefusal(thrown);
    logFault(app, error, request);
    const lang = readLang(request.query ?? {}, readCookies(request.headers.cookie));
    const problem = toProblem(error, lang, request.id);
    if (problem.status === 503) reply.header('retry-after', '10');
    await reply
      .status(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  };
}

export { internalError };
