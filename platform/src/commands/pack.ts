import { readConfig } from '@dinh/kernel';
import { resolve } from 'node:path';
import { modules } from '../modules.ts';
import { exportPack } from '../pack/export.ts';
import { checkPack, loadPack, type PackReportLine } from '../pack/load.ts';
import { root } from '../program.ts';
import { withApp } from './tool.ts';
import { type Command, noMore, UsageError } from './usage.ts';

export const pack: Command = {
  usage: [
    ['pack check [FOLDER]', 'reads a pack and tells every mistake with file and line'],
    ['pack diff [FOLDER]', 'says what loading it would change'],
    ['pack load [FOLDER]', 'loads it, whole or not at all; what an officer has edited stays'],
    ['pack export FOLDER', 'writes what is in force today, was and will be into a new folder, as a whole pack'],
  ],
  async run([what, folder, ...rest]) {
    noMore(rest);
    const config = readConfig(process.env, root);
    const from = folder === undefined ? config.packFolder : resolve(process.env['INIT_CWD'] ?? '.', folder);
    switch (what) {
      case 'check': {
        const { parts } = await checkPack({ modules }, from);
        console.log(`The pack ${from} has no mistakes (${parts.length} parts).`);
        return 0;
      }
      case 'diff':
      case 'load':
        return withApp(async (app) => {
          tell(await loadPack(app, from, what === 'diff'), what === 'diff');
          return 0;
        });
      case 'export':
        if (folder === undefined) throw new UsageError('pack export needs a folder to write into.');
        return withApp(async (app) => {
          const written = await exportPack(app, from);
          console.log(`${written.length} files → ${from}`);
          return 0;
        });
      default:
        throw new UsageError(what === undefined ? 'pack what?' : `There is no “pack ${what}”.`);
    }
  },
};

function tell(report: readonly PackReportLine[], dry: boolean): void {
  const counts = new Map<string, number>();
  for (const { part, key, change, note } of report) {
    counts.set(change, (counts.get(change) ?? 0) + 1);
    if (change !== 'unchanged') console.log(`${change.padEnd(9)} ${part}: ${key}${note ? ` (${note})` : ''}`);
  }
  const sum = [...counts].map(([change, n]) => `${n} ${change}`).join(', ') || 'nothing';
  console.log(dry ? `Loading would give: ${sum}.` : `Loaded: ${sum}.`);
}
