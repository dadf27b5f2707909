import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment, nullable, uuid } from '../fields.ts';
import { Plan } from '../succession/plan.ts';
import { Checked } from '../succession/shapes.ts';
import { readSuccession, type Stored } from '../succession/stored.ts';

const summary = shape({
  id: uuid,
  title: shape({ vi: Type.String(), en: Type.String() }),
  basis: Type.String(),
  day: nullable(Type.String()),
  state: Type.String(),
  source: Type.String(),
  ends: Type.Integer(),
  begins: Type.Integer(),
  changedAt: moment,
});

/** All plans of reorganisation, the latest first. */
export const listSuccessions = query({
  name: 'identity.list-successions',
  title: { vi: 'Các phương án sắp xếp đơn vị', en: 'Plans of reorganisation' },
  may: 'people.view-directory',
  input: shape({}),
  output: shape({ successions: Type.Array(summary) }),
  async run(ctx) {
    const successions = await ctx.db.all<never>(
      sql`select id, json_build_object('vi', title_vi, 'en', title_en) as title, basis, day, state, source,
                 (select count(distinct l->>'from')::int from jsonb_array_elements(coalesce(whole, body->'lines')) l) as ends,
                 jsonb_array_length(body->'begins') as begins, changed_at as "changedAt"
          from identity.succession order by coalesce(day, 'infinity'::date) desc, created_at desc limit 200`,
    );
    return { successions };
  },
});

/** One plan with what its last check found, who did what, and how far it has come. */
export const viewSuccession = query({
  name: 'identity.view-succession',
  title: { vi: 'Xem phương án sắp xếp', en: 'See a reorganisation' },
  may: 'people.view-directory',
  input: shape({ id: uuid }),
  output: shape({
    succession: shape({
      id: uuid,
      title: shape({ vi: Type.String(), en: Type.String() }),
      basis: Type.String(),
      day: nullable(Type.String()),
      state: Type.String(),
      source: Type.String(),
      author: nullable(uuid),
      body: Plan,
      lines: Type.Array(Type.Any()),
      version: Type.Integer(),
      begunAt: nullable(moment),
      endedAt: nullable(moment),
      checkedAt: nullable(moment),
      checked: nullable(Checked),
    }),
    /** Names of the units that it speaks of, by key. */
    names: Type.Record(Type.String(), shape({ vi: Type.String(), en: Type.String() })),
    /** Names of those who are appointed, by id or by account in small letters. */
    persons: Type.Record(Type.String(), Type.String()),
    /** Names of the roles that places have, by key. */
    roles: Type.Record(Type.String(), shape({ vi: Type.String(), en: Type.String() })),
    parts: Type.Array(
      shape({
        part: Type.String(),
        title: shape({ vi: Type.String(), en: Type.String() }),
        expected: Type.Integer(),
        moved: Type.Integer(),
        endedAt: nullable(moment),
      }),
    ),
    acts: Type.Array(shape({ at: moment, act: Type.String(), name: Type.String(), note: nullable(Type.String()) })),
  }),
  async run(ctx, { id }) {
    const stored = await readSuccession(ctx.db, id);
    const appointed = stored.body.appointments;
    const [more, parts, acts, units, people, roles] = await Promise.all([
      ctx.db.one<{ checkedAt: Date | null; checked: never }>(
        sql`select checked_at as "checkedAt", checked from identity.succession where id = ${id}`,
      ),
      ctx.db.all<never>(
        sql`select part, json_build_object('vi', title_vi, 'en', title_en) as title, expected, moved, ended_at as "endedAt"
            from identity.succession_part where succession_id = ${id} order by ordinal`,
      ),
      ctx.db.all<never>(
        sql`select at, act, person_name as name, note from identity.succession_act where succession_id = ${id} order by at desc limit 200`,
      ),
      ctx.db.all<{ key: string; vi: string; en: string }>(
        sql`select key, name_vi as vi, name_en as en from identity.unit where key = any(${keysOf(stored)}::text[])`,
      ),
      ctx.db.all<{ id: string; account: string | null; name: string }>(
        sql`select id, lower(account) as account, name from identity.person
            where id = any(${appointed.flatMap(({ person }) => person ?? [])}::uuid[])
               or lower(account) = any(${appointed.flatMap(({ account }) => account?.toLowerCase() ?? [])}::text[])`,
      ),
      ctx.db.all<{ key: string; vi: string; en: string }>(
        sql`select key, name_vi as vi, name_en as en from identity.role where place = 'unit' and retired_on is null order by key`,
      ),
    ]);
    const names = Object.fromEntries([
      ...stored.body.begins.map(({ key, name }) => [key, name] as const),
      ...units.map(({ key, vi, en }) => [key, { vi, en }] as const),
    ]);
    return {
      succession: {
        id,
        title: { vi: stored.titleVi, en: stored.titleEn },
        basis: stored.basis,
        day: stored.day,
        state: stored.state,
        source: stored.source,
        author: stored.author,
        body: stored.body,
        lines: [...(stored.whole ?? stored.body.lines)],
        version: stored.version,
        begunAt: stored.begunAt,
        endedAt: stored.endedAt,
        ...more,
      },
      names,
      persons: Object.fromEntries(people.flatMap(({ id, account, name }) => [[id, name], ...(account ? [[account, name]] : [])])),
      roles: Object.fromEntries(roles.map(({ key, vi, en }) => [key, { vi, en }])),
      parts,
      acts,
    };
  },
});

function keysOf({ body, whole }: Stored): string[] {
  return [
    ...new Set([
      ...(whole ?? body.lines).flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])),
      ...body.changes.flatMap(({ unit, parent }) => (parent === undefined ? [unit] : [unit, parent])),
      ...body.begins.map(({ parent }) => parent),
      ...body.appointments.map(({ unit }) => unit),
    ]),
  ];
}
