import { command, localDate, notAllowed, publishDefinition as publish, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { casesFail, draftHasProblems, draftMissing, draftNotOpen, draftOutdated, fourEyes } from '../errors.ts';
import { paragraph, uuid } from '../fields.ts';
import { checkText, dayOf, followers } from '../model/check-text.ts';
import { baseOf, type DraftRow, lockDraft, newestVersion, noteAct } from '../model/draft.ts';
import { kindNamed, mayPublish } from '../model/kinds.ts';
import { caseName, runCases } from '../model/test-case.ts';

/**
 * Puts a submitted draft in force from the day asked for (from today, when that has passed meanwhile). The author
 * cannot do it alone: four eyes. What was checked when it was written is checked again, beside what is in force
 * on its first day; so are the test cases of what imports it or decides by it.
 */
export const publishDefinition = command({
  name: 'studio.publish-definition',
  title: { vi: 'Phê duyệt, ban hành', en: 'Approve and publish' },
  may: 'studio.view-definition',
  input: shape({
    draft: uuid,
    note: Type.Optional(paragraph(1000)),
    /** Why it is published although test cases fail. */
    override: Type.Optional(Type.String({ minLength: 10, maxLength: 1000 })),
    /** From now on these cases expect what the new version answers; not those that break off in it, which are to be gone through anew. */
    accept: Type.Optional(Type.Boolean()),
  }),
  output: shape({ definition: uuid, version: Type.Integer(), effectiveFrom: Type.String() }),
  subject: ({ draft }) => `draft:${draft}`,
  async prepare(ctx, input) {
    const draft = await ctx.db.maybe<
      Pick<DraftRow, 'kind' | 'key' | 'text' | 'about' | 'source' | 'baseVersion' | 'effectiveFrom'>
    >(
      sql`select kind, key, text, about, source, base_version as "baseVersion", effective_from as "effectiveFrom" from studio.draft where id = ${input.draft}`,
    );
    if (!draft) throw draftMissing();
    const kind = kindNamed(ctx.app, draft.kind);
    if (!mayPublish(ctx.principal, kind)) throw notAllowed();
    const baseBody = await baseOf(ctx, draft);
    const day = dayOf(ctx.now, draft.effectiveFrom);
    const { body, problems } = await checkText(ctx, kind, draft.key, draft, baseBody, day);
    if (body === undefined) throw draftHasProblems({ count: problems.length });
    const failing = (await runCases(ctx, draft, day)).filter((one) => !one.passed);
    if (failing.length > 0 && !input.override)
      throw casesFail({ count: failing.length, names: failing.map((one) => caseName(one).vi).join('; ') });
    const following = await followers(ctx, kind, draft.key, baseBody, body, day);
    return { text: draft.text, about: draft.about, body, failing, following };
  },
  async run(ctx, input, { text, about, body, failing, following }) {
    const draft = await lockDraft(ctx.db, input.draft);
    if (draft.state !== 'waiting' || draft.text !== text || draft.about !== about) throw draftNotOpen();
    if (draft.author === ctx.principal.id) throw fourEyes();
    // Two drafts of one definition are published one after the other, so that the second sees the first.
    await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`studio ${draft.kind} ${draft.key}`}, 0))`);
    const newest = await newestVersion(ctx.db, draft.kind, draft.key);
    if (newest !== draft.baseVersion) throw draftOutdated({ version: newest });
    const today = localDate(ctx.now);
    const effectiveFrom = draft.effectiveFrom! > today ? draft.effectiveFrom! : today;
    const { kind, key, source } = draft;
    const definition = await publish(ctx.db, ctx.now, {
      kind,
      key,
      body,
      source,
      origin: 'officer',
      effectiveFrom,
      createdBy: draft.author,
    });
    for (const one of following)
      await publish(ctx.db, ctx.now, {
        kind: one.kind,
        key: one.key,
        body: one.body,
        source,
        origin: 'officer',
        effectiveFrom,
        createdBy: draft.author,
      });
    ctx.db.send(
      sql`update studio.draft set state = 'published', definition_id = ${definition}, effective_from = ${effectiveFrom}::date, changed_at = ${ctx.now} where id = ${draft.id}`,
    );
    if (input.accept)
      for (const { id, answer } of failing.filter(({ why }) => why === undefined))
        ctx.db.send(
          sql`update studio.test_case set expected = ${JSON.stringify(answer)}::jsonb, origin = 'officer',
                author_id = ${ctx.principal.id}, created_at = ${ctx.now} where id = ${id}`,
        );
    // What was passed over stays in the history of the draft, with the reason.
    const names = failing.map((one) => caseName(one).vi).join('; ');
    const gone = following.length > 0 ? `${following.length} → ${names30(following)}` : undefined;
    const passedOver = failing.length > 0 ? `${names}: ${input.override}` : undefined;
    noteAct(ctx, draft, 'published', [input.note, passedOver, gone].filter(Boolean).join('\n'));
    ctx.emit({
      name: 'studio.definition-published',
      key: definition,
      topics: ['studio'],
      data: { kind, definition: key, version: newest + 1, effectiveFrom },
    });
    ctx.db.afterCommit(() => ctx.app.definitions.forget());
    return { definition, version: newest + 1, effectiveFrom };
  },
});

const names30 = (all: readonly { readonly key: string }[]): string =>
  `${all
    .slice(0, 30)
    .map((one) => one.key)
    .join(', ')}${all.length > 30 ? ' …' : ''}`;
