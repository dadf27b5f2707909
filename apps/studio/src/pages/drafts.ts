import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  buttonGroup,
  details,
  formatDate,
  formatDateTime,
  html,
  type Html,
  linkButton,
  summaryList,
  timeline,
  sourceWords,
} from '@dinh/ui';
import { lineSentence, writeBody } from '../model/body-text.ts';
import { answerNotes } from '../model/form-notes.ts';
import { kindNamed } from '../model/kinds.ts';
import { returnDraft, submitDraft, withdrawDraft } from '../operations/move-draft.ts';
import { publishDefinition } from '../operations/publish-definition.ts';
import { viewDraft } from '../queries/list-drafts.ts';
import { bodyView } from './bodies.ts';
import { answersBanner } from './answers-banner.ts';
import { draftActions } from './draft-actions.ts';
import { dayOf, followers } from '../model/check-text.ts';
import { baseOf } from '../model/draft.ts';
import { failingCases } from './test-cases.ts';
import { difference } from './compare.ts';
import { address, crumbs, posted, refusedSummary, screen, stateTag, viewing, withQuery } from './frame.ts';
import { type Draft, draftBody, type Shown, titleOf } from './shown.ts';
import { olderToolsLink, sourceText, textDifference } from './source-text.ts';

const title: Text = { vi: 'Dự thảo', en: 'Drafts' };
const path = '/studio/du-thao';

export const draftPage = page({
  path: `${path}/:id`,
  title,
  may: viewing,
  run: async (ctx) => show(await draftScreen(ctx)),
});

export const draftPost = post({
  path: `${path}/:id`,
  title,
  may: viewing,
  async run(ctx) {
    const draft = ctx.params['id']!;
    const note = posted(ctx, 'note')?.trim() || undefined;
    try {
      switch (posted(ctx, 'act')) {
        case 'submit':
          await ctx.run(submitDraft, {
            draft,
            effectiveFrom: posted(ctx, 'from') ?? '',
            ...(note && { note }),
          });
          break;
        case 'return':
          await ctx.run(returnDraft, { draft, note: note ?? '' });
          break;
        case 'withdraw':
          await ctx.run(withdrawDraft, { draft });
          break;
        case 'publish':
          await ctx.run(publishDefinition, {
            draft,
            ...(note && { note }),
            ...(posted(ctx, 'override')?.trim() && { override: posted(ctx, 'override')!.trim() }),
            ...(posted(ctx, 'accept') && { accept: true }),
          });
      }
      return redirect(`${path}/${draft}`);
    } catch (error) {
      return show(await draftScreen(ctx, refusedSummary(ctx, error, fieldNames(posted(ctx, 'act')))), 422);
    }
  },
});

/** What the fields of an act are called beside what is wrong with them. */
const fieldNames = (act: string | undefined): Readonly<Record<string, Text>> => ({
  effectiveFrom: { vi: 'Có hiệu lực từ ngày', en: 'In force from' },
  note:
    act === 'return'
      ? { vi: 'Lý do trả lại', en: 'Why it is given back' }
      : { vi: 'Lời trình', en: 'A word to whoever approves' },
  override: { vi: 'Lý do vẫn ban hành', en: 'Why it is published all the same' },
});

