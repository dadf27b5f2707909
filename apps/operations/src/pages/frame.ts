import { isPeriodDay, isUuid, type PageContext, type Period, type Room, type Text } from '@dinh/kernel';
import {
  type Crumb,
  emptyState,
  filterBar,
  type Filter,
  formatNumber,
  type Html,
  type Lang,
  linkButton,
  pagination,
  refusedSummary as refusedIn,
  roomScreen,
  type RoomScreen,
  tabs,
} from '@dinh/ui';
import { usualPeriod } from '../model/period.ts';
import { mostLookedAt } from '../queries/latest-instances.ts';
import { watching } from '../queries/processes.ts';

/** The entry in the bar of the officials' workplace. */
export const operationsRoom: Room = {
  href: '/dieu-hanh/quy-trinh',
  label: { vi: 'Giám sát', en: 'Monitoring' },
  may: watching,
  order: 62,
};

const parts: readonly { href: string; label: Text; may: string }[] = [
  { href: '/dieu-hanh/quy-trinh', label: { vi: 'Quy trình', en: 'Processes' }, may: watching },
  { href: '/dieu-hanh/luot', label: { vi: 'Lượt chạy', en: 'Instances' }, may: watching },
  { href: '/dieu-hanh/su-co', label: { vi: 'Sự cố', en: 'Incidents' }, may: 'process.view-incident' },
  { href: '/dieu-hanh/canh-bao', label: { vi: 'Cảnh báo', en: 'Warnings' }, may: 'process.view-rule-hit' },
];

export const home: Crumb = { label: operationsRoom.label, href: operationsRoom.href };

/** A screen of this room. */
export const screen = (ctx: PageContext, props: RoomScreen): Html =>
  roomScreen(ctx, props, (href) => href === operationsRoom.href);

/** The parts of the room, above each of them. */
export const partTabs = (ctx: PageContext, current: string): Html =>
  tabs(
    ctx.lang,
    operationsRoom.label,
    parts.filter(({ may }) => mayOf(ctx, may)).map(({ href, label }) => ({ href, label, current: href === current })),
  );

export const mayOf = (ctx: PageContext, permission: string): boolean =>
  ctx.principal.grants.some((grant) => grant.permission === permission);

/** A value out of the address; undefined when it is empty. */
export const asked = (ctx: PageContext, name: string): string | undefined => ctx.query[name]?.trim().slice(0, 200) || undefined;

/** The asked period, or the usual one. */
export function askedPeriod(ctx: PageContext): Period {
  const { tu, den } = ctx.query;
  const usual = usualPeriod(ctx.now);
  return { from: tu && isPeriodDay(tu) ? tu : usual.from, to: den && isPeriodDay(den) ? den : usual.to };
}

/** A positive whole number out of the address. */
export function askedNumber(ctx: PageContext, name: string): number | undefined {
  const value = ctx.query[name] ?? '';
  return /^[1-9]\d{0,5}$/.test(value) ? Number(value) : undefined;
}

/** An identifier out of the address. */
export function askedId(ctx: PageContext, name: string): string | undefined {
  const value = asked(ctx, name);
  return value !== undefined && isUuid(value) ? value : undefined;
}

/** The address of the next page of a list, or of its first. */
export function nextPage(ctx: PageContext, path: string, after: string | undefined): string {
  const query = new URLSearchParams(ctx.url.split('?')[1] ?? '');
  query.delete('sau');
  if (after) query.set('sau', after);
  return query.size > 0 ? `${path}?${query}` : path;
}

/**
 * What stands under a list of which so many instances are looked at in one go: where nothing was found among them, that there
 * is more, and the way on.
 * @param what is looked for
 * @param next where it goes on, when older instances were not looked at yet
 */
