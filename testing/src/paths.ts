import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';

/** The repository's root folder. */
export const root = join(import.meta.dirname, '..', '..');

/** Loaded into every process of tests. */
export const wholeOutput: string = join(import.meta.dirname, 'whole-output.ts');

/** The migrations of a module in their order, as paths from the root. */
export function sqlFiles(folder: string): string[] {
  return globSync(`${folder}/migrations/*.sql`, { cwd: root }).sort();
}

/**
 * How many test files run at once: one more than there are cores, for a file waits now for the database, now for the
 * browser; six at most, for which the connections of one PostgreSQL are enough.
 */
export const filesAtOnce: number = Math.min(availableParallelism() + 1, 6);

/** What takes longest, longest first, and begins before all else: else one core stands idle while the last file runs. */
export const longest: readonly string[] = [
  'platform/test/every-screen.browser.test.ts',
  'platform/test/rubbish-matters.test.ts',
  'platform/test/every-screen.test.ts',
  'platform/test/rubbish-identity.test.ts',
  'platform/test/succession.test.ts',
  'platform/test/rubbish-pages.test.ts',
  'platform/test/every-procedure.test.ts',
  'ui/src/gallery/gallery.browser.test.ts',
  'platform/test/kill.test.ts',
  'platform/test/assurance.browser.test.ts',
  'platform/test/studio.browser.test.ts',
  'platform/test/studio-fields.browser.test.ts',
  'platform/test/reading.test.ts',
  'platform/test/tally.test.ts',
  'platform/test/pack-export.test.ts',
  'platform/test/results.test.ts',
  'platform/test/services.browser.test.ts',
];

/** The whole-program tests after them, the small ones at the end. */
const order = ['platform', 'apps', 'ui', 'engines', 'kernel', 'testing', 'bootstrap', 'bench', 'packs'];

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
  const place = longest.indexOf(file);
  return place >= 0 ? place : longest.length + order.indexOf(file.split('/')[0]!);
}
