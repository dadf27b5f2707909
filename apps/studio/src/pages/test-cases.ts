import { type PageContext, post, redirect } from '@dinh/kernel';
import { button, form, html, type Html, table, tag } from '@dinh/ui';
import type { CaseResult } from '../model/test-case.ts';
import { mayEdit } from '../model/kinds.ts';
import { dropTestCase, runTestCases } from '../operations/test-cases.ts';
import { writeBody } from '../model/body-text.ts';
import { address, hiddenKey, posted, viewing } from './frame.ts';
import type { Shown } from './shown.ts';

/** The test cases of a process or decision with how they go against what is shown; nothing for other kinds. */
export async function caseTable(ctx: PageContext, shown: Shown): Promise<Html | undefined> {
  const { lang } = ctx;
  const kind = shown.kind.kind;
  if ((kind !== 'process' && kind !== 'decision') || shown.body === undefined) return undefined;
  const text = writeBody(shown.kind, shown.body);
  const { results } = await ctx.run(runTestCases, { kind, key: shown.key, text });
  return html`<h2 id="kiem-thu">${{ vi: 'Ca kiểm thử', en: 'Test cases' }[lang]}</h2>
    ${table<CaseResult>(lang, {
      caption: {
        vi: `${results.length} ca, chạy với nội dung ở trên`,
        en: `${results.length} cases, run against the above`,
      },
      dense: true,
      stack: true,
      rows: results,
      columns: [
        { key: 'name', label: { vi: 'Ca', en: 'Case' }, cell: (c) => c.name },
        {
          key: 'passed',
          label: { vi: 'Kết quả', en: 'Result' },
          cell: (c) =>
            c.passed
              ? tag(lang, 'done', { vi: 'Đạt', en: 'Passed' })
              : tag(lang, 'late', { vi: 'Không đạt', en: 'Failed' }),
        },
        {
          key: 'expected',
          label: { vi: 'Mong đợi', en: 'Expected' },
          cell: (c) => html`<code>${c.expected}</code>`,
        },
        {
          key: 'actual',
          label: { vi: 'Thực tế', en: 'Actual' },
          cell: (c) => (c.passed ? '' : html`<code>${c.actual}</code>`),
        },
        ...(mayEdit(ctx.principal, shown.kind)
          ? [{ key: 'drop', label: { vi: 'Việc', en: 'Act' }, cell: (c: CaseResult) => form(lang, { action: `${address(kind, shown.key)}/ca`, body: html`${hiddenKey(ctx)}<input type="hidden" name="id" value="${c.id}" />${button(lang, { kind: 'quiet', label: { vi: 'Bỏ', en: 'Drop' } })}` }) }] // prettier-ignore
          : []),
      ],
      empty: html`<p>${{ vi: 'Chưa có ca nào. Chạy thử rồi lưu lại thành ca kiểm thử.', en: 'There is none yet. Try it out, then keep the trial as a case.' }[lang]}</p>`,
    })}`;
}

/** Takes a case away. */
export const casePost = post({
  path: '/studio/:kind/:key/ca',
  title: { vi: 'Ca kiểm thử', en: 'Test cases' },
  may: viewing,
  async run(ctx) {
    const { kind, key } = await ctx.run(dropTestCase, { id: posted(ctx, 'id') ?? '' });
    return redirect(`${address(kind, key)}#kiem-thu`);
  },
});
