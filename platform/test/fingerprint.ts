import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../src/version.ts';

/** What decides the content of a loaded database: migrations, the pack, and the code that reads packs. */
const decisive = [
  '{kernel,engines/*,apps/*}/migrations/*.sql',
  'packs/ha-nam/**/*',
  '{engines/*,apps/*,platform}/src/pack/**/*.ts',
  '{engines/*,apps/*,platform}/src/*pack*.ts',
  'platform/src/modules.ts',
];

/** A hash that changes whenever a freshly loaded database would differ. */
export async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const entry of globSync(decisive, { cwd: root, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort())
    hash.update(entry).update('\0').update(readFileSync(entry));
  return hash.digest('hex');
}
