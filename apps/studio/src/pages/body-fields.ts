import type { PageContext } from '@dinh/kernel';
import { counted, html, type Html, sourceWords, summaryList, table } from '@dinh/ui';
import { aboutSchema } from '../model/body-text.ts';
import { fieldsIn, isGroup, labelOf, nameOfEntry, namesIn, type Schema, schemaInside, shapeOf } from '../model/schema.ts';
import { listNames } from '../queries/list-names.ts';
import { calendarLooks, messageLooks, portalTextLooks } from './looks.ts';
import type { Shown } from './shown.ts';

/** What a value names, in words: a unit, a procedure, a form … */
type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

const looks: Readonly<Record<string, (ctx: PageContext, body: never) => Html>> = {
  message: messageLooks,
  'portal-text': portalTextLooks,
  calendar: calendarLooks,
};

/** A body of any kind as people read it: how it looks where that is known, then part by part in the words of its schema. */
export async function fieldsView(ctx: PageContext, shown: Shown): Promise<Html> {
  const { kind, body } = shown;
  const schema = (aboutSchema(kind) ?? kind.schema) as Schema;
  const { lists } = await ctx.run(listNames, { names: namesIn(schema) });
  const names: Names = new Map(
    Object.entries(lists as Readonly<Record<string, { items: readonly { key: string; vi: string; en: string }[] }>>).map(
      ([name, { items }]) => [name, new Map(items.map((one) => [one.key, one[ctx.lang]]))],
    ),
  );
  const look = looks[kind.kind];
  const whole = isGroup(body) ? body : {};
  return html`${look && html`<div class="paper-look">${look(ctx, body as never)}</div>`}
    ${summaryList(
      ctx.lang,
      fieldsIn(schema, whole)
        .filter(({ name }) => whole[name] !== undefined)
        .map(({ name, schema: inside }) => ({
          label: labelOf(inside, name),
          value: named(ctx, names, name, inside, whole[name]),
        })),
      { dense: true },
    )}`;
}

/** A part by its name: sources are written in a pack in short, and read here in words. */
function named(ctx: PageContext, names: Names, name: string, schema: Schema, value: unknown): Html {
  return name === 'source' && typeof value === 'string'
    ? html`${sourceWords(ctx.lang, value)}`
    : valueOf(ctx, names, schema, value);
}

function valueOf(ctx: PageContext, names: Names, schema: Schema, value: unknown): Html {
  const { lang } = ctx;
  const shape = shapeOf(schema);
  if (value === undefined || value === null || value === '') return html`<span class="muted">–</span>`;
  if (value === true || value === false) return html`${(value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' })[lang]}`;
  if (shape.is === 'choice') return html`${shape.options.find((one) => one.value === value)?.label[lang] ?? String(value)}`;
  if (shape.is === 'choices' && Array.isArray(value))
    return html`${value.map((one) => shape.options.find((option) => option.value === one)?.label[lang] ?? String(one)).join(', ')}`;
  if (isGroup(value) && typeof value['vi'] === 'string' && typeof value['en'] === 'string')
    return html`<div lang="vi">${value['vi']}</div><div class="muted" lang="en">${value['en']}</div>`;
  if (Array.isArray(value)) return listOf(ctx, names, shape.is === 'list' ? shape.of : {}, value);
  if (isGroup(value)) return groupOf(ctx, names, schema, value);
  const told = schema['x-told'];
  const called = told?.names && names.get(told.names)?.get(String(value));
  if (called) return html`${called} <code>${String(value)}</code>`;
  return told?.as === 'feel' || told?.as === 'code' ? html`<code>${String(value)}</code>` : html`${String(value)}`;
}

function groupOf(ctx: PageContext, names: Names, schema: Schema, value: Readonly<Record<string, unknown>>): Html {
  const table = shapeOf(schema).is === 'table';
  const order = table ? Object.keys(value) : fieldsIn(schema, value).map(({ name }) => name);
  const parts = order.flatMap((name) =>
    value[name] === undefined || value[name] === null ? [] : [[name, value[name]] as const],
  );
  return html`<dl class="parts">${parts.map(([name, one]) => {
    const inside = schemaInside(schema, name, value);
    return html`<div><dt>${table ? html`<code>${name}</code>` : labelOf(inside, name)[ctx.lang]}</dt><dd>${named(ctx, names, name, inside, one)}</dd></div>`;
  })}</dl>`;
}

const plain = (value: unknown): boolean =>
  !Array.isArray(value) && (!isGroup(value) || (typeof value['vi'] === 'string' && typeof value['en'] === 'string'));

/** Entries of a few plain parts as a table, larger ones one after the other. */
function listOf(ctx: PageContext, names: Names, of: Schema, list: readonly unknown[]): Html {
  if (list.length === 0) return html`<span class="muted">–</span>`;
  if (!list.every(isGroup)) return html`<ul>${list.map((one) => html`<li>${valueOf(ctx, names, of, one)}</li>`)}</ul>`;
  const columns = [...new Set(list.flatMap((one) => Object.keys(one)))];
  if (columns.length <= 5 && list.every((one) => Object.values(one).every(plain)))
    return table<Readonly<Record<string, unknown>>>(ctx.lang, {
      caption: { vi: `${list.length} mục`, en: counted(list.length, 'entry', 'entries') },
      hideCaption: true,
      dense: true,
      stack: true,
      rows: list,
      columns: columns.map((name) => {
        const inside = schemaInside(of, name, list[0]!);
        return {
          key: name,
          label: labelOf(inside, name),
          cell: (one) => (one[name] === undefined ? '' : named(ctx, names, name, inside, one[name])),
        };
      }),
    });
  return html`<ol class="parts-list">${list.map((one) => {
    const name = nameOfEntry(one)?.[ctx.lang];
    return html`<li>${name && html`<strong>${name}</strong>`}${groupOf(ctx, names, of, one)}</li>`;
  })}</ol>`;
}
