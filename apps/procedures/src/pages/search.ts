import { clean, page, sendJson, show, type Text } from '@dinh/kernel';
import { type Child, emptyState, filterBar, html, type Html, type Lang, pagination, Pieces, searchBox, typed } from '@dinh/ui';
import { type Catalogue, type Door, readCatalogue } from '../search/catalogue.ts';
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
      names.flatMap((name) => (query[name] && query[name].length <= 40 ? [[name, query[name]] as const] : [])),
    );
    if (filters['audience'] !== 'citizen' && filters['audience'] !== 'business') delete filters['audience'];
    const cursor = query['tiep']?.slice(0, 200);
    const found = await ctx.run('procedures.search', {
      q,
      ...(filters as object),
      ...(cursor && { cursor }),
    });
    const values = {
      q: typed(q),
      count: found.total > 0 ? countWords(found.total)[lang] : words.none[lang],
      doors: !cursor && doorsLine(lang, catalogue, q),
      alike: found.alike && html`<p class="alike">${words.alike[lang]}</p>`,
      found:
        found.procedures.length > 0
          ? procedureList(lang, catalogue, found.procedures, { agency: true })
          : emptyState(lang, {
              title: words.none,
              body: words.noneHelp,
              action: html`<p><a href="/co-quan">${words.byAgency[lang]}</a> · <a href="/linh-vuc">${words.byField[lang]}</a></p>`,
            }),
      pages: pagination(lang, {
        previous: cursor ? address({ q, ...filters }) : undefined,
        next: found.next ? address({ q, ...filters, tiep: found.next }) : undefined,
      }),
    };
    const narrowed = Object.keys(filters).length > 0;
    return show(
      portalPage(ctx, {
        title: q ? html`${values.q} – ${words.results[lang]}` : words.title,
        noSearch: true,
        wide: true,
        breadcrumbs: [home, { label: words.title }],
        // With words and without filters, as most people search, only the holes differ.
        main:
          q && !narrowed
            ? parts.around<Holes>(catalogue, lang, values, (holes) => main(lang, catalogue, holes, {}))
            : main(lang, catalogue, { ...values, q }, filters),
      }),
    );
  },
});

/** What of the page depends on what is asked. */
interface Holes extends Record<string, Child> {
  readonly q: string;
  readonly count: Child;
  readonly doors: Child;
  readonly alike: Child;
  readonly found: Child;
  readonly pages: Child;
}

const parts = new Pieces<Catalogue>();

function main(lang: Lang, catalogue: Catalogue, holes: Holes, filters: Record<string, string>): Html {
  const { q } = holes;
  return html`<h1>${words.title[lang]}</h1>
    ${searchBox(lang, { action: '/tim-kiem', label: words.title, large: true, value: q, id: 'search', suggest: '/goi-y' })}
    ${filterBar(lang, {
      action: '/tim-kiem',
      hidden: q ? { q } : {},
      clear: address({ q }),
      filters: choices(catalogue).map((filter) => ({ ...filter, value: filters[filter.name] })),
    })}
    <p class="found-count" role="status">${holes.count}${q && html` · <q>${q}</q>`}</p>
    ${holes.doors} ${holes.alike} ${holes.found} ${holes.pages}`;
}

/** The address of a search; what is empty is left out. */
function address(asked: Readonly<Record<string, string>>): string {
  const query = Object.entries(asked).flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []));
  return query.length > 0 ? `/tim-kiem?${query.join('&')}` : '/tim-kiem';
}

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
    const named = (list: readonly { key: string; name: Text }[]) => list.map(({ key, name }) => ({ value: key, label: name }));
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

const doorWords = new WeakMap<Catalogue['doors'], ReadonlyMap<string, readonly Door[]>>();

/** By word: the doors whose names hold it. Most words stand in none. */
function doorsByWord(doors: Catalogue['doors']): ReadonlyMap<string, readonly Door[]> {
  let found = doorWords.get(doors);
  if (!found) {
    const words = new Map<string, Door[]>();
    for (const door of doors)
      for (const word of new Set(door.plain.join(' ').split(' '))) words.set(word, [...(words.get(word) ?? []), door]);
    doorWords.set(doors, (found = words));
  }
  return found;
}

/** Agencies and life events whose name holds what is typed. */
function doorsLine(lang: Lang, { doors }: Catalogue, q: string): Child {
  const asked = plain(q);
  if (asked.length < 3) return undefined;
  const open = (doorsByWord(doors).get(asked.split(' ', 1)[0]!) ?? [])
    .filter((door) => door.plain.some((name) => name.includes(` ${asked} `)))
    .slice(0, 4);
  if (open.length === 0) return undefined;
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
