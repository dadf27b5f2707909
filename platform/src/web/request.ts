import { type App, anonymous, type Call, type Lang, type Presented, type Principal } from '@dinh/kernel';
import type { FastifyRequest } from 'fastify';

export const sessionCookie = 'dinh_session';

/** Cookies by name; what cannot be decoded is left out. */
export function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at < 1) continue;
    try {
      cookies[part.slice(0, at).trim()] = decodeURIComponent(part.slice(at + 1).trim());
    } catch {
      // not ours
    }
  }
  return cookies;
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
  const [, scheme, token] = /^(Bearer|DPoP)\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const shown = token && channel === 'api' ? presented(app, request, scheme!) : undefined;
  const secret = token ?? cookies[sessionCookie];
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
