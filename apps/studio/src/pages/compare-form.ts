import { compareForms, type FieldChange, type FormDefinition } from '@dinh/forms';
import type { PageContext, Text } from '@dinh/kernel';
import { html, type Html, table, tabs, tag } from '@dinh/ui';
import { fieldTypes } from '../model/field-types.ts';
import { address, asked, withQuery } from './frame.ts';

/** How the two sides of a comparison are addressed: `?ban=3`, `?du-thao=…`. */
export interface Sides {
  readonly key: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

const changes: Readonly<Record<FieldChange['change'], { tone: 'done' | 'late' | 'soon' | 'doing'; label: Text; sign: string }>> =
  {
    added: { tone: 'done', label: { vi: 'Thêm', en: 'Added' }, sign: '+' },
    removed: { tone: 'late', label: { vi: 'Bỏ', en: 'Removed' }, sign: '-' },
    changed: { tone: 'soon', label: { vi: 'Sửa', en: 'Changed' }, sign: '*' },
    moved: { tone: 'doing', label: { vi: 'Chuyển trang', en: 'Moved' }, sign: '~' },
  };

/** Two versions of a form, page by page beside each other as the applicant sees them, and a list of what differs. */
export function formDifference(
  ctx: PageContext,
  kind: string,
  before: FormDefinition,
  after: FormDefinition,
  sides: Sides,
): Html {
  const { lang } = ctx;
  const found = compareForms(before, after);
  const text = (form: FormDefinition, key: string): string => JSON.stringify(form.pages.find((one) => one.key === key) ?? null);
  const keys = [...new Set([...after.pages, ...before.pages].map((one) => one.key))];
  const differing = keys.filter((key) => text(before, key) !== text(after, key));
  const pageOf = (form: FormDefinition, key: string) => form.pages.find((one) => one.key === key);
  const current = differing.find((key) => key === asked(ctx, 'trang')) ?? differing[0];
  const here = ctx.url.split('?')[0]!;
  const query = Object.fromEntries(Object.entries(ctx.query).filter(([, value]) => typeof value === 'string'));
  const marks = found.map(({ change, path }) => `${changes[change].sign}${path}`).join(',');
  const side = (words: Text, form: FormDefinition, which: Readonly<Record<string, string>>): Html => {
    const page = pageOf(form, current!);
    const title = `${words[lang]}: ${page?.title[lang] ?? ''}`;
    return html`<figure><figcaption>${words[lang]}</figcaption>${
      page
        ? html`<iframe class="preview-frame" src="${withQuery(`${address(kind, sides.key)}/xem`, { ...which, trang: current, khac: marks })}" title="${title}"></iframe>`
        : html`<p>${{ vi: 'Bản này không có trang ấy.', en: 'This version has no such page.' }[lang]}</p>`
    }</figure>`;
  };
  return html`${
    current &&
    html`${tabs(
      lang,
      { vi: 'Các trang khác nhau', en: 'Pages that differ' },
      differing.map((key) => ({
        label: (pageOf(after, key) ?? pageOf(before, key))!.title,
        href: withQuery(here, { ...query, trang: key }),
        current: key === current,
      })),
    )}
    <div class="side-by-side">${side({ vi: 'Bản trước', en: 'Before' }, before, sides.before)}${side({ vi: 'Bản sau', en: 'After' }, after, sides.after)}</div>`
  }
  ${table<FieldChange>(lang, {
    caption: { vi: 'Các trường thay đổi', en: 'Fields that changed' },
    dense: true,
    stack: true,
    rows: found,
    columns: [
      {
        key: 'change',
        label: { vi: 'Thay đổi', en: 'Change' },
        cell: ({ change }) => tag(lang, changes[change].tone, changes[change].label),
      },
      { key: 'label', label: { vi: 'Nhãn', en: 'Label' }, cell: (c) => (c.after ?? c.before)?.label?.[lang] },
      { key: 'path', label: { vi: 'Mã', en: 'Key' }, cell: (c) => html`<code>${c.path}</code>` },
      {
        key: 'what',
        label: { vi: 'Thuộc tính', en: 'Properties' },
        cell: (c) =>
          c.properties?.map((name) => {
            const [old, now] = [c.before, c.after].map((one) => written(one as never, name, lang));
            return html`<div>${nameOf(name)[lang]}: <del>${old}</del> → <ins>${now}</ins></div>`;
          }),
      },
    ],
    empty: html`<p>${{ vi: 'Không trường nào thay đổi.', en: 'No field has changed.' }[lang]}</p>`,
  })}`;
}

const properties: Readonly<Record<string, Text>> = {
  type: { vi: 'Kiểu', en: 'Type' },
  label: { vi: 'Nhãn', en: 'Label' },
  hint: { vi: 'Lời nhắc', en: 'Hint' },
  required: { vi: 'Bắt buộc', en: 'Required' },
  when: { vi: 'Chỉ hỏi khi', en: 'Asked only when' },
  options: { vi: 'Các lựa chọn', en: 'Choices' },
  check: { vi: 'Kiểm tra', en: 'Checks' },
  min: { vi: 'Nhỏ nhất', en: 'Lowest' },
  max: { vi: 'Lớn nhất', en: 'Highest' },
  maxLength: { vi: 'Nhiều nhất bao nhiêu chữ', en: 'At most characters' },
  prefill: { vi: 'Điền sẵn từ', en: 'Filled in from' },
};
const nameOf = (name: string): Text => properties[name] ?? { vi: name, en: name };

/** A property as people read it. */
function written(field: Readonly<Record<string, any>> | undefined, name: string, lang: 'vi' | 'en'): string {
  const value = field?.[name];
  if (value === undefined) return '–';
  if (name === 'type') return fieldTypes[value]?.[lang] ?? String(value);
  if (typeof value === 'boolean') return (value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' })[lang];
  if (name === 'options' && Array.isArray(value)) return value.map((one) => one.label?.[lang] ?? one.value).join('; ');
  if (typeof value === 'object' && value !== null && typeof value[lang] === 'string') return value[lang];
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const words: Readonly<Record<string, { name: string; label: Text }>> = {
  '+': { name: 'added', label: { vi: 'Thêm', en: 'Added' } },
  '-': { name: 'removed', label: { vi: 'Bỏ', en: 'Removed' } },
  '*': { name: 'changed', label: { vi: 'Sửa', en: 'Changed' } },
  '~': { name: 'moved', label: { vi: 'Chuyển trang', en: 'Moved' } },
};

/**
 * A page of a form with the fields marked that another version has otherwise.
 * @param marks `+key,-key,*group.key`, as `formDifference` asks for it
 */
export function marked(lang: 'vi' | 'en', page: Html, marks: string): string {
  const of = new Map(marks.split(',').map((one) => [one.slice(1), words[one[0]!]]));
  return String(page).replaceAll(/<div\b[^>]*\bdata-(?:field|computed)="([^"]*)"[^>]*>/g, (tag, path: string) => {
    const mark = of.get(path) ?? of.get(path.replaceAll(/\[\d+\]|\.\d+(?=\.|$)/g, ''));
    return mark
      ? `<div class="compared-field is-${mark.name}"><span class="change-sign">${mark.label[lang]}</span></div>${tag.replace('class="', `class="is-${mark.name} `)}`
      : tag;
  });
}
