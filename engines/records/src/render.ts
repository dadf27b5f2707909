import { compile, labelled, write } from './compiler.ts';
import { nameOf, type TemplateProblem } from './errors.ts';
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
  /** What the template prints; it reads this as `data.json`. A text `qr` at the top is also given as `qrSvg`, its QR code. */
  data: { [key: string]: Json | undefined };
  /** Other files that the template may read, by name: `lib.typ`, an emblem. Nothing else is within its reach. */
  assets?: Record<string, string | Uint8Array>;
  /** The kernel's time, written into the PDF as its date of making; without it 1970, so that the same data give the same bytes. */
  at?: Date;
  /** After how many milliseconds to give up, 60,000 if not said; a preview may want less. */
  patienceMs?: number;
  /** How errors name the template. */
  name?: string;
};

export type RenderedDocument = { pdf: Uint8Array; pages: number; places: SignaturePlace[] };

export type Outcome = { printed: RenderedDocument } | { problems: TemplateProblem[] };

type FlatPlace = { role: string; page: number; x: number; y: number; width: number; height: number };

/** Prints in this process, which stands still until it is done: the printer's process calls it. */
export function renderHere(input: RenderInput): Outcome {
  const main = nameOf(input);
  const data = printableJson(input.data) as { [key: string]: Json };
  if (typeof data['qr'] === 'string' && data['qr'] !== '') data['qrSvg'] = qrSvg(data['qr']);
  const files = new Map<string, Buffer>();
  for (const [name, content] of Object.entries(input.assets ?? {})) files.set(name, Buffer.from(content as string));
  files.set('data.json', Buffer.from(JSON.stringify(data)));
  files.set(main, Buffer.from(input.template));
  const outcome = compile(main, files);
  if ('problems' in outcome) return outcome;
  const { document } = outcome;
  const places = (labelled(document, 'signature-place') as FlatPlace[]).map(({ role, page, ...rect }) => ({
    role,
    page,
    rect,
  }));
  return { printed: { pdf: write(document, input.at ?? new Date(0)), pages: document.numOfPages, places } };
}
