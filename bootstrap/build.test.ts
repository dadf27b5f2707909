import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { productionBuild } from './build.mjs';

let root: string;
const roots: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dinh-build-'));
  roots.push(root);
  mkdirSync(join(root, 'src'));
  write('package-lock.json', '{}');
  write('src/other.ts', `export const word: string = 'một';`);
  write('src/late.ts', `export const late: string = 'sau';`);
  write(
    'src/main.ts',
    `import { word } from './other.ts';
     export const said: string = word;
     export const place: string = import.meta.url;
     export const later = async () => (await import('./late.ts')).late;`,
  );
});
after(() => roots.forEach((folder) => rmSync(folder, { recursive: true })));

const write = (file: string, text: string): void => writeFileSync(join(root, file), text);
const build = () => productionBuild(root, 'src/main.ts');
const run = async (file: string | undefined) =>
  (await import(pathToFileURL(file!).href)) as {
    said: string;
    place: string;
    later(): Promise<string>;
  };

test('a build does what its sources do, and knows where they stand', async () => {
  const program = await run(await build());
  assert.equal(program.said, 'một');
  assert.equal(await program.later(), 'sau');
  assert.equal(program.place, pathToFileURL(join(root, 'src/main.ts')).href);
});

test('what has not changed is not built again, even when its files were touched', async () => {
  const first = await build();
  const made = statSync(first!).mtimeMs;
  utimesSync(join(root, 'src/other.ts'), new Date(), new Date());
  assert.equal(await build(), first);
  assert.equal(statSync(first!).mtimeMs, made);
});

test('a source that has changed gives a new build, even one of the same size and with its old times', async () => {
  const file = join(root, 'src/other.ts');
  const { atime, mtime } = statSync(file);
  const first = await build();
  write('src/other.ts', `export const word: string = 'hai';`.padEnd(statSync(file).size));
  utimesSync(file, atime, mtime);
  const second = await build();
  assert.notEqual(second, first);
  assert.equal((await run(second)).said, 'hai');
});

test('a package that has changed gives a new build', async () => {
  mkdirSync(join(root, 'node_modules/word'), { recursive: true });
  write('node_modules/word/package.json', '{ "type": "module", "exports": "./index.js" }');
  write('node_modules/word/index.js', `export const word = 'gói một';`);
  write('src/other.ts', `export { word } from 'word';`);
  assert.equal((await run(await build())).said, 'gói một');
  write('node_modules/word/index.js', `export const word = 'gói hai';`);
  assert.equal((await run(await build())).said, 'gói hai');
});

test('a build of which a part is missing is made again', async () => {
  const first = await build();
  const folder = dirname(first!);
  const part = readdirSync(folder).find((name) => name.startsWith('late-') && name.endsWith('.mjs'));
  rmSync(join(folder, part!));
  assert.equal(await (await run(await build())).later(), 'sau');
});

test('a tree that was moved is built again, because a build holds the paths of its sources', async () => {
  await build();
  const before = root;
  root = `${root}-moved`;
  renameSync(before, root);
  roots.push(root);
  roots.splice(roots.indexOf(before), 1);
  assert.equal((await run(await build())).place, pathToFileURL(join(root, 'src/main.ts')).href);
});

test('where nothing can be written the sources run as they are', async (t) => {
  const told = t.mock.method(console, 'error', () => {});
  mkdirSync(join(root, 'node_modules'));
  write('node_modules/.cache', 'not a folder');
  assert.equal(await build(), undefined);
  assert.match(String(told.mock.calls[0]!.arguments[0]), /from its sources/);
});
