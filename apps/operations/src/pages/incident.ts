import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import type { IncidentView } from '@dinh/process';
import {
  button,
  type Child,
  details,
  errorSummary,
  fieldId,
  form,
  formatDateTime,
  html,
  type Html,
  select,
  summaryList,
  table,
  tag,
  textarea,
  textInput,
} from '@dinh/ui';
import { withMatters } from '../model/matters.ts';
import { type Kind, kindNames, kindOf, NotOfKind, readAs, writtenAs } from '../model/variables.ts';
import { home, mayOf, refusedSummary, screen } from './frame.ts';
import { errorText, incidentsPath, overByItself, settling, stepOf } from './incidents.ts';

const title: Text = { vi: 'Một sự cố', en: 'An incident' };
/** Longer values are not typed in by hand. */
const mostWritten = 20_000;

/** One incident: what failed, with which data; it goes on with others if need be, or without what failed. */
export const incidentPage = page({
  path: `${incidentsPath}/:id`,
  title,
  may: 'process.view-incident',
  run: async (ctx) => show(await incidentScreen(ctx)),
});

/** Lets it go on, with the data that were corrected, or goes on without it; each with the reason. */
export const incidentPost = post({
  path: `${incidentsPath}/:id`,
  title: { vi: 'Xử lý một sự cố', en: 'Settle an incident' },
  may: settling,
  async run(ctx) {
    const id = ctx.params['id']!;
    const reason = typed(ctx, 'ly-do').trim();
    try {
      if (typed(ctx, 'act') === 'skip') await ctx.run('process.skip-incident', { id, reason });
      else {
        const { values, wrong } = corrected(ctx, (await ctx.run('process.view-incident', { id })).variables);
        if (wrong.size > 0) return show(await incidentScreen(ctx, { wrong }), 422);
        await ctx.run('process.retry-incident', {
          id,
          reason,
          ...(Object.keys(values).length > 0 && { variables: values }),
        });
      }
      return redirect(`${incidentsPath}/${id}`);
    } catch (error) {
      return show(await incidentScreen(ctx, { summary: refusedSummary(ctx, error) }), 422);
    }
  },
});

const typed = (ctx: PageContext, name: string): string => ([ctx.form[name] ?? ''].flat().at(-1) ?? '').replaceAll('\r\n', '\n');
const nameOf = (variable: string): string => `bien.${variable}`;

/** The variables that were typed otherwise than they stand, each read by its kind; and what is wrong, by field. */
function corrected(
  ctx: PageContext,
  known: IncidentView['variables'],
): { values: Record<string, unknown>; wrong: Map<string, Text> } {
  const values: Record<string, unknown> = {};
  const wrong = new Map<string, Text>();
  const read = (field: string, variable: string, kind: Kind, text: string) => {
    try {
      values[variable] = readAs(kind, text);
    } catch (error) {
      if (!(error instanceof NotOfKind)) throw error;
      wrong.set(field, error.words);
    }
  };
  for (const [variable, value] of Object.entries(known)) {
    const kind = kindOf(value);
    if (ctx.form[nameOf(variable)] === undefined) continue;
    const text = typed(ctx, nameOf(variable));
    if (text !== writtenAs(kind, value)) read(nameOf(variable), variable, kind, text);
  }
  const added = typed(ctx, 'ten-moi').trim();
  const kind = typed(ctx, 'kieu-moi');
  if (added !== '') {
    if (!/^[\p{L}_][\p{L}\p{N}_]{0,99}$/u.test(added))
      wrong.set('ten-moi', {
        vi: 'Tên biến chỉ có chữ, số và gạch dưới, bắt đầu bằng chữ.',
        en: 'A name has letters, digits and underscores, and begins with a letter.',
      });
    else if (kind in kindNames) read('gia-tri-moi', added, kind as Kind, typed(ctx, 'gia-tri-moi'));
  }
  return { values, wrong };
}

interface Refused {
  readonly summary?: Child;
  readonly wrong?: ReadonlyMap<string, Text>;
}

