import type { KeptRule } from '@dinh/decision';
import {
  type CommandContext,
  declareError,
  type OperationTypes,
  type OutputOf,
  type Queries,
  sql,
  type Text,
} from '@dinh/kernel';
import type { Dossier } from './dossier.ts';
import { moneyText } from './tell.ts';

export const dutyNeeded = declareError(
  'one-stop.duty-needed',
  422,
  {
    vi: 'Xin ghi số tiền và căn cứ của nghĩa vụ tài chính.',
    en: 'Please give the amount of the financial duty and its basis.',
  },
  'duty.amount',
);
export const dutyValueNeeded = declareError('one-stop.duty-value-needed', 422, {
  vi: 'Chưa tính được nghĩa vụ tài chính. Xin ghi: {namesVi}.',
  en: 'The financial duty cannot be computed yet. Please give: {namesEn}.',
});
export const dutyReasonNeeded = declareError(
  'one-stop.duty-reason-needed',
  422,
  {
    vi: 'Theo bảng tính, số tiền là {computed}. Xin ghi lý do khi thông báo số tiền khác.',
    en: 'The decision table gives {computed}. Please say why another amount is notified.',
  },
  'duty.reason',
);
export const noDutyReasonNeeded = declareError(
  'one-stop.no-duty-reason-needed',
  422,
  {
    vi: 'Theo bảng tính phải nộp {computed}. Xin ghi lý do vì sao không phải nộp.',
    en: 'By the decision table {computed} is due. Please say why there is nothing to pay.',
  },
  'comment',
);
export const noDutyUnknown = declareError(
  'one-stop.no-duty-unknown',
  422,
  {
    vi: 'Bảng tính chưa tính được nên chưa biết là không phải nộp. Xin ghi lý do vì sao không phải nộp, hoặc chọn “Thông báo nộp” và ghi giá trị còn thiếu.',
    en: 'The decision table could not be computed, so it is not known that nothing is due. Please say why there is nothing to pay, or choose “Notify” and give the value that is missing.',
  },
  'comment',
);
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
export async function dutyFor(ctx: CommandContext, dossier: Dossier, input: DutyInput | undefined): Promise<Duty> {
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
    computation: computationOf(computed, inputs),
  };
}

/** An official's word that nothing is to be paid although the decision of the procedure does not say so. */
export interface NoDuty {
  readonly amount: 0;
  readonly reason: string;
  /** Null where the decision could not be computed. */
  readonly computation: DutyComputation | null;
}

/**
 * Judges that there is nothing to pay. Where the decision of the procedure says so too, or the procedure names none, nothing
 * more is needed; against a decision that gives an amount, or has not been able to say, a reason is, and it is kept with
 * what was computed. @throws noDutyReasonNeeded, noDutyUnknown
 */
export async function noDutyFor(ctx: CommandContext, dossier: Dossier, comment: string | undefined): Promise<NoDuty | undefined> {
  const { decides, inputs, computed } = await ctx.call('procedures.compute-duty', {
    versionId: dossier.versionId,
    data: dossier.data,
  });
  if (!decides || computed?.amount === 0) return undefined;
  const reason = comment?.trim();
  if (!reason) throw computed ? noDutyReasonNeeded({ computed: moneyText(computed.amount) }) : noDutyUnknown();
  return { amount: 0, reason, computation: computed && computationOf(computed, inputs) };
}

type Computed = NonNullable<OutputOf<OperationTypes['procedures.compute-duty']>['computed']>;
const computationOf = (
  { amount, reason, decisionId, fired, names }: Computed,
  inputs: OutputOf<OperationTypes['procedures.compute-duty']>['inputs'],
): DutyComputation => ({
  amount,
  reason,
  decision: decisionId,
  fired,
  names,
  inputs: inputs.map(({ label, value }) => ({ label, value })),
});

/** The financial duty that was notified last: its amount in đồng, and the how-manieth it is of this dossier. */
export async function dutyOf(db: Queries, dossierId: string): Promise<{ amount: number; occasion: number }> {
  return db.one(
    sql`select (array_agg((data->>'amount')::bigint order by number desc))[1] as amount, greatest(count(*), 1)::int as occasion
        from one_stop.history where dossier_id = ${dossierId} and act = 'duty-required'`,
  );
}
