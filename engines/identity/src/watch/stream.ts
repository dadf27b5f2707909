import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type App,
  malformedRequest,
  may as isAllowed,
  type Mount,
  notFound,
  readEvents,
  Refusal,
  signInNeeded,
  toProblem,
  type Visit,
} from '@dinh/kernel';
import type { Principals } from '../access/principals.ts';
import { type SignInEvent, watchedNames, watching } from './events.ts';

export interface Page {
  readonly events: readonly SignInEvent[];
  readonly next: string | null;
}

/** How often it is looked for what is new, and how long a line is silent before it says that it is there, milliseconds. */
const everySecond = { pause: 1000, silence: 15_000 };

/**
 * Sign-in events from a first page on, oldest first, and then as they happen.
 * @param ask the next page behind a cursor; each question is in the audit trail, so it is looked first whether there is one
 * @param stays whether it goes on waiting: asked every second, and before anything more is told
 * @returns undefined in between when there was nothing for a while
 */
export async function* follow(
  app: App,
  first: Page,
  ask: (after: string | undefined) => Promise<Page>,
  stays: () => Promise<boolean>,
  { pause, silence } = everySecond,
): AsyncGenerator<SignInEvent | undefined> {
  let page = first;
  for (;;) {
    yield* page.events;
    const after = page.next ?? undefined;
    for (let waited = 0; ; waited += pause) {
      const [one] = await readEvents(app.db, watchedNames, 1, { ...(after && { after }) });
      if (!(await stays())) return;
      if (one) break;
      if (waited >= silence) {
        waited = 0;
        yield undefined;
      }
      await sleep(pause);
    }
    page = await ask(after);
  }
}

const path = '/streams/sign-in-events';

/**
 * The same stream for a machine, at `GET /streams/sign-in-events` with an access token: JSON lines, or server-sent events to whoever
 * accepts `text/event-stream`. It goes on behind `Last-Event-ID`, or behind `after`; says by an empty line or comment every fifteen
 * seconds that it is there; and ends with the token, or the right, for the client to come back with a new one.
 */
export const signInStream: Mount = {
  prefix: '/streams',
  channel: 'api',
  async serve(app, request, response, visit) {
    try {
      await serve(app, request, response, visit);
    } catch (error) {
      if (!response.headersSent) return refuse(response, error, visit);
      app.log.warn({ err: error }, 'a stream of sign-in events broke off');
      response.destroy();
    }
  },
};

async function serve(app: App, request: IncomingMessage, response: ServerResponse, { call, ending }: Visit): Promise<void> {
  const url = new URL(request.url ?? '', app.config.publicUrl);
  if (url.pathname !== path) throw notFound();
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET');
    throw malformedRequest();
  }
  if (call.principal.kind === 'anonymous') throw signInNeeded();
  const from = request.headers['last-event-id'] ?? url.searchParams.get('after') ?? undefined;
  const ask = (after: string | undefined): Promise<Page> =>
    app.run('identity.list-sign-in-events', { limit: 1000, ...(after !== undefined && { after }) }, call);
  const first = await ask(from as string | undefined);
  const secret = (request.headers.authorization ?? '').split(/\s+/)[1] ?? '';
  const stays = async (): Promise<boolean> =>
    !ending.aborted && !response.destroyed && isAllowed(await (app.principals as Principals).behind(secret), watching);

  const asEvents = /\btext\/event-stream\b/.test(request.headers.accept ?? '');
  response.writeHead(200, {
    'content-type': asEvents ? 'text/event-stream; charset=utf-8' : 'application/jsonl; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close', // its end is an end, also for whoever stops the program
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  // Where there is nothing yet, the place is told all the same, for the next time.
  if (asEvents && first.next !== null && first.events.length === 0) response.write(`id: ${first.next}\n\n`);
  for await (const event of follow(app, first, ask, stays)) {
    if (!response.write(event ? framed(event, asEvents) : asEvents ? ': \n\n' : '\n'))
      await new Promise((done) => response.once('drain', done).once('close', done));
  }
  response.end();
}

function framed(event: SignInEvent, asEvents: boolean): string {
  const data = JSON.stringify(event);
  return asEvents ? `id: ${event.cursor}\nevent: ${event.event}\ndata: ${data}\n\n` : `${data}\n`;
}

function refuse(response: ServerResponse, error: unknown, { call }: Visit): void {
  const problem = toProblem(error, call.lang, call.origin.trace);
  const status = error instanceof Refusal && response.hasHeader('allow') ? 405 : problem.status;
  response.statusCode = status;
  if (status === 401) response.setHeader('www-authenticate', ['Bearer', 'DPoP algs="ES256 EdDSA"']);
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(JSON.stringify({ ...problem, status }));
}
