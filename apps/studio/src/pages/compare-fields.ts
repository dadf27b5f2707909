import type { PageContext, Text } from '@dinh/kernel';
import { html, type Html, table, tag } from '@dinh/ui';
import { stringify } from 'yaml';
import { isGroup, labelOf, type Schema, schemaInside, shapeOf } from '../model/schema.ts';
import { compareBodies, type PartChange } from '../model/schema-diff.ts';

const changes: Readonly<Record<PartChange['change'], { tone: 'done' | 'late' | 'soon' | 'doing'; label: Text }>> = {
  added: { tone: 'done', label: { vi: 'Thêm', en: 'Added' } },
  removed: { tone: 'late', label: { vi: 'Bỏ', en: 'Removed' } },
  changed: { tone: 'soon', label: { vi: 'Sửa', en: 'Changed' } },
  moved: { tone: 'doing', label: { vi: 'Chuyển chỗ', en: 'Moved' } },
};

/** What differs between two bodies, part by part: the place in words, before and after side by side. */
export function fieldsDifference(ctx: PageContext, schema: Schema, before: unknown, after: unknown): Html {
  const { lang } = ctx;
  const found = compareBodies(schema, before, after);
  const side = (change: PartChange, value: unknown): Html | undefined =>
    value === undefined || value === null
      ? undefined
      : change.change === 'moved'
        ? html`${{ vi: 'thứ', en: 'no.' }[lang]} ${String(value)}`
        : shown(ctx, change.schema, value);
  return table<PartChange>(lang, {
    caption: { vi: `${found.length} mục thay đổi`, en: `${found.length} parts differ` },
    dense: true,
    stack: true,
    rows: found,
    columns: [
      {
        key: 'change',
        label: { vi: 'Thay đổi', en: 'Change' },
        cell: ({ change }) => tag(lang, changes[change].tone, changes[change].label),
      },
      {
        key: 'place',
        label: { vi: 'Mục', en: 'Part' },
        cell: ({ place }) => place.map((one) => one[lang]).join(' › '),
      },
      {
        key: 'before',
        label: { vi: 'Bản trước', en: 'Before' },
        cell: (change) => html`<del>${side(change, change.before)}</del>`,
      },
      {
        key: 'after',
        label: { vi: 'Bản sau', en: 'After' },
        cell: (change) => html`<ins>${side(change, change.after)}</ins>`,
      },
    ],
    empty: html`<p>${{ vi: 'Hai bản giống hệt nhau.', en: 'The two are the same.' }[lang]}</p>`,
  });
}

/** A value as people read it: by its schema in words, whole groups line by line. */
function shown(ctx: PageContext, schema: Schema, value: unknown): Html {
  const { lang } = ctx;
  const shape = shapeOf(schema);
  if (shape.is === 'truth' || shape.is === 'sometimes') {
    if (value === true) return html`${{ vi: 'có', en: 'yes' }[lang]}`;
    if (value === false) return html`${{ vi: 'không', en: 'no' }[lang]}`;
  }
  if (shape.is === 'choice') {
    const option = shape.options.find((one) => one.value === value);
    return html`${option?.label[lang] ?? String(value)}`;
  }
  if (shape.is === 'choices' && Array.isArray(value))
    return html`${value.map((one) => shape.options.find((option) => option.value === one)?.label[lang] ?? String(one)).join(', ')}`;
  if (shape.is === 'words' && isGroup(value)) return html`<div>${String(value['vi'])}</div><div>${String(value['en'])}</div>`;
  if (isGroup(value))
    return html`${Object.entries(value).map(([name, one]) => {
      const inside = schemaInside(schema, name, value);
      return html`<div>${labelOf(inside, name)[lang]}: ${shown(ctx, inside, one)}</div>`;
    })}`;
  if (Array.isArray(value))
    return html`${value.map((one) => html`<div>${typeof one === 'object' ? stringify(one) : String(one)}</div>`)}`;
  return html`${String(value)}`;
}
