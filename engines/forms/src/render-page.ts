import {
  button,
  buttonGroup,
  type Child,
  errorSummary,
  fieldId,
  form as formElement,
  type Html,
  html,
  island,
  raw,
} from '@dinh/ui';
import { renderAnswers } from './answers.ts';
import type { Field, FormDefinition, Page } from './definition.ts';
import type { Data } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import { say, type Text } from './messages.ts';
import { type Drawing, renderFields } from './render-field.ts';
import { type FormError, validateForm } from './validate.ts';

export interface PageOptions {
  readonly data: unknown;
  readonly env: FormEnvironment;
  /** Address to which the page is posted. */
  readonly action: string;
  readonly errors?: readonly FormError[];
  /** Where answers that are there already come from, by place; from `prefillForm`. */
  readonly origins?: Readonly<Record<string, Text>>;
  /** What questions that are not asked yet are filled in with, by place; from `prefillForm`. */
  readonly waiting?: Readonly<Record<string, unknown>>;
  /** Makes sending twice count once: the page's `formKey`. */
  readonly key?: string;
  /** Address for quiet saving while a person types. */
  readonly autosave?: string;
  /** Words of the main button; "Tiếp tục" unless given. */
  readonly submit?: Text;
  /** What stands beside the main button, e.g. "Lưu và làm tiếp sau". */
  readonly beside?: Child;
  /** What follows the fields in the same form: papers handed in at the desk. */
  readonly after?: Child;
  /** Files go with it. */
  readonly files?: boolean;
  /** Whose matter it is, where no address says so; see `form`. */
  readonly about?: string;
  /** Answers in words instead of controls. */
  readonly readonly?: boolean;
  /** It stands on a page that has a heading of its own: its title is one below that. */
  readonly within?: boolean;
  /** Leaves the island out. */
  readonly plain?: boolean;
}

const goOn = { vi: 'Tiếp tục', en: 'Continue' };

/**
 * One page of a form as HTML: errors at the top, the question, its fields, the button. Whole without JavaScript;
 * with it the island `form` makes conditions, checks, entries and sums live. Throws a RangeError for a page that
 * the form does not have.
 */
export function renderPage(form: FormDefinition, pageKey: string, options: PageOptions): Html {
  const page = form.pages.find((one) => one.key === pageKey);
  if (!page) throw new RangeError(`The form ${form.key} has no page ${pageKey}.`);
  const { env } = options;
  const { lang } = env;
  if (options.readonly) return renderAnswers(form, options.data, env, { pages: [pageKey] });
  const { data, visible, required } = validateForm(form, options.data, env);
  const errors = options.errors ?? [];
  const heading = !options.within && questionOf(page, visible) ? page.title : undefined;
  const drawing: Drawing = {
    env,
    visible,
    errors: new Map(errors.map((error) => [error.path, error.message])),
    origins: options.origins ?? {},
    waiting: options.waiting ?? {},
    required,
    heading,
    alone: page.fields.length === 1,
    live: (field) => dependsOn(page, field),
  };
  const words = say(page.title, lang);
  const title = heading ? undefined : options.within ? html`<h3>${words}</h3>` : html`<h1>${words}</h1>`;
  return formElement(lang, {
    action: options.action,
    key: options.key,
    autosave: options.autosave,
    id: 'form',
    files: options.files,
    about: options.about,
    body: html`<button class="visually-hidden" tabindex="-1" aria-hidden="true">${say(options.submit ?? goOn, lang)}</button>${errorSummary(
      lang,
      errors.map((error) => ({ id: fieldId(error.path), message: error.message })),
    )}${title}${page.help && html`<p class="lead">${say(page.help, lang)}</p>`}${renderFields(page.fields, data, '', drawing)}${options.after}${buttonGroup(
      button(lang, { label: options.submit ?? goOn }),
      options.beside,
    )}${!options.plain && islandOf(form, page, data, options)}`,
  });
}

/** A page with one simple field asks it as the heading; otherwise the title is one and the fields have labels. */
function questionOf(page: Page, visible: ReadonlySet<string>): boolean {
  const [only, ...more] = page.fields.filter((field) => visible.has(field.key));
  return (
    page.fields.length === 1 &&
    more.length === 0 &&
    only !== undefined &&
    !only.when &&
    !['group', 'address', 'info', 'component', 'computed'].includes(only.type)
  );
}

/** Whether a field's condition names an answer that is given on the same page. */
function dependsOn(page: Page, field: Field): boolean {
  const names = new Set(keysOf(page.fields));
  return (field.when?.match(/[A-Za-z_]\w*/g) ?? []).some((name) => names.has(name));
}

const keysOf = (fields: readonly Field[]): string[] => fields.flatMap((field) => [field.key, ...keysOf(field.fields ?? [])]);

/**
 * What the island works with: the form with the words of the other pages left out, their answers, the clock.
 * `<` is written as an escape so that no answer can end the script element.
 */
function islandOf(form: FormDefinition, page: Page, data: Data, options: PageOptions): Html {
  const { now, lang } = options.env;
  const rest = JSON.stringify({ page: page.key, data, lang, now: now.toISOString() });
  const json = `{"form":${formFor(form, page)},${rest.slice(1)}`;
  return html`<script type="application/json" data-form>${raw(json.replaceAll('<', '\\u003c'))}</script>${island('form')}`;
}

const carried = new WeakMap<Page, string>();

function formFor(form: FormDefinition, page: Page): string {
  let json = carried.get(page);
  if (json === undefined) {
    const pages = form.pages.map((one) =>
      one === page ? one : { ...one, title: blank, help: undefined, fields: one.fields.map(bare) },
    );
    carried.set(page, (json = JSON.stringify({ ...form, pages })));
  }
  return json;
}

const blank: Text = { vi: '-', en: '-' };

function bare(field: Field): Field {
  const { hint: _hint, text: _text, source: _source, ...kept } = field;
  return {
    ...kept,
    label: blank,
    options: field.options?.map((option) => ({ value: option.value, label: blank })),
    check: undefined,
    fields: field.fields?.map(bare),
  };
}
