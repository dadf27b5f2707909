import { isDay, page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  citizenPage,
  details,
  emptyState,
  everyRow,
  exportLinks,
  filterBar,
  formatDate,
  formatTime,
  html,
  type Html,
  linkLine,
  pagination,
  sheetFile,
  table,
  withQuery,
} from '@dinh/ui';
import type { Seen } from '../operations/list-seen.ts';

const title: Text = { vi: 'Ai đã xem dữ liệu của bạn', en: 'Who looked at your data' };
const path = '/tai-khoan/ai-da-xem';
const mostExported = 10_000;

const columns = {
  day: { vi: 'Ngày', en: 'Day' },
  who: { vi: 'Ai', en: 'Who' },
  place: { vi: 'Chức vụ, đơn vị', en: 'Position and unit' },
  act: { vi: 'Để làm gì', en: 'What for' },
  matter: { vi: 'Hồ sơ', en: 'Dossier' },
  times: { vi: 'Số lần', en: 'Times' },
  first: { vi: 'Lần đầu', en: 'First' },
  last: { vi: 'Lần cuối', en: 'Last' },
} satisfies Record<string, Text>;

const words = {
  why: {
    vi: 'Mỗi lần cán bộ mở hồ sơ, giấy tờ hoặc thông tin của bạn đều được ghi lại và không ai sửa được. Các lần trong cùng một ngày, của cùng một người và cùng mục đích, đứng chung một dòng; các lần cách nhau không quá nửa giờ tính là một. Thấy điều gì lạ, hãy báo bộ phận một cửa.',
    en: 'Each time an official opens your dossiers, papers or details, it is written down and nobody can change it. What one person did for one purpose on one day stands in one line, and looks within half an hour of each other are one. Tell the one-stop desk of anything strange.',
  },
  find: { vi: 'Tìm người, đơn vị, việc hoặc mã hồ sơ', en: 'Find a person, unit, purpose or dossier' },
  from: { vi: 'Từ ngày', en: 'From' },
  until: { vi: 'Đến ngày', en: 'Until' },
  program: { vi: 'Hệ thống', en: 'The program' },
  emergency: { vi: 'Xem khẩn cấp', en: 'In an emergency' },
  none: { vi: 'Chưa có ai xem dữ liệu của bạn', en: 'Nobody has looked at your data yet' },
  noneFound: { vi: 'Không có lần xem nào như vậy', en: 'Nobody looked in that way' },
  latest: { vi: 'Năm mươi lần gần nhất', en: 'The latest fifty' },
} satisfies Record<string, Text>;

/** Who looked at one's data, and for what: a line for each person, purpose and day, with every single time behind it. */
export const seenPage = page({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const asked = askedOf(ctx);
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Seen>(ctx, format, {
        title,
        rows: everything(ctx),
        columns: [
          { label: columns.day, kind: 'date', value: (row) => row.day },
          { label: columns.who, value: (row) => who(row)[lang] },
          { label: columns.place, value: (row) => placeOf(row, lang) },
          {
            label: columns.act,
            value: (row) => [row.act[lang], emergencyOf(row, lang)].filter(Boolean).join('. '),
          },
          { label: columns.matter, value: (row) => row.matter },
          { label: columns.times, kind: 'number', value: (row) => row.times },
          { label: columns.first, kind: 'moment', value: (row) => row.first },
          { label: columns.last, kind: 'moment', value: (row) => row.last },
        ],
      });
    const after = ctx.query['sau'];
    const { entries, next } = await ctx.run('identity.list-seen', { ...asked, ...(after && { after }) });
    const address = withQuery(path, {
      tim: asked.find,
      tu: asked.from,
      den: asked.until,
      xep: asked.sort === 'last' ? 'last' : undefined,
    });
    const narrowed = Boolean(asked.find ?? asked.from ?? asked.until);
    return show(
      citizenPage(lang, {
        title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        back: '/tai-khoan',
        wide: true,
        main: html`<h1>${title[lang]}</h1>
          <p>${words.why[lang]}</p>
          ${
            (entries.length > 0 || narrowed || after) &&
            filterBar(lang, {
              action: path,
              ...(narrowed && { clear: path }),
              ...(asked.sort === 'last' && { hidden: { xep: 'last' } }),
              filters: [
                { name: 'tim', label: words.find, value: asked.find ?? '', type: 'search' },
                { name: 'tu', label: words.from, value: asked.from ?? '', type: 'date' },
                { name: 'den', label: words.until, value: asked.until ?? '', type: 'date' },
              ],
              actions: linkLine(lang, exportLinks(address)),
            })
          }
          ${table<Seen>(lang, {
            caption: title,
            hideCaption: true,
            stack: true,
            rows: entries,
            columns: [
              { key: 'last', label: columns.day, sortable: true, cell: (row) => formatDate(row.day) },
              { key: 'who', label: columns.who, cell: (row) => who(row)[lang] },
              { key: 'place', label: columns.place, cell: (row) => placeOf(row, lang) },
              {
                key: 'act',
                label: columns.act,
                cell: (row) =>
                  html`${row.act[lang]}${row.matter && html`<br /><span class="code">${row.matter}</span>`}${
                    row.emergency && html`<br /><small>${emergencyOf(row, lang)}</small>`
                  }`,
              },
              { key: 'times', label: columns.times, cell: (row) => looks(ctx, row) },
            ],
            sort: {
              by: 'last',
              direction: asked.sort === 'last' ? 'asc' : 'desc',
              href: (_key, direction) =>
                withQuery(path, {
                  tim: asked.find,
                  tu: asked.from,
                  den: asked.until,
                  xep: direction === 'asc' ? 'last' : undefined,
                }),
            },
            empty: emptyState(lang, { title: narrowed ? words.noneFound : words.none }),
          })}
          ${pagination(lang, {
            next: next ? withAfter(address, next) : undefined,
            previous: after ? address : undefined,
          })}`,
      }),
    );
  },
});

