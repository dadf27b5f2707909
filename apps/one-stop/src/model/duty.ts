import type { KeptRule } from '@dinh/decision';
import { type CommandContext, declareError, type Queries, sql, type Text } from '@dinh/kernel';
import type { Dossier } from './dossier.ts';
import { moneyText } from './tell.ts';

export const dutyNeeded = declareError('one-stop.duty-needed', 422, {
  vi: 'Xin ghi số tiền và căn cứ của nghĩa vụ tài chính.',
  en: 'Please give the amount of the financial duty and its basis.',
});
export const dutyValueNeeded = declareError('one-stop.duty-value-needed', 422, {
  vi: 'Chưa tính được nghĩa vụ tài chính. Xin ghi: {namesVi}.',
  en: 'The financial duty cannot be computed yet. Please give: {namesEn}.',
});
export const dutyReasonNeeded = declareError('one-stop.duty-reason-needed', 422, {
  vi: 'Theo bảng tính, số tiền là {computed}. Xin ghi lý do khi thông báo số tiền khác.',
  en: 'The decision table gives {computed}. Please say why another amount is notified.',
});
export const nothingDue = declareError('one-stop.nothing-due', 422, {
  vi: 'Theo bảng tính, không phát sinh nghĩa vụ tài chính. Xin chọn “Không phải nộp”, hoặc ghi số tiền khác và lý do.',
  en: 'By the decision table nothing is due. Please choose “Nothing to pay”, or give another amount and the reason.',
});

/** What an official says of a financial duty; where the procedure names a decision, that says the rest. */
export interface DutyInput {
  /** đồng */
  readonly amount?: number;
  /** The basis; of an amount that the decision does not give, why. */
  readonly reason?: string;
  /** What the decision needs beside the answers, đồng. */
  readonly inputs?: Readonly<Record<string, number>>;
}

/** How a financial duty was computed, as it is kept with it. */
export interface DutyComputation {
  /** What the decision gave, đồng: another than the duty's where an official changed it. */
  readonly amount: number;
  readonly reason: string;
  /** Id of the version of the decision. */
  readonly decision: string;
  readonly fired: readonly KeptRule[];
  readonly names: Readonly<Record<string, Text>>;
  /** What an official determined for it. */
  readonly inputs: readonly { readonly label: Text; readonly value: number | null }[];
}

export interface Duty {
  readonly amount: number;
  readonly reason: string;
  /** Null where the procedure names no decision. */
  readonly computation: DutyComputation | null;
}

/**
 * The financial duty of a dossier: by the decision of its procedure as the fee is, else as the official says. An official
 * may notify another amount than the decision gives, with the reason.
 * @throws dutyNeeded, dutyValueNeeded, dutyReasonNeeded, nothingDue
 */
export async function dutyFor(
  ctx: CommandContext,
  dossier: Dossier,
  input: DutyInput | undefined,
): Promise<Duty> {
  const { decides, inputs, computed } = await ctx.call('procedures.compute-duty', {
    versionId: dossier.versionId,
    data: dossier.data,
    ...(input?.inputs && { given: { ...input.inputs } }),
  });
  const reason = input?.reason?.trim();
  if (!decides) {
    if (!input?.amount || !reason) throw dutyNeeded();
    return { amount: input.amount, reason, computation: null };
  }
  if (!computed) {
    const missing = inputs.filter(({ value }) => value === null).map(({ label }) => label);
    if (missing.length === 0) throw dutyNeeded();
    throw dutyValueNeeded({
      namesVi: missing.map(({ vi }) => vi).join('; '),
      namesEn: missing.map(({ en }) => en).join('; '),
    });
  }
  const amount = input?.amount ?? computed.amount;
  if (amount === 0) throw nothingDue();
  if (amount !== computed.amount && !reason) throw dutyReasonNeeded({ computed: moneyText(computed.amount) });
  return {
    amount,
    reason: reason || computed.reason,
    computation: {
      amount: computed.amount,
      reason: computed.reason,
      decision: computed.decisionId,
      fired: computed.fired,
      names: computed.names,
      inputs: inputs.map(({ label, value }) => ({ label, value })),
    },
  };
}

/** The financial duty that was notified last: its amount in đồng, and the how-manieth it is of this dossier. */
export async function dutyOf(db: Queries, dossierId: string): Promise<{ amount: number; occasion: number }> {
  return db.one(
    sql`select (array_agg((data->>'amount')::bigint order by number desc))[1] as amount, greatest(count(*), 1)::int as occasion
        from one_stop.history where dossier_id = ${dossierId} and act = 'duty-required'`,
  );
}
