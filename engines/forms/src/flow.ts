import type { Field, FormDefinition } from './definition.ts';
import type { Data } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import { mergePosted, parsePosted } from './posted.ts';
import { type FormError, validateForm } from './validate.ts';

/** Keys of the pages that these answers lead to, in order. */
export function visiblePages(form: FormDefinition, data: unknown, env: FormEnvironment): string[] {
  const { visible } = validateForm(form, data, env);
  return form.pages
    .filter((page) => visible.has(`page:${page.key}`) && page.fields.some((field) => visible.has(field.key)))
    .map((page) => page.key);
}

/** The visible page after `pageKey`; null after the last. */
export function nextPage(form: FormDefinition, data: unknown, pageKey: string, env: FormEnvironment): string | null {
  return beside(form, data, pageKey, env, 1);
}

/** The visible page before `pageKey`; null before the first. */
export function previousPage(form: FormDefinition, data: unknown, pageKey: string, env: FormEnvironment): string | null {
  return beside(form, data, pageKey, env, -1);
}

function beside(form: FormDefinition, data: unknown, pageKey: string, env: FormEnvironment, by: 1 | -1): string | null {
  const shown = new Set(visiblePages(form, data, env));
  for (let i = form.pages.findIndex((page) => page.key === pageKey) + by; i >= 0 && i < form.pages.length; i += by) {
    const key = form.pages[i]?.key;
    if (key !== undefined && shown.has(key)) return key;
  }
  return null;
}

/** What to do with a page that was sent. */
export interface TakenPost {
  /** All answers so far, this page's included: to be kept in the draft, right or wrong. */
  readonly data: Data;
  /** `again`: draw the page again (errors, an entry added or removed, a new question); `next`: go on. */
  readonly outcome: 'again' | 'next';
  readonly errors: readonly FormError[];
  /** Page to go to; null when the form is at its end. Only with `next`. */
  readonly next: string | null;
  /** A new entry or question: answer with a redirect to the page at `#${fieldId(focus)}`. */
  readonly focus?: string;
}

/**
 * Takes what a page sent: puts it over the draft, judges the page, and says what comes next. Questions that
 * became visible by the answers and did not stand on the page yet are asked before their absence is an error:
 * so a form with conditions works without JavaScript.
 */
export function takePost(form: FormDefinition, pageKey: string, draft: unknown, body: unknown, env: FormEnvironment): TakenPost {
  const posted = parsePosted(form, body);
  const checked = validateForm(form, mergePosted(form, pageKey, draft, posted), env, pageKey);
  const { data } = checked;
  const again = (errors: readonly FormError[], focus?: string): TakenPost => ({
    data,
    outcome: 'again',
    errors,
    next: null,
    focus,
  });
  if (posted.add) return again([], posted.add);
  if (posted.remove) return again([], posted.remove.replace(/\[\d+\]$/, ''));
  if (posted.refresh) return again([]);
  const page = form.pages.find((one) => one.key === pageKey);
  const fresh = [...checked.visible].filter(
    (path) => !posted.shown.has(path) && isConditional(page?.fields ?? [], path.replace(/\[\d+\]/g, '').split('.')),
  );
  const isFresh = (path: string) => fresh.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  const errors = checked.errors.filter((error) => !isFresh(error.path));
  if (fresh.length > 0) return again(errors, fresh[0]);
  if (errors.length > 0) return again(errors);
  return { data, outcome: 'next', errors: [], next: nextPage(form, data, pageKey, env) };
}

/** Whether the field at these keys is asked only under a condition of its own. */
function isConditional(fields: readonly Field[], keys: string[]): boolean {
  const field = fields.find((one) => one.key === keys[0]);
  if (!field || field.type === 'computed' || field.type === 'info' || field.type === 'component') return false;
  return keys.length === 1 ? field.when !== undefined : isConditional(field.fields ?? [], keys.slice(1));
}
