import { readFile } from 'node:fs/promises';
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
  button,
  checkbox,
  type Filled,
  fileUpload,
  form,
  fresh,
  html,
  type Html,
  linkLine,
  listFile,
  type ListProps,
  listScreen,
  readSheet,
  refusedForm,
  select,
  sheetFile,
  tag,
  UnreadableSheet,
  errorSummary,
} from '@dinh/ui';
import { asked, hiddenKey, oneOf, screen, typed } from '../frame.ts';
import { importKinds, importsPath, importsTitle, importStates } from './words.ts';

type Import = OutputOf<OperationTypes['identity.list-imports']>['imports'][number];

export const stateTag = ({ lang }: PageContext, { state }: { state: string }): Html | string => {
  const known = importStates[state];
  return known ? tag(lang, known.tone, known.label) : state;
};

const options = Object.entries(importKinds).map(([value, label]) => ({ value, label }));
const changing = (counts: Import['counts']): number => (counts['new'] ?? 0) + (counts['changed'] ?? 0) + (counts['ended'] ?? 0);

function imports(ctx: PageContext): ListProps<Import> {
  const { lang } = ctx;
  const state = oneOf(asked(ctx, 'tinh-trang'), Object.keys(importStates));
  return {
    path: importsPath,
    title: importsTitle,
    filters: [
      {
        name: 'tinh-trang',
        label: { vi: 'Tình trạng', en: 'State' },
        value: state ?? '',
        options: Object.entries(importStates).map(([value, { label }]) => ({ value, label })),
      },
    ],
    links: may(ctx.principal, 'people.manage-unit')
      ? [{ href: `${importsPath}/moi`, label: { vi: 'Nhập tệp mới', en: 'New import' } }]
      : [],
    rowHref: (one) => `${importsPath}/${one.id}`,
    columns: [
      { key: 'name', label: { vi: 'Tệp', en: 'File' }, grow: true, value: (one) => one.name },
      {
        key: 'kind',
        label: { vi: 'Nội dung', en: 'What' },
        value: (one) => importKinds[one.kind as 'units']?.[lang],
      },
      {
        key: 'changes',
        label: { vi: 'Dòng thay đổi', en: 'Changes' },
        numeric: true,
        kind: 'number',
        value: (one) => changing(one.counts),
      },
      {
        key: 'wrong',
        label: { vi: 'Dòng lỗi', en: 'Mistakes' },
        numeric: true,
        kind: 'number',
        value: (one) => one.counts['wrong'] ?? 0,
      },
      { key: 'by', label: { vi: 'Người gửi', en: 'Sent by' }, value: (one) => one.createdByName },
      { key: 'at', label: { vi: 'Lúc', en: 'At' }, kind: 'moment', value: (one) => one.createdAt },
      {
        key: 'state',
        label: { vi: 'Tình trạng', en: 'State' },
        value: (one) => importStates[one.state]?.label[lang],
        cell: (one) => stateTag(ctx, one),
      },
    ],
    empty: {
      title: { vi: 'Chưa có tệp nào', en: 'There is none yet' },
      body: {
        vi: 'Chọn “Nhập tệp mới” để tải mẫu và gửi tệp.',
        en: 'Choose “New import” for a template and to send a file.',
      },
    },
    async read({ after, limit }) {
      const { imports: rows, next } = await ctx.run('identity.list-imports', {
        ...(state && { state }),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

const rule = 'people.view-directory';
const importsPage = page({
  path: importsPath,
  title: importsTitle,
  may: rule,
  run: async (ctx) => listFile(ctx, imports(ctx)) ?? show(await listScreen(ctx, imports(ctx))),
});

const title: Text = { vi: 'Nhập tệp mới', en: 'New import' };

/** A table with heads and one made-up line. */
async function template(ctx: PageContext): Promise<PageResult | undefined> {
  const kind = oneOf(asked(ctx, 'mau'), ['officials', 'units'] as const);
  const format = askedFormat(ctx.query['dang']) ?? 'xlsx';
  if (!kind) return undefined;
  const columns = importColumns[kind];
  return sheetFile<Record<string, string | undefined>>(ctx, format, {
    title: { vi: `Mẫu ${importKinds[kind].vi}`, en: `Template ${importKinds[kind].en}` },
    columns: columns.map(({ key, label, needed }) => ({
      label: `${label[ctx.lang]}${needed ? ' *' : ''}`,
      width: 20,
      value: (row) => row[key],
    })),
    rows: [Object.fromEntries(columns.map(({ key, example }) => [key, example]))],
  });
}

const newPage = page({
  path: `${importsPath}/moi`,
  title,
  may: 'people.manage-unit',
  run: async (ctx) => (await template(ctx)) ?? show(newScreen(ctx, fresh())),
});

const newPost = post({
  path: `${importsPath}/moi`,
  title,
  may: 'people.manage-unit',
  async run(ctx) {
    const [file] = ctx.files;
    try {
      if (!file?.name)
        throw new UnreadableSheet({
          vi: 'Hãy chọn tệp .xlsx hoặc .csv để gửi.',
          en: 'Please choose an .xlsx or .csv file to send.',
        });
      const data = file && !file.truncated ? await readFile(file.path) : new Uint8Array();
      const { rows, formulas } = readSheet(data);
      if (formulas.length > 0)
        throw new UnreadableSheet({
          vi: `Tệp có công thức ở ô ${formulas.slice(0, 5).join(', ')}. Xin dán giá trị (Paste values) rồi gửi lại.`,
          en: `There are formulas in ${formulas.slice(0, 5).join(', ')}. Please paste values and send it again.`,
        });
      const [header = [], ...lines] = rows;
      const { import: id } = await ctx.run('identity.check-import', {
        kind: (typed(ctx, 'kind') ?? '') as 'officials',
        name: (file?.name ?? '').replace(/\p{Cc}/gu, '').slice(0, 200),
        header: header.map((text) => text.slice(0, 2000)),
        rows: lines.map((line) => line.map((text) => text.slice(0, 2000))),
        complete: typed(ctx, 'complete') !== undefined,
      });
      return redirect(`${importsPath}/${id}`);
    } catch (error) {
      if (error instanceof UnreadableSheet) {
        const summary = errorSummary(ctx.lang, [{ message: error.sentence, id: 'file' }]);
        return show(
          newScreen(ctx, {
            ...fresh({ kind: typed(ctx, 'kind'), complete: typed(ctx, 'complete') }),
            summary,
            wrong: true,
          }),
          422,
        );
      }
      return show(
        newScreen(
          ctx,
          refusedForm(ctx, error, {}, () => 'file'),
        ),
        422,
      );
    }
  },
});

function newScreen(ctx: PageContext, filled: Filled): Html {
  const { lang } = ctx;
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: importsTitle, href: importsPath }, { label: title }],
    main: html`${filled.summary}
      <h1>${title[lang]}</h1>
      <p>
        ${
          {
            vi: 'Tải mẫu, điền, rồi gửi tệp .xlsx hoặc .csv (UTF-8), tối đa 10.000 dòng. Cả tệp được kiểm tra trước; chưa có gì thay đổi cho tới khi bạn đồng ý.',
            en: 'Take a template, fill it in, and send it as .xlsx or .csv (UTF-8), 10,000 lines at most. The whole file is checked first; nothing changes until you agree.',
          }[lang]
        }
      </p>
      ${linkLine(
        lang,
        Object.entries(importKinds).map(([kind, { vi, en }]) => ({
          href: `${importsPath}/moi?mau=${kind}`,
          label: { vi: `Mẫu: ${vi}`, en: `Template: ${en}` },
        })),
      )}
      <div class="narrow">
        ${form(lang, {
          action: `${importsPath}/moi`,
          files: true,
          body: html`${hiddenKey(ctx)}
          ${select(lang, { name: 'kind', label: { vi: 'Nội dung tệp', en: 'What the file holds' }, options, value: filled.value('kind') ?? 'officials' })}
          ${fileUpload(lang, { name: 'file', label: { vi: 'Tệp .xlsx hoặc .csv', en: 'File .xlsx or .csv' }, accept: '.xlsx,.csv' })}
          ${checkbox(lang, { name: 'complete', id: 'complete', checked: filled.value('complete') !== undefined, label: { vi: 'Tệp cán bộ là danh sách đầy đủ: ai không có trong tệp thì thôi chức vụ ở các đơn vị có trong tệp', en: 'The file names all officials of its units: who is not in it gives up their place there' } })}
          ${button(lang, { label: { vi: 'Gửi và kiểm tra', en: 'Send and check' } })}`,
        })}
      </div>`,
  });
}

export const importLists = [importsPage, newPage, newPost];
