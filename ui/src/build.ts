/** Bundles styles, fonts and islands into `ui/dist`, with a manifest from plain to hashed names. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { assetsDir, forgetManifest } from './assets.ts';
import { figuresFont } from './figures-font.ts';
import { markFile } from './icons.ts';

/** What a build was made from, kept beside it to know when it is stale. */
interface Receipt {
  readonly entries: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Drawings that are asked for by address. */
const drawings: Readonly<Record<string, string>> = { 'mark.svg': markFile };

const source = fileURLToPath(new URL('.', import.meta.url));
const repository = join(source, '..', '..');

/**
 * Builds when something changed (about 100 ms; a few when nothing did). Files carry content hashes and the manifest is
 * written last, so pages of the build before stay whole and several processes may build at once. Each text file also
 * gets `.br` and `.gz` beside it. Throws when two packages have an island of the same name.
 * @returns plain name → hashed file name
 */
export async function buildAssets(outDir: string = assetsDir): Promise<Record<string, string>> {
  const islands = everyIsland();
  const entries = digest(JSON.stringify([islands, styleFiles(), markFile, ...makers()]));
  const done = readDone(outDir, entries);
  if (done) return done;

  const work = join(outDir, `new-${process.pid}`);
  mkdirSync(work, { recursive: true });
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: { ...islands, styles: 'styles-entry' },
    plugins: [stylesEntry, strictStyles],
    outdir: work,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets/',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    loader: { '.woff2': 'file', '.ttf': 'file', '.svg': 'file' },
    metafile: true,
    logLevel: 'warning',
  });

  const manifest: Record<string, string> = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const file = basename(path);
    if (output.entryPoint !== undefined) manifest[plainName(file)] = file;
    // Styles that an island brings along: the page that loads it links them as `name.css`.
    if (output.entryPoint !== undefined && output.cssBundle)
      manifest[plainName(file).replace(/\.js$/, '.css')] = basename(output.cssBundle);
  }
  for (const [name, text] of Object.entries(drawings)) {
    const file = name.replace('.', `-${digest(text).slice(0, 8).toUpperCase()}.`);
    writeFileSync(join(work, file), text);
    manifest[name] = file;
  }
  const inputs: Record<string, string> = {};
  for (const path of Object.keys(result.metafile.inputs)) {
    if (!/^(styles|figures):/.test(path)) inputs[resolve(path)] = digest(readFileSync(path));
  }
  for (const file of readdirSync(work)) compress(join(work, file));
  writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(join(work, 'receipt.json'), JSON.stringify({ entries, inputs } satisfies Receipt));
  const files = readdirSync(work).sort((a, b) => turn(a) - turn(b));
  for (const file of files) renameSync(join(work, file), join(outDir, file));
  rmSync(work, { recursive: true });
  forgetManifest();
  return manifest;
}

/** One stylesheet out of all files of `styles/`, with the fonts of figures that are made on the way. */
const stylesEntry: Plugin = {
  name: 'styles',
  setup(build) {
    build.onResolve({ filter: /^styles-entry$/ }, () => ({ path: 'styles.css', namespace: 'styles' }));
    build.onResolve({ filter: /^figures-\d+\.ttf$/ }, ({ path }) => ({ path, namespace: 'figures' }));
    build.onLoad({ filter: /.*/, namespace: 'figures' }, ({ path }) => ({
      contents: figuresFont(Number(path.slice(8, 11)) as 400 | 600 | 700),
      loader: 'file',
    }));
    build.onLoad({ filter: /.*/, namespace: 'styles' }, () => ({
      contents: styleFiles()
        .map((file) => `@import "./styles/${file}";`)
        .join('\n'),
      loader: 'css',
      resolveDir: source,
    }));
  },
};

/**
 * Lets CodeMirror (in the decision editor) style itself under our policy: `style-mod` writes a `<style>` element into a
 * document, which `default-src 'self'` refuses, and a constructed sheet into a shadow root, which is allowed. Both
 * work in a document.
 */
const strictStyles: Plugin = {
  name: 'strict-styles',
  setup(build) {
    build.onLoad({ filter: /[\\/]style-mod[\\/]src[\\/]style-mod\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const changed = text.replace('if (!root.head && root.adoptedStyleSheets', 'if (root.adoptedStyleSheets');
      if (changed === text) throw new Error('style-mod has changed: look at how it adds its styles');
      return { contents: changed, loader: 'js' };
    });
  },
};

/** `keys-AB12CD34.js` → `keys.js`. */
function plainName(file: string): string {
  return file.replace(/-[A-Z0-9]{8}(\.[a-z]+)$/, '$1');
}

/** Every `src/islands/*.ts` of the workspaces, by file name; what islands share stands in `islands/lib`. */
function everyIsland(): Record<string, string> {
  const found = globSync('{ui,engines/*,apps/*}/src/islands/*.ts', { cwd: repository }).sort();
  const entries = found.filter((file) => !file.endsWith('.test.ts'));
  const islands: Record<string, string> = {};
  for (const file of entries) {
    const name = basename(file, '.ts');
    if (islands[name]) throw new Error(`Two islands are named ${name}: ${islands[name]} and ${file}`);
    islands[name] = join(repository, file);
  }
  return islands;
}

/** Tokens first, print last, the rest by name. */
function styleFiles(): string[] {
  return readdirSync(join(source, 'styles'))
    .filter((file) => file.endsWith('.css'))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function rank(file: string): number {
  return file === 'print.css' ? 9 : ['tokens.css', 'base.css'].indexOf(file) + 1 || 5;
}

/** When a file is moved into place: those that name others come last. */
function turn(file: string): number {
  return ['manifest.json', 'receipt.json'].indexOf(file);
}

/** The programs that make the build: when they change, it is stale. */
function makers(): string[] {
  return ['build.ts', 'figures-font.ts'].map((file) => readFileSync(join(source, file), 'utf8'));
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** The manifest of a build that is still true: same entries, and every file that went in is unchanged. */
function readDone(outDir: string, entries: string): Record<string, string> | undefined {
  try {
    const receipt = JSON.parse(readFileSync(join(outDir, 'receipt.json'), 'utf8')) as Receipt;
    if (receipt.entries !== entries) return undefined;
    for (const [path, hash] of Object.entries(receipt.inputs)) if (digest(readFileSync(path)) !== hash) return undefined;
    return JSON.parse(readFileSync(join(outDir, 'manifest.json'), 'utf8')) as Record<string, string>;
  } catch {
    return undefined; // no build yet, or one of the files is gone
  }
}

function compress(path: string): void {
  if (!/\.(js|css|svg|ttf)$/.test(path)) return;
  const bytes = readFileSync(path);
  // The best that Brotli can do takes seconds for an editor of a megabyte, for some percent; everybody waits at a start.
  const quality = bytes.length > 200_000 ? 5 : constants.BROTLI_MAX_QUALITY;
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
