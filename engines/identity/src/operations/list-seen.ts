import { type Context, fold, localDate, notFound, query, shape, type Sql, sql, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { day, line, moment, nullable } from '../fields.ts';

const text = shape({ vi: Type.String(), en: Type.String() });

const Seen = shape({
  /** The day in Vietnam on which all of it was. */
  day,
  /** How many times on that day: looks that follow each other within half an hour are one. */
  times: Type.Integer(),
  first: moment,
  last: moment,
  /** When each of these times began, the latest first; fifty at most. */
  looks: Type.Array(moment),
  /** Who looked; null for the program itself. */
  name: nullable(Type.String()),
  /** Their title and unit on that day. */
  title: nullable(text),
  unit: nullable(text),
  /** What they are to the person whose data it is, or that they hold no office: nobody stands there without a word of who they are. */
  relation: nullable(
    Type.Union((['attorney', 'child', 'ward', 'private', 'machine'] as const).map((kind) => Type.Literal(kind))),
  ),
  /** What they did, in the words for those concerned (`seenAs` of the operation). */
  act: text,
  /** On what, as people call it: the code of a dossier. */
  matter: nullable(Type.String()),
  /** Why, where it was opened in an emergency. */
  emergency: nullable(shape({ vi: Type.String(), en: Type.String(), words: Type.String() })),
});
export type Seen = Static<typeof Seen>;

interface Row extends Omit<Seen, 'act' | 'matter'> {
  readonly operation: string;
  readonly subject: string | null;
  readonly place: string;
}

/**
 * So long may who looks pause, minutes, and it is still the same look: whoever fills in a form for somebody, or settles a dossier, asks for
 * the same data at every page. The trail keeps each request.
 */
const pause = 30;

/**
 * Who looked at the data of the person who asks, and for what: one line for each person, purpose, matter and day, with how often
 * and when; the latest first unless `sort` says `last`. Their own looking is left out. From the sealed audit trail, in which whoever
 * shows personal data names whose it is (`ctx.concern`).
 * @param input `find`: part of a name, unit or purpose without accents, or the code of a dossier; `from`, `until`: days in Vietnam
 */
export const listSeen = query({
  name: 'identity.list-seen',
  title: { vi: 'Ai đã xem dữ liệu của tôi', en: 'Who looked at my data' },
  may: 'signed-in',
  input: shape({
    find: Type.Optional(line(120)),
    from: Type.Optional(day),
    until: Type.Optional(day),
    sort: Type.Optional(Type.Union([Type.Literal('last'), Type.Literal('-last')])),
    /** Goes on after this place: `next` of the page before. */
    after: Type.Optional(Type.String({ maxLength: 120 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ entries: Type.Array(Seen), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const me = ctx.principal.id;
    const [way, behind] = input.sort === 'last' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
    const after = placeOf(input.after);
    const words = wordsOf(ctx);
    const purposes = [...words].map(([name, { vi }]) => [name, vi]);
    const rows = await ctx.db.all<Row>(
      sql`with looked as (
            select e.at, e.stream, e.number, coalesce(e.trace, e.stream || ' ' || e.number) as trace, e.principal, e.operation, coalesce(w.purpose, e.operation) as purpose,
                   (e.at at time zone 'Asia/Ho_Chi_Minh')::date as day, case when e.subject ~ '^[a-z-]+:' and e.subject not like 'person:%' then e.subject end as subject,
                   case when e.detail like '%"emergency":"%' then substring(e.detail from '"emergency":"([0-9a-f-]{36})"')::uuid end as emergency
            from audit.v_entry e
              left join unnest(${purposes.map(([name]) => name)}::text[], ${purposes.map(([, vi]) => vi)}::text[]) w (operation, purpose) on w.operation = e.operation
            where e.concerns @> array[${me}::uuid] and e.principal <> ${`person:${me}`} and e.outcome <> 'refused'
              and ${input.from === undefined ? sql`true` : sql`e.at >= (${dayOf(input.from)}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh'`}
              and ${input.until === undefined ? sql`true` : sql`e.at < (${dayOf(input.until)}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`}),
          -- One page asks several questions: what one request did for one purpose is one look.
          once as (
            select principal, min(operation) as operation, purpose, day, subject, emergency, max(at) as at,
                   (array_agg(stream order by at desc, stream desc, number desc))[1] as stream, (array_agg(number order by at desc, stream desc, number desc))[1] as number
            from looked group by principal, purpose, day, subject, emergency, trace),
          spaced as (
            select o.*, coalesce(at - lag(at) over (partition by principal, purpose, day, subject, emergency order by at, stream, number) > make_interval(mins => ${pause}), true) as begins
            from once o),
          grouped as (
            select principal, min(operation) as operation, day, subject, emergency, (count(*) filter (where begins))::int as times, min(at) as first, max(at) as last,
                   (array_agg(at order by at desc) filter (where begins))[1:50] as looks,
                   (array_agg(stream order by at desc, stream desc, number desc))[1] as stream, (array_agg(number order by at desc, stream desc, number desc))[1] as number
            from spaced group by principal, purpose, day, subject, emergency),
          named as (
            select g.*, coalesce(w.name, c.name_vi) as name, case when f.id is not null then json_build_object('vi', f.title_vi, 'en', f.title_en) end as title,
                   case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as unit, case when a.kind is not null then a.kind when c.id is not null then 'machine' when w.id is not null and f.id is null then 'private' end as relation,
                   coalesce(w.folded, '') || ' ' || kernel.fold(coalesce(u.name_vi, '')) as searched
            from grouped g
              left join identity.person w on w.id = case when g.principal like 'person:%' then substr(g.principal, 8)::uuid end
              left join identity.client c on 'machine:' || c.id = g.principal
              left join lateral (select f.* from identity.position f where f.person_id = w.id and f.valid_from <= g.day and (f.valid_to is null or f.valid_to > g.day)
                order by f.main desc, f.id limit 1) f on true
              left join identity.unit u on u.id = f.unit_id
              left join lateral (select a.kind from identity.authority a where a.agent_id = w.id and a.subject_id = ${me}::uuid and a.state in ('in-force', 'ended')
                and a.valid_from <= g.day and (a.valid_to is null or a.valid_to >= g.day) order by a.kind limit 1) a on true)
          select to_char(n.day, 'YYYY-MM-DD') as day, n.times, n.first, n.last, n.looks, n.name, n.title, n.unit, n.relation, n.operation, n.subject,
                 case when m.id is not null then json_build_object('vi', m.reason_vi, 'en', m.reason_en, 'words', m.words) end as emergency,
                 to_char(n.last at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || n.stream || '~' || n.number as place
          from named n left join identity.emergency m on m.id = n.emergency
          where ${await found(ctx, input.find, words)}
            and ${after ? sql`(n.last, n.stream, n.number) ${behind} (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::bigint)` : sql`true`}
          order by n.last ${way}, n.stream ${way}, n.number ${way} limit ${limit + 1}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    const next = more ? rows.at(-1)!.place : null;
    const matters = await mattersOf(ctx, rows);
    const entries = rows.map(({ operation, subject, place: _place, ...row }) => ({
      ...row,
      act: words.get(operation) ?? { vi: operation, en: operation },
      matter: (subject !== null && matters.get(subject)) || null,
    }));
    return { entries, next };
  },
});

/** What each operation is called to those concerned; one that is gone keeps its name. */
function wordsOf({ app }: Pick<Context, 'app'>): ReadonlyMap<string, Text> {
  return new Map(
    app.modules.flatMap(({ operations = [] }) => operations.map(({ name, title, seenAs }) => [name, seenAs ?? title] as const)),
  );
}

/** The lines in which every word of the search stands in a name, unit or purpose; or whose matter is called so. */
async function found(ctx: Context, find: string | undefined, words: ReadonlyMap<string, Text>): Promise<Sql> {
  const wanted = fold(find ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8);
  if (wanted.length === 0) return sql`true`;
  const named = await Promise.all(
    ctx.app.modules.flatMap(({ matters }) =>
      matters ? [matters.find(ctx.db, find!.trim()).then((keys) => keys.map((key) => `${matters.subject}:${key}`))] : [],
    ),
  );
  const each = wanted.map((word) => {
    const acts = [...words].filter(([, { vi, en }]) => fold(`${vi} ${en}`).includes(word)).map(([name]) => name);
    return sql`(n.searched like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} or n.operation = any(${acts}::text[]))`;
  });
  return sql`(n.subject = any(${named.flat()}::text[]) or (${sql.all(each)}))`;
}

/** What the matters on a page are called, by the module that owns them. */
async function mattersOf(ctx: Context, rows: readonly Row[]) {
  const names = new Map<string, string>();
  for (const { matters } of ctx.app.modules) {
    if (!matters) continue;
    const start = `${matters.subject}:`;
    const keys = rows.flatMap(({ subject }) => (subject?.startsWith(start) ? [subject.slice(start.length)] : []));
    if (keys.length === 0) continue;
    for (const [key, { label }] of await matters.name(ctx.db, [...new Set(keys)])) names.set(start + key, label);
  }
  return names;
}

/** A day that is not in the calendar counts as the one after. */
function dayOf(text: string): string {
  const [year, month, date] = text.split('-').map(Number);
  return localDate(new Date(Date.UTC(year!, month! - 1, date)));
}

/** @throws notFound when it is no place of ours */
function placeOf(after: string | undefined): readonly string[] | undefined {
  if (after === undefined) return undefined;
  const place = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~([0-9a-f-]{36})~(\d{1,15})$/.exec(after);
  if (!place || Number.isNaN(Date.parse(place[1]!))) throw notFound();
  return place.slice(1);
}
