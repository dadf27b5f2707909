import multipart from '@fastify/multipart';
import { type App, newSecret } from '@dinh/kernel';
import Fastify, { type FastifyInstance } from 'fastify';
import { readSite } from '../pack/site.ts';
import { mountApi } from './api.ts';
import { mountAssets } from './assets.ts';
import { problemHandler } from './errors.ts';
import { mountHealth } from './health.ts';
import { mountLive } from './live.ts';
import { mountOthers } from './mounts.ts';
import { leadToOneAddress } from './one-address.ts';
import { mountPages } from './pages.ts';
import { sendSecurityHeaders } from './security.ts';

export interface Web {
  readonly server: FastifyInstance;
  /** `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Lets requests in flight finish, within seconds. What takes longer is interrupted, in the whole program: this is its end. */
  close(): Promise<void>;
}

/** The HTTP server with everything mounted, not yet listening. */
export async function createWeb(app: App): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    trustProxy: 'loopback',
    genReqId: () => newSecret(9),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
  });
  await server.register(multipart, {
    limits: { fields: 500, fieldSize: 1024 * 1024, files: 20, fileSize: app.config.maxFileBytes + 1 },
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(body as string)),
  );
  server.addHook('onRequest', leadToOneAddress(app));
  server.addHook('onSend', sendSecurityHeaders(app));
  server.setErrorHandler(problemHandler(app));
  const site = () => readSite(app);
  mountAssets(server);
  mountHealth(server, app);
  mountLive(server, app);
  mountApi(server, app);
  mountOthers(server, app, site);
  mountPages(server, app, site);
  return server;
}

/** Starts to listen on the configured address. */
export async function startWeb(app: App): Promise<Web> {
  const server = await createWeb(app);
  const address = await server.listen({ host: app.config.host, port: app.config.port });
  return { server, address, close: () => closeWithin(server, app) };
}

/** Requests in flight are waited for so long, milliseconds, before what they ask of the database is interrupted; … */
const patience = 2000;
/** … and for so long before their connections are cut. */
const limit = 4000;

async function closeWithin(server: FastifyInstance, app: App): Promise<void> {
  const timers = [setTimeout(() => app.db.interrupt(), patience), setTimeout(() => server.server.closeAllConnections(), limit)];
  await server.close();
  for (const timer of timers) clearTimeout(timer);
}
