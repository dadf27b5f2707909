import type { PageContext, Text } from '@dinh/kernel';
import { type Child, html, type Html } from '@dinh/ui';
import type { ProcedureSheet } from '../queries/procedure-sheet.ts';
import { duration, isAtOnce, limitInWords } from '../limit-words.ts';
import { conditionInWords, type Names } from '../words/expression.ts';
import { origin } from './parts.ts';

const actors: Record<string, Text> = {
  applicant: { vi: 'Người nộp', en: 'Applicant' },
  desk: { vi: 'Bộ phận một cửa', en: 'One-stop desk' },
  specialist: { vi: 'Chuyên viên', en: 'Specialist' },
  'section-head': { vi: 'Lãnh đạo phòng', en: 'Head of section' },
  'agency-head': { vi: 'Lãnh đạo cơ quan', en: 'Head of agency' },
  leader: { vi: 'Lãnh đạo tỉnh', en: 'Leaders of the province' },
  clerk: { vi: 'Văn thư', en: 'Clerk' },
};

/** The steps of a procedure whose kind alone is known. */
const usual: readonly { actor: string; text: Text }[] = [
  {
    actor: 'applicant',
    text: {
      vi: 'Điền tờ khai, đính kèm giấy tờ và nộp hồ sơ; nộp phí nếu có.',
      en: 'Fill in the form, attach the papers and file; pay the fee, if any.',
    },
  },
  {
    actor: 'desk',
    text: {
      vi: 'Kiểm tra hồ sơ; đủ thì cấp Giấy tiếp nhận và hẹn trả kết quả, thiếu thì báo một lần, đầy đủ.',
      en: 'Checks the dossier: issues the receipt with the date of return, or asks once for everything that is missing.',
    },
  },
  {
    actor: 'specialist',
    text: { vi: 'Thẩm định hồ sơ, dự thảo kết quả.', en: 'Appraises the dossier and drafts the result.' },
  },
  {
    actor: 'section-head',
    text: { vi: 'Rà soát, trình lãnh đạo cơ quan.', en: 'Reviews it and submits it to the head of agency.' },
  },
  { actor: 'agency-head', text: { vi: 'Phê duyệt, ký kết quả.', en: 'Approves and signs the result.' } },
  { actor: 'clerk', text: { vi: 'Cấp số, đóng dấu.', en: 'Numbers and stamps it.' } },
  { actor: 'desk', text: { vi: 'Trả kết quả.', en: 'Returns the result.' } },
];

export function steps(ctx: PageContext, { version }: ProcedureSheet): Html {
  const { lang } = ctx;
  const own = version.procedure.steps;
  const list = own.length > 0 ? own : usual.map((step) => ({ ...step, source: 'ours' }));
  return html`<ol class="way-steps">
    ${list.map(
      (step) =>
        html`<li><strong>${(actors[step.actor] ?? { vi: step.actor, en: step.actor })[lang]}</strong> ${step.text[lang]} ${origin(ctx, step.source, { law: true })}</li>`,
    )}
  </ol>`;
}

/** The limit on one line, and whose it is where the law does not say it. */
export const timeLimitInWords = (ctx: PageContext, { version: { procedure } }: ProcedureSheet): Child =>
  html`${limitInWords(procedure)[ctx.lang]}${procedure.workedOut || isAtOnce(procedure) ? undefined : origin(ctx, 'ours')}`;

const words = {
  from: {
    vi: 'Tính từ khi nhận đủ hồ sơ hợp lệ; không tính ngày nghỉ, ngày lễ.',
    en: 'Counted from receipt of a complete dossier; days off and holidays do not count.',
  },
  usual: { vi: 'Thông thường', en: 'As a rule' },
  when: { vi: 'Khi', en: 'When' },
};

/** The limit with its variants: which holds when. */
export function timeLimit(ctx: PageContext, { version }: ProcedureSheet, names: Names): Html {
  const { lang } = ctx;
  const { timeLimit: limit, workedOut } = version.procedure;
  if (isAtOnce(version.procedure)) return html`<p>${limitInWords(version.procedure)[lang]}.</p>`;
  const lines = [
    ...(limit.variants ?? []).map((one) => ({
      what: one.reason?.[lang] ?? `${words.when[lang]} ${conditionInWords(one.when, names, lang) ?? one.when}`,
      limit: duration(one)[lang],
      source: one.source,
    })),
    {
      what: words.usual[lang],
      limit: duration(limit)[lang],
      source: limit.source ?? (workedOut ? undefined : 'ours'),
    },
  ];
  return html`<ul class="limits">
      ${lines.toReversed().map((line) => html`<li>${lines.length > 1 && html`${line.what}: `}<strong>${line.limit}</strong> ${origin(ctx, line.source, { law: true })}</li>`)}
    </ul>
    <p>${limit.note?.[lang]} ${words.from[lang]}</p>`;
}
