/**
 * Test files that go one after the other in one process. Loading the program was a quarter of what a small file cost (3 of 11
 * seconds of computing on a busy machine); of the whole run, where few long files weigh most, it saves about 3 %. Each file still
 * has its own database, and its hooks are its own.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { longest, root } from './paths.ts';

/** So many files of a folder go in one process: few enough that all cores have work until the end. */
const together = 5;
/** No more files than this, and each has a process of its own, as whoever works on them expects. */
const fewFiles = 20;

/** What belongs to the whole process, and to the next file as well: replaced functions, variables that are set, signals. */
const processWide = /\bmock\b|process\.env\[[^\]]*\] *(\?\?)?=[^=]|process\.on\(/;

/**
 * The files in the order given, each in one group.
 * @param textOf what stands in a file
 */
export function inGroups(
  files: readonly string[],
  textOf: (file: string) => string = (file) => readFileSync(join(root, file), 'utf8'),
): string[][] {
  const isAlone = (file: string) => longest.includes(file) || processWide.test(textOf(file));
  if (files.length <= fewFiles) return files.map((file) => [file]);
  const groups: string[][] = [];
  const open = new Map<string, string[]>();
  for (const file of files) {
    const folder = file.split('/')[0]!;
    let group = isAlone(file) ? undefined : open.get(folder);
    if (!group || group.length === together) {
      groups.push((group = []));
      if (!isAlone(file)) open.set(folder, group);
    }
    group.push(file);
  }
  return groups;
}

/** Of each file of the groups, absolute, the file whose process it runs in. */
export const processOf = (
  groups: readonly (readonly string[])[],
  paths: readonly string[],
): ReadonlyMap<string, string> =>
  new Map(groups.flatMap((group, i) => group.map((file) => [join(root, file), paths[i]!] as const)));

/**
 * For each group the file that Node's runner is given: the only one, or one that runs them as suites with their paths as names.
 * @returns absolute paths
 */
export function filesOfGroups(groups: readonly (readonly string[])[]): string[] {
  const folder = join(root, 'node_modules', '.cache', 'test-groups');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return groups.map((group, i) => {
    if (group.length === 1) return join(root, group[0]!);
    const path = join(folder, `${i + 1}.mjs`);
    writeFileSync(
      path,
      `import { describe } from 'node:test';
for (const file of ${JSON.stringify(group)})
  describe(file, async () => {
    await import(${JSON.stringify(`${root}/`)} + file);
  });
`,
    );
    return path;
  });
}