async function draftScreen(ctx: PageContext, refused?: Html): Promise<Html> {
  const { lang } = ctx;
  const { draft, text, about, acts }: Awaited<ReturnType<(typeof viewDraft)['run']>> = await ctx.run(viewDraft, {
    draft: ctx.params['id']!,
  });
  const kind = kindNamed(ctx.app, draft.kind);
  const base = await baseOf(ctx, draft);
  const body = await draftBody(ctx, kind, draft, { text, about });
  const shown: Shown = {
    kind,
    key: draft.key,
    title: { vi: draft.key, en: draft.key },
    versions: [],
    drafts: [],
    version: undefined,
    body,
    query: { 'du-thao': draft.id },
    day: dayOf(ctx.now, draft.effectiveFrom),
  };
  const open = (draft.state === 'waiting' || draft.state === 'writing') && body !== undefined;
  const called = await titleOf(ctx, draft.kind, draft.key);
  const heading = `${{ vi: 'Dự thảo', en: 'Draft' }[lang]}: ${called[lang]}`;
  const source = withQuery(`${address(draft.kind, draft.key)}/tep`, { 'du-thao': draft.id });
  return screen(ctx, {
    title: heading,
    wrong: refused !== undefined,
    breadcrumbs: crumbs(kind, draft.key, { label: { vi: 'Dự thảo', en: 'Draft' } }),
    main: html`${refused}
      <h1>${heading} ${stateTag(ctx, draft.state)}</h1>
      ${facts(ctx, draft)}
      ${buttonGroup(linkButton(lang, { kind: 'quiet', label: { vi: 'Tải tệp nguồn', en: 'Download the source' }, href: source }), olderToolsLink(lang, kind, text, source))}
      ${open && answersBanner(ctx, await answerNotes(ctx, kind, draft.key, { text, about }, shown.day))}
      ${draftActions(ctx, draft, open ? await failingCases(ctx, shown) : [], await ctx.app.definitions.history(draft.kind, draft.key))}
      ${body !== undefined && followersOf(ctx, await followers(ctx, kind, draft.key, base, body, shown.day))}
      <h2>${{ vi: 'Thay đổi', en: 'What changes' }[lang]}</h2>
      ${
        base === undefined
          ? body === undefined
            ? sourceText(lang, text, draft.problems)
            : details(lang, {
                summary: {
                  vi: 'Nội dung mới, chưa có bản nào trước. Xem văn bản nguồn',
                  en: 'Something new, without a version before. See its source',
                },
                body: sourceText(lang, text, draft.problems),
              })
          : body === undefined
            ? textDifference(lang, writeBody(kind, base), text)
            : await difference(ctx, kind, base, body, {
                key: draft.key,
                before: { ban: String(draft.baseVersion) },
                after: { 'du-thao': draft.id },
              })
      }
      ${body !== undefined && (await bodyView(ctx, shown))}
      <h2>${{ vi: 'Diễn biến', en: 'History' }[lang]}</h2>
      ${timeline(
        lang,
        acts.toReversed().map((act) => ({
          when: formatDateTime(act.at),
          title: actNames[act.act]!,
          who: act.person,
          ...(act.note && { body: act.note }),
        })),
      )}`,
  });
}

/** What goes with it when it is published. */
function followersOf(ctx: PageContext, all: readonly { readonly kind: string; readonly key: string }[]): Html | undefined {
  if (all.length === 0) return undefined;
  const { lang } = ctx;
  const most = 100;
  return details(lang, {
    summary: {
      vi: `Đổi theo khi ban hành: ${all.length} nội dung`,
      en: `${all.length} other definitions change with it`,
    },
    body: html`<ul>${all.slice(0, most).map((one) => html`<li><a href="${address(one.kind, one.key)}">${kindNamed(ctx.app, one.kind).title[lang]} <code>${one.key}</code></a></li>`)}${all.length > most && html`<li>…</li>`}</ul>`,
  });
}

const actNames: Readonly<Record<string, Text>> = {
  begun: { vi: 'Bắt đầu soạn', en: 'Begun' },
  submitted: { vi: 'Trình phê duyệt', en: 'Submitted' },
  returned: { vi: 'Trả lại để sửa', en: 'Given back' },
  withdrawn: { vi: 'Rút', en: 'Withdrawn' },
  'handed-over': { vi: 'Bàn giao', en: 'Handed over' },
  published: { vi: 'Phê duyệt, ban hành', en: 'Approved and published' },
};

function facts(ctx: PageContext, draft: Draft): Html {
  const { lang } = ctx;
  const problems = draft.problems.map(
    (problem) =>
      html`<li>${lineSentence(lang, problem)}${lang === 'vi' && problem.said !== undefined && html`<br /><small class="muted" lang="en">${problem.said}</small>`}</li>`,
  );
  return html`${summaryList(
    lang,
    [
      {
        label: { vi: 'Loại và mã', en: 'Kind and key' },
        value: html`${kindNamed(ctx.app, draft.kind).title[lang]} <code>${draft.key}</code>`,
      },
      { label: { vi: 'Người soạn', en: 'Author' }, value: draft.authorName },
      { label: { vi: 'Căn cứ', en: 'Rests on' }, value: sourceWords(lang, draft.source) },
      {
        label: { vi: 'Viết từ phiên bản', en: 'Written from version' },
        value: draft.baseVersion === 0 ? { vi: 'nội dung mới', en: 'a new definition' } : String(draft.baseVersion),
      },
      {
        label: { vi: 'Hiệu lực từ', en: 'In force from' },
        value: draft.effectiveFrom && formatDate(draft.effectiveFrom),
      },
    ],
    { dense: true },
  )}
  ${problems.length > 0 && banner(lang, { tone: 'late', title: { vi: 'Cần sửa trước khi trình', en: 'To be corrected before it is submitted' }, body: html`<ul>${problems}</ul>` })}`;
}
