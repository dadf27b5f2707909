import { type PageContext, post, redirect, sql, type Text } from '@dinh/kernel';
import { button, details, form, formatDate, html, type Html, table, tag } from '@dinh/ui';
import { compileBpmn } from '@dinh/process';
import { type CaseInput, caseName, type CaseResult, shownAnswer } from '../model/test-case.ts';
import { mayEdit } from '../model/kinds.ts';
import { dropTestCase, runTestCases } from '../operations/test-cases.ts';
import { writeBody } from '../model/body-text.ts';
import { address, asked, hiddenKey, originNames, posted, viewing, withQuery } from './frame.ts';
import { inputPrefix } from './decision-trial.ts';
import type { Shown } from './shown.ts';

const ran = new WeakMap<Shown, Promise<CaseResult[] | undefined>>();

/** How the test cases of a process or decision go against what is shown, run once for a page; undefined for other kinds. */
function resultsOf(ctx: PageContext, shown: Shown): Promise<CaseResult[] | undefined> {
  const results = ran.get(shown) ?? run(ctx, shown);
  ran.set(shown, results);
  return results;
}

async function run(ctx: PageContext, shown: Shown): Promise<CaseResult[] | undefined> {
  const kind = shown.kind.kind;
  if ((kind !== 'process' && kind !== 'decision') || shown.body === undefined) return undefined;
  const text = writeBody(shown.kind, shown.body);
  const { results } = await ctx.run(runTestCases, { kind, key: shown.key, text, day: shown.day });
  return results;
}

/** The cases that fail. */
export const failingCases = async (ctx: PageContext, shown: Shown): Promise<CaseResult[]> =>
  ((await resultsOf(ctx, shown)) ?? []).filter((one) => !one.passed);

/** The states in which a process that is tried may stand at last. */
const states: Readonly<Record<string, Text>> = {
  running: { vi: 'đang chờ', en: 'waiting' },
  completed: { vi: 'kết thúc', en: 'ended' },
  cancelled: { vi: 'bị hủy', en: 'cancelled' },
};

/** The test cases with how they go; nothing for kinds that have none. */
export async function caseTable(ctx: PageContext, shown: Shown): Promise<Html | undefined> {
  const { lang } = ctx;
  const kind = shown.kind.kind;
  const results = await resultsOf(ctx, shown);
  if (!results) return undefined;
  const graph = kind === 'process' ? compileBpmn((shown.body as { bpmn: string }).bpmn).graph : undefined;
  const answer = (value: unknown, why?: string): Html =>
    html`<div class="cell-text">${shownAnswer(value, (word) => (graph?.nodes.get(word)?.name ?? states[word])?.[lang] || word, why)}</div>`;
  const day = formatDate(shown.day);
  const beside: Text = {
    vi: `Bảng quyết định và mẫu thông báo lấy bản có hiệu lực vào ngày ${day}, hoặc vào ngày của ca nếu ngày ấy muộn hơn; giờ làm việc tính theo lịch có hiệu lực vào ngày của ca.`,
    en: `Decisions and message templates are those in force on ${day}, or on the day of the case where that is later; working time goes by the calendar in force on the day of the case.`,
  };
  return html`<h2 id="kiem-thu">${{ vi: 'Ca kiểm thử', en: 'Test cases' }[lang]}</h2>
    ${results.length > 0 && html`<p class="hint">${beside[lang]}</p>`}
    ${table<CaseResult>(lang, {
      caption: {
        vi: `${results.length} ca, chạy với nội dung ở trên`,
        en: `${results.length} cases, run against the above`,
      },
      dense: true,
      stack: true,
      rows: results,
      columns: [
        {
          key: 'name',
          label: { vi: 'Ca', en: 'Case' },
          cell: (c) => html`<a href="${again(shown, c)}">${caseName(c)[lang]}</a>`,
        },
        {
          key: 'origin',
          label: { vi: 'Người viết', en: 'Written by' },
          minor: true,
          cell: (c) => originNames[c.origin]?.[lang],
        },
        {
          key: 'passed',
          label: { vi: 'Kết quả', en: 'Result' },
          cell: (c) =>
            c.passed ? tag(lang, 'done', { vi: 'Đạt', en: 'Passed' }) : tag(lang, 'late', { vi: 'Không đạt', en: 'Failed' }),
        },
        {
          key: 'expected',
          label: { vi: 'Mong đợi', en: 'Expected' },
          cell: (c) => answer(c.expected),
        },
        {
          key: 'actual',
          label: { vi: 'Thực tế', en: 'Actual' },
          cell: (c) => (c.passed ? '' : answer(c.answer, c.why?.[lang])),
        },
        ...(mayEdit(ctx.principal, shown.kind)
          ? [
              {
                key: 'drop',
                label: { vi: 'Việc', en: 'Act' },
                cell: (c: CaseResult) => c.of === undefined && dropping(ctx, shown, c),
              },
            ]
          : []),
      ],
      empty: html`<p>${{ vi: 'Chưa có ca nào. Chạy thử rồi lưu lại thành ca kiểm thử.', en: 'There is none yet. Try it out, then keep the trial as a case.' }[lang]}</p>`,
    })}`;
}

/** Taking a case away, asked once more: what an officer wrote does not come back. */
function dropping(ctx: PageContext, { kind, key }: Shown, { id, name }: CaseResult): Html {
  const { lang } = ctx;
  const asked = {
    vi: `Bỏ ca “${name.vi}”? Từ nay ca này không được chạy nữa và không lấy lại được.`,
    en: `Drop the case “${name.en}”? It is not run any more and does not come back.`,
  };
  return details(lang, {
    summary: { vi: 'Bỏ', en: 'Drop' },
    body: form(lang, {
      action: `${address(kind.kind, key)}/ca`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="id" value="${id}" />
        <p class="cell-text">${asked[lang]}</p>
        ${button(lang, { kind: 'danger', label: { vi: 'Bỏ ca này', en: 'Drop it' } })}`,
    }),
  });
}

/** Where a case is gone through again: a process step by step, a decision with its values. */
function again({ kind, key, query }: Shown, { id, input, of }: CaseResult): string {
  if (of !== undefined) return `${address(of.kind, of.key)}#kiem-thu`;
  if ('moves' in input) return `${withQuery(`${address(kind.kind, key)}/thu`, { ...query, ca: id })}#dang-o`;
  const draft = query['du-thao'];
  const values = Object.entries(input.inputs).map(([name, value]) => [inputPrefix + name, value]);
  const asked = { 'quyet-dinh': input.decision, ...(Object.fromEntries(values) as Record<string, string>) };
  return draft === undefined
    ? `${withQuery(address(kind.kind, key), { ...query, ...asked })}#thu`
    : `${withQuery(`/studio/du-thao/${draft}`, asked)}#thu`;
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

/** The input of the case that the address names (`?ca=`), if it is one of this kind. */
export async function caseAsked(ctx: PageContext, kind: string): Promise<CaseInput | undefined> {
  const id = asked(ctx, 'ca');
  if (id === undefined || !/^[0-9a-f-]{36}$/i.test(id)) return undefined;
  const found = await ctx.db.maybe<{ input: CaseInput }>(
    sql`select input from studio.test_case where id = ${id}::uuid and kind = ${kind} and not dropped`,
  );
  return found?.input;
}
