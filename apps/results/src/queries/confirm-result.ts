import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { codeUnknown } from '../errors.ts';
import { confirmationOf } from '../model/confirmation.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const Nullable = Type.Union([Type.String(), Type.Null()]);

export const ConfirmationShape = shape({
  code: Type.String(),
  name: Words,
  state: Type.String({ description: 'issued, expired, corrected, replaced, revoked, pending, withheld' }),
  fields: Type.Array(shape({ key: Type.String(), label: Words, value: Type.String() })),
  reason: Nullable,
  changedAt: Type.Any({ description: 'when it was corrected, replaced or revoked' }),
  replacedBy: Nullable,
  intact: Type.Boolean({ description: 'the kept paper is byte for byte the one that was issued' }),
  signatures: Type.Array(
    shape({
      valid: Type.Boolean(),
      trouble: Nullable,
      signer: Type.String(),
      title: Nullable,
      organisation: Nullable,
      at: Type.Any({ description: 'as the signer claims' }),
      stamp: Type.Union([
        shape({
          at: Type.Any({ description: 'when the signature was there (RFC 3161)' }),
          by: Type.String({ description: 'the time-stamping authority' }),
          trouble: Nullable,
        }),
        Type.Null(),
      ]),
    }),
  ),
});

/** Confirms a result to anybody who has its code: what may be shown, whether it is in force, its signatures verified now (P7, P12). */
export const confirmResult = query({
  name: 'results.confirm-result',
  title: { vi: 'Xác nhận kết quả', en: 'Confirm a result' },
  input: shape({ code: Type.String({ minLength: 1, maxLength: 40, description: 'under the QR code' }) }),
  output: ConfirmationShape,
  may: 'anyone',
  async run(ctx, input) {
    const found = await confirmationOf(ctx.app, ctx.db, ctx.now, input.code);
    if (!found) throw codeUnknown();
    return found as never;
  },
});

/** The code of the result to which a paper belongs, by the SHA-256 of the file: only who has the file can ask. */
export const findPaper = query({
  name: 'results.find-paper',
  title: { vi: 'Tìm kết quả theo tệp', en: 'Find a result by its file' },
  input: shape({ hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the PDF, hex' }) }),
  output: shape({
    code: Nullable,
    current: Type.Boolean({ description: 'it is the paper as issued, not an earlier stage' }),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const hash = Buffer.from(input.hash, 'hex');
    const found = await ctx.db.maybe<{ code: string; current: boolean }>(
      sql`select r.code, r.pdf = ${hash} as current from results.signature s join results.result r on r.id = s.result_id
          where s.pdf = ${hash} and r.state <> 'draft' order by s.ordinal desc limit 1`,
    );
    return found ?? { code: null, current: false };
  },
});
