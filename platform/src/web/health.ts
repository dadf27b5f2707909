import { type App, notFound, sql } from '@dinh/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * For machines: `/song` says that the process lives, `/song/san-sang` that it can serve (the database answers), and
 * `/metrics` tells the figures of this process as Prometheus text, to this machine only.
 */
export function mountHealth(server: FastifyInstance, app: App): void {
  server.get('/song', async (_request, reply) => reply.type('text/plain; charset=utf-8').send('sống\n'));
  server.get('/song/san-sang', async (_request, reply) => {
    const ready = await within(2000, app.db.one(sql`select 1 as one`));
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .type('text/plain; charset=utf-8')
      .send(ready ? 'sẵn sàng\n' : 'cơ sở dữ liệu không trả lời\n');
  });
  server.get('/metrics', async (request, reply) => {
    if (!isFromHere(request)) throw notFound();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(app.metrics.text() + ownFigures());
  });
}

/** What a proxy on this machine hands on comes from elsewhere. */
function isFromHere(request: FastifyRequest): boolean {
  return loopback.test(request.ip) && request.headers['x-forwarded-for'] === undefined;
}

function ownFigures(): string {
  const { rss, heapUsed } = process.memoryUsage();
  return [
    '# TYPE dinh_resident_bytes gauge',
    `dinh_resident_bytes ${rss}`,
    '# TYPE dinh_heap_bytes gauge',
    `dinh_heap_bytes ${heapUsed}`,
    '# TYPE dinh_uptime_seconds gauge',
    `dinh_uptime_seconds ${Math.round(process.uptime())}`,
    '',
  ].join('\n');
}

function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    work
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(timer));
  });
}
