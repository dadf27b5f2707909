import { isDay, type InputOf, isUuid, may, type OperationTypes, type PageContext, type Text } from '@dinh/kernel';
import { html, type Html, live, queueList } from '@dinh/ui';
import { mostCounted } from '../queries/count-queues.ts';
import { topicsOf, withQuery } from './frame.ts';

type ListInput = InputOf<OperationTypes['one-stop.list-dossiers']>;

/** The queues of the desk by their name in addresses. */
export const queues: Record<string, { label: Text; queue: ListInput['queue']; late?: ListInput['late']; may: string }> = {
  'tiep-nhan': {
    label: { vi: 'Chờ tiếp nhận', en: 'To receive' },
    queue: 'desk',
    may: 'one-stop.receive-dossier',
  },
  'cua-toi': { label: { vi: 'Việc của tôi', en: 'My work' }, queue: 'mine', may: 'one-stop.do-task' },
  'dang-giai-quyet': {
    label: { vi: 'Đang giải quyết', en: 'Under way' },
    queue: 'unit',
    may: 'one-stop.view-dossier',
  },
  'sap-han': {
    label: { vi: 'Sắp hạn', en: 'Due soon' },
    queue: 'unit',
    late: 'soon',
    may: 'one-stop.view-dossier',
  },
  'qua-han': {
    label: { vi: 'Quá hạn', en: 'Late' },
    queue: 'unit',
    late: 'late',
    may: 'one-stop.view-dossier',
  },
  'cho-tra': {
    label: { vi: 'Chờ trả kết quả', en: 'To return' },
    queue: 'return',
    may: 'one-stop.return-result',
  },
  'ban-giao': {
    label: { vi: 'Chờ bàn giao giấy', en: 'Papers to hand over' },
    queue: 'papers',
    may: 'one-stop.hand-over-dossier',
  },
  'tat-ca': { label: { vi: 'Mọi hồ sơ', en: 'All dossiers' }, queue: 'all', may: 'one-stop.view-dossier' },
};

/** The queue of the address, or the first that this person has. */
export function queueOf(ctx: PageContext): string {
  const asked = ctx.query['hang'];
  if (asked && Object.hasOwn(queues, asked)) return asked;
  const work = Object.entries(queues).find(([, queue]) => may(ctx.principal, queue.may));
  return ctx.query['q'] ? 'tat-ca' : (work?.[0] ?? 'tat-ca');
}

const fitting = <T extends string>(value: string | undefined, ...known: T[]): T | undefined => known.find((one) => one === value);
const day = (value: string | undefined) => (value && isDay(value) ? value : undefined);

/** What the address asks for; anything that makes no sense is left out. */
export function listInput(ctx: PageContext): ListInput {
  const { query } = ctx;
  const queue = queues[queueOf(ctx)]!;
  const status = Number(query['trang-thai']);
  const unit = Number(query['don-vi']);
  return {
    queue: queue.queue,
    late: queue.late ?? fitting(query['han'], 'late', 'soon', 'on-time'),
    ...(Number.isInteger(status) && status >= 1 && status <= 10 && { status: [status] }),
    ...(Number.isInteger(unit) && unit > 0 && unit < 2 ** 31 && { unit }),
    search: query['q']?.slice(0, 200) || undefined,
    procedure: query['thu-tuc']?.slice(0, 40) || undefined,
    ...(isUuid(query['nguoi'] ?? '') && { assignee: query['nguoi']! }),
    channel: fitting(query['kenh'], 'online', 'counter', 'post'),
    from: day(query['tu']),
    to: day(query['den']),
    sort: fitting(query['xep'], 'step-asc', 'step-desc', 'arrived-desc', 'arrived-asc', 'due-asc', 'due-desc'),
    cursor: query['sau']?.slice(0, 200) || undefined,
  };
}

/** The query of the address without what belongs to one look at it. */
export const listHref = (ctx: PageContext, path = '/ban-lam-viec'): string =>
  withQuery(`${path}?${ctx.url.split('?')[1] ?? ''}`, {
    'ho-so': undefined,
    xong: undefined,
    tep: undefined,
    lang: undefined,
  });

/** Left: the queues with their counts, and the views that this person keeps. */
export async function queuePane(ctx: PageContext): Promise<Html> {
  const { lang } = ctx;
  const [counts, { views }] = await Promise.all([ctx.run('one-stop.count-queues', {}), ctx.run('one-stop.list-views', {})]);
  const current = queueOf(ctx);
  const count: Record<string, number> = {
    'tiep-nhan': counts.desk,
    'cua-toi': counts.mine,
    'dang-giai-quyet': counts.unit,
    'sap-han': counts.soon,
    'qua-han': counts.late,
    'cho-tra': counts.return,
    'ban-giao': counts.papers,
  };
  const mine = Object.entries(queues).filter(([, queue]) => may(ctx.principal, queue.may));
  const view = listHref(ctx).split('?')[1] ?? '';
  return live({
    id: 'hang-doi',
    href: listHref(ctx, '/ban-lam-viec/hang-doi'),
    topics: topicsOf(ctx),
    since: ctx.position,
    body: html`${queueList(
      lang,
      { vi: 'Hàng đợi', en: 'Queues' },
      mine.map(([name, { label }], i) => ({
        label,
        href: `/ban-lam-viec?hang=${name}`,
        count: count[name],
        most: mostCounted,
        late: name === 'dang-giai-quyet' ? counts.late : undefined,
        current: name === current && !views.some((v) => v.query === view),
        key: String(i + 1),
      })),
    )}${
      views.length > 0 &&
      queueList(
        lang,
        { vi: 'Bộ lọc của tôi', en: 'My views' },
        views.map((v) => ({ label: v.name, href: `/ban-lam-viec?${v.query}`, current: v.query === view })),
      )
    }`,
  });
}
