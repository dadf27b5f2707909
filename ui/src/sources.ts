/** Where a piece of a pack is from, in words: packs write `law …`, `seed …` or `ours`. */
import type { Lang, Text } from './lang.ts';

export const sourceNames: Readonly<Record<'law' | 'seed' | 'ours' | 'other', Text>> = {
  law: { vi: 'Luật, nghị định', en: 'Law' },
  seed: { vi: 'Tài liệu nguồn', en: 'Source document' },
  ours: { vi: 'Tự soạn', en: 'Composed by us' },
  other: { vi: 'Khác', en: 'Other' },
};

/** What packs remark on a source, in the order in which it is looked for; English as it stands in them. */
const remarks: readonly (readonly [RegExp, string])[] = [
  [/refusal, the way back and the shares are ours/g, 'việc từ chối, đường quay lại và tỷ lệ thời hạn tự soạn'],
  [/the ways? back and the shares are ours/g, 'đường quay lại và tỷ lệ thời hạn tự soạn'],
  [/the order and shares of the steps are ours/g, 'thứ tự và tỷ lệ thời hạn các bước tự soạn'],
  [/the shares are ours/g, 'tỷ lệ thời hạn tự soạn'],
  [
    /general form of its kind; the source gives no form; applicant and receipt by law/g,
    'mẫu chung của nhóm thủ tục; tài liệu nguồn không có mẫu; người nộp và giấy tiếp nhận theo',
  ],
  [
    /[Tt]he annex is not at hand: the layout is ours, after the form in use/g,
    'chưa có phụ lục: bố cục tự soạn, theo mẫu đang dùng',
  ],
  [/the number and name are of TT (\S+), whose annex is not at hand/g, 'số và tên theo TT $1, chưa có phụ lục'],
  [/announced for (\d+); number to be added/g, 'đã công bố cho năm $1; sẽ bổ sung số văn bản'],
  [/ways to pay; proof of payment comes with the dossier/g, 'cách nộp; chứng từ nộp kèm hồ sơ'],
  [/that it is paid by acceptance: ours/g, 'việc nộp trước khi tiếp nhận: tự soạn'],
  [/who is in charge of what is ours/g, 'việc ai phụ trách lĩnh vực nào tự soạn'],
  [/which procedures is ours/g, 'thủ tục nào: tự soạn'],
  [/checks the format of outgoing documents/g, 'kiểm tra thể thức văn bản đi'],
  [/sixteen steps with their roles/g, 'mười sáu bước cùng vai trò'],
  [/name, agency, business type, legal basis/g, 'tên, cơ quan, loại nghiệp vụ, căn cứ pháp lý'],
  [/name, agency, business type/g, 'tên, cơ quan, loại nghiệp vụ'],
  [/the rest as marked/g, 'phần còn lại có ghi nguồn riêng'],
  [/Columns after the form in use/g, 'Các cột theo mẫu đang dùng'],
  [/after the name of the form in /g, 'theo tên mẫu trong '],
  [/after the permit in use/g, 'theo giấy phép đang dùng'],
  [/after the certificates in use/g, 'theo giấy chứng nhận đang dùng'],
  [/after the forms? in use/g, 'theo mẫu đang dùng'],
  [/layout of details: ours/g, 'bố cục chi tiết tự soạn'],
  [/layout of (?=[A-ZĐ])/g, 'thể thức theo '],
  [/field names by (?=procedures\/)/g, 'tên trường theo '],
  [/order and wording ours/g, 'thứ tự và lời văn tự soạn'],
  [/register and number ours/g, 'sổ và cách đánh số tự soạn'],
  [/number format ours/g, 'cách đánh số tự soạn'],
  [/the drawing is ours/g, 'hình vẽ tự soạn'],
  [/wording ours/g, 'lời văn tự soạn'],
  [/[Ll]ayout ours/g, 'bố cục tự soạn'],
  [/fields ours/g, 'các trường tự soạn'],
  [/fields of an identity card/g, 'các trường của thẻ căn cước'],
  [/heads of papers/g, 'phần đầu văn bản'],
  [/crimes and offences/g, 'tội phạm, hành vi vi phạm'],
  [/numbers only/g, 'chỉ số mẫu'],
  [/\(validity\)/g, '(thời hạn)'],
  [/\(layout\)/g, '(thể thức)'],
  [/\(the form\)/g, '(mẫu)'],
  [/after law /g, 'theo '],
  [/figure line (?=\d)/g, 'hình ở dòng '],
  [/ alike\b/g, ' tương tự'],
  [/\bannounced, /g, 'đã công bố, '],
  [/\band (?=\p{Lu})/gu, 'và '],
];

/** `law NĐ 61/2018 Điều 19` → `NĐ 61/2018 Điều 19`, `seed 004 line 2284` → `Tài liệu nguồn 004, dòng 2284`, `ours` → `Tự soạn`. */
export function sourceWords(lang: Lang, source: string): string {
  const said = lang === 'vi' ? remarks.reduce((text, [english, vi]) => text.replace(english, vi), source) : source;
  if (/^ours\b/.test(said)) return said.replace('ours', sourceNames.ours[lang]);
  return said
    .replace(/^law /, '')
    .replace(
      /(^|; )seed /g,
      (_, before: string) => before + (before ? sourceNames.seed[lang].toLowerCase() : sourceNames.seed[lang]) + ' ',
    )
    .replaceAll(/ line (?=\d)/g, lang === 'vi' ? ', dòng ' : ', line ');
}
