import { query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { kindName, moment, nullable } from '../fields.ts';
import { holdsWords, listInput, momentText, pageOf } from './paged.ts';
import { titleSql } from './title-sql.ts';

const Kept = shape({
  id: Type.String({ description: 'kind and key' }),
  kind: Type.String(),
  key: Type.String(),
  version: Type.Integer({ description: 'the newest that an officer wrote' }),
  title: shape({ vi: Type.String(), en: Type.String() }),
  author: nullable(Type.String()),
  effectiveFrom: Type.String(),
  at: moment,
});

const orders = {
  title: sql`kernel.fold(r.title ->> 'vi')`,
  kind: sql`r.kind`,
  author: sql`kernel.fold(coalesce(r.author, ''))`,
  from: sql`r."effectiveFrom"`,
  at: momentText(sql`r.at`),
};

/**
 * The definitions that a load of the pack leaves alone because an officer has edited them: by what they are called, their key
 * or author without accents, or by kind. In the order of their names unless another is asked for.
 */
export const listKept = query({
  name: 'studio.list-kept',
  title: { vi: 'Nội dung được giữ khi nạp bộ dữ liệu', en: 'What loads of the pack keep' },
  may: 'studio.view-definition',
  input: shape({
    kind: Type.Optional(kindName),
    sort: Type.Optional(Type.Enum(['title', 'kind', 'author', 'from', 'at'])),
    ...listInput,
  }),
  output: shape({ kept: Type.Array(Kept), next: nullable(Type.String()) }),
  async run(ctx, { kind, query: words, sort, ...page }) {
    const { rows, next } = await pageOf<Static<typeof Kept>>(
      ctx.db,
      sql`select * from (select distinct on (d.kind, d.key) concat_ws('/', d.kind, d.key) as id, d.kind, d.key, d.version,
                   ${titleSql(sql.raw('d'))} as title, p.name as author, d.effective_from::text as "effectiveFrom", d.created_at as at
            from kernel.v_definition d left join identity.v_person p on p.id = d.created_by
            where ${sql.all([sql`d.origin = 'officer'`, kind ? sql`d.kind = ${kind}` : null])}
            order by d.kind, d.key, d.version desc) k
          where ${words?.trim() ? holdsWords(sql`concat_ws(' ', k.title ->> 'vi', k.title ->> 'en', k.key, k.author)`, words) : sql`true`}`,
      orders[sort ?? 'title'],
      page,
    );
    return { kept: rows, next };
  },
});
