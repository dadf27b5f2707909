import { clean, page, sendJson, show, type Text } from '@dinh/kernel';
import { type Child, emptyState, filterBar, html, type Lang, pagination, searchBox } from '@dinh/ui';
import { type Catalogue, readCatalogue } from '../search/catalogue.ts';
import { plain } from '../search/words.ts';
import { audiences, countWords, home, portalPage } from './parts.ts';
import { procedureList } from './procedure-list.ts';

const words = {
  title: { vi: 'Tìm thủ tục', en: 'Find a procedure' },
  results: { vi: 'Kết quả tìm', en: 'Search results' },
  agency: { vi: 'Cơ quan', en: 'Agency' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
  kind: { vi: 'Loại việc', en: 'Kind' },
  audience: { vi: 'Ai làm', en: 'For whom' },
  event: { vi: 'Sự kiện đời sống', en: 'Life event' },
  none: { vi: 'Chưa tìm thấy thủ tục nào', en: 'No procedure found' },
  noneHelp: {
    vi: 'Bạn thử gõ ít chữ hơn, cách gọi khác, hoặc bỏ bớt điều kiện lọc. Cũng có thể xem theo cơ quan hay lĩnh vực.',
    en: 'Try fewer or other words, or remove a filter. You can also look by agency or field.',
  },
  alike: {
    vi: 'Không có tên nào khớp hẳn. Dưới đây là những thủ tục có tên gần giống.',
    en: 'No name matches exactly. These procedures have similar names.',
  },
  byAgency: { vi: 'Xem theo cơ quan', en: 'Look by agency' },
  byField: { vi: 'Xem theo lĩnh vực', en: 'Look by field' },
  doors: { vi: 'Có thể bạn tìm', en: 'You may be looking for' },
};

const names = ['agency', 'businessType', 'kind', 'audience', 'lifeEvent'] as const;

export const searchPage = page({
  path: '/tim-kiem',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const { lang, query } = ctx;
    const q = clean(query['q'] ?? '').slice(0, 300);
    const catalogue = await readCatalogue(ctx.app);
    const filters = Object.fromEntries(
      names.flatMap((name) =>
        query[name] && query[name].length <= 40 ? [[name, query[name]] as const] : [],
      ),
    );
    if (filters['audience'] !== 'citizen' && filters['audience'] !== 'business') delete filters['audience'];
    const cursor = query['tiep']?.slice(0, 200);
    const found = await ctx.run('procedures.search', {
      q,
      ...(filters as object),
      ...(cursor && { cursor }),
    });
    const here = () => new URLSearchParams({ ...(q && { q }), ...filters });
    return show(
      portalPage(ctx, {
        title: q ? { vi: `${q} – ${words.results.vi}`, en: `${q} – ${words.results.en}` } : words.title,
        noSearch: true,
        wide: true,
        breadcrumbs: [home, { label: words.title }],
        main: html`<h1>${words.title[lang]}</h1>
          ${searchBox(lang, { action: '/tim-kiem', label: words.title, large: true, value: q, id: 'search', suggest: '/goi-y' })}
          ${filterBar(lang, {
            action: '/tim-kiem',
            hidden: q ? { q } : {},
            clear: q ? `/tim-kiem?q=${encodeURIComponent(q)}` : '/tim-kiem',
            filters: choices(catalogue).map((filter) => ({ ...filter, value: filters[filter.name] })),
          })}
          <p class="found-count" role="status">
            ${found.total > 0 ? countWords(found.total)[lang] : words.none[lang]}${q && html` · <q>${q}</q>`}
          </p>
          ${!cursor && doorsLine(lang, catalogue, q)} ${found.alike && html`<p class="alike">${words.alike[lang]}</p>`}
          ${
            found.procedures.length > 0
              ? procedureList(lang, catalogue, found.procedures, { agency: true })
              : emptyState(lang, {
                  title: words.none,
                  body: words.noneHelp,
                  action: html`<p><a href="/co-quan">${words.byAgency[lang]}</a> · <a href="/linh-vuc">${words.byField[lang]}</a></p>`,
                })
          }
          ${pagination(lang, {
            previous: cursor ? `/tim-kiem?${here()}` : undefined,
            next: found.next
              ? `/tim-kiem?${new URLSearchParams([...here(), ['tiep', found.next]])}`
              : undefined,
          })}`,
      }),
    );
  },
});

interface Choice {
  readonly name: (typeof names)[number];
  readonly label: Text;
  readonly options: readonly { readonly value: string; readonly label: Text }[];
  readonly fixed: true;
}

const choicesOf = new WeakMap<Catalogue, readonly Choice[]>();

/** By what a search is narrowed: the same lists for every page of a catalogue. */
function choices(catalogue: Catalogue): readonly Choice[] {
  let found = choicesOf.get(catalogue);
  if (!found) {
    const { agencies, groups, kinds } = catalogue;
    const named = (list: readonly { key: string; name: Text }[]) =>
      list.map(({ key, name }) => ({ value: key, label: name }));
    const audience = (['citizen', 'business'] as const).map((key) => ({ key, name: audiences[key]! }));
    const fields = groups.map(({ code, name }) => ({ key: code, name }));
    found = [
      { name: 'audience', label: words.audience, options: named(audience), fixed: true },
      { name: 'agency', label: words.agency, options: named(agencies), fixed: true },
      { name: 'businessType', label: words.field, options: named(fields), fixed: true },
      { name: 'kind', label: words.kind, options: named(kinds), fixed: true },
    ];
    choicesOf.set(catalogue, found);
  }
  return found;
}

const joined = new WeakMap<Catalogue['doors'], string>();

/** The names of all doors in one text: most of what is typed stands in none. */
function allDoors(doors: Catalogue['doors']): string {
  let text = joined.get(doors);
  if (text === undefined) joined.set(doors, (text = doors.flatMap((door) => door.plain).join('|')));
  return text;
}

/** Agencies and life events whose name holds what is typed. */
function doorsLine(lang: Lang, { doors }: Catalogue, q: string): Child {
  const asked = ` ${plain(q)} `;
  if (asked.length < 5) return undefined;
  if (!allDoors(doors).includes(asked)) return undefined;
  const open = doors.filter((door) => door.plain.some((name) => name.includes(asked))).slice(0, 4);
  return html`<p class="doors-line">
    ${words.doors[lang]}: ${open.map(({ kind, key, name }) => html`<a href="${places[kind]}${key}">${name[lang]}</a> `)}
  </p>`;
}

const places = { procedure: '/thu-tuc/', agency: '/co-quan/', 'life-event': '/su-kien-doi-song/' };

/** Suggestions for the search box, as its island takes them. */
export const suggestPage = page({
  path: '/goi-y',
  title: { vi: 'Gợi ý', en: 'Suggestions' },
  may: 'anyone',
  async run(ctx) {
    const { suggestions } = await ctx.run('procedures.suggest', {
      q: clean(ctx.query['q'] ?? '').slice(0, 300),
    });
    return sendJson(
      suggestions.map(({ kind, key, name, hint }) => ({
        label: name[ctx.lang],
        hint: hint[ctx.lang],
        href: places[kind] + encodeURIComponent(key),
      })),
    );
  },
});