async function incidentScreen(ctx: PageContext, refused?: Refused): Promise<Html> {
  const { lang } = ctx;
  const found = await ctx.run('process.view-incident', { id: ctx.params['id']! });
  const matter = (await withMatters(ctx, [found]))[0]!.matter;
  const step = stepOf(ctx, found);
  const first = errorText(lang, found);
  const wrong = refused?.wrong && [...refused.wrong].map(([field, message]) => ({ id: fieldId(field), message }));
  return screen(ctx, {
    title: { vi: `${title.vi}: ${step}`, en: `${title.en}: ${step}` },
    breadcrumbs: [home, { label: { vi: 'Sự cố', en: 'Incidents' }, href: incidentsPath }, { label: step }],
    wrong: refused !== undefined,
    main: html`${refused?.summary}${wrong && errorSummary(lang, wrong)}
      <h1>
        ${title[lang]}
        ${
          found.settledAt
            ? tag(lang, 'done', { vi: 'Đã xử lý', en: 'Settled' })
            : tag(lang, 'late', { vi: 'Chưa xử lý', en: 'Open' })
        }
      </h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Ở bước', en: 'At' }, value: step },
          ...(found.process ? [{ label: { vi: 'Quy trình', en: 'Process' }, value: found.process[lang] }] : []),
          { label: { vi: 'Lỗi', en: 'Error' }, value: first },
          {
            label: { vi: 'Việc', en: 'Matter' },
            value: matter.href ? html`<a href="${matter.href}">${matter.label}</a>` : matter.label,
          },
          {
            label: { vi: 'Lượt chạy', en: 'Instance' },
            value: found.instanceId
              ? html`<a href="/dieu-hanh/luot/${found.instanceId}">${{ vi: 'Xem trên sơ đồ', en: 'See it on the drawing' }[lang]}</a>`
              : { vi: 'Chưa bắt đầu được', en: 'It could not begin' }[lang],
          },
          { label: { vi: 'Lúc', en: 'When' }, value: formatDateTime(found.at) },
          ...(found.settledAt
            ? [
                {
                  label: { vi: 'Đã xử lý', en: 'Settled' },
                  value: `${formatDateTime(found.settledAt)}, ${found.settledBy ?? ''}`,
                },
                { label: { vi: 'Lý do', en: 'Reason' }, value: found.reason ?? overByItself[lang] },
              ]
            : []),
        ],
        { dense: true },
      )}
      ${found.error !== first && details(lang, { summary: { vi: 'Lỗi đầy đủ', en: 'The whole error' }, body: html`<pre class="source">${found.error}</pre>` })}
      ${found.changed && changes(ctx, found.changed)}
      ${!found.settledAt && mayOf(ctx, settling) && acts(ctx, found, refused)}`,
  });
}

/** What was corrected when it was settled. */
function changes(ctx: PageContext, changed: NonNullable<IncidentView['changed']>): Html {
  return table<string>(ctx.lang, {
    caption: { vi: 'Dữ liệu đã sửa', en: 'Data that were corrected' },
    dense: true,
    rows: Object.keys(changed.after),
    columns: [
      { key: 'name', label: { vi: 'Biến', en: 'Variable' }, cell: (name) => name },
      {
        key: 'before',
        label: { vi: 'Trước', en: 'Before' },
        cell: (name) => JSON.stringify(changed.before[name] ?? null),
      },
      {
        key: 'after',
        label: { vi: 'Sau', en: 'After' },
        grow: true,
        cell: (name) => JSON.stringify(changed.after[name] ?? null),
      },
    ],
  });
}

