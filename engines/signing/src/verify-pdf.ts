import { createHash } from 'node:crypto';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from '@cantoo/pdf-lib';
import { checkDetached } from './check-cms.ts';
import type { StampReport, Trouble } from './check-cms.ts';
import type { Subject } from './names.ts';

/** What is found out about one signature in a PDF. */
export type SignatureReport = {
  /** The signed part is as it was, the signer is trusted, and whatever was added later is signed too. */
  valid: boolean;
  /** Why it is not valid. */
  trouble: Trouble | null;
  signer: Subject | null;
  /** When, as the signer claims. */
  at: Date | null;
  /** Nothing was added to the file after this signature. The last one of a file must cover it whole. */
  coversWhole: boolean;
  reason: string;
  location: string;
  /** The signer's certificate (DER), for those who want to show more. */
  certificate: Uint8Array | null;
  /** The time that an authority gave to the signature; null when it has none. A stamp with trouble proves nothing. */
  stamp: StampReport | null;
};

type Found = { dict: PDFDict; range: number[] | null; cms: Uint8Array | null };

/**
 * Examines every signature of a PDF, in the order in which they were made. A file without signatures, or that is no
 * PDF at all, gives an empty list.
 * @param roots DER certificates that are trusted
 */
export async function verifyPdf(pdf: Uint8Array, roots: Uint8Array[]): Promise<SignatureReport[]> {
  const found = (await signaturesIn(pdf)).sort((a, b) => endOf(a.range) - endOf(b.range));
  const reports: SignatureReport[] = [];
  // From the last to the first: a file may have been added to after a signature if a good one covers the addition.
  let sealed = false;
  for (const one of found.toReversed()) {
    const report = reportOn(pdf, one, roots);
    if (report.trouble === null && !sealed && !report.coversWhole) report.trouble = 'changed-after';
    report.valid = report.trouble === null;
    sealed ||= report.valid;
    reports.unshift(report);
  }
  return reports;
}

function endOf(range: number[] | null): number {
  return range ? range[2]! + range[3]! : 0;
}

function reportOn(pdf: Uint8Array, { dict, range, cms }: Found, roots: Uint8Array[]): SignatureReport {
  const report: SignatureReport = {
    valid: false,
    trouble: 'unreadable',
    signer: null,
    at: dateIn(dict),
    coversWhole: range !== null && pdf.length === endOf(range),
    reason: textIn(dict, 'Reason'),
    location: textIn(dict, 'Location'),
    certificate: null,
    stamp: null,
  };
  if (!range || !cms) return report;
  const digest = createHash('sha256')
    .update(pdf.subarray(0, range[1]))
    .update(pdf.subarray(range[2], endOf(range)))
    .digest();
  // Without a claimed time there is no telling whether the certificate was in date.
  return { ...report, ...checkDetached(cms, digest, roots, report.at ?? new Date(NaN)) };
}

async function signaturesIn(pdf: Uint8Array): Promise<Found[]> {
  try {
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    const form = document.catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
    const fields = form?.lookupMaybe(PDFName.of('Fields'), PDFArray);
    return dictsOf(document, fields).flatMap((field) => {
      const dict = field.lookupMaybe(PDFName.of('V'), PDFDict);
      return field.lookup(PDFName.of('FT')) === PDFName.of('Sig') && dict ? [{ dict, ...bytesIn(pdf, dict) }] : [];
    });
  } catch {
    return [];
  }
}

/** The fields of a form and those under them, to a depth that no honest form exceeds. */
function dictsOf(document: PDFDocument, fields: PDFArray | undefined, depth = 0): PDFDict[] {
  return (fields?.asArray() ?? []).flatMap((ref) => {
    const field = document.context.lookupMaybe(ref, PDFDict);
    if (!field) return [];
    const below = depth < 8 ? dictsOf(document, field.lookupMaybe(PDFName.of('Kids'), PDFArray), depth + 1) : [];
    return [field, ...below];
  });
}

/**
 * The byte range and the CMS, if both are as they must be: the range begins at 0, leaves out exactly one hex string
 * and ends within the file. Anything else would let unsigned bytes hide in the hole.
 */
function bytesIn(pdf: Uint8Array, dict: PDFDict): { range: number[] | null; cms: Uint8Array | null } {
  const contents = dict.lookup(PDFName.of('Contents'));
  const range = dict
    .lookupMaybe(PDFName.of('ByteRange'), PDFArray)
    ?.asArray()
    .map((n) => (n instanceof PDFNumber ? n.asNumber() : NaN));
  if (!range || range.length !== 4 || !range.every((n) => Number.isSafeInteger(n) && n >= 0)) return NOTHING;
  const [from, length, second, rest] = range as [number, number, number, number];
  if (from !== 0 || second <= length || second + rest > pdf.length || !(contents instanceof PDFHexString)) return NOTHING;
  const hole = Buffer.from(pdf.subarray(length, second)).toString('latin1');
  if (!/^<[0-9a-f\s]*>$/i.test(hole)) return NOTHING;
  return { range, cms: trimmed(Buffer.from(hole.slice(1, -1).replace(/\s/g, ''), 'hex')) };
}

const NOTHING = { range: null, cms: null };

/** The DER value at the beginning of bytes that are padded with zeros. */
function trimmed(bytes: Buffer): Uint8Array {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return bytes.subarray(0, 2 + first);
  const size = first & 0x7f;
  return bytes.subarray(0, 2 + size + (size > 0 && size <= 4 ? bytes.readUIntBE(2, size) : 0));
}

function textIn(dict: PDFDict, key: string): string {
  const value = dict.lookup(PDFName.of(key));
  return value instanceof PDFHexString || value instanceof PDFString ? value.decodeText() : '';
}

function dateIn(dict: PDFDict): Date | null {
  const value = dict.lookup(PDFName.of('M'));
  try {
    return value instanceof PDFHexString || value instanceof PDFString ? value.decodeDate() : null;
  } catch {
    return null;
  }
}
