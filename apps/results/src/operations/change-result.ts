import { command, type CommandContext, newReference, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { notInForce, nothingCorrected } from '../errors.ts';
import { agencyOf } from '../model/agency.ts';
import { checkFilled } from '../model/fields.ts';
import { type Draft, Made, recordFor, saveSigned } from '../model/make.ts';
import { lockResult, type Result, topicsOf, visible } from '../model/result.ts';
import { typeById } from '../model/result-type.ts';
import { type Change, tellOfChange } from '../model/tell.ts';

const id = Type.String({ format: 'uuid' });
const reason = Type.String({
  minLength: 3,
  maxLength: 2000,
  description: 'shown to the holder and on the confirmation page',
});
const values = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), {
  description: 'fields of the result that change',
});
const subject = (input: { id: string }) => `result:${input.id}`;

/**
 * Corrects a wrong result: a new paper with the same number and day, signed by the head now and to be stamped by the clerk.
 * The wrong one says so from this moment on (NĐ 61/2018 Điều 21.1).
 */
export const correctResult = command({
  name: 'results.correct-result',
  title: { vi: 'Đính chính kết quả', en: 'Correct a result' },
  input: shape({ id, reason, values }),
  output: Made,
  may: 'results.correct-result',
  subject,
  run: (ctx, input) => another(ctx, input, 'correction'),
});

/** Replaces a wrong result by a new one with a number and day of its own (NĐ 61/2018 Điều 21.1). */
export const replaceResult = command({
  name: 'results.replace-result',
  title: { vi: 'Thay thế kết quả', en: 'Replace a result' },
  input: shape({ id, reason, values }),
  output: Made,
  may: 'results.correct-result',
  subject,
  run: (ctx, input) => another(ctx, input, 'replacement'),
});

/** Revokes a result: it is no longer valid, and says why (NĐ 61/2018 Điều 21.1). */
export const revokeResult = command({
  name: 'results.revoke-result',
  title: { vi: 'Thu hồi kết quả', en: 'Revoke a result' },
  input: shape({ id, reason }),
  output: shape({ id: Type.String() }),
  may: 'results.revoke-result',
  subject,
  async run(ctx, input) {
    const result = await inForce(ctx, input.id, 'results.revoke-result');
    await change(ctx, result, 'revoked', input.reason, null);
    return { id: result.id };
  },
});

async function inForce(ctx: CommandContext, resultId: string, permission: string): Promise<Result> {
  const result = await lockResult(ctx, sql`r.id = ${resultId} and ${visible(ctx, permission)}`);
  if (result.state !== 'issued') throw notInForce();
  return result;
}

async function another(
  ctx: CommandContext,
  input: { id: string; reason: string; values: Record<string, unknown> },
  kind: 'correction' | 'replacement',
): Promise<Made> {
  const { app, db, now } = ctx;
  const old = await inForce(ctx, input.id, 'results.correct-result');
  const { body: type } = await typeById(app, old.typeId);
  const agency = await agencyOf(db, old.unitId);
  const changed = checkFilled(type, input.values);
  if (kind === 'correction' && Object.entries(changed).every(([key, value]) => old.data[key] === value)) throw nothingCorrected();
  // What the old record says stays, but for what is corrected and for what issuing sets.
  const { number: _number, issuedOn: _issuedOn, validUntil: _validUntil, unit: _unit, ...rest } = old.data;
  const holderName = typeof changed['holder'] === 'string' ? changed['holder'] : old.holderName;
  const next = { ...old, holderName, filled: { ...rest, ...changed } };
  const draft: Draft = {
    ...next,
    ...(await recordFor(app, now, next, type, agency)),
    id: ctx.newId(),
    kind,
    replaces: old.id,
    replacedBy: null,
    code: newReference(),
    number: kind === 'correction' ? old.number : null,
    issuedOn: kind === 'correction' ? old.issuedOn : null,
  };
  const made = await saveSigned(
    ctx,
    { draft, type, agency },
    `${kind === 'correction' ? 'Đính chính' : 'Thay thế'} văn bản số ${old.number}: ${input.reason}`,
  );
  await change(ctx, old, kind === 'correction' ? 'corrected' : 'replaced', input.reason, made.id);
  return made;
}

async function change(ctx: CommandContext, result: Result, how: Change, why: string, replacedBy: string | null): Promise<void> {
  ctx.db.send(
    sql`update results.result set state = ${how}, reason = ${why}, changed_at = ${ctx.now}, replaced_by = ${replacedBy}::uuid, version = version + 1 where id = ${result.id}`,
  );
  ctx.subject(`result:${result.id}`);
  ctx.note({ how, reason: why, ...(replacedBy && { replacedBy }) });
  ctx.emit({
    name: 'results.result-changed',
    key: result.id,
    topics: topicsOf(result),
    data: {
      how,
      reason: why,
      dossierId: result.dossierId,
      type: result.type,
      number: result.number,
      replacedBy,
    },
  });
  await tellOfChange(ctx, result, how, why);
}
