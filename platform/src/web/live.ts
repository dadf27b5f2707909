import { type App, type Hearers, type Principal, topicsSince } from '@dinh/kernel';
import type { FastifyInstance } from 'fastify';
import { readCall, readCookies } from './request.ts';

/**
 * The stream of changes. It names topics only (`unit:12`): the browser then asks for the part of the page again, and
 * that question goes through the same access check as any other.
 *
 * It begins where the page was drawn (`since`), or where a broken line stopped (`Last-Event-ID`), so that what changes
 * before the line is up is told as soon as it is. Every message carries the position up to which all was told.
 */
export function mountLive(server: FastifyInstance, app: App): void {
  const open = new Set<NodeJS.WritableStream>();
  server.addHook('preClose', (done) => {
    for (const stream of open) stream.end();
    done();
  });
  const hearers = new Map<string, Hearers[]>();
  for (const { hearers: own } of app.modules)
    for (const [kind, hears] of Object.entries(own ?? {})) hearers.set(kind, [...(hearers.get(kind) ?? []), hears]);
  server.get('/su-kien', async (request, reply) => {
    const call = await readCall(app, request, 'web', readCookies(app, request));
    const query = request.query as { topics?: unknown; since?: unknown };
    const asked = String(query.topics ?? '')
      .split(',')
      .slice(0, 200);
    const since = request.headers['last-event-id'] ?? query.since;
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
    let begun = false;
    const tell = (event: string, data: unknown) => {
      if (raw.writableEnded || raw.destroyed) return;
      // Only once what was missed is told may a line that breaks go on behind this moment.
      const at = begun ? `id: ${app.events.position}\n` : '';
      raw.write(`${at}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const stop = app.events.listen((changed) => {
      const heard = changed.filter((topic) => topics.has(topic));
      if (heard.length > 0) tell('change', heard);
    });
    // Said now and then, it keeps proxies from closing the line, tells us when nobody listens any more, and tells the
    // browser how far it has heard.
    const beat = setInterval(() => tell('reached', []), 20_000);
    beat.unref();
    raw.on('close', () => {
      stop();
      clearInterval(beat);
      open.delete(raw);
    });
    try {
      // Asked after the listening began: what has happened is found here, what happens is heard there.
      const missed = since === undefined ? [] : await topicsSince(app.db, String(since), [...topics]);
      if (missed.length > 0) tell('change', missed);
      begun = true;
      tell('reached', []);
    } catch (error) {
      // The database is away: the browser comes again from where it was.
      app.log.warn({ err: error }, 'a stream of changes could not begin');
      raw.end();
    }
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
  const heard = new Set(asked.filter((topic) => topic === `person:${principal.id}` || /^public(:|$)/.test(topic)));
  if (principal.kind !== 'person') return heard;
  const records = Map.groupBy(asked, (topic) => topic.split(':')[0]!);
  for (const [kind, topics] of records) {
    const ids = topics.map((topic) => topic.slice(kind.length + 1));
    for (const hears of hearers.get(kind) ?? []) for (const id of await hears(app, principal, ids)) heard.add(`${kind}:${id}`);
  }
  return heard;
}
