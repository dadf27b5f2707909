import { createHash } from 'node:crypto';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from '@cantoo/pdf-lib';
import type { PDFObject, PDFPage, PDFRef } from '@cantoo/pdf-lib';
import { signDetached } from './cms.ts';
import { unsignablePdf } from './errors.ts';
import type { Signer } from './signer.ts';
import type { TimeStamper } from './time-stamper.ts';

/** Where and how a signature shows on paper. Points from the top left corner of the page; pages count from 1. */
export type VisibleSignature = {
  page: number;
  rect: { x: number; y: number; width: number; height: number };
  /** A PDF of one page that is drawn into the rectangle: the picture of a signature or a stamp. */
  appearance?: Uint8Array;
};

export type SignInput = {
  signer: Signer;
  /** When, by the kernel's clock. */
  at: Date;
  /** Who signs, as readers show it. */
  name: string;
  reason: string;
  location: string;
  visible?: VisibleSignature;
  /** What the signer writes on the paper besides: the number and day that a clerk gives. Signed with it. */
  marks?: Mark[];
  /** Where the signature is given its time (baseline T); without one its time is the signer's claim. */
  stamper?: TimeStamper | undefined;
};

/** A picture that is drawn on a page as a locked stamp; `text` says the same to those who cannot see it. */
export type Mark = Required<VisibleSignature> & { text: string };

// Room for the CMS: three RSA-2048 certificates with long names take some 4 kB.
const CMS_BYTES = 8192;
// A time stamp comes with certificates of its own.
const STAMP_BYTES = 12_288;
const RANGE_HOLE = 9_999_999_999;

/**
 * Signs a PDF as PAdES baseline B, or T with a time stamp (`ETSI.CAdES.detached`, ETSI EN 319 142-1). The file is only added to, so that
 * every signature already in it stays valid; sign again for the next signer.
 * @throws unsignablePdf when the file is no PDF, is encrypted, or has no such page
 */
export async function signPdf(pdf: Uint8Array, input: SignInput): Promise<Uint8Array> {
  const room = input.stamper ? CMS_BYTES + STAMP_BYTES : CMS_BYTES;
  const prepared = await withEmptySignature(pdf, input, room);
  const hole = '<' + '0'.repeat(2 * room) + '>';
  const start = prepared.indexOf(hole, pdf.length, 'latin1');
  const end = start + hole.length;
  const rangeText = `[ 0 ${RANGE_HOLE} ${RANGE_HOLE} ${RANGE_HOLE} ]`;
  const rangeAt = prepared.indexOf(rangeText, pdf.length, 'latin1');
  if (start < 0 || rangeAt < 0) throw unsignablePdf({ why: 'byte range' });
  const range = `[ 0 ${start} ${end} ${prepared.length - end} ]`.padEnd(rangeText.length);
  prepared.write(range, rangeAt, 'latin1');
  const digest = createHash('sha256').update(prepared.subarray(0, start)).update(prepared.subarray(end)).digest();
  const cms = await signDetached(digest, input.signer, input.stamper);
  if (cms.length > room) throw unsignablePdf({ why: 'certificates too large' });
  prepared.write(Buffer.from(cms).toString('hex'), start + 1, 'latin1');
  return new Uint8Array(prepared.buffer, prepared.byteOffset, prepared.length);
}

/** The PDF with a new signature field at its end whose contents and byte range are still to be filled. */
async function withEmptySignature(pdf: Uint8Array, input: SignInput, room: number): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false }).catch((cause: Error) => {
    throw unsignablePdf({ why: cause.message }, { cause });
  });
  const { visible } = input;
  const page = document.getPages()[(visible?.page ?? 1) - 1];
  if (!page) throw unsignablePdf({ why: `page ${visible?.page}` });
  const { context } = document;
  const form = formOf(document);
  const fields = form.lookup(PDFName.of('Fields'), PDFArray);
  const value = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: [0, RANGE_HOLE, RANGE_HOLE, RANGE_HOLE],
      Contents: PDFHexString.of('0'.repeat(2 * room)),
      M: PDFString.fromDate(input.at),
      Name: PDFHexString.fromText(input.name),
      Reason: PDFHexString.fromText(input.reason),
      Location: PDFHexString.fromText(input.location),
    }),
  );
  const widget = context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    // Print + Locked (ISO 32000-1 12.5.3): a signature that shows on the screen is also on paper.
    F: 132,
    T: PDFString.of(`Signature${fields.size() + 1}`),
    V: value,
    P: page.ref,
    Rect: visible ? rectOn(page, visible.rect) : [0, 0, 0, 0],
  });
  if (visible?.appearance) {
    widget.set(PDFName.of('AP'), context.obj({ N: await drawn(document, visible.appearance) }));
  }
  const field = context.register(widget);
  fields.push(field);
  page.node.addAnnot(field);
  for (const mark of input.marks ?? []) await addMark(document, mark);
  return Buffer.from(await document.commit({ useObjectStreams: false }));
}

async function addMark(document: PDFDocument, { page: number, rect, appearance, text }: Mark): Promise<void> {
  const page = document.getPages()[number - 1];
  if (!page) throw unsignablePdf({ why: `page ${number}` });
  const stamp = document.context.obj({
    Type: 'Annot',
    Subtype: 'Stamp',
    // Print + ReadOnly + Locked: it is part of the paper.
    F: 196,
    Contents: PDFHexString.fromText(text),
    P: page.ref,
    Rect: rectOn(page, rect),
    AP: { N: await drawn(document, appearance) },
  });
  page.node.addAnnot(document.context.register(stamp));
}

/** The document's form, made when there is none, and told that signatures are in it and that the file may only be added to. */
function formOf(document: PDFDocument): PDFDict {
  const { context, catalog } = document;
  const key = PDFName.of('AcroForm');
  const form = catalog.lookupMaybe(key, PDFDict) ?? context.obj({});
  if (!catalog.has(key)) catalog.set(key, context.register(form));
  if (!form.has(PDFName.of('Fields'))) form.set(PDFName.of('Fields'), context.obj([]));
  form.set(PDFName.of('SigFlags'), PDFNumber.of(3));
  return form;
}

function rectOn(page: PDFPage, { x, y, width, height }: VisibleSignature['rect']): number[] {
  const top = page.getHeight();
  return [x, top - y - height, x + width, top - y].map((n) => Math.round(n * 100) / 100);
}

async function drawn(document: PDFDocument, appearance: Uint8Array): Promise<PDFRef | PDFObject> {
  const [picture] = await document.embedPdf(appearance);
  if (!picture) throw unsignablePdf({ why: 'appearance' });
  await picture.embed();
  return picture.ref;
}
