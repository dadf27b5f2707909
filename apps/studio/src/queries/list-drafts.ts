import { query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { draftMissing } from '../errors.ts';
import { DraftLine, keyName, kindName, moment, nullable, uuid } from '../fields.ts';
import { draftColumns } from '../model/draft.ts';
import { holdsWords, listInput, momentText, pageOf } from './paged.ts';
import { titleSql } from './title-sql.ts';

const states = ['writing', 'waiting', 'published', 'withdrawn'] as const;

/** With what people call the definition: its key for one that has no version yet. */
const TitledDraft = shape({
  ...DraftLine.properties,
  title: shape({ vi: Type.String(), en: Type.String() }),
});

/** By which texts drafts are sorted, of the columns of the list. */
const orders = {
  title: sql`kernel.fold(r.title ->> 'vi')`,
  kind: sql`r.kind`,
  author: sql`kernel.fold(r."authorName")`,
  from: sql`coalesce(r."effectiveFrom"::text, '')`,
  changed: momentText(sql`r."changedAt"`),
};

/**
 * Drafts by what they are called, their key, author or source without accents; by state, kind or definition. The last
 * changed first unless another order is asked for.
 */
export const listDrafts = query({
  name: 'studio.list-drafts',
  title: { vi: 'Danh sách dự thảo', en: 'List drafts' },
  may: 'studio.view-definition',
  input: shape({
    state: Type.Optional(Type.Union(states.map((state) => Type.Literal(state)))),
    kind: Type.Optional(kindName),
    key: Type.Optional(keyName),
    sort: Type.Optional(Type.Enum(['title', 'kind', 'author', 'from', 'changed'])),
    ...listInput,
  }),
  output: shape({ drafts: Type.Array(TitledDraft), next: nullable(Type.String()) }),
  async run(ctx, { state, kind, key, query: words, sort, descending = sort === undefined, ...page }) {
    const title = sql`coalesce(t.title, jsonb_build_object('vi', s.key, 'en', s.key))`;
    const { rows, next } = await pageOf<Static<typeof TitledDraft>>(
      ctx.db,
      sql`select ${draftColumns}, ${title} as title
          from studio.draft s join identity.v_person p on p.id = s.author_id
            left join lateral (select ${titleSql(sql.raw('d'))} as title from kernel.v_definition d
                               where d.kind = s.kind and d.key = s.key order by d.version desc limit 1) t on true
          where ${sql.all([state ? sql`s.state = ${state}` : null, kind ? sql`s.kind = ${kind}` : null, key ? sql`s.key = ${key}` : null, words?.trim() ? holdsWords(sql`concat_ws(' ', ${title} ->> 'vi', ${title} ->> 'en', s.key, p.name, s.source)`, words) : null])}`,
      orders[sort ?? 'changed'],
      { descending, ...page },
    );
    return { drafts: rows, next };
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
