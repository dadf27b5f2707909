import type { KeptRule } from '@dinh/decision';
import type { Text } from '@dinh/kernel';
import { formatDateTime, formatMoney, formatNumber, html, type Html, sourceWords } from '@dinh/ui';
import type { Field, FormDefinition } from './definition.ts';
import type { FormEnvironment } from './environment.ts';
import { formatAnswer } from './format.ts';

/** The form of a matter with what is needed to say its answers in words. */
export interface FilledForm {
  readonly definition: FormDefinition;
  readonly env: FormEnvironment;
}

type Names = Readonly<Record<string, { vi: string; en: string; type?: string }>>;

/**
 * Rules of decision tables that fired, with what they saw and gave, as people say it: one line each.
 * @param filled the form whose answers they saw, where there is one: its questions are told instead of the columns
 * @param names what outputs are called, where the table does not say or says it otherwise
 */
export function toldRules(lang: 'vi' | 'en', filled: FilledForm | undefined, fired: readonly KeptRule[], names: Names): Html[] {
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

function outputOf(lang: 'vi' | 'en', called: Names[string] | undefined, name: string, value: unknown): string {
  const told = called?.[lang] ?? name;
  // The sign of the currency stands behind the amount already.
  const label = told.replace(inDong, '');
  const isMoney = (called?.type === 'money' || label !== told) && (typeof value === 'number' || typeof value === 'string');
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
  const field = fields.find((one) => one.key === column.expression) ?? fields.find((one) => one.label?.vi === column.vi);
  const text = field && filled ? formatAnswer(field, value, filled.env) : plain(lang, value);
  return `${field?.label?.[lang] ?? column[lang]}: ${text || '–'}`;
}

const allOf = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...allOf(field.fields ?? [])]);

function plain(lang: 'vi' | 'en', value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return { vi: value ? 'có' : 'không', en: value ? 'yes' : 'no' }[lang];
  if (typeof value === 'number') return formatNumber(lang, value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A decision that the program made in a step, as it was kept. */
interface KeptDecision {
  readonly name: Text;
  readonly decision: string;
  readonly version: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  readonly fired: readonly KeptRule[];
  readonly names: Names;
  readonly at: Date | string;
}

/** In which step, by which version and when it was decided, then why; what no table says is told by what went in and came out. */
export function toldDecision(
  lang: 'vi' | 'en',
  filled: FilledForm | undefined,
  { name, decision, version, inputs, output, fired, names, at }: KeptDecision,
): Html {
  const by = { vi: `theo ${decision}, bản ${version}`, en: `by ${decision}, version ${version}` }[lang];
  const given = Object.entries(inputs).map(([key, value]) =>
    answerOf(lang, filled, { vi: key, en: key, expression: key }, value),
  );
  const lines =
    fired.length > 0
      ? toldRules(lang, filled, fired, names)
      : [html`<strong>${plain(lang, output)}</strong>${given.length > 0 && html`<br />${given.join('; ')}`}`];
  return html`${name[lang]} <span class="muted">(${[by, formatDateTime(at)].join(' · ')})</span>${lines.map((line) => html`<br />${line}`)}`;
}
