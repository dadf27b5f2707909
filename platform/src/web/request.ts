import { type App, anonymous, type Call, type Lang, type Presented, type Principal } from '@dinh/kernel';
import type { FastifyRequest } from 'fastify';

export const sessionCookie = 'dinh_session';

/** Whether browsers reach us by TLS: the address that the public knows says so, or the proxy before us. */
export function isSecure(app: App, request: FastifyRequest): boolean {
  return app.config.publicUrl.startsWith('https:') || request.protocol === 'https';
}

// Behind TLS our cookies bear the prefix that no other host of the domain can set.
const hostPrefix = '__Host-';

/** Our cookies by name; what cannot be decoded is left out. Behind TLS only what this very host has set counts. */
export function readCookies(app: App, request: FastifyRequest): Record<string, string> {
  const prefix = isSecure(app, request) ? hostPrefix : '';
  const cookies: Record<string, string> = {};
  for (const part of request.headers.cookie?.split(';') ?? []) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 1 || !name.startsWith(prefix)) continue;
    try {
      cookies[name.slice(prefix.length)] = decodeURIComponent(part.slice(at + 1).trim());
    } catch {
      // not ours
    }
  }
  return cookies;
}

/** The header that sets a cookie of ours. @param seconds its life; 0 deletes it */
export function cookieLine(app: App, request: FastifyRequest, name: string, value: string, seconds: number): string {
  const secure = isSecure(app, request);
  return `${secure ? hostPrefix : ''}${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

/** The scheme and token by which a program shows who it is; anything else in that header is nothing to us. */
export function readBearer(request: FastifyRequest): { scheme: string; token: string } | undefined {
  const [, scheme, token] = /^(Bearer|DPoP)\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return scheme && token ? { scheme, token } : undefined;
}

/** The language: asked for in the address, else chosen before, else Vietnamese. */
export function readLang(query: unknown, cookies: Record<string, string>): Lang {
  const asked = (query as { lang?: unknown }).lang ?? cookies['dinh_lang'];
  return asked === 'en' ? 'en' : 'vi';
}

/** Who calls: the bearer token, else the session cookie, else nobody. */
export async function readCall(
  app: App,
  request: FastifyRequest,
  channel: 'web' | 'api',
  cookies: Record<string, string>,
): Promise<Call> {
  const bearer = readBearer(request);
  const shown = bearer && channel === 'api' ? presented(app, request, bearer.scheme) : undefined;
  const secret = bearer?.token ?? cookies[sessionCookie];
  const principal: Principal = secret ? await app.principals.principal(secret, shown) : anonymous;
  return {
    principal,
    lang: readLang(request.query, cookies),
    origin: { channel, address: request.ip, agent: request.headers['user-agent'], trace: request.id },
  };
}

/** How an access token was shown; only the HTTP API takes one. */
function presented(app: App, request: FastifyRequest, scheme: string): Presented {
  const proof = request.headers['dpop'];
  const header = app.config.clientCertificateHeader;
  const certificate = header ? request.headers[header] : undefined;
  return {
    method: request.method,
    url: app.config.publicUrl + request.url.split('?')[0]!,
    dpop: /^dpop$/i.test(scheme) ? (typeof proof === 'string' ? proof : '') : undefined,
    ...(typeof certificate === 'string' && { certificate }),
  };
}
