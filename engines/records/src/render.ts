import { compile, labelled, write } from './compiler.ts';
import { failureOf } from './errors.ts';
import { printableJson } from './json.ts';
import type { Json } from './json.ts';
import { qrSvg } from './qr.ts';

/** A rectangle that a template keeps free for a visible signature, in points from the top left corner of its page (pages count from 1). */
export type SignaturePlace = {
  role: string;
  page: number;
  rect: { x: number; y: number; width: number; height: number };
};

export type RenderInput = {
  /** Typst source of the template. */
  template: string;
  /** What the template prints; it reads this as `/data.json`. A text `qr` at the top is also given as `qrSvg`, its QR code. */
  data: { [key: string]: Json | undefined };
  /** Other files that the template may read, by name: `lib.typ`, an emblem. Nothing else is within its reach. */
  assets?: Record<string, string | Uint8Array>;
  /** The kernel's time, written into the PDF as its date of making; without it 1970, so that the same data give the same bytes. */
  at?: Date;
  /** How errors name the template. */
  name?: string;
};

export type RenderedDocument = { pdf: Uint8Array; pages: number; places: SignaturePlace[] };

/**
 * Prints data on a Typst template as PDF/A-2a with its fonts inside and its text extractable.
 * The data never become source: whatever stands in them is printed as it is.
 * @returns the PDF, its number of pages, and the places that it keeps free for signatures
 * @throws templateFailed with the compiler's words when the template does not compile
 */
export function renderDocument(input: RenderInput): RenderedDocument {
  const main = input.name ?? 'template.typ';
  const data = printableJson(input.data) as { [key: string]: Json };
  if (typeof data['qr'] === 'string' && data['qr'] !== '') data['qrSvg'] = qrSvg(data['qr']);
  const files = new Map<string, Buffer>();
  for (const [name, content] of Object.entries(input.assets ?? {}))
    files.set(name, Buffer.from(content as string));
  files.set('data.json', Buffer.from(JSON.stringify(data)));
  files.set(main, Buffer.from(input.template));
  const outcome = compile(main, files);
  if ('problems' in outcome) throw failureOf(main, outcome.problems);
  const { document } = outcome;
  return {
    pdf: write(document, input.at ?? new Date(0)),
    pages: document.numOfPages,
    places: (labelled(document, 'signature-place') as FlatPlace[]).map(({ role, page, ...rect }) => ({
      role,
      page,
      rect,
    })),
  };
}

/** As `renderDocument`, for those who want only the PDF. */
export function renderPdf(input: RenderInput): Uint8Array {
  return renderDocument(input).pdf;
}

type FlatPlace = { role: string; page: number; x: number; y: number; width: number; height: number };
