import type { App, Hearers, Principal } from '@dinh/kernel';
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
  const hearers = new Map<string, Hearers[]>();
  for (const { hearers: own } of app.modules)
    for (const [kind, hears] of Object.entries(own ?? {}))
      hearers.set(kind, [...(hearers.get(kind) ?? []), hears]);
  server.get('/su-kien', async (request, reply) => {
    const call = await readCall(app, request, 'web', readCookies(app, request));
    const asked = String((request.query as { topics?: string }).topics ?? '')
      .split(',')
      .slice(0, 50);
    const topics = await heardBy(app, hearers, call.principal, asked);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // So that an end is an end: kept alive, the line would hold up whoever stops the program.
      connection: 'close',
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

/**
 * A topic tells only that something changed; still, people hear of their own things and of the units and records within
 * their reach: that, the modules say whose these are, by the predicate of their lists.
 */
async function heardBy(
  app: App,
  hearers: ReadonlyMap<string, readonly Hearers[]>,
  principal: Principal,
  asked: readonly string[],
): Promise<ReadonlySet<string>> {
  const heard = new Set(
    asked.filter((topic) => topic === `person:${principal.id}` || /^public(:|$)/.test(topic)),
  );
  if (principal.kind !== 'person') return heard;
  const records = Map.groupBy(asked, (topic) => topic.split(':')[0]!);
  for (const [kind, topics] of records) {
    const ids = topics.map((topic) => topic.slice(kind.length + 1));
    for (const hears of hearers.get(kind) ?? [])
      for (const id of await hears(app, principal, ids)) heard.add(`${kind}:${id}`);
  }
  return heard;
}
