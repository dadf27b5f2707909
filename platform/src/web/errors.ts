import {
  type App,
  assuranceNeeded,
  internalError,
  malformedRequest,
  Refusal,
  scopeNeeded,
  signInNeeded,
  tooLarge,
  toProblem,
} from '@dinh/kernel';
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

/** Logs what is our own fault; what people can mend is no fault. Of the address the pattern: some hold a secret. */
export function logFault(app: App, error: unknown, request: FastifyRequest): void {
  if (error instanceof Refusal && error.status < 500) return;
  const cause = error instanceof Refusal ? (error.cause ?? error) : error;
  app.log.error(
    { err: cause, number: request.id, method: request.method, path: request.routeOptions.url ?? '(none)' },
    'a request failed',
  );
}

/** Answers with a problem document; pages catch their own errors before this one. */
export function problemHandler(app: App) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const error = asRefusal(thrown);
    logFault(app, error, request);
    const lang = readLang(request.query ?? {}, readCookies(app, request));
    const problem = toProblem(error, lang, request.id);
    if (problem.status === 503) reply.header('retry-after', '10');
    if (problem.status === 401) reply.header('www-authenticate', challenges(problem.code, request));
    if (problem.code === scopeNeeded.code) reply.header('www-authenticate', 'Bearer error="insufficient_scope"');
    if (problem.code === assuranceNeeded.code) reply.header('www-authenticate', challenge(problem.details));
    await reply.status(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
  };
}

/**
 * How one shows who one is here (RFC 6750, 3; RFC 9449, 7.1), and that what was shown is worth nothing; not why: whoever
 * stole a token learns nothing from it.
 */
function challenges(code: string, request: FastifyRequest): string[] {
  const shown = code === signInNeeded.code && /^(bearer|dpop) /i.exec(request.headers.authorization ?? '')?.[1];
  const wrong = (scheme: string) => (shown && shown.toLowerCase() === scheme ? 'error="invalid_token"' : '');
  const dpop = wrong('dpop');
  return [`Bearer ${wrong('bearer')}`.trim(), `DPoP ${dpop && `${dpop}, `}algs="ES256 EdDSA"`];
}

/** The step-up challenge of RFC 9470: which level, and how recent. */
function challenge({ level, minutes }: Record<string, string | number> = {}): string {
  const recent = minutes === undefined ? '' : `, max_age=${Number(minutes) * 60}`;
  return `Bearer error="insufficient_user_authentication", error_description="A higher level of assurance is needed", acr_values="AS-${level}"${recent}`;
}

export { internalError };
