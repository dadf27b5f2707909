/** The properties of a field or page of a form, as fields. */
import { fieldTypes } from '../../model/field-types.ts';
import { el, freshId, lang, say, type Words as Said } from './dom.ts';
import { type Field, type FormModel, keyOf, type Option, type Words } from './form-model.ts';

type Change = (work: () => void) => void;

const limits: Readonly<Record<string, readonly (readonly [string, Said])[]>> = {
  text: [['maxLength', { vi: 'Nhiều nhất bao nhiêu chữ', en: 'At most characters' }]],
  multiline: [['maxLength', { vi: 'Nhiều nhất bao nhiêu chữ', en: 'At most characters' }]],
  integer: [
    ['min', { vi: 'Nhỏ nhất', en: 'Lowest' }],
    ['max', { vi: 'Lớn nhất', en: 'Highest' }],
  ],
  decimal: [
    ['min', { vi: 'Nhỏ nhất', en: 'Lowest' }],
    ['max', { vi: 'Lớn nhất', en: 'Highest' }],
  ],
  money: [
    ['min', { vi: 'Nhỏ nhất', en: 'Lowest' }],
    ['max', { vi: 'Lớn nhất', en: 'Highest' }],
  ],
  date: [
    ['min', { vi: 'Từ ngày (năm-tháng-ngày hoặc today)', en: 'From (year-month-day or today)' }],
    ['max', { vi: 'Đến ngày', en: 'Until' }],
  ],
};
const always = { vi: 'luôn bắt buộc', en: 'always' };
const never = { vi: 'không bắt buộc', en: 'never' };
const sometimes = { vi: 'khi điều kiện đúng', en: 'when a condition holds' };

function line(label: Said, value: unknown, set: (value: string) => void, hint?: Said): HTMLElement {
  const id = freshId('form');
  const input = el('input', {
    class: 'input',
    id,
    spellcheck: 'false',
    'data-place': say(label),
    onchange: () => set(input.value.trim()),
  });
  input.value = value === undefined ? '' : String(value);
  return el(
    'div',
    { class: 'drawn-field' },
    el('label', { for: id }, say(label)),
    hint && el('small', { class: 'muted' }, say(hint)),
    input,
  );
}

function pick(
  label: Said,
  value: string,
  options: readonly (readonly [string, string])[],
  set: (value: string) => void,
): HTMLElement {
  const id = freshId('form');
  const select = el('select', {
    class: 'input',
    id,
    'data-place': say(label),
    onchange: () => set(select.value),
  });
  const known = options.some(([key]) => key === value);
  select.append(
    ...[...(known ? [] : [[value, value] as const]), ...options].map(([key, name]) =>
      el('option', { value: key, selected: key === value }, name),
    ),
  );
  return el('div', { class: 'drawn-field' }, el('label', { for: id }, say(label)), select);
}

/** Both languages of a text. */
function both(title: Said, words: Words | undefined, set: (words: Words) => void): HTMLElement[] {
  const now = { vi: words?.vi ?? '', en: words?.en ?? '' };
  return [
    line({ vi: `${title.vi}, tiếng Việt`, en: `${title.en}, Vietnamese` }, now.vi, (vi) => set({ ...now, vi })),
    line({ vi: `${title.vi}, tiếng Anh`, en: `${title.en}, English` }, now.en, (en) => set({ ...now, en })),
  ];
}

const feel: Said = { vi: 'Biểu thức FEEL, như  workKind = "house"', en: 'FEEL, such as  workKind = "house"' };

export function pagePanel(form: FormModel, page: number, change: Change): HTMLElement {
  const one = form.pages[page]!;
  const path = ['pages', page];
  return el(
    'div',
    {},
    el('h2', {}, say({ vi: 'Trang', en: 'Page' }), ' ', el('code', {}, one.key)),
    one.block &&
      el(
        'p',
        { class: 'muted' },
        say({
          vi: 'Trang này thuộc một khối chung. Sửa ở đây thì chỉ biểu mẫu này đổi; muốn mọi biểu mẫu cùng đổi, hãy sửa ',
          en: 'This page belongs to a block. A change here is for this form alone; to change all forms, edit ',
        }),
        el(
          'a',
          { href: `/studio/form-block/${encodeURIComponent(one.block)}` },
          say({ vi: `khối ${one.block}`, en: `the block ${one.block}` }),
        ),
        '.',
      ),
    ...both({ vi: 'Tiêu đề', en: 'Title' }, one.title, (words) => change(() => form.setWords([...path, 'title'], words))),
    ...both({ vi: 'Lời dẫn', en: 'Help' }, one.help, (words) => change(() => form.setWords([...path, 'help'], words))),
    line({ vi: 'Chỉ hỏi khi', en: 'Asked only when' }, one.when, (when) => change(() => form.set([...path, 'when'], when)), feel),
  );
}

