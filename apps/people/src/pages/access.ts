import { type Because, explainedKinds } from '@dinh/identity';
import { type OperationTypes, type OutputOf, page, type PageContext, show, sql, type Text } from '@dinh/kernel';
import {
  askedFormat,
  banner,
  counted,
  emptyState,
  exportLinks,
  filterBar,
  html,
  type Html,
  linkLine,
  pagination,
  sheetFile,
  table,
  tag,
} from '@dinh/ui';
import { reachLine, sourceLine, whyNot } from './access-words.ts';
import { asked, oneOf, refusedSummary, screen, withQuery } from './frame.ts';

export const accessPath = '/quan-tri/quyen-truy-cap';
export const accessTitle: Text = { vi: 'Ai xem được, vì sao', en: 'Who may see, and why' };

type Why = OutputOf<OperationTypes['identity.explain-access']>;
type Who = OutputOf<OperationTypes['identity.list-access']>;
type Seer = Who['persons'][number];
type Machine = Who['machines'][number];
const perPage = 50;

const labels = {
  kind: { vi: 'Loại', en: 'Kind' },
  anyKind: { vi: 'Nhận ra theo mã', en: 'Told by the code' },
  record: { vi: 'Mã, số hoặc định danh', en: 'Code, number or id' },
  person: { vi: 'Người (bỏ trống: tất cả)', en: 'Person (empty: everybody)' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  name: { vi: 'Họ tên', en: 'Name' },
  because: { vi: 'Vì sao', en: 'Why' },
  source: { vi: 'Từ đâu', en: 'From where' },
  reach: { vi: 'Được làm gì, đến đâu', en: 'What, and how far' },
  result: { vi: 'Với bản ghi này', en: 'On this record' },
} satisfies Record<string, Text>;

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(accessPath, {
    ...Object.fromEntries(['loai', 'ma', 'nguoi', 'don-vi', 'q', 'xep', 'chieu'].map((n) => [n, asked(ctx, n)])),
    ...more,
  });

/** Who may see a record, and why one person may or may not: asked of any kind that modules have registered. */
export const accessPage = page({
  path: accessPath,
  title: accessTitle,
  may: 'people.explain-access',
  async run(ctx) {
    const kinds = [...explainedKinds(ctx.app).values()];
    const kind = oneOf(
      asked(ctx, 'loai'),
      kinds.map((one) => one.kind),
    );
    const record = asked(ctx, 'ma')?.slice(0, 120);
    const person = asked(ctx, 'nguoi')?.slice(0, 120);
    const names = await fieldNames(ctx);
    const answer = !record
      ? undefined
      : await (
          person
            ? ctx
                .run('identity.explain-access', { ...(kind && { kind }), record, person })
                .then((why) => whyPart(ctx, why, names))
            : whoPart(ctx, { ...(kind && { kind }), record }, names)
        ).catch((error: unknown) => refusedSummary(ctx, error)!);
    if (answer && 'body' in answer) return answer;
    return show(
      screen(ctx, {
        title: accessTitle,
        main: html`<h1>${accessTitle[ctx.lang]}</h1>
          ${filterBar(ctx.lang, {
            action: accessPath,
            clear: accessPath,
            key: '/',
            filters: [
              { name: 'ma', label: labels.record, value: record, type: 'search' },
              {
                name: 'loai',
                label: labels.kind,
                value: kind,
                none: labels.anyKind,
                options: kinds.map((one) => ({ value: one.kind, label: one.name })),
              },
              { name: 'nguoi', label: labels.person, value: person, type: 'search' },
            ],
          })}
          ${answer ?? intro(ctx)}`,
      }),
    );
  },
});

const intro = ({ lang }: PageContext): Html =>
  emptyState(lang, {
    title: { vi: 'Hỏi về một bản ghi', en: 'Ask about a record' },
    body: {
      vi: 'Nhập mã hồ sơ, số kết quả, số định danh của một người, hoặc mã bất kỳ mà chương trình hiển thị; chỉ chọn loại khi muốn hỏi riêng loại ấy. Để trống ô người để thấy tất cả những ai xem được; nhập tên, tài khoản hoặc thư điện tử để biết vì sao một người xem được hay không. Câu hỏi được ghi vào nhật ký.',
      en: 'Type the code of a dossier, the number of a result, the identity number of a person, or any id that the program shows; choose a kind only to ask about that kind alone. Leave the person empty to see all who may see it; type a name, an account or an e-mail to learn why one person may or may not. The question is written to the audit trail.',
    },
  });

/** Why one person may or may not. */
function whyPart(ctx: PageContext, why: Why, names: ReadonlyMap<string, string>): Html {
  const { lang } = ctx;
  if (!why.answer)
    return html`<p>${{ vi: 'Có nhiều người như vậy. Hãy chọn một:', en: 'There are several. Please choose one:' }[lang]}</p>
      <ul>
        ${why.persons.map(
          (one) => html`<li><a href="${addressOf(ctx, { nguoi: one.id })}">${one.name}</a> ${one.title?.[lang]}</li>`,
        )}
      </ul>`;
  const { sees, active, grants } = why.answer;
  const [person] = why.persons;
  const name = person?.name ?? '';
  const title: Text = sees ? { vi: 'Xem được', en: 'May see it' } : { vi: 'Không xem được', en: 'May not see it' };
  const said: Text = !active
    ? { vi: `Tài khoản của ${name} không hoạt động.`, en: `The account of ${name} is not active.` }
    : sees
      ? { vi: `${name} xem được bản ghi này.`, en: `${name} may see this record.` }
      : { vi: `${name} không xem được bản ghi này.`, en: `${name} may not see this record.` };
  return html`${recordLine(ctx, why.record)}
    ${banner(lang, { title, body: said })}
    ${table<Because>(lang, {
      caption: { vi: 'Các quyền liên quan', en: 'Permissions that have to do with it' },
      stack: true,
      rows: grants,
      columns: [
        {
          key: 'result',
          label: labels.result,
          cell: (one) =>
            one.holds
              ? tag(lang, 'done', { vi: 'Xem được', en: 'Reaches it' })
              : html`${tag(lang, 'new', { vi: 'Không', en: 'Does not' })}<br /><small>${whyNot(lang, one)}</small>`,
        },
        { key: 'source', label: labels.source, cell: (one) => sourceLine(lang, one) },
        { key: 'reach', label: labels.reach, cell: (one) => reachLine(lang, one, names) },
      ],
      empty: emptyState(lang, {
        title: { vi: 'Không có quyền nào liên quan', en: 'No permission has to do with it' },
      }),
    })}
    <p><a href="${addressOf(ctx, { nguoi: undefined })}">${{ vi: 'Tất cả những ai xem được', en: 'All who may see it' }[lang]}</a></p>`;
}

/** All who may see it, by unit. */
async function whoPart(
  ctx: PageContext,
  which: { kind?: string; record: string },
  names: ReadonlyMap<string, string>,
): Promise<Html | ReturnType<typeof sheetFile>> {
  const { lang } = ctx;
  const unit = Number(asked(ctx, 'don-vi')) || undefined;
  const query = asked(ctx, 'q')?.slice(0, 120);
  const by = oneOf(asked(ctx, 'xep'), ['unit', 'name'] as const) ?? 'unit';
  const down = asked(ctx, 'chieu') === 'giam';
  const from = Math.max(0, Number.parseInt(asked(ctx, 'tu') ?? '0', 10) || 0);
  const format = askedFormat(ctx.query['dang']);
  const ask = (more: { from: number; limit: number }) =>
    ctx.run('identity.list-access', {
      ...which,
      ...(unit !== undefined && unit > 0 && unit < 2 ** 31 && { unit }),
      ...(query && { query }),
      sort: by,
      ...(down && { descending: true }),
      ...more,
    });
  if (format) {
    const { persons, machines } = await ask({ from: 0, limit: 1000 });
    const system = { vi: 'Hệ thống', en: 'System' };
    return sheetFile<Pick<Seer, 'because' | 'unit'> & { readonly name: string }>(ctx, format, {
      title: accessTitle,
      rows: [...persons, ...machines.map(({ name, because }) => ({ name: name[lang], unit: system, because }))],
      columns: [
        { label: labels.name, value: (one) => one.name },
        { label: labels.unit, value: (one) => one.unit?.[lang] ?? '' },
        {
          label: labels.because,
          value: (one) => one.because.map((b) => `${sourceLine(lang, b)}: ${reachLine(lang, b, names)}`).join(' | '),
        },
      ],
    });
  }
  const who = await ask({ from: Math.min(from, 1_000_000), limit: perPage });
  const next = from + perPage;
  return html`${recordLine(ctx, who.record)}
    <p>
      ${
        {
          vi: `${who.total} người${who.machines.length > 0 ? ` và ${who.machines.length} hệ thống` : ''} xem được${who.found === who.total ? '' : `, ${who.found} người khớp bộ lọc`}.`,
          en: `${counted(who.total, 'person')}${who.machines.length > 0 ? ` and ${counted(who.machines.length, 'system')}` : ''} may see it${who.found === who.total ? '' : `, ${who.found} of them fit the filter`}.`,
        }[lang]
      }
    </p>
    ${filterBar(lang, {
      action: accessPath,
      clear: addressOf(ctx, { 'don-vi': undefined, q: undefined }),
      hidden: { ...(which.kind && { loai: which.kind }), ma: which.record },
      filters: [
        { name: 'q', label: labels.name, value: query, type: 'search' },
        {
          name: 'don-vi',
          label: labels.unit,
          value: unit === undefined ? undefined : String(unit),
          options: who.units.map((one) => ({
            value: String(one.id),
            label: { vi: `${one.name.vi} (${one.persons})`, en: `${one.name.en} (${one.persons})` },
          })),
        },
      ],
      actions: linkLine(lang, exportLinks(addressOf(ctx))),
    })}
    ${table<Seer>(lang, {
      caption: { vi: 'Những người xem được', en: 'Who may see it' },
      stack: true,
      rows: who.persons,
      sort: {
        by,
        direction: down ? 'desc' : 'asc',
        href: (key, direction) => addressOf(ctx, { xep: key, chieu: direction === 'desc' ? 'giam' : undefined }),
      },
      columns: [
        {
          key: 'name',
          label: labels.name,
          sortable: true,
          cell: (one) => html`<a href="${addressOf(ctx, { nguoi: one.id, tu: undefined })}">${one.name}</a>`,
        },
        {
          key: 'unit',
          label: labels.unit,
          sortable: true,
          cell: (one) => html`${one.unit?.[lang]}${one.title && html`<br /><small>${one.title[lang]}</small>`}`,
        },
        {
          key: 'because',
          label: labels.because,
          cell: (one) =>
            one.because.map((b) => html`<div>${sourceLine(lang, b)}<br /><small>${reachLine(lang, b, names)}</small></div>`),
        },
      ],
      empty: emptyState(lang, { title: { vi: 'Không có ai', en: 'Nobody' } }),
    })}
    ${pagination(lang, {
      previous: from > 0 ? addressOf(ctx, { tu: String(Math.max(0, from - perPage)) }) : undefined,
      next: who.found > next ? addressOf(ctx, { tu: String(next) }) : undefined,
    })}
    ${machinesPart(ctx, who.machines, names)}`;
}

function recordLine({ lang, app }: PageContext, { kind, title, href }: Who['record']): Html {
  const name = explainedKinds(app).get(kind)?.name[lang];
  return html`<h2>${href ? html`<a href="${href}">${title[lang]}</a>` : title[lang]}</h2>
    <p class="muted">${name}</p>`;
}

/** The names of fields, by code. */
async function fieldNames({ db, lang }: PageContext): Promise<ReadonlyMap<string, string>> {
  const rows = await db.all<{ code: string; name: string; name_en: string | null }>(
    sql`select code, name, name_en from procedures.v_business_type`,
  );
  return new Map(rows.map((row) => [row.code, lang === 'en' ? (row.name_en ?? row.name) : row.name]));
}

/** Systems that see it in their own name. */
function machinesPart({ lang }: PageContext, machines: readonly Machine[], names: ReadonlyMap<string, string>): Html {
  if (machines.length === 0)
    return html`<p>${{ vi: 'Không có hệ thống nào tự mình xem được.', en: 'No system may see it in its own name.' }[lang]}</p>`;
  return table<Machine>(lang, {
    caption: { vi: 'Hệ thống xem được', en: 'Systems that may see it' },
    stack: true,
    rows: machines,
    columns: [
      {
        key: 'name',
        label: { vi: 'Hệ thống', en: 'System' },
        cell: (one) => html`${one.name[lang]}<br /><small><code>${one.client}</code></small>`,
      },
      {
        key: 'because',
        label: labels.because,
        cell: (one) =>
          one.because.map((b) => html`<div>${sourceLine(lang, b)}<br /><small>${reachLine(lang, b, names)}</small></div>`),
      },
    ],
  });
}
