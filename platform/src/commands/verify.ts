import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Anchor, verifyTrail } from '@dinh/kernel';
import { progressBar } from './progress.ts';
import { withApp } from './tool.ts';
import { type Command, noMore, readOptions, UsageError } from './usage.ts';

/** Seals come every second; a busy machine may be a little late. */
const sealedAfter = 15_000;

export const verify: Command = {
  usage: [['verify [--anchor FILE]', 'proves the audit trail whole, or names the first broken link (exit code 1)']],
  async run(args) {
    const { options, rest } = readOptions(args, ['anchor']);
    noMore(rest);
    const given = options.anchor === undefined ? [] : [await readAnchor(options.anchor)];
    return withApp(async (app) => {
      const beside = await readAnchor(join(app.config.dataFolder, 'keys', 'audit-anchor.json')).catch(() => undefined);
      const anchors = [...given, ...(beside ? [beside] : [])];
      const anchor: Anchor | undefined = anchors[0] && {
        at: anchors[0].at,
        seals: anchors.flatMap((one) => one.seals),
      };
      const bar = progressBar('Verifying the audit trail');
      const fresh = new Date(app.clock.now().getTime() - sealedAfter);
      const verdict = await verifyTrail(app.db, app.keys.sealers, fresh, anchor, bar.show);
      bar.end();
      const { streams, seals, entries, unsealed, broken } = verdict;
      const counted = `${entries} entries under ${seals} seals in ${streams} streams`;
      if (broken === undefined) {
        console.log(`The audit trail is whole: ${counted}${unsealed > 0 ? `, ${unsealed} not sealed yet` : ''}.`);
        return 0;
      }
      console.log(`The audit trail is broken: ${broken}`);
      console.log(`Whole before it: ${counted}.`);
      return 1;
    });
  },
};

async function readAnchor(file: string): Promise<Anchor> {
  try {
    const anchor = JSON.parse(await readFile(file, 'utf8')) as Anchor;
    if (Array.isArray(anchor.seals)) return anchor;
  } catch {
    // told below
  }
  throw new UsageError(`${file} is not an anchor: it is made by “dinh anchor FILE”.`);
}
