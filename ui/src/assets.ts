/** Where the built styles, scripts and fonts are, and by which address a page names them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { html, type Html } from './html.ts';

/** The folder that the server gives out under `/assets/` (names carry content hashes: cache for ever). */
export const assetsDir: string = fileURLToPath(new URL('../dist', import.meta.url));

/** Names of the islands that this package builds; other packages add theirs through `buildAssets`. */
export type Manifest = Readonly<Record<string, string>>;

let manifest: Manifest | undefined;

/** Forgets the manifest that was read, after a new build. */
export function forgetManifest(): void {
  manifest = undefined;
}

function readManifest(): Manifest {
  try {
    return JSON.parse(readFileSync(`${assetsDir}/manifest.json`, 'utf8')) as Manifest;
  } catch {
    return {}; // nothing built yet: pages still render, which is all that tests of their words need
  }
}

/** `asset('styles.css')` gives `/assets/styles-3F2A….css`; before the first build the plain name. */
export function asset(name: string): string {
  manifest ??= readManifest();
  return `/assets/${manifest[name] ?? name}`;
}

/** The tag that loads an island where it stands. The browser runs the same script once however often it is named. */
export function island(name: string): Html {
  return html`<script type="module" src="${asset(`${name}.js`)}"></script>`;
}
