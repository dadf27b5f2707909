import type { Lang, PageContext, Text } from '@dinh/kernel';
import { autocomplete, checkbox, details, type Filled, html, type Html, select, suggestInput, textInput } from '@dinh/ui';
import { typed } from '../frame.ts';
import { chooseFrom, chosenOf, several } from '../several.ts';
import type { Choices } from './choices.ts';
import { type Plan, type PartKey, successionsPath, type View } from './words.ts';

export type Item<K extends PartKey> = Plan[K][number];

/** How one section of a plan is shown, and how one of its items is asked for and read from the form. */
export interface Section<K extends PartKey> {
  readonly columns: readonly {
    readonly key: string;
    readonly label: Text;
    text(item: Item<K>, names: Names): string;
  }[];
  /** The values of an item by the names of the form's fields. */
  known(item: Item<K>, view: View): Record<string, string | readonly string[]>;
  fields(lang: Lang, filled: Filled, choices: Choices): Html;
  read(ctx: PageContext): unknown;
}

/** Names in the language of the page. */
export interface Names {
  unit(key: string | undefined): string;
  field(code: string): string;
  role(key: string): string;
  person(appointment: Item<'appointments'>): string;
}

const labels = {
  from: { vi: 'Đơn vị kết thúc', en: 'Ends' },
  to: { vi: 'Tiếp nhận', en: 'Goes on' },
  which: { vi: 'Phần việc', en: 'Which part' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  name: { vi: 'Tên', en: 'Name' },
  nameEn: { vi: 'Tên tiếng Anh', en: 'Name in English' },
  code: { vi: 'Mã định danh', en: 'Identifier' },
  key: { vi: 'Khóa', en: 'Key' },
  parent: { vi: 'Trực thuộc', en: 'Stands under' },
  kind: { vi: 'Loại đơn vị', en: 'Kind' },
  level: { vi: 'Cấp', en: 'Level' },
  symbol: { vi: 'Ký hiệu trên văn bản', en: 'Sign in numbers of papers' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  phone: { vi: 'Điện thoại', en: 'Telephone' },
  email: { vi: 'Thư điện tử', en: 'E-mail' },
  person: { vi: 'Người', en: 'Person' },
  role: { vi: 'Vai trò', en: 'Role' },
  title: { vi: 'Chức danh', en: 'Title' },
} satisfies Record<string, Text>;

const lines: Section<'lines'> = {
  columns: [
    { key: 'from', label: labels.from, text: (l, n) => n.unit(l.from) },
    { key: 'to', label: labels.to, text: (l, n) => n.unit(l.to) },
    {
      key: 'which',
      label: labels.which,
      text: (l, n) => [...(l.areas ?? []).map((key) => n.unit(key)), ...(l.fields ?? []).map((code) => n.field(code))].join(', '),
    },
  ],
  known: (l) => ({
    from: l.from,
    to: l.to ?? '',
    fields: l.fields ?? [],
    areas: l.areas ?? [],
    archive: l.archive === undefined ? '' : l.archive ? 'yes' : 'no',
  }),
  fields: (
    lang,
    f,
    { units, communes, fields },
  ) => html`${autocomplete(lang, { name: 'from', label: labels.from, value: f.value('from'), options: chooseFrom(units, f.value('from')), error: f.error('from') })}
    ${autocomplete(lang, { name: 'to', optional: true, label: labels.to, hint: { vi: 'Bỏ trống nếu không ai tiếp nhận.', en: 'Empty when nobody goes on.' }, value: f.value('to'), options: chooseFrom(units, f.value('to')), error: f.error('to') })}
    ${details(lang, {
      summary: { vi: 'Chỉ một phần việc: theo lĩnh vực, địa bàn', en: 'Only a part: by field, by place' },
      open: [...f.values('fields'), ...f.values('areas')].some(Boolean),
      body: html`${several(lang, f, 'fields', { vi: 'Chỉ các lĩnh vực', en: 'Only these fields' }, fields)}
      ${several(lang, f, 'areas', { vi: 'Chỉ các địa bàn', en: 'Only these places' }, communes)}`,
    })}
    ${select(lang, {
      name: 'archive',
      optional: true,
      label: { vi: 'Giữ hồ sơ lưu trữ của đơn vị cũ', en: 'Keeps the archive of the old unit' },
      value: f.value('archive'),
      placeholder: { vi: 'Nơi nhận phần việc còn lại giữ', en: 'Whoever gets the rest' },
      options: [
        { value: 'yes', label: { vi: 'Giữ', en: 'Yes' } },
        { value: 'no', label: { vi: 'Không', en: 'No' } },
      ],
    })}`,
  read: (ctx) => ({
    from: typed(ctx, 'from') ?? '',
    ...given(ctx, 'to'),
    ...list(ctx, 'fields'),
    ...list(ctx, 'areas'),
    ...(typed(ctx, 'archive') !== undefined && { archive: typed(ctx, 'archive') === 'yes' }),
  }),
};

const begins: Section<'begins'> = {
  columns: [
    { key: 'name', label: labels.name, text: (u, n) => n.unit(u.key) },
    { key: 'code', label: labels.code, text: (u) => u.code },
    { key: 'parent', label: labels.parent, text: (u, n) => n.unit(u.parent) },
    { key: 'kind', label: labels.kind, text: (u) => u.kind },
  ],
  known: (u) => ({
    key: u.key,
    code: u.code,
    parent: u.parent,
    'name.vi': u.name.vi,
    'name.en': u.name.en,
    kind: u.kind,
    level: u.level,
    symbol: u.symbol ?? '',
    address: u.address ?? '',
    phone: u.phone ?? '',
    email: u.email ?? '',
    'hours.vi': u.hours?.vi ?? '',
    'hours.en': u.hours?.en ?? '',
  }),
  fields: (lang, f, { units, kinds, levels }) => html`${names(lang, f, false)}
    ${textInput(lang, { name: 'key', label: labels.key, hint: { vi: 'Chữ thường không dấu, số, “-” và “.”: phuong-phu-ly', en: 'Small letters, digits, “-” and “.”: phuong-phu-ly' }, width: 20, value: f.value('key'), error: f.error('key') })}
    ${textInput(lang, { name: 'code', label: labels.code, hint: { vi: 'Theo QĐ 20/2020/QĐ-TTg: H25.61', en: 'By QĐ 20/2020/QĐ-TTg: H25.61' }, width: 10, value: f.value('code'), error: f.error('code') })}
    ${autocomplete(lang, { name: 'parent', label: labels.parent, value: f.value('parent'), options: chooseFrom(units, f.value('parent')), error: f.error('parent') })}
    ${select(lang, { name: 'kind', label: labels.kind, value: f.value('kind'), placeholder: choose, options: plain(kinds), error: f.error('kind') })}
    ${select(lang, { name: 'level', label: labels.level, value: f.value('level'), placeholder: choose, options: plain(levels), error: f.error('level') })}
    ${(['symbol', 'address', 'phone', 'email'] as const).map((name) => textInput(lang, { name, optional: true, label: labels[name], value: f.value(name), error: f.error(name) }))}
    ${(['vi', 'en'] as const).map((at) => textInput(lang, { name: `hours.${at}`, optional: true, label: at === 'vi' ? { vi: 'Giờ làm việc', en: 'Office hours in Vietnamese' } : { vi: 'Giờ làm việc, tiếng Anh', en: 'Office hours in English' }, value: f.value(`hours.${at}`), error: f.error(`hours.${at}`) }))}`,
  read: (ctx) => ({
    key: typed(ctx, 'key') ?? '',
    code: typed(ctx, 'code') ?? '',
    parent: typed(ctx, 'parent') ?? '',
    name: both(ctx, 'name'),
    kind: typed(ctx, 'kind') ?? '',
    level: typed(ctx, 'level') ?? '',
    ...given(ctx, 'symbol'),
    ...given(ctx, 'address'),
    ...given(ctx, 'phone'),
    ...given(ctx, 'email'),
    ...((typed(ctx, 'hours.vi') || typed(ctx, 'hours.en')) && { hours: both(ctx, 'hours') }),
  }),
};

const changes: Section<'changes'> = {
  columns: [
    { key: 'unit', label: labels.unit, text: (c, n) => n.unit(c.unit) },
    { key: 'name', label: { vi: 'Tên mới', en: 'New name' }, text: (c) => c.name?.vi ?? '' },
    {
      key: 'parent',
      label: { vi: 'Chuyển về', en: 'Moves under' },
      text: (c, n) => (c.parent ? n.unit(c.parent) : ''),
    },
    { key: 'code', label: { vi: 'Mã mới', en: 'New identifier' }, text: (c) => c.code ?? '' },
  ],
  known: (c) => ({
    unit: c.unit,
    'name.vi': c.name?.vi ?? '',
    'name.en': c.name?.en ?? '',
    parent: c.parent ?? '',
    code: c.code ?? '',
    symbol: c.symbol ?? '',
  }),
  fields: (
    lang,
    f,
    { units },
  ) => html`${autocomplete(lang, { name: 'unit', label: labels.unit, hint: { vi: 'Điều gì bỏ trống thì giữ nguyên.', en: 'What is left empty stays.' }, value: f.value('unit'), options: chooseFrom(units, f.value('unit')), error: f.error('unit') })}
    ${names(lang, f, true)}
    ${autocomplete(lang, { name: 'parent', optional: true, label: { vi: 'Chuyển về', en: 'Moves under' }, value: f.value('parent'), options: chooseFrom(units, f.value('parent')), error: f.error('parent') })}
    ${textInput(lang, { name: 'code', optional: true, label: { vi: 'Mã định danh mới', en: 'New identifier' }, width: 10, value: f.value('code'), error: f.error('code') })}
    ${textInput(lang, { name: 'symbol', optional: true, label: labels.symbol, width: 10, value: f.value('symbol'), error: f.error('symbol') })}`,
  read: (ctx) => ({
    unit: typed(ctx, 'unit') ?? '',
    ...((typed(ctx, 'name.vi') || typed(ctx, 'name.en')) && { name: both(ctx, 'name') }),
    ...given(ctx, 'parent'),
    ...given(ctx, 'code'),
    ...given(ctx, 'symbol'),
  }),
};

const appointments: Section<'appointments'> = {
  columns: [
    { key: 'person', label: labels.person, text: (a, n) => n.person(a) },
    { key: 'title', label: labels.title, text: (a) => a.title.vi },
    { key: 'unit', label: labels.unit, text: (a, n) => n.unit(a.unit) },
    { key: 'role', label: labels.role, text: (a, n) => n.role(a.role) },
  ],
  known: (a, { persons }) => ({
    person: a.person ?? '',
    who: (a.person && persons[a.person]) ?? a.account ?? '',
    unit: a.unit,
    role: a.role,
    'title.vi': a.title.vi,
    'title.en': a.title.en,
    main: a.main === false ? '' : 'on',
  }),
  fields: (
    lang,
    f,
    { units, roles },
  ) => html`${suggestInput(lang, { name: 'who', label: labels.person, hint: { vi: 'Gõ họ tên rồi chọn, hoặc nhập tài khoản.', en: 'Type a name and choose, or an account.' }, source: `${successionsPath}/can-bo`, value: f.value('who'), valueName: 'person', chosen: f.value('person') ?? '', error: f.error('account') ?? f.error('person') ?? f.error('who') })}
    ${autocomplete(lang, { name: 'unit', label: labels.unit, value: f.value('unit'), options: chooseFrom(units, f.value('unit')), error: f.error('unit') })}
    ${select(lang, { name: 'role', label: labels.role, value: f.value('role'), placeholder: choose, options: chooseFrom(roles, f.value('role')), error: f.error('role') })}
    ${textInput(lang, { name: 'title.vi', label: labels.title, value: f.value('title.vi'), error: f.error('title.vi') })}
    ${textInput(lang, { name: 'title.en', label: { vi: 'Chức danh tiếng Anh', en: 'Title in English' }, value: f.value('title.en'), error: f.error('title.en') })}
    ${checkbox(lang, { name: 'main', label: { vi: 'Là chức vụ chính', en: 'It is the main position' }, checked: f.value('main') === 'on' })}`,
  read: (ctx) => ({
    ...(typed(ctx, 'person') ? given(ctx, 'person') : { account: typed(ctx, 'who') ?? '' }),
    unit: typed(ctx, 'unit') ?? '',
    role: typed(ctx, 'role') ?? '',
    title: both(ctx, 'title'),
    main: typed(ctx, 'main') !== undefined,
  }),
};

export const sectionForms: { readonly [K in PartKey]: Section<K> } = { lines, begins, changes, appointments };

const choose: Text = { vi: 'Chọn', en: 'Choose' };
const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

function names(lang: Lang, f: Filled, optional: boolean): Html {
  return html`${textInput(lang, { name: 'name.vi', optional, label: labels.name, value: f.value('name.vi'), error: f.error('name.vi') })}
    ${textInput(lang, { name: 'name.en', optional, label: labels.nameEn, value: f.value('name.en'), error: f.error('name.en') })}`;
}

const given = (ctx: PageContext, name: string): Record<string, string> => {
  const value = typed(ctx, name);
  return value === undefined ? {} : { [name]: value };
};
const both = (ctx: PageContext, name: string): Text => ({
  vi: typed(ctx, `${name}.vi`) ?? '',
  en: typed(ctx, `${name}.en`) ?? typed(ctx, `${name}.vi`) ?? '',
});
const list = (ctx: PageContext, name: string): Record<string, string[]> => {
  const values = chosenOf(ctx, name);
  return values.length > 0 ? { [name]: values } : {};
};
