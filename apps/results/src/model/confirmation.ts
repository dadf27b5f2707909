import { createHash } from 'node:crypto';
import { type App, localDate, type Queries, sql, type Text } from '@dinh/kernel';
import { type SignatureReport, verifyPdf } from '@dinh/signing';
import { signingKeys } from './keys.ts';
import { paperOf } from './make.ts';
import { resultColumns, type Result, type State, withheld } from './result.ts';
import { typeById } from './result-type.ts';

/** One signature as the confirmation page tells of it. */
export interface CheckedSignature {
  readonly valid: boolean;
  /** Why it is not valid. */
  readonly trouble: string | null;
  readonly signer: string;
  readonly title: string | null;
  readonly organisation: string | null;
  readonly at: Date | null;
  /** The time that an authority gave to it, and why that proves nothing, where it does not; null when it has none. */
  readonly stamp: { readonly at: Date | null; readonly by: string; readonly trouble: string | null } | null;
}

/** What anybody with the code may know of a result. */
export interface Confirmation {
  readonly code: string;
  readonly name: Text;
  /** `pending` is signed and not issued yet, `withheld` held back until its fee is paid, `expired` past its last day. */
  readonly state: Exclude<State, 'draft' | 'signed'> | 'pending' | 'withheld' | 'expired';
  readonly fields: readonly { readonly key: string; readonly label: Text; readonly value: string }[];
  readonly reason: string | null;
  readonly changedAt: Date | null;
  /** Code of the paper that stands in its place, once that is issued. */
  readonly replacedBy: string | null;
  /** The kept paper is byte for byte the one that was issued. */
  readonly intact: boolean;
  readonly signatures: readonly CheckedSignature[];
}

/** Brings a typed code into the form in which it is kept: `k7qm2xwv9rtb` → `K7QM-2XWV-9RTB`. */
export const tidyCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/(.{4})(?=.)/g, '$1-');

/** Verifies a PDF now. @returns its signatures in the order in which they were made */
export async function checkPaper(app: App, pdf: Uint8Array): Promise<CheckedSignature[]> {
  const reports = await verifyPdf(pdf, await (await signingKeys(app)).roots());
  return reports.map(({ valid, trouble, signer, at, stamp }: SignatureReport) => ({
    valid,
    trouble,
    signer: signer?.commonName ?? '',
    title: signer?.title ?? null,
    organisation: signer?.organisation ?? null,
    at,
    stamp: stamp && { at: stamp.at, by: stamp.by?.commonName ?? '', trouble: stamp.trouble },
  }));
}

/** Code of the paper that is in force now in place of `r`: the one that replaced it may have been replaced itself. */
const inForceAfter = sql`(with recursive later as (
    select n.code, n.state, n.replaced_by from results.result n where n.id = r.replaced_by
    union select n.code, n.state, n.replaced_by from later join results.result n on n.id = later.replaced_by)
  select code from later where state = 'issued' limit 1)`;

/** What may be shown of the result with this code; undefined when there is none, or it is a draft. */
export async function confirmationOf(app: App, db: Queries, now: Date, code: string): Promise<Confirmation | undefined> {
  const result = await db.maybe<Result & { nextCode: string | null; held: boolean }>(
    sql`select ${resultColumns}, ${inForceAfter} as "nextCode",
          ${withheld} as held
        from results.result r where r.code = ${tidyCode(code)} and r.state <> 'draft'`,
  );
  if (!result) return undefined;
  const common = {
    code: result.code,
    name: result.name,
    reason: result.reason,
    changedAt: result.changedAt,
    replacedBy: result.nextCode,
  };
  const unread = { ...common, fields: [], intact: true, signatures: [] };
  if (result.state === 'signed') return { ...unread, state: 'pending' };
  if (result.state === 'issued' && result.held) return { ...unread, state: 'withheld' };
  const { body: type } = await typeById(app, result.typeId);
  const shown = new Set(type.confirmation.publicFields.filter((key) => !type.private?.includes(key)));
  const pdf = await paperOf(app, result).catch(() => undefined); // a lost paper is told as not intact
  const expired = result.validUntil !== null && result.validUntil < localDate(now);
  return {
    ...common,
    state: result.state === 'issued' && expired ? 'expired' : (result.state as Confirmation['state']),
    fields: [
      ...type.fields
        .filter((f) => shown.has(f.key))
        .map((f) => ({ key: f.key, label: f.label, value: result.words[f.key] ?? '' })),
      ...type.fields
        .filter((f) => f.from === 'validity' && result.words[f.key])
        .map((f) => ({ key: f.key, label: f.label, value: result.words[f.key]! })),
    ].filter((one, i, all) => one.value !== '' && all.findIndex((other) => other.key === one.key) === i),
    intact: pdf !== undefined && createHash('sha256').update(pdf).digest().equals(result.pdf!),
    signatures: pdf ? await checkPaper(app, pdf) : [],
  };
}
