import { type DecisionModel, keptRules, readDmn, toJson } from '@dinh/decision';
import { type App, localDate, query, shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { feeNotComputed, procedureNotFound } from '../errors.ts';
import { procedureVersion } from '../queries/procedure-version.ts';

const models = new Map<string, Promise<DecisionModel>>();

/** The fee table in force on `day`, read once per version. */
async function feeTable(app: App, key: string, day: string): Promise<{ id: string; model: DecisionModel }> {
  const definition = await app.definitions.at<{ dmn: string }>('decision', key, day);
  if (!definition) throw procedureNotFound({ code: key, day });
  let model = models.get(definition.id);
  if (!model) {
    if (models.size > 2000) models.clear();
    models.set(definition.id, (model = readDmn(definition.body.dmn)));
  }
  return { id: definition.id, model: await model };
}

/** A rule of a table that decided, with the values that it saw and gave. */
const FiredRule = shape({
  decision: Type.String(),
  rule: Type.Integer({ description: 'place in the table, counted from 1' }),
  annotations: Type.Array(Type.String()),
  inputs: Type.Record(Type.String(), Type.Unknown()),
  outputs: Type.Record(Type.String(), Type.Unknown()),
});

/** The fee for what was declared, by the procedure's decision table, in whole đồng (S3), with the rules that fired. */
export const computeFee = query({
  name: 'procedures.compute-fee',
  title: { vi: 'Tính phí, lệ phí', en: 'Compute the fee' },
  input: shape({
    versionId: Type.String({ format: 'uuid' }),
    data: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
  }),
  output: shape({
    amount: Type.Integer({ minimum: 0, description: 'VND' }),
    reason: Type.String(),
    decisionId: Type.String(),
    fired: Type.Array(FiredRule),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const { procedure } = await procedureVersion(ctx, { versionId: input.versionId });
    const { id, model } = await feeTable(ctx.app, procedure.fee, localDate(ctx.now));
    const answer = model.evaluate('fee', input.data as never, { now: ctx.now });
    const value = toJson(answer.value as never) as { amount?: unknown; reason?: unknown } | number | null;
    const amount = Number(typeof value === 'object' && value ? value.amount : value);
    if (!Number.isSafeInteger(amount) || amount < 0) throw feeNotComputed();
    const reason = typeof value === 'object' && value ? String(value.reason ?? '') : '';
    return {
      amount,
      reason,
      decisionId: id,
      fired: keptRules(answer.fired) as Static<typeof FiredRule>[],
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.compute-fee': typeof computeFee;
  }
}
