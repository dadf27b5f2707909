/**
 * `npm start`: the whole program. Stops cleanly on SIGTERM or Ctrl+C, whatever it is doing at that moment.
 * Here is only what comes before everything else, so that PostgreSQL starts while the rest of the program is being read.
 */
import { EmbeddedPostgresError, readConfig } from '@dinh/kernel';
import { openProgramDatabase } from './database.ts';
import { root } from './version.ts';

/** How to undo what was started, the last first. */
const undo: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

/** How Node and PostgreSQL say that there is nobody at that address, or that they do not know us. */
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '28P01', '28000', '3D000']);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop().then(() => process.exit(0)));

// A promise that nobody waited for (a library's connection that broke) is told and does not end everybody's work.
process.on('unhandledRejection', (error) => console.error('unhandled:', error));

try {
  await start();
} catch (error) {
  if (!stopping) {
    console.error(plainly(error));
    await stop();
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env, root);
  const launched = Promise.withResolvers<void>();
  const database = openProgramDatabase(config, console.log, launched.resolve);
  undo.push(() =>
    database.then(
      (opened) => opened.close(),
      () => {}, // told below
    ),
  );
  await Promise.race([launched.promise, database]);
  const { serve } = await import('./serve.ts');
  console.log(await serve(config, database, undo));
}

/** Requests in flight are finished, then the background, then the database. */
function stop(): Promise<void> {
  return (stopping ??= (async () => {
    // Whoever holds a request open for longer is not waited for.
    setTimeout(() => process.exit(1), 15_000).unref();
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(plainly(error)));
  })());
}

/** An error in words for whoever stands at the terminal. */
function plainly(error: unknown): string {
  const { name, code, port, message } = error as {
    name?: string;
    code?: string;
    port?: number;
    message?: string;
  };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${(port ?? 8080) + 1} npm start`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used here. Choose one above 1023: PORT=8080 npm start`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  if (process.env['DATABASE_URL'] && unreachable.has(code ?? ''))
    return `The database that DATABASE_URL names cannot be used: ${message}. Does it run, and are host, user, password and name right?`;
  if (name === 'PackRefused' || error instanceof EmbeddedPostgresError) return message!;
  if (/^(PORT|HOST|DINH_\w+) /.test(message ?? '')) return message!;
  return (error as Error)?.stack ?? String(error);
}
