import { type Child, type Html, html, summaryList, type SummaryRow } from '@dinh/ui';
import type { Field, FormDefinition, Page } from './definition.ts';
import { isRecord, own } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import { formatAnswer } from './format.ts';
import { type Lang, say, type Text } from './messages.ts';
import { validateForm } from './validate.ts';

/** One answer in words. Headings (`level` > 0 without a value) stand before the answers of a group. */
export interface AnswerRow {
  readonly path: string;
  readonly page: string;
  readonly label: Text;
  readonly value: string;
  readonly heading: boolean;
}

/**
 * The answers of a form as plain rows, page by page, hidden fields left out: for templates on paper, exports and
 * mail. An optional field without an answer has the value ''.
 */
export function answersForPdf(
  form: FormDefinition,
  data: unknown,
  env: FormEnvironment,
): { readonly title: Text; readonly page: string; readonly rows: readonly AnswerRow[] }[] {
  const checked = validateForm(form, data, env);
  return form.pages
    .filter((page) => checked.visible.has(`page:${page.key}`))
    .map((page) => ({
      title: page.title,
      page: page.key,
      rows: rowsOf(page, page.fields, checked.data, '', checked.visible, env),
    }))
    .filter((section) => section.rows.length > 0);
}

function rowsOf(
  page: Page,
  fields: readonly Field[],
  data: unknown,
  prefix: string,
  visible: ReadonlySet<string>,
  env: FormEnvironment,
): AnswerRow[] {
  const rows: AnswerRow[] = [];
  for (const field of fields) {
    const path = prefix + field.key;
    if (!visible.has(path) || field.type === 'info' || field.type === 'component' || field.hidden) continue;
    const value = own(data, field.key);
    const row = { path, page: page.key, label: field.label };
    if (field.type !== 'group') rows.push({ ...row, value: formatAnswer(field, value, env), heading: false });
    else if (!field.repeat) {
      // A group that is alone on its page says nothing that the page's title does not say.
      if (page.fields.length > 1) rows.push({ ...row, value: '', heading: true });
      rows.push(...rowsOf(page, field.fields ?? [], isRecord(value) ? value : {}, `${path}.`, visible, env));
    } else {
      const { item } = field.repeat;
      (Array.isArray(value) ? value : []).forEach((one, i) => {
        const label = { vi: `${item.vi} ${i + 1}`, en: `${item.en} ${i + 1}` };
        rows.push({ ...row, path: `${path}[${i}]`, label, value: '', heading: true });
        rows.push(...rowsOf(page, field.fields ?? [], one, `${path}[${i}].`, visible, env));
      });
    }
  }
  return rows;
}

export interface AnswersOptions {
  /** Address of the page on which answers can be changed; without it nothing can be. */
  readonly changeHref?: (page: string, path: string) => string;
  /** Narrow rows, for the officials' desk. */
  readonly dense?: boolean;
  /** Pages to show; all unless given. */
  readonly pages?: readonly string[];
  /** Only what was answered, where what is missing stands elsewhere: a form that came on paper. */
  readonly answered?: boolean;
  /** Level of the sections' headings, 2 unless given. */
  readonly level?: 2 | 3;
}

const change = { vi: 'Sửa', en: 'Change' };

/** "Check your answers": a summary list for each page, also for the dossier's page and for print. */
export function renderAnswers(form: FormDefinition, data: unknown, env: FormEnvironment, options: AnswersOptions = {}): Html {
  const { lang } = env;
  const sections = answersForPdf(form, data, env)
    .filter((section) => options.pages === undefined || options.pages.includes(section.page))
    .map((section) => (options.answered ? { ...section, rows: answeredOf(section.rows) } : section))
    .filter((section) => section.rows.length > 0);
  return html`${sections.map((section) => {
    const title = say(section.title, lang);
    const heading = options.level === 3 ? html`<h3>${title}</h3>` : html`<h2>${title}</h2>`;
    return html`<section class="answers" data-page="${section.page}">${heading}${lists(section.rows, lang, options)}</section>`;
  })}`;
}

/** Rows with an answer; a heading stays when one of them stands below it. */
const answeredOf = (rows: readonly AnswerRow[]): AnswerRow[] =>
  rows.filter((row, i) =>
    row.heading ? rows.slice(i + 1).find((next) => next.heading || next.value !== '')?.heading === false : row.value !== '',
  );

/** Rows between two headings make one list. */
function lists(rows: readonly AnswerRow[], lang: Lang, options: AnswersOptions): Child {
  const parts: Child[] = [];
  let batch: SummaryRow[] = [];
  const flush = () => {
    if (batch.length > 0) parts.push(summaryList(lang, batch, { dense: options.dense }));
    batch = [];
  };
  for (const row of rows) {
    if (row.heading) {
      flush();
      parts.push(html`<p class="answers-group"><strong>${say(row.label, lang)}</strong></p>`);
      continue;
    }
    const href = options.changeHref?.(row.page, row.path);
    batch.push({
      label: row.label,
      value: row.value.includes('\n') ? lines(row.value) : row.value,
      actions: href ? [{ href, label: change, hidden: row.label }] : undefined,
    });
  }
  flush();
  return parts;
}

const lines = (text: string): Html => html`${text.split('\n').map((line, i) => (i === 0 ? line : html`<br />${line}`))}`;
