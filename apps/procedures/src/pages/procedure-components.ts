import type { PageContext } from '@dinh/kernel';
import { type Child, html, type Html, table } from '@dinh/ui';
import type { Component } from '../model.ts';
import type { ProcedureSheet } from '../queries/procedure-sheet.ts';
import { conditionInWords, type Names } from '../words/expression.ts';
import { formNames } from '../words/names.ts';
import { origin } from './parts.ts';

const words = {
  caption: { vi: 'Thành phần hồ sơ', en: 'Components of the dossier' },
  name: { vi: 'Giấy tờ', en: 'Paper' },
  copies: { vi: 'Số lượng', en: 'Copies' },
  original: { vi: 'bản chính', en: 'original' },
  copy: { vi: 'bản sao', en: 'copy' },
  onlyWhen: { vi: 'Chỉ khi', en: 'Only when' },
  byDeclaration: { vi: 'Tùy nội dung khai', en: 'Depends on what you declare' },
  optional: { vi: 'Nếu có', en: 'If you have it' },
  form: { vi: 'Khai ngay trên mạng, hoặc', en: 'Fill it in online, or' },
  blank: { vi: 'in tờ khai trống', en: 'print the blank form' },
  stands: {
    vi: 'Không cần nộp lại nếu bạn đã có kết quả điện tử:',
    en: 'Not needed again if you hold the electronic result:',
  },
  later: { vi: 'Nộp sau, khi thực hiện nghĩa vụ tài chính', en: 'Later, with the financial duty' },
  files: { vi: 'Nhận tệp', en: 'Files' },
  upTo: { vi: 'đến', en: 'up to' },
};

const several = { original: { vi: 'bản chính', en: 'originals' }, copy: { vi: 'bản sao', en: 'copies' } };

/** The components: what is always needed, what only sometimes and when, and what may stand for it. */
export function componentTable(ctx: PageContext, sheet: ProcedureSheet): Html {
  const { lang } = ctx;
  const names = formNames(sheet.form, lang);
  return table<Component>(lang, {
    caption: words.caption,
    hideCaption: true,
    stack: true,
    rows: sheet.version.procedure.components,
    columns: [
      { key: 'name', label: words.name, grow: true, cell: (row) => paper(ctx, sheet, names, row) },
      {
        key: 'copies',
        label: words.copies,
        cell: (row) =>
          html`<span class="copies">${row.copies > 0 && `${row.copies} `}${(row.copies > 1 ? several : words)[row.form][lang]}</span>`,
      },
    ],
  });
}

function paper(ctx: PageContext, sheet: ProcedureSheet, names: Names, row: Component): Child {
  const { lang } = ctx;
  return html`<span class="paper">${row.name[lang]}${origin(ctx, row.source)}</span>${lines(ctx, sheet, names, row).map(
    (line) => html`<span class="paper-line">${line}</span>`,
  )}`;
}

function lines(ctx: PageContext, { form, accepted, version, day }: ProcedureSheet, names: Names, row: Component): Child[] {
  const { lang } = ctx;
  const found: Child[] = [];
  const condition = row.when ?? (typeof row.required === 'string' ? row.required : undefined);
  if (condition !== undefined) {
    const inWords = conditionInWords(condition, names, lang);
    found.push(inWords === undefined ? words.byDeclaration[lang] : `${words.onlyWhen[lang]} ${inWords}`);
  }
  if (row.required === false) found.push(words.optional[lang]);
  if (row.satisfiedBy === 'form' && form)
    found.push(
      html`${words.form[lang]} <a href="/thu-tuc/${encodeURIComponent(version.procedure.code)}/to-khai.pdf?ngay=${day}">${words.blank[lang]}</a>`,
    );
  else if (row.satisfiedBy && accepted.has(row.satisfiedBy))
    found.push(`${words.stands[lang]} ${accepted.get(row.satisfiedBy)![lang]}`);
  if (row.stage) found.push(words.later[lang]);
  if (row.note && row.satisfiedBy !== 'form') found.push(row.note[lang]);
  if (row.accept?.length)
    found.push(
      `${words.files[lang]} ${row.accept.join(', ').toUpperCase()}${row.maxMb ? ` ${words.upTo[lang]} ${row.maxMb} MB` : ''}`,
    );
  return found;
}
