import type { CommandContext, Context } from '@dinh/kernel';
import { feeNotPaid, feeNotPaidYet, reasonNeeded } from '../errors.ts';
import { type Dossier, lockDossier, mustBe, topicsOf } from './dossier.ts';
import { type Rules, rulesByKey } from './ruleset.ts';
import { Status } from './status.ts';
import { moneyText } from './tell.ts';

/** What the desk says about a fee in the act by which it accepts, or hands the result out. */
export interface FeeAnswer {
  /** The desk has the money, or the proof that it was paid. */
  readonly feeTaken?: boolean;
  /** Why nothing is taken; kept in the history of the dossier. */
  readonly feeWaived?: string;
}

export const feeUnpaid = (dossier: Pick<Dossier, 'feeState'>): boolean =>
  dossier.feeState === 'due' || dossier.feeState === 'at-desk';

/**
 * The dossier whose fee a desk waives or takes back, locked, and the reason as it is kept: only before the result is handed
 * out or the dossier has ended in another way.
 * @throws dossierNotFound, notAtThisStage, reasonNeeded
 */
export async function lockForFee(
  ctx: CommandContext,
  input: { readonly id: string; readonly reason: string },
): Promise<{ dossier: Dossier; reason: string }> {
  const dossier = await lockDossier(ctx, input.id, 'payments.collect-fee');
  mustBe(dossier, Status.filed, Status.accepted, Status.settling, Status.supplement, Status.settled);
  const reason = input.reason.trim();
  if (reason === '') throw reasonNeeded();
  return { dossier, reason };
}

/** By when the fee must be there: as the procedure says, else as the ruleset does. */
export const feePaidBy = (procedure: { readonly feePaidBy?: 'acceptance' | 'return' }, rules: Rules): 'acceptance' | 'return' =>
  procedure.feePaidBy ?? rules.rules.fee?.paidBy ?? 'acceptance';

/** The same for a dossier, by the version of its procedure and the ruleset that it keeps. */
export async function feeOfDossierPaidBy(
  ctx: Context,
  { versionId, ruleset }: Pick<Dossier, 'versionId' | 'ruleset'>,
): Promise<'acceptance' | 'return'> {
  const [{ procedure }, rules] = await Promise.all([
    ctx.app.run('procedures.view-version', { versionId }, ctx),
    rulesByKey(ctx.app, ruleset),
  ]);
  return feePaidBy(procedure, rules);
}

/**
 * Takes or waives the fee in the act of acceptance.
 * @throws feeNotPaid when it must be there by now and is neither paid, taken nor waived
 */
export async function settleFee(
  ctx: CommandContext,
  dossier: Dossier,
  how: FeeAnswer,
  by: 'acceptance' | 'return',
): Promise<void> {
  if (!feeUnpaid(dossier) || (await takenOrWaived(ctx, dossier, how))) return;
  if (by === 'acceptance') throw feeNotPaid({ amount: moneyText(dossier.fee) });
}

/**
 * Takes or waives what is owed for a result in the act by which it is handed out.
 * @throws feeNotPaidYet when the result is held back for it and it is neither taken nor waived
 */
export async function settleFeeOfResult(ctx: CommandContext, dossier: Dossier, how: FeeAnswer): Promise<void> {
  if (!dossier.resultWithheld || (await takenOrWaived(ctx, dossier, how))) return;
  throw feeNotPaidYet({ amount: moneyText(dossier.fee) });
}

async function takenOrWaived(ctx: CommandContext, { id }: Dossier, how: FeeAnswer): Promise<boolean> {
  const reason = how.feeWaived?.trim();
  if (how.feeTaken) await ctx.call('one-stop.collect-fee', { id });
  else if (reason) await ctx.call('one-stop.waive-fee', { id, reason });
  else return false;
  return true;
}

/** Whoever looks at the dossier sees at once that its fee is paid, waived or given back, and what that opens. */
export function announceFee(ctx: CommandContext, dossier: Dossier, state: 'paid' | 'waived' | 'refunded' | 'voided'): void {
  ctx.emit({
    name: 'one-stop.fee-settled',
    key: dossier.id,
    topics: topicsOf(dossier),
    data: { state, unit: dossier.unitId },
  });
}
