import type { Lang, PageContext, Text } from '@dinh/kernel';
import { formatDate, html, type Html } from '@dinh/ui';

export { refusedSummary, roomScreen as screen, withQuery } from '@dinh/ui';

/** The posted value of a field, trimmed; undefined when nothing was typed. */
export function typed(ctx: PageContext, name: string): string | undefined {
  const value = ctx.form[name];
  const text = (Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')).trim();
  return text === '' ? undefined : text;
}

/**
 * Whether this form is the one that was sent and refused: it then stands open, with what was typed in it, and no other does.
 * @param action the address to which the form is sent
 * @param row of several forms alike, the field that tells them apart and what it holds in this one
 */
export function refusedAt(ctx: PageContext, action: string, row: readonly [string, string?] = ['']): boolean {
  const [name, value] = row;
  return ctx.method === 'POST' && ctx.asked.split('?')[0] === action && (name === '' || typed(ctx, name) === value);
}

/** A filter out of the address; undefined when it is empty. */
export function asked(ctx: PageContext, name: string): string | undefined {
  return ctx.query[name]?.trim() || undefined;
}

/** A unit out of the address; undefined when it is the number of none. */
export function askedUnit(ctx: PageContext): number | undefined {
  const unit = Number(asked(ctx, 'don-vi'));
  return Number.isInteger(unit) && unit > 0 && unit < 2 ** 31 ? unit : undefined;
}

/** What a filter offers, by words for each value. */
export const options = (words: Readonly<Record<string, Text>>): { value: string; label: Text }[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/**
 * Units as a field offers them, in the order of their tree. Those whose name several have ("Phòng Quản lý đô thị") are told
 * apart by the unit above them.
 */
export function unitOptions(units: readonly { id: number; name: Text; depth: number }[]): { value: string; label: Text }[] {
  const named = Map.groupBy(units, ({ name }) => name.vi);
  const above: Text[] = [];
  return units.map(({ id, name, depth }) => {
    above[depth] = name;
    const of = named.get(name.vi)!.length > 1 ? above[depth - 1] : undefined;
    return {
      value: String(id),
      label: of ? { vi: `${name.vi} – ${of.vi}`, en: `${name.en} – ${of.en}` } : name,
    };
  });
}

/** A day out of the address, `YYYY-MM-DD`; undefined when it is none that is in the calendar. */
export function askedDay(ctx: PageContext, name: string): string | undefined {
  const day = asked(ctx, name);
  const at = /^[12]\d{3}-\d{2}-\d{2}$/.test(day ?? '') ? new Date(`${day}T00:00:00Z`) : undefined;
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day!) ? day : undefined;
}

/** One of `choices`, or undefined. */
export function oneOf<T extends string>(value: string | undefined, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}

export const hiddenKey = (ctx: PageContext): Html => html`<input type="hidden" name="_key" value="${ctx.formKey}" />`;

/** `28/11/2026 đến hết 05/12/2026`: an authority ends with the midnight after its last day. */
export function periodWords(lang: Lang, { validFrom, validTo }: { validFrom: Date; validTo: Date }): string {
  const [from, last] = [formatDate(validFrom), formatDate(new Date(validTo.getTime() - 1))];
  return lang === 'vi' ? `${from} đến hết ${last}` : `${from} to the end of ${last}`;
}

export const kinds = {
  citizen: { vi: 'Công dân', en: 'Citizen' },
  business: { vi: 'Doanh nghiệp', en: 'Business' },
  official: { vi: 'Cán bộ, công chức', en: 'Official' },
} as const;

export const states = {
  active: { vi: 'Đang hoạt động', en: 'Active' },
  suspended: { vi: 'Tạm ngừng', en: 'Suspended' },
  closed: { vi: 'Đã đóng', en: 'Closed' },
} as const;