/** What is asked for in the address; what cannot be meant is left out. */
function askedOf({ query }: PageContext) {
  const find = query['tim']?.trim().slice(0, 100);
  const [from, until] = [query['tu'], query['den']].map((one) => (one && isDay(one) ? one : undefined));
  return {
    ...(find && { find }),
    ...(from && { from }),
    ...(until && { until }),
    ...(query['xep'] === 'last' && { sort: 'last' as const }),
  };
}

const withAfter = (address: string, next: string) =>
  `${address}${address.includes('?') ? '&' : '?'}sau=${encodeURIComponent(next)}`;

/** How often, with the single times behind it. */
function looks({ lang }: PageContext, row: Seen): Html {
  const latest = formatTime(row.last);
  const first = formatTime(row.first);
  const when = first === latest ? latest : `${first}–${latest}`;
  if (row.times === 1)
    return html`${{ vi: `1 lần, ${first === latest ? 'lúc ' : ''}${when}`, en: `once, ${first === latest ? 'at ' : ''}${when}` }[lang]}`;
  return details(lang, {
    summary: {
      vi: `${row.times} lần, ${when}`,
      en: `${row.times} times, ${when}`,
    },
    body: html`${row.times > row.looks.length && html`<p>${words.latest[lang]}:</p>`}<ul>
      ${row.looks.map((at) => html`<li>${formatTime(at)}</li>`)}
    </ul>`,
  });
}

const who = (row: Seen): Text => (row.name === null ? words.program : { vi: row.name, en: row.name });
/** Why somebody looked who had no right to, as they said it. */
function emergencyOf({ emergency }: Seen, lang: 'vi' | 'en'): string {
  return emergency ? `${words.emergency[lang]}: ${emergency[lang]}. “${emergency.words}”` : '';
}
const relations = {
  attorney: { vi: 'người được bạn ủy quyền', en: 'holds your power of attorney' },
  child: { vi: 'cha, mẹ hoặc người đại diện của bạn', en: 'your parent or representative' },
  ward: { vi: 'người giám hộ của bạn', en: 'your guardian' },
  private: { vi: 'cá nhân, không giữ chức vụ', en: 'a private person' },
  machine: { vi: 'hệ thống kết nối', en: 'a connected system' },
} satisfies Record<NonNullable<Seen['relation']>, Text>;

const placeOf = (row: Seen, lang: 'vi' | 'en'): string =>
  [row.title?.[lang], row.unit?.[lang], row.relation && relations[row.relation][lang]].filter(Boolean).join(', ');

const everything = (ctx: PageContext): AsyncGenerator<Seen> =>
  everyRow<Seen, string>(async (after) => {
    const found: { entries: Seen[]; next: string | null } = await ctx.run('identity.list-seen', {
      ...askedOf(ctx),
      limit: 1000,
      ...(after && { after }),
    });
    return { rows: found.entries, next: found.next };
  }, mostExported);
