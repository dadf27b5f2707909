import type { App, Principal } from '@dinh/kernel';
import type { FastifyInstance } from 'fastify';
import { readCall, readCookies } from './request.ts';

/**
 * The stream of changes. It names topics only (`unit:12`): the browser then asks for the part of the page again, and
 * that question goes through the same access check as any other.
 */
export function mountLive(server: FastifyInstance, app: App): void {
  const open = new Set<NodeJS.WritableStream>();
  server.addHook('preClose', (done) => {
    for (const stream of open) stream.end();
    done();
  });
  server.get('/su-kien', async (request, reply) => {
    const call = await readCall(app, request, 'web', readCookies(app, request));
    const asked = String((request.query as { topics?: string }).topics ?? '')
      .split(',')
      .slice(0, 50);
    const topics = new Set(asked.filter((topic) => mayHear(call.principal, topic)));
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    open.add(raw);
    const stop = app.events.listen((changed) => {
      const heard = changed.filter((topic) => topics.has(topic));
      if (heard.length > 0) raw.write(`event: change\ndata: ${JSON.stringify(heard)}\n\n`);
    });
    // A comment now and then keeps proxies from closing the line, and tells us when nobody listens any more.
    const beat = setInterval(() => raw.write(': \n\n'), 20_000);
    beat.unref();
    raw.on('close', () => {
      stop();
      clearInterval(beat);
      open.delete(raw);
    });
  });
}

/** A topic tells only that something changed; still, people hear of their own things and their own units. */
function mayHear(principal: Principal, topic: string): boolean {
  const [kind, id = ''] = topic.split(':');
  if (kind === 'person') return principal.id === id;
  if (kind === 'unit')
    return principal.grants.some((grant) => grant.scope === 'all' || grant.units.includes(Number(id)));
  if (kind === 'dossier' || kind === 'hand-over' || kind === 'import') return principal.kind === 'person';
  return kind === 'public';
}
