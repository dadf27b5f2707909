import { type Config, startApp } from '@dinh/kernel';
import type { ProgramDatabase } from './database.ts';
import { loadChangedPack } from './pack/load.ts';
import { openProgram } from './program.ts';
import { buildScreens } from './screens.ts';
import { startWeb } from './web/server.ts';
import { welcome } from './welcome.ts';

/**
 * Makes everything ready and serves: migrated, loaded, styles built, background work running.
 * @param undo told how each thing that is started can be stopped again
 * @returns what to say to whoever started it
 */
export async function serve(
  config: Config,
  database: Promise<ProgramDatabase>,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  const building = buildScreens();
  building.catch(() => {}); // told below
  const { app } = await slowly('Preparing the database …', openProgram(config, database));
  let background: (() => Promise<void>) | undefined;
  undo.push(() => background?.() ?? app.db.close());
  await slowly(`Loading ${config.packFolder} …`, loadChangedPack(app, config.packFolder));
  await building;
  background = await startApp(app);
  const web = await startWeb(app);
  undo.push(() => web.close());
  return welcome(app, web.address);
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
