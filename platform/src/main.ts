/** `npm start`: the whole program. Stops cleanly on SIGTERM or Ctrl+C, whatever it is doing at that moment. */
import { EmbeddedPostgresError, startApp } from '@dinh/kernel';
import { loadChangedPack, PackRefused } from './pack/load.ts';
import { openProgram } from './program.ts';
import { buildScreens } from './screens.ts';
import { startWeb } from './web/server.ts';
import { welcome } from './welcome.ts';

/** How to undo what was started, the last first. */
const undo: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void stop().then(() => process.exit(0)));

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
  const building = buildScreens();
  building.catch(() => {}); // told below
  const program = await slowly('Preparing the database …', openProgram(process.env, {}, console.log));
  const { app } = program;
  undo.push(() => program.close());
  let background: (() => Promise<void>) | undefined;
  undo.push(() => background?.() ?? app.db.close());
  await slowly(`Loading ${app.config.packFolder} …`, loadChangedPack(app, app.config.packFolder));
  await building;
  background = await startApp(app);
  const web = await startWeb(app);
  undo.push(() => web.close());
  console.log(await welcome(app, web.address));
}

/** Requests in flight are finished, then the background, then the database. */
function stop(): Promise<void> {
  return (stopping ??= (async () => {
    // Whoever holds a request open for longer is not waited for.
    setTimeout(() => process.exit(1), 15_000).unref();
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(plainly(error)));
  })());
}

/** Says what is being done when it takes more than a moment. */
async function slowly<T>(text: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => console.log(text), 700);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** An error in words for whoever stands at the terminal. */
function plainly(error: unknown): string {
  const { code, port, message } = error as { code?: string; port?: number; message?: string };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${(port ?? 8080) + 1} npm start`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used here. Choose one above 1023: PORT=8080 npm start`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  if (error instanceof PackRefused || error instanceof EmbeddedPostgresError) return error.message;
  if (/^(PORT|HOST|DINH_\w+) /.test(message ?? '')) return message!;
  return (error as Error)?.stack ?? String(error);
}
