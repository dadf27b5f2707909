import {
  type App,
  invalidInput,
  isOpen,
  type PageContext,
  type Principal,
  Refusal,
  roomsOf,
  type Text,
  workplaceOf,
} from '@dinh/kernel';
import { errorSummary, type FormError, html, type Html, type Lang } from '@dinh/ui';

/** What was typed, and what is wrong with it. */
export interface Typed {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, Text>>;
  /** Fields of whose message nobody knows what it is about, unless the page says so. */
  readonly unnamed?: ReadonlySet<string>;
  /** What is wrong with no one field. */
  readonly general: Text | undefined;
}

export const nothingTyped: Typed = { values: {}, errors: {}, general: undefined };

/** The posted value of a field, trimmed; undefined when nothing was typed. */
export function typed(ctx: PageContext, name: string): string | undefined {
  const value = ctx.form[name];
  const text = (Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')).trim();
  return text === '' ? undefined : text;
}

/** A date from three fields as `YYYY-MM-DD`; what is no date is passed on as typed, so that the operation refuses it. */
export function typedDate(ctx: PageContext, name: string): string | undefined {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => typed(ctx, `${name}.${part}`));
  if (!day && !month && !year) return undefined;
  return `${(year ?? '').padStart(4, '0')}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
}

/**
 * Turns a refusal into what the form shows again; anything else is thrown on.
 * @param words what to say of a field whose form is wrong, in place of the general sentence.
 */
export function refusedForm(ctx: PageContext, error: unknown, words: Readonly<Record<string, Text>> = {}): Typed {
  if (!(error instanceof Refusal) || error.status === 500) throw error;
  const values: Record<string, string> = {};
  for (const name of Object.keys(ctx.form)) values[name] = typed(ctx, name) ?? '';
  const errors: Record<string, Text> = {};
  for (const { path, message } of error.fields) errors[path] = (error.code === invalidInput.code && words[path]) || message;
  const general = error.fields.length > 0 ? undefined : { vi: error.sentence('vi'), en: error.sentence('en') };
  const unnamed = new Set(error.code === invalidInput.code ? Object.keys(errors).filter((name) => !words[name]) : []);
  return { values, errors, general, unnamed };
}

/** The errors at the top of the page; each links to its field. */
export function summaryOf(lang: Lang, { errors, general, unnamed }: Typed): Html | undefined {
  const list: FormError[] = Object.entries(errors).map(([name, message]) => ({
    of: name,
    plain: !unnamed?.has(name),
    message,
  }));
  if (general) list.unshift({ message: general });
  return errorSummary(lang, list);
}

export const isWrong = ({ errors, general }: Typed): boolean => general !== undefined || Object.keys(errors).length > 0;

/** Where to go after signing in: only a path of this site, and not a page of signing in or out itself. */
export function safeReturn(path: string | undefined): string | undefined {
  if (!path || path.length > 2000 || !/^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path)) return undefined;
  return /^\/(dang-nhap|dang-ky|dang-xuat)([/?#]|$)/.test(path) ? undefined : path;
}

/** The hidden field by which a form sent twice is carried out once. */
export function keyField(ctx: PageContext): Html {
  return html`<input type="hidden" name="_key" value="${ctx.formKey}" />`;
}

/** The status of a form that is shown again: 429 while somebody must wait. */
export function statusOf(error: unknown): number {
  return error instanceof Refusal && (error.status === 429 || error.status === 503) ? error.status : 422;
}

/**
 * Where people go on once they are signed in.
 * @param back where they wanted to go. When that is a room of the workplace which is not theirs, they come to their own: the
 * address of a desk is what officials know, whatever their work is
 */
export function landing(app: Pick<App, 'modules'>, principal: Principal, back: string | undefined): string {
  const own = workplaceOf(app, principal);
  if (back === undefined) return own?.href ?? '/';
  const path = back.split(/[?#]/, 1)[0];
  const room = own && roomsOf(app).find(({ href }) => href === path);
  return room && !isOpen(principal, room) ? own.href : back;
}
