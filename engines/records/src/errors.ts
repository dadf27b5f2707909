/** One complaint of the Typst compiler. Lines and columns count from 1. */
export type TemplateProblem = { message: string; file: string; line: number | null; column: number | null };

/**
 * A template that cannot be made into a PDF: it is missing, does not compile, or its data lacks a field that it
 * asks for. `problems` holds the words of the Typst compiler, with the place in the template.
 */
export class TemplateError extends Error {
  readonly code: 'records.template-missing' | 'records.template-failed';
  readonly status = 422;
  readonly text: { vi: string; en: string };
  readonly problems: TemplateProblem[];

  constructor(code: TemplateError['code'], template: string, problems: TemplateProblem[] = []) {
    const first = problems[0];
    const place = first
      ? ` ${first.file}${first.line ? `:${first.line}:${first.column}` : ''}: ${first.message}`
      : '';
    super(`${code} ${template}${place}`);
    this.name = 'TemplateError';
    this.code = code;
    this.problems = problems;
    this.text =
      code === 'records.template-missing'
        ? {
            vi: `Không có mẫu “${template}” trong bộ dữ liệu tỉnh. Hãy chọn mẫu khác hoặc thêm mẫu này.`,
            en: `The pack has no template “${template}”. Choose another, or add it.`,
          }
        : {
            vi: `Mẫu “${template}” chưa in được. Hãy sửa mẫu theo chỉ dẫn:${place}`,
            en: `The template “${template}” cannot be printed yet. Correct it as told:${place}`,
          };
  }
}
