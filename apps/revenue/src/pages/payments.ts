import { localDate, page, type PageContext, type Room, show, type Text } from '@dinh/kernel';
import { reasonText } from '@dinh/payments';
import { formatMoney, formatNumber, html, type Html, listFile, type ListProps, listScreen, tag } from '@dinh/ui';
import type { PaymentLine } from '../queries/list-payments.ts';
import { purposes, states, viewing, ways } from '../words.ts';

export const path = '/thu-phi';
export const title: Text = { vi: 'Thu, hoàn phí', en: 'Revenue' };
const heading: Text = { vi: 'Các khoản thanh toán', en: 'Payments' };

/** The entry in the bar of the officials' workplace. */
export const revenueRoom: Room = { href: path, label: title, may: viewing, order: 63, begins: true };

type Sums = { count: number; kept: number; refunded: number };

/** What came in and what went back in a period, for whoever keeps the accounts. */
export const paymentsPage = page({
  path,
  title,
  may: viewing,
  async run(ctx) {
    const props = await payments(ctx);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});

const asked = (ctx: PageContext, name: string): string | undefined => ctx.query[name]?.trim().slice(0, 120) || undefined;

const oneOf = <T extends object>(value: string | undefined, choices: T): Extract<keyof T, string> | undefined =>
  value !== undefined && Object.hasOwn(choices, value) ? (value as Extract<keyof T, string>) : undefined;

/** A day out of the address; undefined when it is none that is in the calendar. */
function day(ctx: PageContext, name: string): string | undefined {
  const text = asked(ctx, name) ?? '';
  const at = /^[12]\d{3}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}

/** The last thirty days, today included, when the address says nothing else. */
function period(ctx: PageContext): { from: string; to: string } {
  const usual = localDate(new Date(ctx.now.getTime() - 29 * 86_400_000));
  return { from: day(ctx, 'tu') ?? usual, to: day(ctx, 'den') ?? localDate(ctx.now) };
}

const options = (words: Readonly<Record<string, Text>>) => Object.entries(words).map(([value, label]) => ({ value, label }));

async function payments(ctx: PageContext): Promise<ListProps<PaymentLine>> {
  const { lang } = ctx;
  const query = asked(ctx, 'q');
  const state = oneOf(asked(ctx, 'trang-thai'), states);
  const purpose = oneOf(asked(ctx, 'khoan'), purposes) as 'fee' | 'duty' | undefined;
  const way = oneOf(asked(ctx, 'cach'), ways);
  const unit = /^[1-9]\d{0,8}$/.exec(asked(ctx, 'don-vi') ?? '')?.[0];
  const span = period(ctx);
  const { units } = await ctx.run('identity.list-units', { limit: 2000 });
  const wanted = {
    ...(query && { query }),
    ...(state && { state }),
    ...(purpose && { purpose }),
    ...(way && { way }),
    ...(unit && { unit: Number(unit) }),
    ...span,
  };
  let sums: Sums | null = null;
  return {
    path,
    title: heading,
    filters: [
      {
        name: 'q',
        label: { vi: 'Biên lai, giao dịch, mã hồ sơ, người nộp', en: 'Receipt, transaction, dossier, payer' },
        value: query ?? '',
        type: 'search',
      },
      {
        name: 'trang-thai',
        label: { vi: 'Trạng thái', en: 'State' },
        value: state ?? '',
        options: Object.entries(states).map(([value, { label }]) => ({ value, label })),
      },
      {
        name: 'khoan',
        label: { vi: 'Khoản thu', en: 'Purpose' },
        value: purpose ?? '',
        options: options(purposes),
      },
      { name: 'cach', label: { vi: 'Cách nộp', en: 'Way' }, value: way ?? '', options: options(ways) },
      {
        name: 'don-vi',
        label: { vi: 'Cơ quan giải quyết', en: 'Competent agency' },
        value: unit ?? '',
        options: units
          .filter(({ kind }) => !['section', 'leadership', 'clerk', 'desk'].includes(kind))
          .map(({ id, name }) => ({ value: String(id), label: name as Text })),
      },
      { name: 'tu', label: { vi: 'Từ ngày', en: 'From' }, value: span.from, type: 'date' },
      { name: 'den', label: { vi: 'đến ngày', en: 'to' }, value: span.to, type: 'date' },
    ],
    sort: '-created',
    columns: [
      {
        key: 'dossier',
        label: { vi: 'Hồ sơ', en: 'Dossier' },
        value: (one) => one.dossier?.number,
        cell: (one) => one.dossier?.number ?? one.receipt ?? one.ref ?? '–',
      },
      { key: 'receipt', label: { vi: 'Biên lai', en: 'Receipt' }, value: (one) => one.receipt },
      { key: 'payer', label: { vi: 'Người nộp', en: 'Payer' }, grow: true, value: (one) => one.payer },
      {
        key: 'unit',
        label: { vi: 'Cơ quan giải quyết', en: 'Competent agency' },
        grow: true,
        minor: true,
        value: (one) => one.dossier?.unit[lang],
      },
      {
        key: 'purpose',
        label: { vi: 'Khoản thu', en: 'Purpose' },
        minor: true,
        value: (one) => purposes[one.purpose]?.[lang],
      },
      { key: 'way', label: { vi: 'Cách nộp', en: 'Way' }, value: (one) => ways[one.way][lang] },
      {
        key: 'amount',
        label: { vi: 'Số tiền', en: 'Amount' },
        kind: 'money',
        numeric: true,
        sortable: true,
        value: (one) => one.amount,
      },
      {
        key: 'created',
        label: { vi: 'Lúc', en: 'At' },
        kind: 'moment',
        sortable: true,
        value: (one) => one.createdAt,
      },
      {
        key: 'state',
        label: { vi: 'Trạng thái', en: 'State' },
        value: (one) => states[one.state]?.label[lang],
        cell: (one) => stateTag(ctx, one.state),
      },
      {
        key: 'paid',
        label: { vi: 'Nộp lúc', en: 'Paid' },
        kind: 'moment',
        fileOnly: true,
        value: (one) => one.paidAt,
      },
      {
        key: 'ref',
        label: { vi: 'Mã giao dịch', en: 'Transaction' },
        fileOnly: true,
        value: (one) => one.ref,
      },
      {
        key: 'refunded',
        label: { vi: 'Hoàn lúc', en: 'Refunded' },
        kind: 'moment',
        fileOnly: true,
        value: (one) => one.refundedAt,
      },
      {
        key: 'reason',
        label: { vi: 'Lý do', en: 'Reason' },
        fileOnly: true,
        value: (one) => one.reason && reasonText(one.reason)[lang],
      },
    ],
    rowHref: (one) => `${path}/${one.id}`,
    empty: {
      title: { vi: 'Không có khoản nào như vậy', en: 'There is no such payment' },
      body: {
        vi: 'Hãy bỏ bớt điều kiện hoặc chọn kỳ dài hơn.',
        en: 'Ask for less, or choose a longer period.',
      },
    },
    get foot() {
      return sums && sumLine(ctx, sums);
    },
    async read({ after, limit, sort }) {
      const found = await ctx.run('revenue.list-payments', {
        ...wanted,
        sort: sort?.endsWith('amount') ? ('amount' as const) : ('created' as const),
        descending: sort?.startsWith('-') ?? true,
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      sums = found.sums;
      return { rows: found.payments, next: found.next };
    },
  };
}

export function stateTag({ lang }: PageContext, state: string): Html | string {
  const known = states[state];
  return known ? tag(lang, known.tone, known.label) : state;
}

/** The sums of all that was asked for, below the first page. */
function sumLine({ lang }: PageContext, { count, kept, refunded }: Sums): Html {
  const [n, in_, back] = [formatNumber(lang, count), formatMoney(lang, kept), formatMoney(lang, refunded)];
  return html`<p>
    ${
      {
        vi: `${n} khoản. Đã nộp và giữ lại: ${in_}. Đã hoàn: ${back}.`,
        en: `${n} payments. Paid and kept: ${in_}. Refunded: ${back}.`,
      }[lang]
    }
  </p>`;
}
