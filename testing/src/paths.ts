import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The repository's root folder. */
export const root = join(import.meta.dirname, '..', '..');

/** The migrations of a module in their order, as paths from the root. */
export function sqlFiles(folder: string): string[] {
  return globSync(`${folder}/migrations/*.sql`, { cwd: root }).sort();
}

/** The whole-program tests take longest: begun first, the two workers end at the same time. */
const order = ['platform', 'apps', 'ui', 'engines', 'kernel', 'testing'];

/**
 * The test files, as paths from the root.
 * @param patterns parts of paths ("apps/one-stop", "calendar"); none means all
 */
export function testFiles(patterns: readonly string[] = []): string[] {
  const wanted = patterns.map((pattern) => relative(root, resolve(root, pattern)).replaceAll('\\', '/'));
  return globSync('{kernel,engines,ui,apps,platform,bench,bootstrap,testing,packs}/**/*.test.ts', {
    cwd: root,
    exclude: (path) => path.endsWith('node_modules') || path.endsWith('dist'),
  })
    .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function rank(file: string): number {
  return order.indexOf(file.split('/')[0]!);
}
