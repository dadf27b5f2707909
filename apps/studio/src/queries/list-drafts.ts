import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { draftMissing } from '../errors.ts';
import { DraftLine, keyName, kindName, moment, nullable, uuid } from '../fields.ts';
import { draftColumns } from '../model/draft.ts';
import { titleSql } from './title-sql.ts';

const states = ['writing', 'waiting', 'published', 'withdrawn'] as const;

/** With what people call the definition: its key for one that has no version yet. */
const TitledDraft = shape({
  ...DraftLine.properties,
  title: shape({ vi: Type.String(), en: Type.String() }),
});

/** Drafts by state or of one definition, the last changed first. */
export const listDrafts = query({
  name: 'studio.list-drafts',
  title: { vi: 'Danh sách dự thảo', en: 'List drafts' },
  may: 'studio.view-definition',
  input: shape({
    state: Type.Optional(Type.Union(states.map((state) => Type.Literal(state)))),
    kind: Type.Optional(kindName),
    key: Type.Optional(keyName),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  output: shape({ drafts: Type.Array(TitledDraft) }),
  async run(ctx, { state, kind, key, limit = 200 }) {
    const drafts = await ctx.db.all<never>(
      sql`select ${draftColumns}, coalesce(t.title, jsonb_build_object('vi', s.key, 'en', s.key)) as title
          from studio.draft s join identity.v_person p on p.id = s.author_id
            left join lateral (select ${titleSql(sql.raw('d'))} as title from kernel.v_definition d
                               where d.kind = s.kind and d.key = s.key order by d.version desc limit 1) t on true
          where ${sql.all([state ? sql`s.state = ${state}` : null, kind ? sql`s.kind = ${kind}` : null, key ? sql`s.key = ${key}` : null])} order by s.changed_at desc limit ${limit}`,
    );
    return { drafts };
  },
});

/** A draft as it was typed, with who did what to it. */
export const viewDraft = query({
  name: 'studio.view-draft',
  title: { vi: 'Xem một dự thảo', en: 'See a draft' },
  may: 'studio.view-definition',
  input: shape({ draft: uuid }),
  output: shape({
    draft: DraftLine,
    text: Type.String(),
    about: nullable(Type.String()),
    definition: nullable(uuid),
    acts: Type.Array(shape({ at: moment, person: Type.String(), act: Type.String(), note: Type.String() })),
  }),
  async run(ctx, input) {
    const [found, acts] = await Promise.all([
      ctx.db.maybe<{ text: string; about: string | null; definition: string | null }>(
        sql`select ${draftColumns}, s.text, s.about, s.definition_id as definition
            from studio.draft s join identity.v_person p on p.id = s.author_id where s.id = ${input.draft}`,
      ),
      ctx.db.all<never>(
        sql`select a.at, p.name as person, a.act, a.note from studio.draft_act a join identity.v_person p on p.id = a.person_id
            where a.draft_id = ${input.draft} order by a.number`,
      ),
    ]);
    if (!found) throw draftMissing();
    const { text, about, definition, ...draft } = found;
    return { draft: draft as never, text, about, definition, acts };
  },
});
