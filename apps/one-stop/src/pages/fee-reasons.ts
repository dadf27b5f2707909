import type { KeptRule } from '@dinh/decision';
import {
  type Field,
  formatAnswer,
  type FormDefinition,
  type FormEnvironment,
  formEnvironment,
} from '@dinh/forms';
import type { PageContext } from '@dinh/kernel';
import { formatMoney, formatNumber, html, type Html, sourceWords } from '@dinh/ui';
import type { DutyComputation, NoDuty } from '../model/duty.ts';
import type { DossierPage } from '../queries/view-dossier.ts';

/** The form of a dossier with what is needed to say its answers in words. */
export interface FilledForm {
  readonly definition: FormDefinition;
  readonly env: FormEnvironment;
}

/** The form as it was when the dossier was filed. */
export async function filledForm(ctx: PageContext, page: DossierPage): Promise<FilledForm | undefined> {
  const form = await ctx.app.definitions.byId<FormDefinition>(page.dossier.formId);
  return form && { definition: form.body, env: await formEnvironment(ctx.app, ctx.now, ctx.lang) };
}

/** Why the fee is what it is: the rules that fired when the dossier was filed, with what they saw and gave, as people say it. */
export function feeReasons(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  return reasons(ctx.lang, filled, firedRules(page), {});
}

/** Why a result says what was computed for it, in the same way. */
export function resultReasons(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  const computation = page.results.findLast((result) => result.computation !== null)?.computation;
  return computation ? reasons(ctx.lang, filled, computation.fired, computation.names) : [];
}

/** Why the financial duty that was notified last is what it is, in the same way. */
export function dutyReasons(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html[] {
  const told = page.history.findLast((entry) => entry.act === 'duty-required' || entry.data['noDuty']);
  if (!told) return [];
  const noDuty = told.data['noDuty'] as NoDuty | undefined;
  if (noDuty)
    return [
      ...(noDuty.computation ? dutyRules(ctx.lang, noDuty.computation, filled) : []),
      nothingToPay(ctx.lang, noDuty),
    ];
  const computation = told.data['computation'] as DutyComputation | undefined;
  if (!computation) return [];
  const changed = Number(told.data['amount']) !== computation.amount;
  return [
    ...dutyRules(ctx.lang, computation, filled),
    ...(changed ? [otherAmount(ctx.lang, told.data, computation)] : []),
  ];
}

/** The rules that fired for a financial duty, after what an official determined for it. */
export function dutyRules(
  lang: 'vi' | 'en',
  { inputs, fired, names }: Pick<DutyComputation, 'inputs' | 'fired' | 'names'>,
  filled: FilledForm | undefined,
): Html[] {
  const given = inputs.flatMap(({ label, value }) =>
    value === null ? [] : [html`${label[lang]}: ${formatMoney(lang, value)}`],
  );
  return [...given, ...reasons(lang, filled, fired, names)];
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

type Names = Readonly<Record<string, { vi: string; en: string; type?: string }>>;

function reasons(
  lang: 'vi' | 'en',
  filled: FilledForm | undefined,
  fired: readonly KeptRule[],
  names: Names,
): Html[] {
  return fired.map((one) => {
    const { called } = one;
    const { amount, reason, ...rest } = one.outputs;
    // What is computed for the dossier (`names`) is called there as its paper calls it; a table may call it otherwise.
    const given = [
      typeof amount === 'number' || typeof amount === 'string' ? formatMoney(lang, amount) : undefined,
      typeof reason === 'string' ? textOf(lang, one, 'reason', reason) : undefined,
      ...Object.entries(rest).map(([name, value]) =>
        outputOf(lang, names[name] ?? called?.outputs[name], name, textOf(lang, one, name, value)),
      ),
    ].filter((text) => text !== undefined && text !== '');
    const seen = Object.entries(one.inputs).map(([name, value]) =>
      answerOf(lang, filled, called?.inputs[name] ?? { vi: name, en: name, expression: name }, value),
    );
    const rule = lang === 'vi' ? `quy tắc ${one.rule}` : `rule ${one.rule}`;
    const [first, ...more] = one.annotations.filter(Boolean);
    const sources = [
      lang === 'en' && called?.annotation ? called.annotation : first && sourceWords(lang, first),
      ...more.map((source) => sourceWords(lang, source)),
    ].filter((source) => source !== undefined);
    return html`<strong>${given.join(' · ')}</strong
      >${seen.length > 0 && html`<br />${seen.join('; ')}`}
      <span class="muted">(${[rule, ...sources].join(' · ')})</span>`;
  });
}

/** A text that was given; in English where the table says it so. */
const textOf = <Value>(lang: 'vi' | 'en', { called }: KeptRule, name: string, value: Value): Value | string =>
  (lang === 'en' && typeof value === 'string' && called?.english?.[name]) || value;

const inDong = / \(đồng\)$/;

function outputOf(
  lang: 'vi' | 'en',
  called: Names[string] | undefined,
  name: string,
  value: unknown,
): string {
  const told = called?.[lang] ?? name;
  // The sign of the currency stands behind the amount already.
  const label = told.replace(inDong, '');
  const isMoney =
    (called?.type === 'money' || label !== told) && (typeof value === 'number' || typeof value === 'string');
  return `${label}: ${isMoney ? formatMoney(lang, value) : plain(lang, value)}`;
}

/** `Loại công trình: Nhà ở riêng lẻ`: what a rule saw, with the words of the question that it was answered to. */
function answerOf(
  lang: 'vi' | 'en',
  filled: FilledForm | undefined,
  column: { vi: string; en: string; expression: string },
  value: unknown,
): string {
  const fields = filled?.definition.pages.flatMap((page) => allOf(page.fields)) ?? [];
  const field =
    fields.find((one) => one.key === column.expression) ?? fields.find((one) => one.label?.vi === column.vi);
  const text = field && filled ? formatAnswer(field, value, filled.env) : plain(lang, value);
  return `${field?.label?.[lang] ?? column[lang]}: ${text || '–'}`;
}

const allOf = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => [field, ...allOf(field.fields ?? [])]);

function plain(lang: 'vi' | 'en', value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return { vi: value ? 'có' : 'không', en: value ? 'yes' : 'no' }[lang];
  if (typeof value === 'number') return formatNumber(lang, value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Dossiers filed before this was kept have none. */
function firedRules(page: DossierPage): readonly KeptRule[] {
  const filed = page.history.find((entry) => entry.act === 'filed');
  const decision = filed?.data['feeDecision'] as { fired?: readonly KeptRule[] } | undefined;
  return decision?.fired ?? [];
}
