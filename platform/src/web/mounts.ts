import type { App, Site, Visit } from '@dinh/kernel';
import type { FastifyInstance } from 'fastify';
import { securityHeaders } from './security.ts';
import { cookieLine, readCall, readCookies } from './request.ts';

/** Mounts what modules serve by themselves. They read the body and write the answer; our headers stand on it already. */
export function mountOthers(server: FastifyInstance, app: App, site: () => Promise<Site>): void {
  const ending = new AbortController();
  server.addHook('preClose', (done) => {
    ending.abort();
    done();
  });
  for (const mount of app.modules.flatMap((m) => m.mounts ?? []))
    server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      scope.all(`${mount.prefix}/*`, async (request, reply) => {
        const call = await readCall(
          app,
          request,
          mount.channel ?? 'web',
          mount.channel === 'api' ? {} : readCookies(app, request),
        );
        reply.hijack();
        const headers = securityHeaders(app, request);
        for (const name in headers) reply.raw.setHeader(name, headers[name]!);
        const visit: Visit = {
          call,
          site,
          cookieLine: (...cookie) => cookieLine(app, request, ...cookie),
          ending: ending.signal,
        };
        await mount.serve(app, request.raw, reply.raw, visit);
      });
    });
}
