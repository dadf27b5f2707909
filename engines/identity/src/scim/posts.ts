import { command, localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { line, uuid } from '../fields.ts';
import { groupAttributes } from './attributes.ts';
import { filterSql } from './filter.ts';
import { live, mustReachAll, provisioning } from './personnel.ts';

const post = shape({
  id: Type.String(),
  display: Type.String(),
  members: Type.Array(shape({ value: uuid, display: Type.String() })),
});

/** Posts, that is: a role in a unit, with who holds it. Those that anybody holds or held; one by its id may be any. */
export const listPosts = query({
  name: 'identity.list-posts',
  title: { vi: 'Vị trí cho hệ thống nhân sự', en: 'Posts for a personnel system' },
  may: provisioning,
  audit: true,
  input: shape({
    unit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    role: Type.Optional(line(60)),
    filter: Type.Optional(Type.String({ maxLength: 2000 })),
    members: Type.Boolean(),
    offset: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    limit: Type.Integer({ minimum: 0, maximum: 500 }),
  }),
  output: shape({ total: Type.Integer(), posts: Type.Array(post) }),
  async run(ctx, input) {
    mustReachAll(ctx);
    const today = localDate(ctx.now);
    const one = input.unit !== undefined && input.role !== undefined;
    const posts = one
      ? sql`(select ${input.unit}::int as unit_id, ${input.role}::text as role) g`
      : sql`(select distinct unit_id, role from identity.position) g`;
    const all = sql`${posts} join identity.unit u on u.id = g.unit_id and (u.valid_to is null or u.valid_to > ${today}::date) join identity.role r on r.key = g.role and r.place = 'unit'`;
    const which = input.filter === undefined ? sql`true` : filterSql(input.filter, groupAttributes(live(ctx)));
    const members = input.members
      ? sql`(select coalesce(json_agg(json_build_object('value', p.id, 'display', p.name) order by p.folded, p.id), '[]') from identity.position o join identity.person p on p.id = o.person_id
            where o.unit_id = g.unit_id and o.role = g.role and ${live(ctx)} and p.state <> 'closed')`
      : sql`'[]'::json`;
    const [{ total }, rows] = await Promise.all([
      ctx.db.one<{ total: number }>(sql`select count(*)::int as total from ${all} where ${which}`),
      ctx.db.all<{ members: { value: string }[] }>(
        sql`select g.unit_id || ':' || g.role as id, u.name_vi || ' — ' || r.name_vi as display, ${members} as members from ${all} where ${which}
            order by u.code, g.role limit ${input.limit} offset ${input.offset}`,
      ),
    ]);
    ctx.concern(...rows.flatMap((row) => row.members.map(({ value }) => value)));
    return { total, posts: rows as never };
  },
});

/**
 * Gives places in a post to persons and ends those of others; what these held is handed over.
 * @throws personNotFound, and what `give-position` and `end-position` refuse
 */
export const changePost = command({
  name: 'identity.change-post',
  title: {
    vi: 'Sửa người giữ vị trí từ hệ thống nhân sự',
    en: 'Change who holds a post, from a personnel system',
  },
  may: provisioning,
  input: shape({
    unit: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    role: line(60),
    add: Type.Array(uuid, { maxItems: 1000 }),
    remove: Type.Array(uuid, { maxItems: 1000 }),
    all: Type.Optional(Type.Array(uuid, { maxItems: 1000 })),
  }),
  output: shape({ added: Type.Integer(), removed: Type.Integer() }),
  subject: ({ unit, role }) => `post:${unit}:${role}`,
  async run(ctx, { unit, role, add, remove, all }) {
    mustReachAll(ctx);
    const reason = `Hệ thống nhân sự ${ctx.principal.name}`.slice(0, 300);
    const held = await ctx.db.all<{ id: string; person: string }>(
      sql`select o.id, o.person_id as person from identity.position o where o.unit_id = ${unit} and o.role = ${role} and ${live(ctx)} order by o.id for update`,
    );
    const holders = new Map(held.map(({ id, person }) => [person, id]));
    const wanted = new Set([...(all ?? []), ...add].map((id) => id.toLowerCase()));
    const gone = new Set(
      (all === undefined ? remove : [...holders.keys()].filter((id) => !wanted.has(id))).map((id) => id.toLowerCase()),
    );
    let [added, removed] = [0, 0];
    for (const person of wanted) {
      if (holders.has(person) || gone.has(person)) continue;
      await ctx.call('identity.give-position', { person, unit, role, reason });
      added++;
    }
    for (const person of gone) {
      const position = holders.get(person);
      if (position === undefined) continue;
      await ctx.call('identity.end-position', { position, reason });
      removed++;
    }
    ctx.note({ added, removed });
    ctx.concern(...wanted, ...gone);
    return { added, removed };
  },
});
