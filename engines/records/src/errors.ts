import { declareError } from '@dinh/kernel';
import type { Refusal } from '@dinh/kernel';
import { typstSentence } from './typst-sentence.ts';

export const templateMissing = declareError('records.template-missing', 404, {
  vi: 'Không có mẫu “{template}”. Hãy chọn mẫu khác hoặc thêm mẫu này vào bộ dữ liệu tỉnh.',
  en: 'There is no template “{template}”. Choose another, or add it to the pack.',
});
export const templateFailed = declareError('records.template-failed', 422, {
  vi: 'Mẫu “{template}” chưa in được ({place}: {message}). Hãy sửa mẫu hoặc dữ liệu đưa vào mẫu.',
  en: 'The template “{template}” cannot be printed ({place}: {message}). Correct the template or the data given to it.',
});

/** One complaint of the Typst compiler. Lines and columns count from 1. */
export type TemplateProblem = { message: string; file: string; line: number | null; column: number | null };

/** How errors name a template. */
export function nameOf({ name }: { name?: string }): string {
  return name ?? 'template.typ';
}

/** The refusal of a template; every problem is a field `file:line:column`, in English in the words of the Typst compiler. */
export function failureOf(template: string, problems: TemplateProblem[]): Refusal {
  const placeOf = ({ file, line, column }: TemplateProblem): string =>
    line === null ? file || template : `${file}:${line}:${column}`;
  const fields = problems.map((one) => ({
    path: placeOf(one),
    message: typstSentence(one.message),
  }));
  const first = fields[0];
  return templateFailed({ template, place: first?.path ?? template, message: first?.message.en ?? '' }, { fields });
}
