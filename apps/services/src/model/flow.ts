import { type FormDefinition, formEnvironment, type FormEnvironment, validateForm, type Validation } from '@dinh/forms';
import { type Context, localDate, type OutputOf, type OperationTypes } from '@dinh/kernel';
import type { Ask } from './facts.ts';
import type { Draft } from './draft.ts';

type Version = OutputOf<OperationTypes['procedures.view-procedure']>;

/** A draft with everything that its pages are made of, as it is today. */
export interface Flow {
  readonly draft: Draft;
  readonly version: Version;
  readonly form: { readonly id: string; readonly body: FormDefinition };
  readonly env: FormEnvironment;
  readonly checked: Validation;
  /** Keys of the pages that these answers lead to, in order. */
  readonly pages: readonly string[];
  /** It is filed by a power of attorney that is registered. */
  readonly power: boolean;
}

/** What the draft is about, in the reader's language where there are words for it. */
export const titleOf = ({ version, draft }: Flow, lang: 'vi' | 'en'): string =>
  (lang === 'en' && version.procedure.shortName?.en) || draft.title;

/** The procedure and form in force today; a draft that was begun under older ones goes on with these. */
export async function formOf(ctx: Context, ask: Ask, code: string): Promise<{ version: Version; form: Flow['form'] }> {
  const version = await ask('procedures.view-procedure', { code });
  const key = version.procedure.form;
  const form = await ctx.app.definitions.at<FormDefinition>('form', key, localDate(ctx.now));
  if (!form) throw new Error(`form ${key} of ${code} is not loaded`);
  return { version, form };
}

/** Puts a draft and its procedure together. */
export async function flowOf(ctx: Context, ask: Ask, draft: Draft): Promise<Flow> {
  const { version, form } = await formOf(ctx, ask, draft.procedureCode);
  const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
  const checked = validateForm(form.body, draft.data, env);
  const pages = form.body.pages
    .filter((page) => checked.visible.has(`page:${page.key}`) && page.fields.some((f) => checked.visible.has(f.key)))
    .map((page) => page.key);
  const power = ctx.principal.authorities?.some(({ id, kind }) => id === draft.authorityId && kind === 'attorney') ?? false;
  return { draft, version, form, env, checked, pages, power };
}
