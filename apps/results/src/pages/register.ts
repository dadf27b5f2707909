import { localDate, may, notAllowed, page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  html,
  type Html,
  linkLine,
  roomScreen,
  type RoomScreen,
  pagination,
  sheetFile,
  type SheetFormat,
  table,
  tag,
  everyRow,
} from '@dinh/ui';
import type { ResultLine } from '../queries/list-results.ts';
import { isId } from './holder.ts';
import { labels, stateOf, states } from './words.ts';

export const registerTitle: Text = { vi: 'Sổ kết quả', en: 'Register of results' };
export const registerPath = '/ban-lam-viec/ket-qua';

/** A screen of this app in the officials' room. */
export function officialScreen(ctx: PageContext, props: RoomScreen): Html {
  if (ctx.principal.role !== 'official') throw notAllowed();
  return roomScreen(ctx, props, (href, path) => path === href || (href === registerPath && path.startsWith(href)));
}

const day = (text: string | undefined): string | undefined =>
  text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;

function filtersOf(ctx: PageContext) {
  const { query } = ctx;
  return {
    q: query['q']?.trim().slice(0, 100) || undefined,
    state: Object.keys(states).find((s) => s === query['state'] && s !== 'pending' && s !== 'expired'),
    type: /^[a-z0-9-]{1,60}$/.test(query['loai'] ?? '') ? query['loai'] : undefined,
    from: day(query['tu']),
    to: day(query['den']),
  };
}

/** The results of the units in reach: by number, holder, kind, state and day; to be exported as it is filtered. */
export const registerPage = page({
  path: registerPath,
  title: registerTitle,
  may: 'results.view-result',
  async run(ctx) {
    const { lang, query } = ctx;
    const format = askedFormat(query['dang']);
    if (format) {
      if (!may(ctx.principal, 'one-stop.export-list')) throw notAllowed();
      return exported(ctx, format);
    }
    const today = localDate(ctx.now);
    const filters = filtersOf(ctx);
    const before = isId(query['sau']) ? query['sau'] : undefined;
    const [{ results, next }, types] = await Promise.all([
      ctx.run('results.list-results', { ...filters, before }),
      ctx.app.definitions.allAt<{ name: Text }>('result-type', today),
    ]);
    const asked = (more: Record<string, string> = {}) =>
      new URLSearchParams(
        Object.entries({
          q: filters.q,
          state: filters.state,
          loai: filters.type,
          tu: filters.from,
          den: filters.to,
          ...more,
        }).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ).toString();
    return show(
      officialScreen(ctx, {
        title: registerTitle,
        main: html`<h1>${registerTitle[lang]}</h1>
          ${filterBar(lang, {
            action: registerPath,
            clear: registerPath,
            key: '/',
            filters: [
              { name: 'q', label: labels.search, value: filters.q },
              {
                name: 'state',
                label: labels.state,
                value: filters.state,
                options: ['draft', 'signed', 'issued', 'corrected', 'replaced', 'revoked'].map((value) => ({
                  value,
                  label: states[value]!.label,
                })),
              },
              {
                name: 'loai',
                label: labels.kind,
                value: filters.type,
                options: types.map((t) => ({ value: t.key, label: t.body.name })),
              },
              { name: 'tu', label: labels.from, value: filters.from, type: 'date' },
              { name: 'den', label: labels.to, value: filters.to, type: 'date' },
            ],
            actions: may(ctx.principal, 'one-stop.export-list') ? linkLine(lang, exportLinks(ctx.url)) : undefined,
          })}
          ${table(lang, {
            caption: registerTitle,
            hideCaption: true,
            dense: true,
            stack: true,
            rows: results,
            empty: emptyState(lang, { title: { vi: 'Không có kết quả nào khớp', en: 'No result matches' } }),
            rowId: (r) => r.id,
            rowHref: (r) => `${registerPath}/${r.id}`,
            columns: [
              { key: 'number', label: labels.number, cell: (r) => r.number ?? '—' },
              {
                key: 'issuedOn',
                label: labels.issuedOn,
                cell: (r) => r.issuedOn && formatDate(r.issuedOn),
                numeric: true,
              },
              { key: 'name', label: labels.kind, cell: (r) => r.name[lang], grow: true },
              { key: 'holder', label: labels.holder, cell: (r) => r.holderName, grow: true },
              { key: 'unit', label: labels.unit, cell: (r) => r.unit[lang], minor: true },
              { key: 'dossier', label: labels.dossier, cell: (r) => r.dossierCode, minor: true },
              {
                key: 'state',
                label: labels.state,
                cell: (r) => tag(lang, stateOf(r, today).tone, stateOf(r, today).label),
              },
            ],
          })}
          ${pagination(lang, { next: next ? `${registerPath}?${asked({ sau: next })}` : undefined })}`,
      }),
    );
  },
});

/** The register as it is filtered, for a spreadsheet; read in parts while it is written. */
function exported(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  const today = localDate(ctx.now);
  const filters = filtersOf(ctx);
  const rows = everyRow<ResultLine, string>(async (before) => {
    const found = await ctx.run('results.list-results', { ...filters, before, limit: 1000 });
    return { rows: found.results, next: found.next };
  });
  return sheetFile<ResultLine>(ctx, format, {
    title: { vi: `Sổ kết quả ${today}`, en: `Register of results ${today}` },
    rows,
    columns: [
      { label: labels.number, value: (r) => r.number },
      { label: labels.issuedOn, kind: 'date', value: (r) => r.issuedOn },
      { label: labels.validUntil, kind: 'date', value: (r) => r.validUntil },
      { label: labels.kind, value: (r) => r.name[lang] },
      { label: labels.procedure, value: (r) => r.title },
      { label: labels.holder, value: (r) => r.holderName },
      { label: labels.unit, value: (r) => r.unit[lang] },
      { label: labels.dossier, value: (r) => r.dossierCode },
      { label: labels.state, value: (r) => stateOf(r, today).label[lang] },
      { label: labels.reason, value: (r) => r.reason },
      { label: labels.code, value: (r) => r.code },
    ],
  });
}
