import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Builds that are kept besides the newest: programs that run from one still load parts of it now and then. */
const keptBefore = 2;

/** What decides a build besides the files that went into it, from the root. */
const conditions = [
  'package-lock.json',
  'tsconfig.json',
  'bootstrap/build.mjs',
  '{kernel,ui,platform,engines/*,apps/*}/package.json',
];

/**
 * The production build of an entry: its TypeScript and all packages that it uses as a few files, because to find, read
 * and link 2,000 small ones takes longer than everything else at a start and twice the memory (docs/adr/0007). It is
 * made anew whenever a file that went into it has changed.
 * @param {string} root the repository
 * @param {string} entry the program, from the root
 * @returns {Promise<string | undefined>} the built program; undefined where nothing can be written, or a source has a
 *   mistake that Node will tell of better: then the sources run as they are, which is the same program
 */
export async function productionBuild(root, entry) {
  const folder = join(root, 'node_modules', '.cache', 'dinh-build');
  const receiptFile = join(folder, `${entry.replaceAll('/', '-')}.json`);
  const receipt = readReceipt(receiptFile);
  if (receipt?.root === root && isTrue(root, receipt, receiptFile)) return join(folder, receipt.main);
  try {
    return await build(root, entry, folder, receiptFile);
  } catch (error) {
    console.error(`Đình runs from its sources, which starts slower: ${String(error.message).split('\n')[0]}`);
    return undefined;
  }
}

/**
 * @typedef {object} Receipt what a build was made from
 * @property {string} root where the sources were: a build holds their paths
 * @property {string} main the built program, from the folder of builds
 * @property {string[]} outputs all files of the build, from that folder
 * @property {[path: string, state: string, hash: string][]} inputs from the root
 */

/** @returns {Receipt | undefined} */
function readReceipt(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether every file that went in is as it was. A file whose inode, size and times are the same is the same (the time
 * of the last change of an inode cannot be set back); one that was touched or copied is read and its content compared.
 */
function isTrue(root, receipt, receiptFile) {
  try {
    let touched = false;
    for (const input of receipt.inputs) {
      const file = join(root, input[0]);
      const state = stateOf(statSync(file));
      if (state === input[1]) continue;
      if (digest(readFileSync(file)) !== input[2]) return false;
      input[1] = state;
      touched = true;
    }
    for (const output of receipt.outputs) statSync(join(dirname(receiptFile), output));
    if (touched) writeReceipt(receiptFile, receipt);
    return true;
  } catch {
    return false; // one of them is gone
  }
}

function stateOf({ ino, size, mtimeMs, ctimeMs }) {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

function digest(content) {
  return createHash('sha256').update(content).digest('base64url').slice(0, 24);
}

function writeReceipt(file, receipt) {
  try {
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(receipt));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Not to be written here: the next start compares contents again.
  }
}

async function build(root, entry, folder, receiptFile) {
  const { build: bundle, stop } = await import('esbuild');
  const inputs = new Map();
  const take = async (file) => {
    const state = stateOf(await stat(file)); // before the content: a change in between is then seen the next time
    const content = await readFile(file);
    inputs.set(relative(root, file), [state, digest(content)]);
    return content;
  };
  for (const file of fs.globSync(conditions, { cwd: root })) await take(join(root, file));
  const work = join(folder, `new-${process.pid}`);
  const sources = (plugin) =>
    plugin.onLoad({ filter: /\.(ts|[cm]?js|json)$/ }, async ({ path }) => ({
      contents: inPlace(path, (await take(path)).toString('utf8')),
      loader: loaders[extname(path)],
    }));
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: { main: entry },
    outdir: work,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    // What brings machine code, or reads files beside itself.
    external: ['@myriaddreamin/*', 'esbuild', 'pg-native'],
    plugins: [{ name: 'sources', setup: sources }],
    banner: {
      js: "import { createRequire as requireFrom_ } from 'node:module'; const require = requireFrom_(import.meta.url);",
    },
    metafile: true,
    logLevel: 'silent',
  }).finally(stop); // its process is not needed any more
  const files = Object.keys(metafile.outputs).map((file) => relative(work, join(root, file)));
  const name = digest(files.map((file) => readFileSync(join(work, file))).join('\0'));
  moveTo(join(folder, name), work, files);
  writeReceipt(receiptFile, {
    root,
    main: `${name}/main.mjs`,
    outputs: files.map((file) => `${name}/${file}`),
    inputs: [...inputs].map(([path, [state, hash]]) => [path, state, hash]),
  });
  removeOld(folder, name);
  return join(folder, name, 'main.mjs');
}

const loaders = { '.ts': 'ts', '.js': 'js', '.mjs': 'js', '.cjs': 'js', '.json': 'json' };

/** A built file stands elsewhere than its source, and what a source says of its own place must stay true. */
function inPlace(path, text) {
  if (!/import\.meta|__dirname|__filename/.test(text)) return text;
  const moved = text
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
    .replaceAll('import.meta.filename', JSON.stringify(path));
  if (/(const|let|var) __(dir|file)name/.test(text)) return moved;
  return moved.replaceAll(/\b__dirname\b/g, JSON.stringify(dirname(path))).replaceAll(/\b__filename\b/g, JSON.stringify(path));
}

/** Moves a build to its place, unless the same build (of another command at this moment) is there and whole. */
function moveTo(place, work, files) {
  if (files.every((file) => existsSync(join(place, file)))) return rmSync(work, { recursive: true });
  rmSync(place, { recursive: true, force: true });
  renameSync(work, place);
}

function removeOld(folder, newest) {
  const builds = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== newest)
    .map(({ name }) => ({ name, made: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.made - a.made);
  for (const { name } of builds.slice(keptBefore)) rmSync(join(folder, name), { recursive: true, force: true });
}
