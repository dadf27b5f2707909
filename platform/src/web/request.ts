import { type App, anonymous, type Call, type Lang, type Principal } from '@dinh/kernel';
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
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const secret = bearer ?? cookies[sessionCookie];
  const principal: Principal = secret ? await app.principals.principal(secret) : anonymous;
  return {
    principal,
    lang: readLang(request.query, cookies),
    origin: { channel, address: request.ip, agent: request.headers['user-agent'], trace: request.id },
  };
}
