import type { KeptRule } from '@dinh/decision';
import { type FilledForm, type FormDefinition, formEnvironment, toldDecision, toldRules } from '@dinh/forms';
import type { PageContext } from '@dinh/kernel';
import { formatMoney, html, type Html } from '@dinh/ui';
import type { DutyComputation, NoDuty } from '../model/duty.ts';
import type { DossierPage } from '../queries/view-dossier.ts';

/** The form as it was when the dossier was filed. */
export async function filledForm(ctx: PageContext, page: DossierPage): Promise<FilledForm | undefined> {
  const form = await ctx.app.definitions.byId<FormDefinition>(page.dossier.formId);
  return form && { definition: form.body, env: await formEnvironment(ctx.app, ctx.now, ctx.lang) };
}

/** Why the fee is what it is: the rules that fired when the dossier was filed, with what they saw and gave, as people say it. */
export function feeReasons(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  return toldRules(ctx.lang, filled, firedRules(page), {});
}

/** Why a result says what was computed for it, in the same way. */
export function resultReasons(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  const computation = page.results.findLast((result) => result.computation !== null)?.computation;
  return computation ? toldRules(ctx.lang, filled, computation.fired, computation.names) : [];
}

/** Why steps that the program carried out by a decision ended as they did, in the same way. */
export function decisionReasons({ lang }: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  return page.decisions.map((one) => toldDecision(lang, filled, one));
}

/** Why the financial duty that was notified last is what it is, in the same way. */
export function dutyReasons(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  const told = page.history.findLast((entry) => entry.act === 'duty-required' || entry.data['noDuty']);
  if (!told) return [];
  const noDuty = told.data['noDuty'] as NoDuty | undefined;
  if (noDuty)
    return [...(noDuty.computation ? dutyRules(ctx.lang, noDuty.computation, filled) : []), nothingToPay(ctx.lang, noDuty)];
  const computation = told.data['computation'] as DutyComputation | undefined;
  if (!computation) return [];
  const changed = Number(told.data['amount']) !== computation.amount;
  return [...dutyRules(ctx.lang, computation, filled), ...(changed ? [otherAmount(ctx.lang, told.data, computation)] : [])];
}

/** The rules that fired for a financial duty, after what an official determined for it. */
export function dutyRules(
  lang: 'vi' | 'en',
  { inputs, fired, names }: Pick<DutyComputation, 'inputs' | 'fired' | 'names'>,
  filled: FilledForm | undefined,
): Html[] {
  const given = inputs.flatMap(({ label, value }) => (value === null ? [] : [html`${label[lang]}: ${formatMoney(lang, value)}`]));
  return [...given, ...toldRules(lang, filled, fired, names)];
}

function nothingToPay(lang: 'vi' | 'en', { reason, computation }: NoDuty): Html {
  const computed = computation && formatMoney(lang, computation.amount);
  const words = {
    vi: `${computed ? `Bảng tính cho ${computed}` : 'Bảng tính chưa tính được'}; công chức xác định không phải nộp, lý do: `,
    en: `${computed ? `The table gave ${computed}` : 'The table could not be computed'}; the official found that there is nothing to pay, because: `,
  };
  return html`<strong>${words[lang]}</strong>${reason}`;
}

function otherAmount(lang: 'vi' | 'en', told: Record<string, unknown>, { amount }: DutyComputation): Html {
  const [computed, notified] = [amount, Number(told['amount'])].map((one) => formatMoney(lang, one));
  const words = {
    vi: `Bảng tính cho ${computed}; công chức thông báo ${notified}, lý do: `,
    en: `The table gave ${computed}; the official notified ${notified}, because: `,
  };
  return html`<strong>${words[lang]}</strong>${String(told['reason'] ?? '')}`;
}

/** Dossiers filed before this was kept have none. */
function firedRules(page: DossierPage): readonly KeptRule[] {
  const filed = page.history.find((entry) => entry.act === 'filed');
  const decision = filed?.data['feeDecision'] as { fired?: readonly KeptRule[] } | undefined;
  return decision?.fired ?? [];
}
