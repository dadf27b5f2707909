import { startApp } from '@dinh/kernel';
import { loadPack, PackRefused } from './pack/load.ts';
import { openProgram } from './program.ts';
import { buildScreens } from './screens.ts';
import { startWeb } from './web/server.ts';
import { welcome } from './welcome.ts';

const building = buildScreens();
const program = await openProgram();
const { app } = program;
try {
  const report = await loadPack(app, app.config.packFolder);
  const changed = report.filter((line) => line.change !== 'unchanged').length;
  if (changed > 0) app.log.info({ changed }, 'the pack was loaded');
} catch (error) {
  if (!(error instanceof PackRefused)) throw error;
  console.error(error.message);
  await app.db.close();
  await program.close();
  process.exit(1);
}
await building;
const stopApp = await startApp(app);
const web = await startWeb(app);
console.log(await welcome(app, web.address));

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void (async () => {
      await web.close();
      await stopApp();
      await program.close();
      process.exit(0);
    })();
  });
}
