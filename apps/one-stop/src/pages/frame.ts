import { isOpen, notAllowed, type Page, type PageContext, type PageResult, Refusal, type Text } from '@dinh/kernel';
import { type FormError, html, type Html, refusedErrors, roomScreen, type RoomScreen } from '@dinh/ui';

/** A page of the officials' room: citizens, and officials of other work, hold some of the same permissions for what is their own, but no place here. */
export const forOfficials =
  ({ run, may }: Pick<Page, 'run' | 'may'>): Page['run'] =>
  async (ctx): Promise<PageResult> => {
    const open = may === 'signed-in' || isOpen(ctx.principal, { may });
    if (ctx.principal.role !== 'official' || !open) throw notAllowed();
    return run(ctx);
  };

/** A screen of the one-stop in the officials' room. */
export const screen = (ctx: PageContext, props: RoomScreen): Html =>
  roomScreen(ctx, props, (href, path) => path === href || (href !== '/ban-lam-viec' && path.startsWith(`${href}/`)));

/** The posted value of a field, trimmed; undefined when nothing was typed. */
export function typed(ctx: PageContext, name: string): string | undefined {
  const text = many(ctx, name).at(-1)?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** All posted values of a field. */
export function many(ctx: PageContext, name: string): string[] {
  const value = ctx.form[name];
  return value === undefined ? [] : [value].flat();
}

/** Where a form came from, when that is a page of the desk; nothing else can be asked for (no open redirect). */
export function backTo(text: string | undefined, otherwise: string): string {
  return text && /^\/ban-lam-viec(?:[/?][^\\\s]*)?$/.test(text) && !text.includes('//') ? text : otherwise;
}

export { withQuery } from '@dinh/ui';

/** What the forms of acts call what the operations ask for. */
const asked: Readonly<Record<string, Text>> = {
  at: { vi: 'Ngày, giờ', en: 'Day and time' },
  place: { vi: 'Địa điểm', en: 'Place' },
  people: { vi: 'Người tham gia', en: 'Who comes' },
  subject: { vi: 'Nội dung', en: 'Subject' },
  newDate: { vi: 'Ngày trả mới', en: 'New date' },
  reason: { vi: 'Lý do', en: 'Reason' },
  report: { vi: 'Kết quả thẩm tra', en: 'Report' },
  to: { vi: 'Người nhận', en: 'Who takes it' },
  specialist: { vi: 'Người nhận', en: 'Who takes it' },
  amount: { vi: 'Số tiền', en: 'Amount' },
  unit: { vi: 'Cơ quan', en: 'Agency' },
  days: { vi: 'Số ngày', en: 'Days' },
};

/**
 * What a refused act says of its fields, for the top of the page; else its own sentence.
 * @param called what the fields of this act are called, by the last part of their path
 * @throws what is a fault of ours
 */
export function refusedAct(error: unknown, called: Readonly<Record<string, Text>> = {}): FormError[] {
  if (!(error instanceof Refusal) || error.status >= 500) throw error;
  const names = error.fields.flatMap(({ path }) => {
    const key = path.split('.').at(-1) ?? '';
    const name = called[key] ?? asked[key];
    return name ? [[path, name] as const] : [];
  });
  return refusedErrors(error, Object.fromEntries(names));
}

export const hidden = (values: Record<string, string | number | null | undefined>): Html =>
  html`${Object.entries(values).map(
    ([name, value]) =>
      value !== null && value !== undefined && value !== '' && html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;

/** Live topics of everything that an official's queues may show: their units, or the whole province. */
export function topicsOf(ctx: PageContext): string[] {
  const all = ctx.principal.grants.some((g) => g.scope === 'all' && /^one-stop\.(view|receive)-dossier$/.test(g.permission));
  const units = new Set([...ctx.principal.units, ...ctx.principal.grants.flatMap((g) => g.units)]);
  return [...(all ? ['unit:0'] : []), ...[...units].slice(0, 45).map((id) => `unit:${id}`), `person:${ctx.principal.id}`];
}
