import { command, notAllowed, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { draftNotOpen, notAuthor, savedElsewhere, versionNewer } from '../errors.ts';
import { keyName, kindName, line, uuid } from '../fields.ts';
import { mostText, Problem } from '../model/body-text.ts';
import { dayOf, firstDay } from '../model/check-text.ts';
import { lockDraft, noteAct } from '../model/draft.ts';
import { kindNamed, mayEdit } from '../model/kinds.ts';

interface Prepared {
  readonly problems: readonly Problem[];
  readonly baseVersion: number;
  /** The first day on which it could hold, where that is not today. */
  readonly from: string | null;
}

/** What a text was written from, as the page said when it was opened or the last save answered. */
const Seen = shape({
  version: Type.Integer({ minimum: 0, description: 'the newest version; 0 where there was none' }),
  draftAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'when the open draft was saved last; null where there was none',
  }),
});

/**
 * Keeps what an officer has typed for a definition, right or wrong, and tells what stands in the way of publishing it.
 * It begins a draft, or goes on with the open one of the same person; one that was waiting goes back to writing. Saving
 * takes the newest version as its base; who says what was `seen` passes over nothing else without knowing.
 * @throws versionNewer, savedElsewhere when there is something newer than what was seen
 */
export const saveDraft = command({
  name: 'studio.save-draft',
  title: { vi: 'Lưu dự thảo', en: 'Save a draft' },
  may: 'studio.view-definition',
  maxBytes: 4 * mostText,
  onDuplicate: ['draft_open'],
  input: shape({
    kind: kindName,
    key: keyName,
    text: Type.String({ maxLength: mostText, pattern: '^[^\\u0000]*$' }),
    /** Of a file, as YAML, what its language cannot say; as before when left out. */
    about: Type.Optional(Type.String({ maxLength: mostText, pattern: '^[^\\u0000]*$' })),
    /** On what the change rests. */
    source: line(2, 500),
    /** Left out: saved over whatever there is. */
    seen: Type.Optional(Seen),
  }),
  output: shape({ draft: uuid, problems: Type.Array(Problem), seen: Seen }),
  subject: (_input, output) => `draft:${output.draft}`,
  async prepare(ctx, input): Promise<Prepared> {
    const kind = kindNamed(ctx.app, input.kind);
    if (!mayEdit(ctx.principal, kind)) throw notAllowed();
    const [newest] = await ctx.app.definitions.history(input.kind, input.key);
    const base = newest && (await ctx.app.definitions.byId(newest.id));
    const open = await ctx.db.maybe<{ from: string | null }>(
      sql`select effective_from as "from" from studio.draft where kind = ${input.kind} and key = ${input.key} and author_id = ${ctx.principal.id} and state in ('writing', 'waiting')`,
    );
    const { day, problems } = await firstDay(ctx, kind, input.key, input, base?.body, open?.from);
    const from = day === dayOf(ctx.now) ? (open?.from ?? null) : day;
    return { problems, baseVersion: newest?.version ?? 0, from };
  },
  async run(ctx, input, { problems, baseVersion, from }) {
    const { kind, key, text, source, seen } = input;
    if (seen && seen.version < baseVersion) throw versionNewer({ version: baseVersion });
    const now = { version: baseVersion, draftAt: ctx.now.toISOString() };
    const about = input.about ?? null;
    const open = await ctx.db.maybe<{ id: string }>(
      sql`select id from studio.draft where kind = ${kind} and key = ${key} and author_id = ${ctx.principal.id} and state in ('writing', 'waiting')`,
    );
    const found = JSON.stringify(problems);
    if (open) {
      const draft = await lockDraft(ctx.db, open.id);
      if (draft.author !== ctx.principal.id) throw notAuthor();
      if (draft.state !== 'writing' && draft.state !== 'waiting') throw draftNotOpen();
      if (seen && (seen.draftAt === null || Date.parse(seen.draftAt) !== draft.changedAt.getTime())) throw savedElsewhere();
      ctx.db.send(
        sql`update studio.draft set text = ${text}, about = ${about}, source = ${source}, problems = ${found}::jsonb, base_version = ${baseVersion},
              effective_from = ${from}::date, state = 'writing', changed_at = ${ctx.now} where id = ${open.id}`,
      );
      return { draft: open.id, problems: [...problems], seen: now };
    }
    const id = ctx.newId();
    await ctx.db.run(
      sql`insert into studio.draft (id, kind, key, base_version, text, about, source, problems, effective_from, state, author_id, created_at, changed_at)
          values (${id}, ${kind}, ${key}, ${baseVersion}, ${text}, ${about}, ${source}, ${found}::jsonb, ${from}::date, 'writing', ${ctx.principal.id}, ${ctx.now}, ${ctx.now})`,
    );
    noteAct(ctx, { id, kind, key }, 'begun');
    return { draft: id, problems: [...problems], seen: now };
  },
});
