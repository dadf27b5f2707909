import { type Field, type FormDefinition, formEnvironment, renderPage, takePost } from '@dinh/forms';
import { notFound, page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import { citizenPage, details, html, type Html, raw, sourceWords, table, tabs } from '@dinh/ui';
import { fieldTypes } from '../model/field-types.ts';
import { marked } from './compare-form.ts';
import { address, asked, posted, viewing, withQuery } from './frame.ts';
import { formOnDossier } from './form-trial.ts';
import { type Shown, shownVersion } from './shown.ts';

const yes = { vi: 'có', en: 'yes' };

/** A form: its pages as the applicant sees them, ready to be tried, and a table of its fields. */
export async function formView(ctx: PageContext, shown: Shown): Promise<Html> {
  const { lang } = ctx;
  const form = shown.body as FormDefinition;
  const current = form.pages.find((one) => one.key === asked(ctx, 'trang')) ?? form.pages[0]!;
  const here = ctx.url.split('?')[0]!;
  const preview = withQuery(`${address(shown.kind.kind, shown.key)}/xem`, {
    ...shown.query,
    trang: current.key,
  });
  return html`<h2>${{ vi: 'Như người nộp nhìn thấy', en: 'As the applicant sees it' }[lang]}</h2>
    ${tabs(
      lang,
      { vi: 'Các trang', en: 'Pages' },
      form.pages.map((one) => ({
        label: one.title,
        href: withQuery(here, { ...(here.startsWith('/studio/du-thao') ? {} : shown.query), trang: one.key }),
        current: one === current,
      })),
    )}
    <iframe class="preview-frame" src="${preview}" title="${current.title[lang]}"></iframe>
    ${shown.kind.kind === 'form' && (await formOnDossier(ctx, shown))}
    ${shown.version ? fieldTable(ctx, form) : details(lang, { summary: { vi: 'Mọi trường của biểu mẫu', en: 'All fields of the form' }, body: fieldTable(ctx, form) })}`;
}

interface Row {
  readonly path: string;
  readonly page: string;
  readonly field: Field;
}

function fieldTable(ctx: PageContext, form: FormDefinition): Html {
  const { lang } = ctx;
  const rows: Row[] = [];
  const add = (fields: readonly Field[], prefix: string, page: string): void => {
    for (const field of fields) {
      rows.push({ path: prefix + field.key, page, field });
      add(field.fields ?? [], `${prefix}${field.key}.`, page);
    }
  };
  for (const one of form.pages) add(one.fields, '', one.title[lang]);
  return table<Row>(lang, {
    caption: { vi: `${rows.length} trường`, en: `${rows.length} fields` },
    dense: true,
    rows,
    columns: [
      { key: 'page', label: { vi: 'Trang', en: 'Page' }, minor: true, cell: (r) => r.page },
      { key: 'key', label: { vi: 'Mã', en: 'Key' }, cell: (r) => html`<code>${r.path}</code>` },
      { key: 'label', label: { vi: 'Nhãn', en: 'Label' }, cell: (r) => r.field.label?.[lang] },
      {
        key: 'type',
        label: { vi: 'Kiểu', en: 'Type' },
        cell: (r) => fieldTypes[r.field.type]?.[lang] ?? r.field.type,
      },
      {
        key: 'required',
        label: { vi: 'Bắt buộc', en: 'Required' },
        cell: ({ field: { required } }) =>
          typeof required === 'string' ? html`<code>${required}</code>` : required === true ? yes[lang] : '',
      },
      {
        key: 'when',
        label: { vi: 'Chỉ khi', en: 'Only when' },
        cell: (r) => r.field.when && html`<code>${r.field.when}</code>`,
      },
      {
        key: 'check',
        label: { vi: 'Kiểm tra', en: 'Checks' },
        cell: (r) => r.field.check?.map((one) => html`<div>${one.message[lang]} <code>${one.rule}</code></div>`),
      },
      {
        key: 'source',
        label: { vi: 'Nguồn', en: 'Source' },
        minor: true,
        cell: (r) => r.field.source && sourceWords(lang, r.field.source),
      },
    ],
  });
}

const title: Text = { vi: 'Xem thử biểu mẫu', en: 'Try the form' };
const answersField = '_answers';

/** The pages of a form one after the other, to be tried; answers travel in the page and are kept nowhere. */
export const formPreview = page({ path: '/studio/:kind/:key/xem', title, may: viewing, run: preview });

/** A page of a form that can be filled in; what was answered goes along. */
export async function preview(ctx: PageContext): Promise<PageResult> {
  const shown = await shownVersion(ctx);
  if (!['form', 'form-block'].includes(shown.kind.kind) || shown.body === undefined) throw notFound();
  const form = shown.body as FormDefinition;
  const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
  const wanted = asked(ctx, 'trang') ?? form.pages[0]!.key;
  if (!form.pages.some((one) => one.key === wanted)) throw notFound();
  let answers = keptAnswers(ctx);
  let key: string | null = wanted;
  let errors: ReturnType<typeof takePost>['errors'] = [];
  if (ctx.method === 'POST') {
    const taken = takePost(form, wanted, answers, ctx.form, env);
    answers = taken.data;
    errors = taken.errors;
    key = taken.outcome === 'next' ? taken.next : wanted;
  }
  const action = withQuery(address(shown.kind.kind, shown.key) + '/xem', {
    ...shown.query,
    trang: key ?? undefined,
  });
  const main =
    key === null
      ? html`<h1>${{ vi: 'Hết biểu mẫu', en: 'The end of the form' }[ctx.lang]}</h1>
          <p>${{ vi: 'Các câu trả lời thử không được lưu.', en: 'What was tried is kept nowhere.' }[ctx.lang]}</p>`
      : renderPage(form, key, {
          data: answers,
          env,
          action,
          errors,
          beside: html`<input type="hidden" name="${answersField}" value="${JSON.stringify(answers)}" />`,
        });
  return show(
    citizenPage(ctx.lang, {
      title: form.title ?? form.pages[0]!.title, // a block has none of its own
      site: ctx.site,
      url: ctx.url,
      viewer: ctx.viewer,
      main: asked(ctx, 'khac') ? raw(marked(ctx.lang, main, asked(ctx, 'khac')!)) : main,
      bare: true,
    }),
    errors.length > 0 ? 422 : 200,
  );
}

/** A page of a form that is being written, to be looked at only. */
export async function formLooks(ctx: PageContext, form: FormDefinition): Promise<Html> {
  const page = form.pages.find((one) => one.key === asked(ctx, 'trang')) ?? form.pages[0]!;
  const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
  return renderPage(form, page.key, { data: {}, env, action: '', errors: [] });
}

function keptAnswers(ctx: PageContext): Record<string, unknown> {
  try {
    const answers: unknown = JSON.parse(posted(ctx, answersField) ?? '{}');
    return typeof answers === 'object' && answers !== null ? (answers as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