function acts(ctx: PageContext, found: IncidentView, refused: Refused | undefined): Html {
  const { lang } = ctx;
  const action = `${incidentsPath}/${found.id}`;
  const reason = (act: string) =>
    textarea(lang, {
      name: 'ly-do',
      id: `${act}-ly-do`,
      label: { vi: 'Lý do (giữ lại trong lịch sử)', en: 'Reason (kept in the history)' },
      rows: 2,
      maxLength: 2000,
      value: typed(ctx, 'act') === act ? typed(ctx, 'ly-do') : undefined,
    });
  return html`<h2>${{ vi: 'Cho chạy tiếp', en: 'Let it go on' }[lang]}</h2>
    ${form(lang, {
      action,
      key: ctx.formKey,
      body: html`<input type="hidden" name="act" value="retry" />
        ${reason('retry')}
        ${details(lang, {
          summary: { vi: 'Sửa dữ liệu trước khi chạy tiếp', en: 'Correct the data first' },
          open: (refused?.wrong?.size ?? 0) > 0,
          body: html`${Object.entries(found.variables).map(([name, value]) => variableField(ctx, name, value, refused))}${addedField(ctx, refused)}`,
        })}
        ${button(lang, { label: { vi: 'Cho chạy tiếp', en: 'Let it go on' }, key: 'ctrl+enter' })}`,
    })}
    ${details(lang, {
      summary: { vi: 'Bỏ qua việc bị lỗi', en: 'Go on without it' },
      open: typed(ctx, 'act') === 'skip',
      body: form(lang, {
        action,
        key: ctx.formKey,
        body: html`<p>
            ${
              found.instanceId
                ? {
                    vi: 'Quy trình đi tiếp như thể việc này đã làm xong. Không hoàn tác được.',
                    en: 'The process goes on as if this had been done. This cannot be undone.',
                  }[lang]
                : {
                    vi: 'Quy trình này sẽ không bắt đầu nữa. Không hoàn tác được.',
                    en: 'This process will not begin any more. This cannot be undone.',
                  }[lang]
            }
          </p>
          <input type="hidden" name="act" value="skip" />
          ${reason('skip')} ${button(lang, { label: { vi: 'Bỏ qua', en: 'Go on without it' }, kind: 'danger' })}`,
      }),
    })}`;
}

/** A variable in the control of its kind, with what stands in it. */
function variableField(ctx: PageContext, name: string, value: unknown, refused: Refused | undefined): Html | false {
  const { lang } = ctx;
  const kind = kindOf(value);
  const written = writtenAs(kind, value);
  if (written.length > mostWritten) return false;
  const field = nameOf(name);
  const props = {
    name: field,
    label: `${name} (${kindNames[kind][lang]})`,
    value: ctx.form[field] === undefined ? written : typed(ctx, field),
    error: refused?.wrong?.get(field),
  };
  if (kind === 'boolean')
    return select(lang, {
      ...props,
      options: [
        { value: 'true', label: { vi: 'có', en: 'yes' } },
        { value: 'false', label: { vi: 'không', en: 'no' } },
      ],
    });
  if (kind === 'json') return textarea(lang, { ...props, rows: Math.min(8, written.split('\n').length) });
  if (kind === 'text' && (written.includes('\n') || written.length > 80)) return textarea(lang, { ...props, rows: 3 });
  return textInput(lang, {
    ...props,
    ...(kind === 'date' && { type: 'date' as const, width: 10 as const }),
    ...(kind === 'number' && { inputMode: 'decimal' as const, width: 20 as const }),
    ...(kind === 'text' && { width: 'full' as const }),
  });
}

/** A variable that is not there yet. */
function addedField(ctx: PageContext, refused: Refused | undefined): Html {
  const { lang } = ctx;
  const filled = (name: string) => ({ name, value: typed(ctx, name), error: refused?.wrong?.get(name) });
  return html`<fieldset class="fieldset group">
    <legend class="legend">${{ vi: 'Thêm một biến', en: 'Add a variable' }[lang]}</legend>
    ${textInput(lang, { ...filled('ten-moi'), label: { vi: 'Tên biến', en: 'Name' }, width: 20, optional: true, maxLength: 100 })}
    ${select(lang, {
      ...filled('kieu-moi'),
      value: typed(ctx, 'kieu-moi') || 'text',
      label: { vi: 'Kiểu', en: 'Kind' },
      options: Object.entries(kindNames).map(([value, label]) => ({ value, label })),
    })}
    ${textInput(lang, { ...filled('gia-tri-moi'), label: { vi: 'Giá trị', en: 'Value' }, width: 'full', optional: true })}
  </fieldset>`;
}
