import { inWords, query, shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { decidedAmount, FiredRule, wholeDong } from '../decided-amount.ts';
import type { Procedure } from '../model.ts';
import { procedureVersion } from '../queries/procedure-version.ts';

const dong = Type.Integer({ minimum: 0, maximum: 1e15, description: 'VND' });
const Words = shape({ vi: Type.String(), en: Type.String() });

/**
 * The financial duty of a dossier by the decision that its procedure names, in whole đồng, with the rules that fired. What
 * the decision needs beside the answers an official determines (the value by which the tax is counted); until they
 * have, an answer stands in where the procedure names one.
 */
export const computeDuty = query({
  name: 'procedures.compute-duty',
  title: { vi: 'Tính nghĩa vụ tài chính', en: 'Compute the financial duty' },
  input: shape({
    versionId: Type.String({ format: 'uuid' }),
    data: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
    given: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), dong, { description: 'what an official has determined' })),
  }),
  output: shape({
    decides: Type.Boolean({ description: 'whether the procedure names a decision at all' }),
    inputs: Type.Array(
      shape({
        key: Type.String(),
        label: inWords('Tên', 'Name'),
        hint: Type.Union([Words, Type.Null()]),
        value: Type.Union([dong, Type.Null()]),
      }),
    ),
    computed: Type.Union(
      [
        shape({
          amount: dong,
          reason: Type.String(),
          decisionId: Type.String(),
          fired: Type.Array(FiredRule),
          names: Type.Record(Type.String(), Words),
        }),
        Type.Null(),
      ],
      { description: 'null where no decision is named, or what is known does not suffice for it' },
    ),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const { procedure } = await procedureVersion(ctx, { versionId: input.versionId });
    const duty = procedure.financialDuty;
    if (!duty) return { decides: false, inputs: [], computed: null };
    const inputs = inputsOf(duty).map(({ key, label, hint, from }) => ({
      key,
      label: { ...label },
      hint: hint ? { ...hint } : null,
      value: input.given?.[key] ?? wholeDong(from === undefined ? undefined : input.data[from]),
    }));
    const values = Object.fromEntries(inputs.map(({ key, value }) => [key, value]));
    const decided = await decidedAmount(ctx.app, duty.decision, { ...input.data, ...values }, ctx.now);
    const amount = wholeDong(decided.amount);
    return {
      decides: true,
      inputs,
      computed: amount === null ? null : asOutput(amount, decided),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.compute-duty': typeof computeDuty;
  }
}

/** Versions from before inputs had labels name them without. */
const inputsOf = ({ inputs }: NonNullable<Procedure['financialDuty']>) =>
  Array.isArray(inputs)
    ? inputs
    : Object.keys((inputs as object | undefined) ?? {}).map((key) => ({
        key,
        label: { vi: key, en: key },
        hint: undefined,
        from: undefined,
      }));

const asOutput = (amount: number, { reason, decisionId, fired, names }: Awaited<ReturnType<typeof decidedAmount>>) => ({
  amount,
  reason,
  decisionId,
  fired: fired as Static<typeof FiredRule>[],
  names: Object.fromEntries(Object.entries(names).map(([name, { vi, en }]) => [name, { vi, en }])),
});
