/** A process of its own that carries a plan of reorganisation out and tells of each batch, so that it can be killed in the middle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carryOutSuccession } from '@dinh/identity';
import { adjustableClock, createApp, jobContext, readConfig, readKeys } from '@dinh/kernel';
import { modules } from '../src/modules.ts';
import { root } from '../src/version.ts';

const [databaseUrl, id, at] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'dinh-carry-out-'));
const app = createApp({
  config: { ...readConfig({ LOG_LEVEL: 'error', DINH_DATA: folder }, root), demonstration: true },
  databaseUrl: databaseUrl!,
  keys: await readKeys(join(folder, 'keys')),
  modules,
  clock: adjustableClock(at!),
  poolSize: 2,
});
await app.audit.start();
await carryOutSuccession(app, id!, jobContext(app, 'test').call, (part, moved) => {
  console.log(`${part} ${moved}`);
});
await app.audit.stop();
await app.db.close();
await rm(folder, { recursive: true, force: true });
