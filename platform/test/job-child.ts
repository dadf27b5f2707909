/** A process of its own that runs one background job of the program, so that it can be killed in the middle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adjustableClock, createApp, jobContext, readConfig, readKeys } from '@dinh/kernel';
import { modules } from '../src/modules.ts';
import { root } from '../src/version.ts';

const [databaseUrl, name, at] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'dinh-job-'));
const app = createApp({
  config: { ...readConfig({ LOG_LEVEL: 'error', DINH_DATA: folder }, root), demonstration: true },
  databaseUrl: databaseUrl!,
  keys: await readKeys(join(folder, 'keys')),
  modules,
  clock: adjustableClock(at!),
  poolSize: 2,
});
await app.audit.start();
await app.jobs.find((job) => job.name === name)!.run(jobContext(app, 'test'), {});
await app.audit.stop();
await app.db.close();
await rm(folder, { recursive: true, force: true });
