/**
 * Test files that go one after the other in one process: loading the program is a second of computing, and what has run before
 * runs faster. Each file still has its own database, and its hooks are its own.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { longest, root } from './paths.ts';

/** So many files of a folder go in one process: few enough that all cores have work until the end. */
const together = 6;
/** No more files than this, and each has a process of its own, as whoever works on them expects. */
const fewFiles = 20;

/** What belongs to the whole process, and to the next file as well: replaced functions, variables that are set, signals, ways to pay. */
const processWide = /\bmock\b|process\.env\[[^\]]*\] *(\?\?)?=[^=]|process\.on\(|\baddProvider\(/;
/** A file that waits while it is loaded cannot be loaded at once, inside a suite. */
const waits = /^(?:export )?(?:(?:const|let) .*= )?(?:await|for await)\b/m;

/**
 * The files in the order given, each in one group.
 * @param textOf what stands in a file
 */
export function inGroups(
  files: readonly string[],
  textOf: (file: string) => string = (file) => readFileSync(join(root, file), 'utf8'),
): string[][] {
  if (files.length <= fewFiles) return files.map((file) => [file]);
  const isAlone = (file: string) => {
    const text = textOf(file);
    return longest.includes(file) || processWide.test(text) || waits.test(text);
  };
  const groups: string[][] = [];
  const open = new Map<string, string[]>();
  for (const file of files) {
    const folder = file.split('/')[0]!;
    const alone = isAlone(file);
    let group = alone ? undefined : open.get(folder);
    if (!group || group.length === together) {
      groups.push((group = []));
      if (!alone) open.set(folder, group);
    }
    group.push(file);
  }
  return groups;
}

/**
 * For each group the file that Node's runner is given: the only one, or one that runs them as suites with their paths as names.
 * They are loaded at once, not imported one by one: Node ends a process when all tests it knows of have ended, and it must know all.
 * @param folder for the files that are made here, emptied before
 * @returns absolute paths
 */
export function filesOfGroups(
  groups: readonly (readonly string[])[],
  folder: string = join(root, 'node_modules', '.cache', 'test-groups'),
): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return groups.map((group, i) => {
    if (group.length === 1) return join(root, group[0]!);
    const path = join(folder, `${i + 1}.mjs`);
    writeFileSync(
      path,
      `import { createRequire } from 'node:module';
import { describe } from 'node:test';
const load = createRequire(import.meta.url);
for (const file of ${JSON.stringify(group.map((file) => join(root, file)))})
  describe(file, () => void load(file));
`,
    );
    return path;
  });
}
