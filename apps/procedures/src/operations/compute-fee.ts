import { localDate, query, shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { decidedAmount, FiredRule, wholeDong } from '../decided-amount.ts';
import { feeNotComputed, feeUndecided } from '../errors.ts';
import { FeePaidBy } from '../model.ts';
import { procedureVersion } from '../queries/procedure-version.ts';
import type { Ruleset } from '../ruleset.ts';

/**
 * The fee for what was declared, by the procedure's decision table, in whole đồng (S3), with the rules that fired. A
 * table that says nothing for a case has not said that it is free.
 * @throws feeUndecided where no rule gives a result, feeNotComputed where the result is no whole amount
 */
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
    paidBy: FeePaidBy,
  }),
  may: 'anyone',
  async run(ctx, input) {
    const { procedure } = await procedureVersion(ctx, { versionId: input.versionId });
    const decided = await decidedAmount(ctx.app, procedure.fee, input.data, ctx.now);
    const day = localDate(ctx.now);
    const rules = (await ctx.app.definitions.inForce<Ruleset>('ruleset', day))
      .map(({ body }) => body)
      .filter((one) => one.effectiveFrom <= day && (!one.effectiveTo || one.effectiveTo >= day))
      .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
    if (decided.amount === null || decided.amount === undefined) throw feeUndecided();
    const amount = wholeDong(decided.amount);
    if (amount === null) throw feeNotComputed();
    return {
      amount,
      reason: decided.reason,
      decisionId: decided.decisionId,
      fired: decided.fired as Static<typeof FiredRule>[],
      paidBy: procedure.feePaidBy ?? rules?.rules.fee?.paidBy ?? 'acceptance',
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.compute-fee': typeof computeFee;
  }
}
