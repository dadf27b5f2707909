import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../version.ts';

/** What besides the pack decides the content of a loaded database: migrations, and the code that reads packs. */
const decisive = [
  '{kernel,engines/*,apps/*}/migrations/*.sql',
  '{kernel,engines/*,apps/*,platform}/src/pack/**/*.ts',
  '{kernel,engines/*,apps/*,platform}/src/*pack*.ts',
  'kernel/src/definitions/*.ts',
  'kernel/src/time/pack-part.ts',
  'platform/src/modules.ts',
];

/** A hash that changes whenever a freshly loaded database would differ. */
export function fingerprint(packFolder: string): string {
  const hash = createHash('sha256');
  const add = (patterns: string[], cwd: string): void => {
    for (const file of globSync(patterns, { cwd, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort())
      hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  };
  add(decisive, root);
  add(['**/*'], packFolder);
  return hash.digest('hex');
}
