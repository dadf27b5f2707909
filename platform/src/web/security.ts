import type { DoneFuncWithErrOrRes, FastifyReply, FastifyRequest } from 'fastify';
import { type App, declareError } from '@dinh/kernel';
import { allProviders, type Provider } from '@dinh/payments';
import { isSecure } from './request.ts';

/** Browsers hold redirects after a form to `form-action` too: whoever pays must come to the providers that there are. */
function policy(): string {
  const payers = [...new Set(allProviders().flatMap((one) => one.origins ?? []))].toSorted();
  return `default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action ${["'self'", ...payers].join(' ')}; frame-ancestors 'self'; worker-src 'self' blob:`;
}

type Headers = Readonly<Record<string, string>>;

const headersOf = (text: string, secure: boolean): Headers => ({
  'content-security-policy': text,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-store',
  ...(secure && { 'strict-transport-security': 'max-age=31536000' }),
});

interface Known {
  readonly of: readonly Provider[];
  readonly plain: Headers;
  readonly secure: Headers;
}

let last: Known | undefined;

/** The headers for the payment providers that there are now; they come when modules are read, and hardly ever after. */
function known(): Known {
  const now = allProviders();
  if (last && now.length === last.of.length && now.every((one, i) => one === last!.of[i])) return last;
  const text = policy();
  return (last = { of: now, plain: headersOf(text, false), secure: headersOf(text, true) });
}

/** The headers that every answer carries. Nothing is kept by a browser or proxy unless what answers says so itself. */
export function securityHeaders(app: App, request: FastifyRequest): Headers {
  const { plain, secure } = known();
  return isSecure(app, request) ? secure : plain;
}

/** Puts them on what Fastify sends; who takes the answer into its own hands (`hijack`) writes them itself. */
export function sendSecurityHeaders(app: App) {
  return (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: DoneFuncWithErrOrRes): void => {
    const headers = securityHeaders(app, request);
    for (const name in headers) if (!reply.hasHeader(name)) reply.header(name, headers[name]);
    done(null, payload);
  };
}

export const otherSite = declareError('platform.other-site', 403, {
  vi: 'Yêu cầu này được gửi từ một trang khác nên không được nhận. Xin mở lại trang của chúng tôi và làm lại.',
  en: 'This request came from another site and was not accepted. Please open our page again and repeat it.',
});

/**
 * Refuses changes that another site asks a signed-in browser to make (CSRF). Browsers say where a request comes
 * from; a request that carries a session cookie and says nothing is refused too.
 */
export function checkSameSite(request: FastifyRequest): void {
  const { headers } = request;
  const from = headers['sec-fetch-site'];
  if (from === 'same-origin' || from === 'none') return;
  const source = headers.origin ?? headers.referer;
  if (source && source !== 'null') {
    if (URL.canParse(source) && new URL(source).host === headers.host) return;
    throw otherSite();
  }
  if (headers.cookie?.includes('dinh_session=') || from) throw otherSite();
}
