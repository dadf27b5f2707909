import { type Consumer, type Context, type Principal, type Queries, reach, sql, systemPrincipal, where } from '@dinh/kernel';
import { nearTo } from '../access/near.ts';
import type { Principals } from '../access/principals.ts';
import { inReach } from '../operations/administer-person.ts';
import { heldWorkOf } from './order.ts';
import { lookForStranded, type NewlyStranded } from './stranded.ts';

const administering = 'people.manage-position';

/** Who may use a permission over work in one of these units, and how near each stands. */
interface Overseer {
  readonly principal: Principal;
  /** How deep in the tree the nearest place lies that gives it to them in a unit; 0 where they have it everywhere. */
  near(unit: number): number;
}

/** Asks access itself, so that what narrows a role, its end, and who acts in whose place count here as everywhere. */
async function overseers(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  permission: string,
  units: ReadonlySet<number>,
): Promise<Overseer[]> {
  const principals = ctx.app.principals as Principals;
  const directory = await principals.directory();
  return (await nearTo(principals, ctx.db, ctx.now, permission, units)).map(({ principal, grants }) => ({
    principal,
    near: (unit) =>
      Math.max(
        0,
        ...grants
          .filter(({ grant }) => grant.units.includes(unit))
          .map(({ place }) => directory.units.get(place?.unit ?? NaN)?.path.length ?? 0),
      ),
  }));
}

/** Whether somebody may administer the person who holds the work, or, where nobody holds it, the places of its unit. */
async function mayAdminister(db: Queries, principal: Principal, { person, unit }: NewlyStranded): Promise<boolean> {
  const { may } = await db.one<{ may: boolean }>(
    person === null
      ? sql`select coalesce(${where(reach(principal, administering), { unit: sql`u.id` })}, false) as may from (values (${unit}::int)) u (id)`
      : sql`select exists (select from identity.person p where p.id = ${person} and ${inReach({ principal }, administering)}) as may`,
  );
  return may;
}

interface Told {
  readonly id: string;
  readonly href: string;
  units: Set<number>;
  count: number;
}

/**
 * Work that nobody can do, found for the first time: the nearest who hand it out in its unit hear of it, with the way to its list, and
 * whoever gives places. Each person hears once, and only of what they may hand out.
 */
export const tellStranded: Consumer = {
  name: 'identity.tell-stranded',
  events: ['identity.work-stranded'],
  async handle(ctx, event) {
    const fresh = (event.data['fresh'] ?? []) as readonly NewlyStranded[];
    if (fresh.length === 0) return;
    const units = new Set(fresh.flatMap(({ unit }) => unit ?? []));
    const told = new Map<string, Told>();
    const tell = (id: string, href: string, unit: number | null, count: number) => {
      const entry = told.get(id) ?? { id, href, units: new Set<number>(), count: 0 };
      if (unit !== null) entry.units.add(unit);
      entry.count += count;
      told.set(id, entry);
    };
    const holders = await ctx.db.all<{ unit: number }>(
      sql`select distinct unit_id as unit from identity.position where person_id = any(${fresh.flatMap(({ person }) => person ?? [])}::uuid[])`,
    );
    const everywhere = await overseers(ctx, administering, new Set([...units, ...holders.map(({ unit }) => unit)]));
    for (const one of fresh)
      for (const { principal } of everywhere)
        if (await mayAdminister(ctx.db, principal, one))
          tell(principal.id, '/quan-tri/ban-giao/khong-nguoi-lam', one.unit, one.count);
    const administrators = new Set(told.keys());
    for (const { key, handedOut } of heldWorkOf(ctx.app)) {
      const work = fresh.filter(({ part, unit }) => part === key && unit !== null);
      if (!handedOut || work.length === 0) continue;
      const found = await overseers(ctx, handedOut.by, units);
      for (const one of work) {
        const here = found
          .filter(({ principal, near }) => near(one.unit!) > 0 && principal.id !== one.person)
          .toSorted((a, b) => b.near(one.unit!) - a.near(one.unit!));
        let nearest = 0;
        for (const { principal, near } of here) {
          if (near(one.unit!) < nearest) break;
          const count = await handedOut.count(ctx.db, principal, { ...one, unit: one.unit! });
          if (count === 0) continue;
          nearest = near(one.unit!);
          if (!administrators.has(principal.id)) tell(principal.id, handedOut.href(one.person), one.unit, count);
        }
      }
    }
    if (told.size === 0) return;
    const persons = await ctx.db.all<{ id: string; name: string; email: string | null }>(
      sql`select id, name, email from identity.person where id = any(${[...told.keys()]}::uuid[]) order by id`,
    );
    const names = new Map(
      (
        await ctx.db.all<{ id: number; name: string }>(
          sql`select id, name_vi as name from identity.unit where id = any(${[...units]}::int[])`,
        )
      ).map(({ id, name }) => [id, name]),
    );
    for (const { id, name, email } of persons) {
      const { href, units: theirs, count } = told.get(id)!;
      await ctx.app.messenger.tell(ctx, {
        template: 'work-stranded',
        to: { name, personId: id, email },
        data: { count, units: [...theirs].map((unit) => names.get(unit)).join('; ') || '—' },
        about: 'stranded',
        link: href,
      });
    }
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
