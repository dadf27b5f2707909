import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { NodeError, NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import type { TemplateProblem } from './errors.ts';

// Typst may read every file under its root, so the root is a folder that does not exist: a template sees only what it is given.
const ROOT = join(import.meta.dirname, 'nothing-here');
const FORGET_AFTER = 64;

let compiler: NodeCompiler | undefined;
let mapped = new Map<string, Buffer>();
let renders = 0;

/** The one compiler of this process; making it takes about 50 ms, most of it reading fonts. */
function theCompiler(): NodeCompiler {
  return (compiler ??= NodeCompiler.create({ workspace: ROOT, fontArgs: [{ fontBlobs: tinos() }] }));
}

/** The four faces of Tinos, which has the metrics of Times New Roman (NĐ 30/2020 asks for that). TrueType only: from woff2 Typst silently takes another font. */
function tinos(): Buffer[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));
  return ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((face) =>
    readFileSync(join(folder, face, `Tinos_${face}.ttf`)),
  );
}

/** Gives the compiler exactly these files and no others. */
function give(files: Map<string, Buffer>): void {
  const typst = theCompiler();
  for (const path of mapped.keys()) if (!files.has(path)) typst.unmapShadow(join(ROOT, path));
  for (const [path, bytes] of files) {
    if (!mapped.get(path)?.equals(bytes)) typst.mapShadow(join(ROOT, path), bytes);
  }
  mapped = files;
}

export type Compiled = { document: NodeTypstDocument } | { problems: TemplateProblem[] };

/** Compiles `main` among `files`; runs to its end without yielding, so renders never mix. */
export function compile(main: string, files: Map<string, Buffer>): Compiled {
  const typst = theCompiler();
  const fetching = usesPackages(files);
  if (fetching) return { problems: [fetching] };
  give(files);
  if (++renders % FORGET_AFTER === 0) typst.evictCache(2);
  const outcome = typst.compile({ mainFilePath: join(ROOT, main) });
  const document = outcome.hasError() ? null : outcome.result;
  if (document) return { document };
  const error = outcome.takeDiagnostics();
  return {
    problems: error ? problemsOf(error) : [{ message: 'no document', file: main, line: null, column: null }],
  };
}

// Typst would fetch packages from the network in the middle of a render. What a template needs stands beside it.
function usesPackages(files: Map<string, Buffer>): TemplateProblem | undefined {
  for (const [file, bytes] of files) {
    const line = file.endsWith('.typ')
      ? bytes
          .toString()
          .split('\n')
          .findIndex((one) => /"@[\w-]+\//.test(one))
      : -1;
    if (line >= 0)
      return {
        message: 'packages are not fetched; put the file beside the template',
        file,
        line: line + 1,
        column: 1,
      };
  }
  return undefined;
}

/** Values of the metadata that carries a label in the document. */
export function labelled(document: NodeTypstDocument, label: string): unknown[] {
  return theCompiler().query(document, { selector: `<${label}>`, field: 'value' }) as unknown[];
}

/**
 * Writes the document as PDF/A-2a (archival, tagged, text extractable). A text with a character that the fonts lack
 * cannot be archival; a receipt must come out all the same, so it is then written as plain PDF 1.7.
 */
export function write(document: NodeTypstDocument, at: Date): Uint8Array {
  const creationTimestamp = Math.floor(at.getTime() / 1000);
  const typst = theCompiler();
  try {
    return typst.pdf(document, { pdfStandard: 'a-2a', pdfTags: true, creationTimestamp });
  } catch {
    return typst.pdf(document, { pdfStandard: '1.7', pdfTags: true, creationTimestamp });
  }
}

type Diagnostic = {
  message: string;
  path: string;
  range: { start: { line: number; character: number } } | null;
};

function problemsOf(error: NodeError): TemplateProblem[] {
  const all = theCompiler().fetchDiagnostics(error) as Diagnostic[];
  // Calls that led to the error come after it without being errors themselves; where it has no place of its own, theirs is the
  // best there is.
  const place = all.find((one) => one.range);
  return all
    .filter((one) => !one.message.startsWith('while '))
    .map((one) => {
      const at = one.range ? one : place;
      return {
        message: one.message.replaceAll(`${ROOT}/`, ''),
        file: at?.path.startsWith(ROOT) ? at.path.slice(ROOT.length + 1) : (at?.path ?? ''),
        line: at?.range ? at.range.start.line + 1 : null,
        column: at?.range ? at.range.start.character + 1 : null,
      };
    });
}
