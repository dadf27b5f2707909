import { anyText, anyTime, anyUuid, fromCursor, localDate, query, shape, sql, toCursor } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { cursor, limit, line, moment, nullable, text, uuid } from '../fields.ts';
import { visible, wanted } from './list-persons.ts';
import { onDay } from './sql.ts';

const row = shape({
  id: uuid,
  person: uuid,
  name: Type.String(),
  kind: Type.String(),
  /** Their first place of today. */
  unit: nullable(text),
  /** The session by which the one who asks is signed in. */
  current: Type.Boolean(),
  createdAt: moment,
  seenAt: moment,
  address: nullable(Type.String()),
  agent: nullable(Type.String()),
  /** Its level of assurance, 1 to 4. */
  level: Type.Integer(),
  /** By which way: `password`, `passkey`, `certificate`, `upstream:<provider>`, … */
  method: Type.String(),
  /** What was shown in it beside a password; addresses are not named. */
  shown: Type.Array(shape({ kind: Type.String(), name: nullable(Type.String()), removed: Type.Boolean() })),
});
export type SessionRow = Static<typeof row>;

/** What the list is sorted by, with the type in which a cursor gives it back. */
const orders = {
  seen: { by: sql`s.seen_at`, type: sql`timestamptz`, part: anyTime },
  created: { by: sql`s.created_at`, type: sql`timestamptz`, part: anyTime },
  name: { by: sql`p.folded`, type: sql`text`, part: anyText },
} as const;

/**
 * The live sessions of those whose sessions the one who asks may end, a page at a time: give `next` back as `after`.
 * Who looked for whose is in the audit trail.
 * @param input `query`: words of a name without accents, an identity number or a telephone; `person`: of this one only
 */
export const listSessions = query({
  name: 'people.list-sessions',
  title: { vi: 'Các phiên đăng nhập đang mở', en: 'Sessions that are open' },
  may: 'people.end-session',
  audit: true,
  input: shape({
    query: Type.Optional(line(120)),
    person: Type.Optional(uuid),
    kind: Type.Optional(Type.Union([Type.Literal('citizen'), Type.Literal('business'), Type.Literal('official')])),
    sort: Type.Optional(Type.Union([Type.Literal('seen'), Type.Literal('created'), Type.Literal('name')])),
    descending: Type.Optional(Type.Boolean()),
    after: Type.Optional(cursor),
    limit: Type.Optional(limit),
  }),
  output: shape({ sessions: Type.Array(row), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const rows = input.limit ?? 50;
    const { by, type, part } = orders[input.sort ?? 'seen'];
    const falls = input.descending ?? input.sort === undefined;
    const [way, behind] = falls ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
    const after = fromCursor(input.after, [part, anyUuid]);
    const sessions = await ctx.db.all<SessionRow & { folded?: string }>(
      sql`select s.id, p.id as person, p.name, p.kind, place.unit, s.id is not distinct from ${ctx.principal.session ?? null}::uuid as current,
                 s.created_at as "createdAt", s.seen_at as "seenAt", s.address, s.agent, s.level, s.method, p.folded,
                 coalesce((select json_agg(json_build_object('kind', f.kind, 'name', f.name, 'removed', coalesce(f.removed, false)) order by f.shown_at, f.kind, f.factor_id)
                   from identity.v_session_factor f where f.session_id = s.id), '[]') as shown
          from identity.v_session s join identity.v_person p on p.id = s.person_id
            left join lateral (select json_build_object('vi', u.name_vi, 'en', u.name_en) as unit
              from identity.v_official o join identity.v_unit u on u.id = o.unit_id where o.person_id = p.id and ${onDay('o', localDate(ctx.now))}
              order by o.main desc, o.position_id limit 1) place on true
          where ${sql.all([
            sql`s.ended_at is null and not s.awaiting and s.idle_until > ${ctx.now} and s.ends_at > ${ctx.now}`,
            visible(ctx.principal, 'people.end-session'),
            wanted(input.query),
            input.person !== undefined && sql`p.id = ${input.person}`,
            input.kind !== undefined && sql`p.kind = ${input.kind}`,
            after && sql`(${by}, s.id) ${behind} (${after[0]}::${type}, ${after[1]}::uuid)`,
          ])}
          order by ${by} ${way}, s.id ${way} limit ${rows + 1}`,
    );
    const more = sessions.length > rows;
    if (more) sessions.pop();
    const last = sessions.at(-1);
    const place = last && { seen: last.seenAt, created: last.createdAt, name: last.folded! }[input.sort ?? 'seen'];
    for (const one of sessions) delete one.folded;
    ctx.note({ ...input, shown: sessions.length });
    return {
      sessions,
      next: more && place ? toCursor([place instanceof Date ? place.toISOString() : place, last.id]) : null,
    };
  },
});
