import { type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  type Filled,
  filterBar,
  form,
  formatDate,
  fresh,
  html,
  type Html,
  linkButton,
  present,
  refusedForm,
  table,
  textInput,
} from '@dinh/ui';
import { asked, hiddenKey, oneOf, screen, typed } from '../frame.ts';
import { newPerson, subjectChoice } from './claim.ts';
import { authorityKinds, claimsPath } from './claims.ts';
import { paperFields, typedPapers } from './papers.ts';
import { deskPath, deskTitle } from './search.ts';

type Authority = OutputOf<OperationTypes['identity.list-authorities-of']>['authorities'][number];

const states: Record<string, Text> = {
  declared: { vi: 'chờ xác nhận', en: 'waits' },
  offered: { vi: 'chờ người nhận', en: 'waits' },
  'in-force': { vi: 'đang hiệu lực', en: 'in force' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  ended: { vi: 'đã chấm dứt', en: 'ended' },
};

/** For whom a person acts and who acts for them, with the way to record another. */
export function authorityTable(ctx: PageContext, person: string, rows: Authority[]): Html {
  const { lang } = ctx;
  const caption: Text = { vi: 'Đại diện và ủy quyền', en: 'Authorities' };
  return html`<h2>${caption[lang]}</h2>
    ${table<Authority>(lang, {
      caption,
      hideCaption: true,
      dense: true,
      rows,
      rowHref: (one) => `${claimsPath}/${one.id}`,
      columns: [
        { key: 'agent', label: { vi: 'Người đại diện', en: 'Who acts' }, cell: (one) => one.agentName },
        { key: 'subject', label: { vi: 'Đại diện cho', en: 'For whom' }, cell: (one) => one.subjectName },
        { key: 'kind', label: { vi: 'Theo', en: 'By' }, cell: (one) => authorityKinds[one.kind]?.[lang] },
        { key: 'from', label: { vi: 'Từ ngày', en: 'From' }, cell: (one) => formatDate(one.from) },
        { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (one) => states[one.state]?.[lang] },
      ],
      empty: html`<p class="muted">${{ vi: 'Người này không đại diện cho ai và không ai đại diện cho họ.', en: 'They act for nobody and nobody acts for them.' }[lang]}</p>`,
    })}
    ${linkButton(lang, { href: `${deskPath}/nguoi/${person}/dai-dien`, kind: 'secondary', label: { vi: 'Ghi nhận người này đại diện cho ai', en: 'Record for whom they act' } })}`;
}

const path = `${deskPath}/nguoi/:id/dai-dien`;
const title: Text = { vi: 'Ghi nhận việc đại diện', en: 'Record an authority' };
const kinds = ['child', 'ward', 'attorney'] as const;

const askFor: Record<string, Text> = {
  papers: { vi: 'Hãy chọn giấy tờ đã xem.', en: 'Choose the paper that you have seen.' },
  'newSubject.name': { vi: 'Hãy nhập họ và tên.', en: 'Type the name.' },
};

const recordPage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await recordScreen(ctx, fresh())),
});

const recordPost = post({
  path,
  title,
  may: 'people.register-person',
  async run(ctx) {
    const agent = ctx.params['id'] ?? '';
    const chosen = typed(ctx, 'subject');
    try {
      const { authority } = await ctx.run(
        'identity.record-authority',
        present({
          kind: oneOf(typed(ctx, 'kind'), kinds) ?? 'child',
          agent,
          ...(chosen && chosen !== 'moi' && { subject: chosen }),
          ...(chosen === 'moi' && { newSubject: newPerson(ctx) }),
          relation: typed(ctx, 'relation'),
          until: typed(ctx, 'until'),
          papers: typedPapers(ctx),
        }),
      );
      return redirect(`${claimsPath}/${authority}?xong=1`);
    } catch (error) {
      return show(await recordScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

/** First the kind and whom it is about, found among those who are known; then the papers. */
async function recordScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const agent = await ctx.run('identity.view-person', { person: id });
  const kind = oneOf(filled.value('kind') ?? asked(ctx, 'loai'), kinds);
  const words = (filled.value('q') ?? asked(ctx, 'q'))?.slice(0, 120);
  const persons = words && words.length > 1 ? (await ctx.run('identity.find-person', { query: words })).persons : [];
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: agent.name, href: `${deskPath}/nguoi/${id}` }, { label: title }],
    main: html`${filled.summary}
      <h1>${{ vi: `${agent.name} đại diện cho`, en: `${agent.name} acts for` }[lang]}</h1>
      ${filterBar(lang, {
        action: `${deskPath}/nguoi/${id}/dai-dien`,
        filters: [
          {
            name: 'loai',
            label: { vi: 'Theo', en: 'By' },
            value: kind,
            options: kinds.map((value) => ({ value, label: authorityKinds[value]! })),
          },
          {
            name: 'q',
            label: { vi: 'Số định danh hoặc tên người được đại diện', en: 'Number or name of whom' },
            value: words,
            type: 'search',
          },
        ],
      })}
      ${
        kind &&
        html`<div class="narrow">
          ${form(lang, {
            action: `${deskPath}/nguoi/${id}/dai-dien`,
            body: html`${hiddenKey(ctx)}<input type="hidden" name="kind" value="${kind}" /><input type="hidden" name="q" value="${words}" />
            ${subjectChoice(
              ctx,
              persons.filter((p) => p.id !== id),
              {
                name: /\d/.test(words ?? '') ? undefined : words,
                idNumber: /^\d{12}$/.test(words ?? '') ? words : undefined,
              },
              filled,
            )}
            ${kind !== 'attorney' && textInput(lang, { name: 'relation', optional: true, label: { vi: 'Quan hệ', en: 'Relation' }, value: filled.value('relation') })}
            ${kind !== 'child' && textInput(lang, { name: 'until', type: 'date', width: 10, optional: true, label: { vi: 'Đến hết ngày', en: 'Last day' }, value: filled.value('until'), error: filled.error('until') })}
            ${await paperFields(ctx, filled, kind)}
            ${button(lang, { label: { vi: 'Giấy tờ khớp, ghi nhận', en: 'The papers agree: record it' }, key: 'ctrl+enter' })}`,
          })}
        </div>`
      }`,
  });
}

export const authorityPages = [recordPage, recordPost];
