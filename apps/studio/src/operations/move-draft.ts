import { command, localDate, notAllowed, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { dayPassed, draftHasProblems, draftMissing, draftNotOpen, notAuthor, notOnThatDay } from '../errors.ts';
import { day, paragraph, uuid } from '../fields.ts';
import { problemSentence } from '../model/body-text.ts';
import { checkText } from '../model/check-text.ts';
import { baseOf, type DraftRow, lockDraft, noteAct } from '../model/draft.ts';
import { kindNamed, mayPublish } from '../model/kinds.ts';

type Written = Pick<DraftRow, 'kind' | 'key' | 'text' | 'about' | 'source' | 'baseVersion'>;

const done = shape({ draft: uuid, state: Type.String() });
const subject = ({ draft }: { draft: string }): string => `draft:${draft}`;

/** The author asks that a draft be put in force from a day on, beside what is in force then. */
export const submitDraft = command({
  name: 'studio.submit-draft',
  title: { vi: 'Trình dự thảo', en: 'Submit a draft' },
  may: 'studio.view-definition',
  input: shape({ draft: uuid, effectiveFrom: day, note: Type.Optional(paragraph(1000)) }),
  output: done,
  subject,
  async prepare(ctx, { draft: id, effectiveFrom }) {
    const draft = await ctx.db.maybe<Written>(
      sql`select kind, key, text, about, source, base_version as "baseVersion" from studio.draft where id = ${id}`,
    );
    if (!draft) throw draftMissing();
    const kind = kindNamed(ctx.app, draft.kind);
    const { problems } = await checkText(ctx, kind, draft.key, draft, await baseOf(ctx, draft), effectiveFrom);
    return { draft, problems };
  },
  async run(ctx, input, { draft: { text, about }, problems }) {
    const draft = await lockDraft(ctx.db, input.draft);
    if (draft.author !== ctx.principal.id) throw notAuthor();
    if (draft.state !== 'writing' || draft.text !== text || draft.about !== about) throw draftNotOpen();
    if (draft.problems.length > 0) throw draftHasProblems({ count: draft.problems.length });
    const today = localDate(ctx.now);
    if (input.effectiveFrom < today) throw dayPassed({ today: today.split('-').reverse().join('/') });
    const [first] = problems;
    if (first)
      throw notOnThatDay({
        day: input.effectiveFrom.split('-').reverse().join('/'),
        vi: problemSentence('vi', first).replace(/\.$/, ''),
        en: problemSentence('en', first).replace(/\.$/, ''),
      });
    ctx.db.send(
      sql`update studio.draft set state = 'waiting', effective_from = ${input.effectiveFrom}::date, changed_at = ${ctx.now} where id = ${draft.id}`,
    );
    noteAct(ctx, draft, 'submitted', input.note);
    return { draft: draft.id, state: 'waiting' };
  },
});

/** Whoever may publish gives a draft back to its author, and says why. */
export const returnDraft = command({
  name: 'studio.return-draft',
  title: { vi: 'Trả lại dự thảo', en: 'Give a draft back' },
  may: 'studio.view-definition',
  input: shape({ draft: uuid, note: Type.String({ minLength: 3, maxLength: 1000 }) }),
  output: done,
  subject,
  async run(ctx, input) {
    const draft = await lockDraft(ctx.db, input.draft);
    if (!mayPublish(ctx.principal, kindNamed(ctx.app, draft.kind))) throw notAllowed();
    if (draft.state !== 'waiting') throw draftNotOpen();
    ctx.db.send(sql`update studio.draft set state = 'writing', changed_at = ${ctx.now} where id = ${draft.id}`);
    noteAct(ctx, draft, 'returned', input.note);
    return { draft: draft.id, state: 'writing' };
  },
});

/** The author gives a draft up; it stays in the history. */
export const withdrawDraft = command({
  name: 'studio.withdraw-draft',
  title: { vi: 'Rút dự thảo', en: 'Withdraw a draft' },
  may: 'studio.view-definition',
  input: shape({ draft: uuid }),
  output: done,
  subject,
  async run(ctx, input) {
    const draft = await lockDraft(ctx.db, input.draft);
    if (draft.author !== ctx.principal.id) throw notAuthor();
    if (draft.state !== 'writing' && draft.state !== 'waiting') throw draftNotOpen();
    ctx.db.send(sql`update studio.draft set state = 'withdrawn', changed_at = ${ctx.now} where id = ${draft.id}`);
    noteAct(ctx, draft, 'withdrawn');
    return { draft: draft.id, state: 'withdrawn' };
  },
});
