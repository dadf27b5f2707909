import { type Consumer, localDate, type Queries, sql, systemPrincipal } from '@dinh/kernel';
import { heldWorkOf } from './order.ts';
import { lookForStranded, type NewlyStranded } from './stranded.ts';

const administering = 'people.manage-position';

interface Overseer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** The unit of theirs for which they are asked. */
  readonly unit: number | null;
  /** How near they stand: how deep in the tree the place lies that gives it to them. */
  readonly depth: number;
}

/**
 * Officials in office who have a permission over one of the units, or everywhere. What narrows it is left out: they are told
 * how much there is, and what of it they may see the list says.
 */
function overseers(
  db: Queries,
  permission: string,
  units: readonly number[],
  day: string,
): Promise<Overseer[]> {
  return db.all(
    sql`select distinct on (o.person_id, u.id) o.person_id as id, o.name, o.email, u.id as unit,
               case when p ->> 'scope' = 'all' then 0 else cardinality(h.path) end as depth
        from (select id, path from identity.unit where id = any(${[...units]}::int[]) union all select null, '{}') u
          join identity.v_role r on true join jsonb_array_elements(r.permissions) p on p ->> 'permission' = ${permission}
          join identity.v_official o on o.role = r.key join identity.unit h on h.id = o.unit_id
        where o.state = 'active' and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)
          and (p ->> 'scope' = 'all' or p ->> 'scope' = 'unit-tree' and o.unit_id = any(u.path) or p ->> 'scope' = 'unit' and o.unit_id = u.id)
        order by o.person_id, u.id, depth desc`,
  );
}

interface Told extends Pick<Overseer, 'id' | 'name' | 'email'> {
  readonly href: string;
  units: Set<number>;
  count: number;
}

/**
 * Work that nobody can do, found for the first time: the nearest who hand it out in its unit hear of it, with the way to its list, and
 * whoever gives places. Each person hears once of all of it.
 */
export const tellStranded: Consumer = {
  name: 'identity.tell-stranded',
  events: ['identity.work-stranded'],
  async handle(ctx, event) {
    const fresh = (event.data['fresh'] ?? []) as readonly NewlyStranded[];
    if (fresh.length === 0) return;
    const day = localDate(ctx.now);
    const units = [...new Set(fresh.flatMap(({ unit }) => unit ?? []))];
    const told = new Map<string, Told>();
    const tell = (one: Overseer, href: string, of: NewlyStranded) => {
      const entry = told.get(one.id) ?? { ...one, href, units: new Set<number>(), count: 0 };
      if (of.unit !== null) entry.units.add(of.unit);
      entry.count += of.count;
      told.set(one.id, entry);
    };
    const everywhere = await overseers(ctx.db, administering, units, day);
    const administrators = new Set(everywhere.map(({ id }) => id));
    for (const one of fresh)
      for (const person of everywhere)
        if (person.unit === one.unit) tell(person, '/quan-tri/ban-giao/khong-nguoi-lam', one);
    for (const { key, handedOut } of heldWorkOf(ctx.app)) {
      const work = fresh.filter(({ part, unit }) => part === key && unit !== null);
      if (!handedOut || work.length === 0) continue;
      const found = await overseers(ctx.db, handedOut.by, units, day);
      for (const one of work) {
        const here = found.filter(
          ({ id, unit, depth }) => unit === one.unit && depth > 0 && id !== one.person,
        );
        const nearest = Math.max(...here.map(({ depth }) => depth));
        for (const person of here)
          if (person.depth === nearest && !administrators.has(person.id))
            tell(person, handedOut.href(one.person), one);
      }
    }
    const names = new Map(
      (
        await ctx.db.all<{ id: number; name: string }>(
          sql`select id, name_vi as name from identity.unit where id = any(${units}::int[])`,
        )
      ).map(({ id, name }) => [id, name]),
    );
    for (const { id, name, email, href, units: where, count } of told.values())
      await ctx.app.messenger.tell(ctx, {
        template: 'work-stranded',
        to: { name, personId: id, email },
        data: { count, units: [...where].map((unit) => names.get(unit)).join('; ') || '—' },
        about: 'stranded',
        link: href,
      });
  },
};

/** When somebody has left, or units have given way to others, it is looked at once whether work is left with nobody to do it. */
export const lookAfterLeaving: Consumer = {
  name: 'identity.look-after-leaving',
  events: [
    'identity.position-ended',
    'identity.person-suspended',
    'identity.person-closed',
    'identity.hand-over-ended',
    'identity.succession-ended',
  ],
  async handleAll(ctx, events) {
    await ctx.run(
      lookForStranded,
      {},
      {
        principal: systemPrincipal('identity'),
        lang: 'vi',
        origin: { channel: 'job', trace: events[0]?.trace ?? 'event' },
      },
    );
  },
};
