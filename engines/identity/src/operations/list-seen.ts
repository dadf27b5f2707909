import { notFound, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { moment, nullable } from '../fields.ts';

const text = shape({ vi: Type.String(), en: Type.String() });

const Seen = shape({
  at: moment,
  /** Who looked; null for the program itself. */
  name: nullable(Type.String()),
  /** Their title and unit at the time. */
  title: nullable(text),
  unit: nullable(text),
  /** What they did, by the name of the operation. */
  act: text,
  /** On what: the code of a dossier where it was one. */
  subject: nullable(Type.String()),
  /** Why, where it was opened in an emergency, with when it ended or will end. */
  emergency: nullable(shape({ vi: Type.String(), en: Type.String(), words: Type.String() })),
});
export type Seen = Static<typeof Seen>;

/**
 * Who looked at the data of the person who asks, when and for what, the latest first; their own looking is left out. From
 * the sealed audit trail, in which whoever shows personal data names whose it is (`ctx.concern`).
 */
export const listSeen = query({
  name: 'identity.list-seen',
  title: { vi: 'Ai đã xem dữ liệu của tôi', en: 'Who looked at my data' },
  may: 'signed-in',
  input: shape({
    /** Goes on after this place: `next` of the page before. */
    after: Type.Optional(Type.String({ maxLength: 120 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ entries: Type.Array(Seen), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const me = ctx.principal.id;
    const after = placeOf(input.after);
    const rows = await ctx.db.all<Omit<Seen, 'act'> & { operation: string; place: string }>(
      sql`with page as (
            select e.* from audit.v_entry e
            where e.concerns @> array[${me}::uuid] and e.principal <> ${`person:${me}`} and e.outcome <> 'refused'
              and ${after ? sql`(e.at, e.stream, e.number) < (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::bigint)` : sql`true`}
            order by e.at desc, e.stream desc, e.number desc limit ${limit + 1})
          select p.at, o.name, o.title, o.unit, p.operation, x.emergency, case when p.subject like 'dossier:%' then coalesce(p.subject, '') end as subject,
                 to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || p.stream || '~' || p.number as place
          from page p left join lateral (
            select json_build_object('vi', m.reason_vi, 'en', m.reason_en, 'words', m.words) as emergency from identity.emergency m
            where m.id = case when p.detail like '%"emergency":"%' then substring(p.detail from '"emergency":"([0-9a-f-]{36})"')::uuid end) x on true
            left join lateral (
            select w.name, case when f.id is not null then json_build_object('vi', f.title_vi, 'en', f.title_en) end as title,
                   case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as unit
            from identity.person w
              left join lateral (select f.* from identity.position f where f.person_id = w.id and f.valid_from <= p.at::date and (f.valid_to is null or f.valid_to > p.at::date)
                order by f.main desc, f.id limit 1) f on true
              left join identity.unit u on u.id = f.unit_id
            where w.id = case when p.principal like 'person:%' then substr(p.principal, 8)::uuid end) o on true
          order by p.at desc, p.stream desc, p.number desc`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    const next = more ? rows.at(-1)!.place : null;
    const entries = rows.map(({ at, name, title, unit, subject, operation, emergency }) => ({
      at,
      name,
      title,
      unit,
      act: titleOf(ctx, operation),
      subject,
      emergency,
    }));
    return { entries, next };
  },
});

/** What an operation is called; one that is gone keeps its name. */
function titleOf(
  ctx: {
    app: {
      modules: readonly { operations?: readonly { name: string; title: { vi: string; en: string } }[] }[];
    };
  },
  name: string,
) {
  for (const module of ctx.app.modules)
    for (const operation of module.operations ?? []) if (operation.name === name) return operation.title;
  return { vi: name, en: name };
}

/** @throws notFound when it is no place of ours */
function placeOf(after: string | undefined): readonly string[] | undefined {
  if (after === undefined) return undefined;
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~([0-9a-f-]{36})~(\d{1,15})$/.exec(after);
  if (!found || Number.isNaN(Date.parse(found[1]!))) throw notFound();
  return found.slice(1);
}
