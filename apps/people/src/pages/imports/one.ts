import {
  may,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type PageResult,
  post,
  redirect,
  show,
  type Text,
} from '@dinh/kernel';
import { importColumns } from '@dinh/identity';
import {
  askedFormat,
  banner,
  button,
  details,
  everyRow,
  type Filled,
  form,
  formatDateTime,
  formatNumber,
  fresh,
  html,
  type Html,
  linkLine,
  live,
  pagination,
  progressBar,
  refusedForm,
  sheetFile,
  type SheetFormat,
  summaryList,
  table,
  tabs,
  textarea,
  withQuery,
} from '@dinh/ui';
import { asked, hiddenKey, screen, typed } from '../frame.ts';
import { stateTag } from './list.ts';
import { changes, differences, importKinds, importsPath, importsTitle } from './words.ts';
import { rolesPath } from '../roles/words.ts';

type View = OutputOf<OperationTypes['identity.view-import']>;
type Row = View['rows'][number];

const path = `${importsPath}/:id`;
const title: Text = { vi: 'Một tệp nhập', en: 'An import' };

const importPage = page({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const format = askedFormat(ctx.query['dang']);
    return format ? marked(ctx, format) : show(await importScreen(ctx));
  },
});

const importPost = post({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const id = ctx.params['id'] ?? '';
    try {
      switch (typed(ctx, 'viec')) {
        case 'thuc-hien':
          await ctx.run('identity.carry-out-import', { id });
          break;
        case 'duyet':
          await ctx.run('identity.approve-import', { id });
          break;
        case 'khong-duyet':
          await ctx.run('identity.decline-import', { id, reason: typed(ctx, 'reason') ?? '' });
          break;
        case 'bo':
          await ctx.run('identity.withdraw-import', { id });
      }
      return redirect(`${importsPath}/${id}`);
    } catch (error) {
      return show(await importScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

/** The file again with what is wrong or would change beside each line. */
async function marked(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const change = asked(ctx, 'dong')?.slice(0, 20);
  const { import: head } = await ctx.run('identity.view-import', { id, limit: 1 });
  const columns = importColumns[head.kind as 'units'] ?? [];
  return sheetFile<Row>(ctx, format, {
    title: `${head.name.replace(/\.\w+$/, '')} ${{ vi: 'đã kiểm tra', en: 'checked' }[lang]}`,
    rows: everyRow<Row, number>(async (after) => {
      const { rows, next } = await ctx.run('identity.view-import', {
        id,
        limit: 1000,
        ...(change && { change }),
        ...(after !== undefined && { after }),
      });
      return { rows, next };
    }),
    columns: [
      { label: { vi: 'Dòng', en: 'Line' }, kind: 'number', value: (row) => row.number },
      { label: { vi: 'Kết quả kiểm tra', en: 'Found' }, value: (row) => changes[row.change]?.[lang] },
      {
        label: { vi: 'Lỗi hoặc thay đổi', en: 'Mistake or change' },
        width: 60,
        value: (row) => told(ctx, row),
      },
      ...columns.map(({ key, label }) => ({ label, value: (row: Row) => row.fields[key] })),
    ],
  });
}

const told = ({ lang }: PageContext, row: Row): string =>
  row.problems.length > 0
    ? row.problems.map((p) => (p.column ? `${p.column}${row.number}: ${p[lang]}` : p[lang])).join(' ')
    : (row.fields['what'] ?? '')
        .split(' ')
        .filter(Boolean)
        .map((what) => {
          const [name, before] = [differences[what]?.[lang] ?? what, row.fields[`was.${what}`]];
          return before ? `${name} (${{ vi: 'trước là', en: 'was' }[lang]} ${before})` : name;
        })
        .join(', ');

const askFor: Record<string, Text> = { reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' } };

async function importScreen(ctx: PageContext, filled: Filled = fresh()): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const after = Number(asked(ctx, 'sau') ?? 0);
  const change = asked(ctx, 'dong')?.slice(0, 20) ?? undefined;
  const view = await ctx.run('identity.view-import', {
    id,
    ...(change && { change }),
    ...(Number.isInteger(after) && after > 0 && after < 10_000_000 && { after }),
  });
  const { import: head, rows, next } = view;
  const address = (values: Record<string, string | number | undefined>) =>
    withQuery(`${importsPath}/${id}`, { dong: change, ...values });
  const gone = head.state === 'withdrawn';
  return screen(ctx, {
    title: head.name,
    wrong: filled.wrong,
    breadcrumbs: [{ label: importsTitle, href: importsPath }, { label: head.name }],
    main: html`${filled.summary}${live({
      id: 'import-head',
      href: ctx.url,
      topics: [`import:${head.id}`],
      since: ctx.position,
      body: html`<h1>${head.name} ${stateTag(ctx, head)}</h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Nội dung', en: 'What' }, value: importKinds[head.kind as 'units'] },
          {
            label: { vi: 'Người gửi', en: 'Sent by' },
            value: `${head.createdByName ?? ''}, ${formatDateTime(head.createdAt)}`,
          },
          { label: { vi: 'Người phê duyệt', en: 'Approved by' }, value: head.approvedByName },
          { label: { vi: 'Xong lúc', en: 'Done' }, value: head.endedAt && formatDateTime(head.endedAt) },
        ],
        { dense: true },
      )}
      ${actions(ctx, view, filled)} ${['running', 'done'].includes(head.state) && progress(ctx, view)}`,
    })}
      ${
        !gone &&
        html`${tabs(lang, { vi: 'Các dòng', en: 'Lines' }, [
          { label: { vi: 'Tất cả', en: 'All' }, href: `${importsPath}/${id}`, current: change === undefined },
          ...Object.entries(changes).map(([key, label]) => ({
            label,
            href: `${importsPath}/${id}?dong=${key}`,
            current: change === key,
            count: head.counts[key] ?? 0,
          })),
        ])}
          ${linkLine(lang, [{ href: address({ dang: 'xlsx' }), label: { vi: 'Tải tệp có đánh dấu', en: 'Download with marks' } }])}
          ${table<Row>(lang, {
            caption: { vi: 'Các dòng', en: 'Lines' },
            hideCaption: true,
            dense: true,
            rows,
            columns: [
              { key: 'number', label: { vi: 'Dòng', en: 'Line' }, numeric: true, cell: (row) => row.number },
              { key: 'name', label: { vi: 'Tên', en: 'Name' }, cell: (row) => row.fields['name'] },
              {
                key: 'code',
                label: { vi: 'Số, mã', en: 'Number, code' },
                cell: (row) => row.fields['idNumber'] || row.fields['code'],
              },
              {
                key: 'place',
                label: { vi: 'Đơn vị, vai trò', en: 'Unit, role' },
                minor: true,
                cell: (row) => [row.fields['unit'], row.fields['role']].filter(Boolean).join(' · '),
              },
              {
                key: 'change',
                label: { vi: 'Kết quả', en: 'Found' },
                cell: (row) => changes[row.change]?.[lang],
              },
              {
                key: 'what',
                label: { vi: 'Lỗi hoặc thay đổi', en: 'Mistake or change' },
                cell: (row) => html`<div class="cell-text">${told(ctx, row)}</div>`,
              },
            ],
            empty: html`<p class="muted">${{ vi: 'Không có dòng nào như vậy.', en: 'There are no such lines.' }[lang]}</p>`,
          })}
          ${pagination(lang, { next: next === null ? undefined : address({ sau: next }), previous: after > 0 ? address({}) : undefined })}`
      }`,
  });
}

function actions(ctx: PageContext, { import: head, large }: View, filled: Filled): Html {
  const { lang } = ctx;
  const one = (viec: string, body: Html): Html =>
    form(lang, {
      action: `${importsPath}/${head.id}`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="viec" value="${viec}" />${body}`,
    });
  const sends = may(ctx.principal, 'people.manage-unit');
  return html`${
    head.state === 'wrong' &&
    html`${banner(lang, {
      tone: 'late',
      body: {
        vi: 'Tệp còn lỗi nên chưa nhập được. Tải tệp có đánh dấu, sửa, rồi gửi lại.',
        en: 'The file has mistakes and is not carried out. Download it with marks, mend it, and send it again.',
      },
    })}${linkLine(lang, [
      ...(sends ? [{ href: `${importsPath}/moi`, label: { vi: 'Gửi tệp đã sửa', en: 'Send the mended file' } }] : []),
      { href: '/quan-tri/don-vi', label: { vi: 'Danh mục đơn vị, có mã', en: 'Units with their codes' } },
      {
        href: `${rolesPath}?dang=xlsx`,
        label: { vi: 'Tải danh sách vai trò, có mã', en: 'Download the roles with their keys' },
      },
    ])}`
  }
  ${
    head.state === 'checked' &&
    head.declineReason !== null &&
    banner(lang, {
      tone: 'soon',
      title: { vi: 'Không được phê duyệt', en: 'It was not approved' },
      body: `${head.declinedByName ?? ''}: ${head.declineReason}`,
    })
  }
  ${
    head.state === 'checked' &&
    large &&
    banner(lang, {
      tone: 'info',
      body: {
        vi: 'Nhiều thay đổi, hoặc có người thôi chức vụ: cần một người khác phê duyệt trước khi nhập.',
        en: 'There are many changes, or places end: somebody else agrees before it is carried out.',
      },
    })
  }
  ${sends && head.state === 'checked' && one('thuc-hien', button(lang, { label: large ? { vi: 'Trình phê duyệt', en: 'Ask for approval' } : { vi: 'Nhập', en: 'Carry out' } }))}
  ${may(ctx.principal, 'people.approve-import') && head.state === 'waiting' && one('duyet', button(lang, { label: { vi: 'Phê duyệt và nhập', en: 'Approve and carry out' } }))}
  ${
    may(ctx.principal, 'people.approve-import') &&
    head.state === 'waiting' &&
    details(lang, {
      summary: { vi: 'Không phê duyệt', en: 'Decline' },
      open: filled.wrong,
      body: one(
        'khong-duyet',
        html`${textarea(lang, { name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' }, hint: { vi: 'Người gửi được báo lý do này.', en: 'Whoever sent it is told.' }, value: filled.value('reason'), error: filled.error('reason') })}
        ${button(lang, { kind: 'secondary', label: { vi: 'Không phê duyệt', en: 'Decline' } })}`,
      ),
    })
  }
  ${
    sends &&
    ['wrong', 'checked', 'waiting'].includes(head.state) &&
    details(lang, {
      id: 'give-up',
      summary: { vi: 'Bỏ tệp này', en: 'Give it up' },
      body: html`<p>${{ vi: 'Chưa có gì được nhập từ tệp này. Bỏ rồi, các dòng đã kiểm tra không xem lại được; muốn nhập phải gửi lại tệp.', en: 'Nothing of it was carried out. Once given up, its checked lines cannot be seen again; to carry it out you send the file anew.' }[lang]}</p>
      ${one('bo', button(lang, { kind: 'danger', label: { vi: 'Bỏ tệp', en: 'Give it up now' } }))}`,
    })
  }`;
}

function progress({ lang }: PageContext, { import: head, done, todo }: View): Html {
  return progressBar(lang, {
    id: 'import-bar',
    label: { vi: 'Tiến độ', en: 'Progress' },
    value: head.state === 'done' ? Math.max(todo, 1) : done,
    max: Math.max(todo, 1),
    note: `${formatNumber(lang, done)} / ${formatNumber(lang, todo)}`,
  });
}

export const importPages = [importPage, importPost];
