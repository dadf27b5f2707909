/** Bundles styles, fonts and islands into `ui/dist`, with a manifest from plain to hashed names. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { assetsDir, forgetManifest } from './assets.ts';
import { markFile } from './icons.ts';

export interface BuildOptions {
  /** Where to write; `ui/dist` unless given. */
  readonly outDir?: string;
  /** Islands of other packages: name → path of the entry file. */
  readonly islands?: Readonly<Record<string, string>>;
}

/** Drawings that are asked for by address. */
const drawings: Readonly<Record<string, string>> = { 'mark.svg': markFile };

const source = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds what is stale (about 100 ms; a few when nothing changed) and writes `manifest.json` last, so that a build
 * that was broken off is made again. Each text file also gets `.br` and `.gz` beside it.
 * @returns plain name → hashed file name
 */
export async function buildAssets(options: BuildOptions = {}): Promise<Record<string, string>> {
  const outDir = options.outDir ?? assetsDir;
  const entries = { ...ownIslands(), ...options.islands };
  const stamp = stampOf(entries);
  const done = readDone(outDir, stamp);
  if (done) return done;

  const work = `${outDir}.new-${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: { ...entries, styles: 'styles-entry' },
    plugins: [
      {
        name: 'styles',
        setup(b) {
          b.onResolve({ filter: /^styles-entry$/ }, () => ({ path: 'styles.css', namespace: 'styles' }));
          b.onLoad({ filter: /.*/, namespace: 'styles' }, () => ({
            contents: styleFiles()
              .map((file) => `@import "./styles/${file}";`)
              .join('\n'),
            loader: 'css',
            resolveDir: source,
          }));
        },
      },
    ],
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
    loader: { '.woff2': 'file', '.svg': 'file' },
    metafile: true,
    logLevel: 'warning',
  });

  const manifest: Record<string, string> = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const file = basename(path);
    compress(join(work, file));
    if (output.entryPoint !== undefined) manifest[plainName(file)] = file;
  }
  for (const [name, text] of Object.entries(drawings)) {
    const file = name.replace(
      '.',
      `-${createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()}.`,
    );
    writeFileSync(join(work, file), text);
    compress(join(work, file));
    manifest[name] = file;
  }
  writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(join(work, 'stamp'), stamp);
  rmSync(outDir, { recursive: true, force: true });
  renameSync(work, outDir);
  forgetManifest();
  return manifest;
}

/** `keys-AB12CD34.js` → `keys.js`. */
function plainName(file: string): string {
  return file.replace(/-[A-Z0-9]{8}(\.[a-z]+)$/, '$1');
}

function ownIslands(): Record<string, string> {
  const files = readdirSync(join(source, 'islands')).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), join(source, 'islands', file)]));
}

/** Tokens first, print last, the rest by name. */
function styleFiles(): string[] {
  const rank = (file: string) =>
    ['tokens.css', 'base.css'].indexOf(file) + 1 || (file === 'print.css' ? 99 : 50);
  return readdirSync(join(source, 'styles'))
    .filter((file) => file.endsWith('.css'))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Hash of everything that goes in: our sources, and the folders of other packages' islands. */
function stampOf(entries: Record<string, string>): string {
  const hash = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(markFile);
  const folders = new Set([join(source, 'styles'), join(source, 'islands')]);
  for (const file of Object.values(entries)) folders.add(join(file, '..'));
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || /\.(test|sql|md)/.test(file.name)) continue;
      const path = join(file.parentPath, file.name);
      hash.update(relative(source, path)).update(readFileSync(path));
    }
  }
  return hash.update(Object.keys(entries).sort().join()).digest('hex');
}

function readDone(outDir: string, stamp: string): Record<string, string> | undefined {
  try {
    if (readFileSync(join(outDir, 'stamp'), 'utf8') !== stamp) return undefined;
    return JSON.parse(readFileSync(join(outDir, 'manifest.json'), 'utf8')) as Record<string, string>;
  } catch {
    return undefined;
  }
}

function compress(path: string): void {
  if (!/\.(js|css|svg)$/.test(path)) return;
  const bytes = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