export function fieldPanel(
  form: FormModel,
  page: number,
  at: number,
  change: Change,
  toPage: (page: number) => void,
): HTMLElement {
  const one = form.pages[page]!.fields[at]!;
  const path = ['pages', page, 'fields', at];
  const set = (name: string, value: unknown): void => change(() => form.set([...path, name], value));
  const number = (value: string): unknown => (value !== '' && Number.isFinite(Number(value)) ? Number(value) : value);
  const needed = typeof one.required === 'string' ? 'when' : one.required ? 'yes' : 'no';
  return el(
    'div',
    {},
    el('h2', {}, say({ vi: 'Trường', en: 'Field' }), ' ', el('code', {}, one.key)),
    ...both({ vi: 'Nhãn', en: 'Label' }, one.label, (words) =>
      change(() => {
        // A field that has just been made is called by its label; English words that nobody wrote are asked for.
        const fresh = one.label?.en === 'New field' && words.en === 'New field';
        form.setWords([...path, 'label'], fresh ? { ...words, en: '' } : words);
        if (fresh && words.vi && /^field\d+$/.test(one.key)) form.set([...path, 'key'], keyOf(form.pages, words.vi));
      }),
    ),
    line({ vi: 'Mã', en: 'Key' }, one.key, (key) => set('key', key), {
      vi: 'chữ không dấu; quy tắc và bảng phí gọi trường bằng mã này',
      en: 'rules and fee tables call the field by it',
    }),
    pick(
      { vi: 'Kiểu', en: 'Type' },
      one.type,
      Object.entries(fieldTypes).map(([key, said]) => [key, say(said)]),
      (type) =>
        change(() => {
          form.set([...path, 'type'], type);
          if (/^choices?$/.test(type) && !one.options)
            form.set([...path, 'options'], [{ value: 'a', label: { vi: 'Lựa chọn 1', en: 'Choice 1' } }]);
          if (!/^choices?$/.test(type) && one.options) form.set([...path, 'options'], undefined);
        }),
    ),
    pick(
      { vi: 'Bắt buộc', en: 'Required' },
      needed,
      [
        ['no', say(never)],
        ['yes', say(always)],
        ['when', say(sometimes)],
      ],
      (value) => set('required', value === 'yes' ? true : value === 'when' ? 'true' : undefined),
    ),
    ...(needed === 'when'
      ? [line({ vi: 'Bắt buộc khi', en: 'Required when' }, one.required, (value) => set('required', value), feel)]
      : []),
    line({ vi: 'Chỉ hỏi khi', en: 'Asked only when' }, one.when, (when) => set('when', when), feel),
    ...both({ vi: 'Gợi ý', en: 'Hint' }, one.hint, (words) => change(() => form.setWords([...path, 'hint'], words))),
    ...(limits[one.type] ?? []).map(([name, label]) => line(label, one[name], (value) => set(name, number(value)))),
    ...(one.options ? [optionList(one, (options) => set('options', options))] : []),
    pick(
      { vi: 'Chuyển sang trang', en: 'Move to page' },
      String(page),
      form.pages.map((other, i) => [String(i), `${i + 1}. ${other.title?.[lang] ?? other.key}`]),
      (to) => toPage(Number(to)),
    ),
  );
}

function optionList({ options = [] }: Field, set: (options: Option[]) => void): HTMLElement {
  const change = (at: number, option: Option): void => set(options.map((one, i) => (i === at ? option : one)));
  return el(
    'fieldset',
    { class: 'drawn-records' },
    el('legend', {}, say({ vi: 'Các lựa chọn', en: 'Choices' })),
    ...options.map((one, i) => {
      const input = (label: Said, value: string, write: (value: string) => Option): HTMLElement => {
        const field = el('input', {
          class: 'input',
          'data-place': `option ${i} ${label.en}`,
          onchange: () => change(i, write(field.value.trim())),
        });
        field.value = value;
        return el('label', {}, el('span', { class: 'muted' }, say(label)), field);
      };
      return el(
        'div',
        { class: 'drawn-record' },
        input({ vi: 'Mã', en: 'Value' }, one.value, (value) => ({ ...one, value })),
        input({ vi: 'Tiếng Việt', en: 'Vietnamese' }, one.label.vi, (vi) => ({
          ...one,
          label: { ...one.label, vi },
        })),
        input({ vi: 'Tiếng Anh', en: 'English' }, one.label.en, (en) => ({
          ...one,
          label: { ...one.label, en },
        })),
        options.length > 1 &&
          el(
            'button',
            { type: 'button', class: 'button button-quiet', onclick: () => set(options.filter((_, at) => at !== i)) },
            say({ vi: 'Bỏ', en: 'Remove' }),
          ),
      );
    }),
    el(
      'button',
      {
        type: 'button',
        class: 'button button-secondary',
        onclick: () =>
          set([
            ...options,
            {
              value: `c${options.length + 1}`,
              label: { vi: `Lựa chọn ${options.length + 1}`, en: `Choice ${options.length + 1}` },
            },
          ]),
      },
      say({ vi: 'Thêm lựa chọn', en: 'Add a choice' }),
    ),
  );
}
