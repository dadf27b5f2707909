import type { KeptRule } from '@dinh/decision';
import { type Field, formatAnswer, type FormDefinition, type FormEnvironment } from '@dinh/forms';
import type { PageContext } from '@dinh/kernel';
import { formatMoney, formatNumber, html, type Html, sourceWords } from '@dinh/ui';
import type { DossierPage } from '../queries/view-dossier.ts';

/** The form of a dossier with what is needed to say its answers in words. */
export interface FilledForm {
  readonly definition: FormDefinition;
  readonly env: FormEnvironment;
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

type Names = Readonly<Record<string, { vi: string; en: string; type?: string }>>;

function reasons(
  lang: 'vi' | 'en',
  filled: FilledForm | undefined,
  fired: readonly KeptRule[],
  names: Names,
): Html[] {
  return fired.map((one) => {
    const { amount, reason, ...rest } = one.outputs;
    const given = [
      typeof amount === 'number' || typeof amount === 'string' ? formatMoney(lang, amount) : undefined,
      typeof reason === 'string' ? reason : undefined,
      ...Object.entries(rest).map(([name, value]) => outputOf(lang, names[name], name, value)),
    ].filter((text) => text !== undefined && text !== '');
    const seen = Object.entries(one.inputs).map(([name, value]) => answerOf(lang, filled, name, value));
    const rule = lang === 'vi' ? `quy tắc ${one.rule}` : `rule ${one.rule}`;
    const sources = one.annotations.filter(Boolean).map((source) => sourceWords(lang, source));
    return html`<strong>${given.join(' · ')}</strong
      >${seen.length > 0 && html`<br />${seen.join('; ')}`}
      <span class="muted">(${[rule, ...sources].join(' · ')})</span>`;
  });
}

function outputOf(
  lang: 'vi' | 'en',
  called: Names[string] | undefined,
  name: string,
  value: unknown,
): string {
  const isMoney = called?.type === 'money' && (typeof value === 'number' || typeof value === 'string');
  // The sign of the currency stands behind the amount already.
  const label = called?.[lang].replace(/ \(đồng\)$/, '') ?? name;
  return `${label}: ${isMoney ? formatMoney(lang, value) : plain(lang, value)}`;
}

/** `Loại công trình: Nhà ở riêng lẻ`: what a rule saw, with the words of the question that it was answered to. */
function answerOf(lang: 'vi' | 'en', filled: FilledForm | undefined, name: string, value: unknown): string {
  const field = filled?.definition.pages
    .flatMap((page) => allOf(page.fields))
    .find((one) => one.key === name || one.label?.vi === name);
  const text = field && filled ? formatAnswer(field, value, filled.env) : plain(lang, value);
  return `${field?.label?.[lang] ?? name}: ${text || '–'}`;
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
