import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type App, type Definition, localDate } from '@dinh/kernel';
import { stringify } from 'yaml';

type Write = (file: string, text: string) => Promise<void>;

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
const withSource = ({ body, source }: Definition): Record<string, unknown> => ({
  ...body,
  source: body.source ?? source,
});

/** How definitions of a kind are written; what the pack holds as tables is left to their tables. */
const kinds: Readonly<Record<string, (all: readonly Definition[], write: Write) => Promise<void>>> = {
  site: async (all, write) => write('pack.yaml', yaml(all[0]?.body)),
  calendar: each((d) => [`calendars/${d.key}.yaml`, yaml(d.body)]),
  // Blocks are written where they were included: the form is whole in its own file.
  form: each((d) => [`forms/${d.key}.yaml`, yaml(withSource(d))]),
  process: each((d) => [`processes/${d.key}.bpmn`, d.body.bpmn]),
  decision: each((d) => [`decisions/${d.key}.dmn`, d.body.dmn]),
  ruleset: async (all, write) => write('rulesets.yaml', yaml({ rulesets: all.map(withSource) })),
  'result-type': each((d) => [`results/${d.key}.yaml`, yaml(withSource(d))]),
};

function each(file: (definition: Definition) => readonly [path: string, text: string]) {
  return async (all: readonly Definition[], write: Write): Promise<void> => {
    for (const definition of all) await write(...file(definition));
  };
}

/**
 * Writes the definitions in force today as files of a pack, officers' versions included.
 * @param folder a new or empty folder. @returns the files written, and what kinds were left out. @throws Error otherwise
 */
export async function exportPack(app: App, folder: string): Promise<{ written: string[]; left: string[] }> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw new Error(`${folder} is not empty: an export goes into a new folder`);
  const written: string[] = [];
  const write: Write = async (file, text) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
    written.push(file);
  };
  const today = localDate(app.clock.now());
  for (const [kind, writeKind] of Object.entries(kinds)) {
    const all = await app.definitions.allAt(kind, today);
    if (all.length > 0) await writeKind(all, write);
  }
  const known = new Set(app.modules.flatMap((m) => m.definitionKinds ?? []).map((k) => k.kind));
  const left = [...known].filter((kind) => !(kind in kinds)).map((kind) => `definitions of kind “${kind}”`);
  return {
    written,
    left: [...left, 'units, people, roles, business types, life events, synonyms (tables of the pack)'],
  };
}