export function nothingFound(ctx: PageContext, path: string, what: Text, next: string | null): Html {
  const { lang } = ctx;
  if (!next)
    return emptyState(lang, {
      title: { vi: `Không có ${what.vi} nào như vậy`, en: `There is no such ${what.en}` },
      body: {
        vi: 'Hãy bỏ bớt điều kiện hoặc chọn kỳ dài hơn.',
        en: 'Ask for less, or choose a longer period.',
      },
    });
  const many = formatNumber(lang, mostLookedAt);
  return emptyState(lang, {
    title: { vi: `Chưa thấy ${what.vi} nào như vậy`, en: `No such ${what.en} found yet` },
    body: {
      vi: `Đã xem ${many} lượt chạy, từ mới về cũ; còn những lượt cũ hơn chưa xem. Chọn kỳ ngắn hơn hoặc thêm quy trình thì tìm nhanh hơn.`,
      en: `${many} instances were looked at, from the latest on; there are older ones. A shorter period or a process makes it quicker.`,
    },
    action: linkButton(lang, {
      label: { vi: 'Tìm tiếp trong các lượt cũ hơn', en: 'Go on looking among older ones' },
      href: nextPage(ctx, path, next),
      kind: 'secondary',
    }),
  });
}

/** The ways to the page before and the next, which an empty page does not have: it says itself how to go on. */
export const pageLinks = (
  ctx: PageContext,
  path: string,
  { shown, next, after }: { shown: number; next: string | null; after: string | undefined },
): Html | undefined =>
  pagination(ctx.lang, {
    next: next && shown > 0 ? nextPage(ctx, path, next) : undefined,
    previous: after ? nextPage(ctx, path, undefined) : undefined,
  });

/** First and last day, and what else a page is filtered by. */
export function periodBar(ctx: PageContext, path: string, period: Period, more: Filter[] = []): Html {
  return filterBar(ctx.lang, {
    action: path,
    clear: path,
    key: '/',
    filters: [
      ...more,
      { name: 'tu', label: { vi: 'Bắt đầu từ ngày', en: 'Begun from' }, value: period.from, type: 'date' },
      { name: 'den', label: { vi: 'đến ngày', en: 'to' }, value: period.to, type: 'date' },
    ],
  });
}

export { withQuery } from '@dinh/ui';

const fieldNames: Readonly<Record<string, Text>> = {
  reason: { vi: 'Lý do', en: 'Reason' },
  element: { vi: 'Bước', en: 'Step' },
  token: { vi: 'Đang ở', en: 'Waits at' },
  variables: { vi: 'Biến', en: 'Variable' },
  note: { vi: 'Đã làm gì', en: 'What is done' },
};

/** What was refused in this room, with the names of its fields. */
export const refusedSummary = (ctx: PageContext, error: unknown): Html | undefined => refusedIn(ctx, error, fieldNames);

export const processAddress = (key: string): string => `/dieu-hanh/quy-trinh/${encodeURIComponent(key)}`;

/** A length of time as people say it: `3 giờ`, `2,5 ngày`; – when there is none. */
export function hoursText(lang: Lang, hours: number | null): string {
  if (hours === null) return '–';
  if (hours < 1) return `${Math.round(hours * 60)} ${{ vi: 'phút', en: 'min' }[lang]}`;
  if (hours < 48) return `${formatNumber(lang, Math.round(hours * 10) / 10)} ${{ vi: 'giờ', en: 'h' }[lang]}`;
  return `${formatNumber(lang, Math.round(hours / 2.4) / 10)} ${{ vi: 'ngày', en: 'days' }[lang]}`;
}

export const stateNames: Readonly<Record<string, { tone: 'doing' | 'done' | 'stopped' | 'late'; label: Text }>> = {
  running: { tone: 'doing', label: { vi: 'Đang chạy', en: 'Running' } },
  completed: { tone: 'done', label: { vi: 'Đã xong', en: 'Completed' } },
  cancelled: { tone: 'stopped', label: { vi: 'Đã hủy', en: 'Cancelled' } },
};
