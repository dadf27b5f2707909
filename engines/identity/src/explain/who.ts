import { type Context, fold, type Grant, isRecord, localDate, type Principal, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { Directory } from '../access/directory.ts';
import { type Place, type SourcedGrant, sourcedGrants } from '../access/grants.ts';
import { heldPlaces, nearness, standIns } from '../access/near.ts';
import { line, nullable, unitId, uuid } from '../fields.ts';
import { askedRecord, type Asked, explaining, judge, type Judged, mustExplain, principalsOf, relevant, truths } from './asked.ts';
import { Because, because } from './because.ts';
import { machinesOf } from './machines.ts';

const words = shape({ vi: Type.String(), en: Type.String() });
type Question = Awaited<ReturnType<typeof askedRecord>>;

/** Somebody who sees it, with the grants by which they do. */
interface Seer {
  readonly person: string;
  readonly by: { readonly sourced: SourcedGrant; readonly judged: Judged }[];
}

/**
 * All persons who may see a record, with the grants that reach it, by unit and name, and the systems that may. Every official
 * is asked about: first which units reach the record, by its own predicate; then who holds a fitting permission there, is away
 * from nothing and has it in their own right or in somebody's place; each grant is put to the predicate. The question is in the
 * audit trail.
 * @throws recordNotExplained
 */
export const listAccess = query({
  name: 'identity.list-access',
  title: { vi: 'Ai xem được', en: 'Who may see it' },
  may: explaining,
  audit: true,
  input: shape({
    /** Left out: of whatever kind is called so. */
    kind: Type.Optional(line(40)),
    record: line(120),
    /** Only those of this unit or below. */
    unit: Type.Optional(unitId),
    query: Type.Optional(line(120)),
    sort: Type.Optional(Type.Union([Type.Literal('unit'), Type.Literal('name')])),
    descending: Type.Optional(Type.Boolean()),
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    record: shape({ kind: Type.String(), id: Type.String(), title: words, href: nullable(Type.String()) }),
    total: Type.Integer({ description: 'persons, before unit and query' }),
    found: Type.Integer({ description: 'persons who fit unit and query' }),
    persons: Type.Array(
      shape({
        id: uuid,
        name: Type.String(),
        unit: nullable(words),
        title: nullable(words),
        because: Type.Array(Because),
      }),
    ),
    units: Type.Array(shape({ id: Type.Integer(), name: words, persons: Type.Integer() })),
    /** Systems that see it in their own name; all of them, whatever the unit and query. */
    machines: Type.Array(shape({ client: Type.String(), name: words, because: Type.Array(Because) })),
  }),
  async run(ctx, input) {
    mustExplain(ctx);
    const asked = await askedRecord(ctx, input);
    const { kind, record } = asked;
    ctx.subject(`${kind.kind}:${record.id}`);
    const [seers, machines] = await Promise.all([seersOf(ctx, asked), machinesOf(ctx, asked)]);
    const bySeer = new Map(seers.map((one) => [one.person, one]));
    const named = await ctx.db.all<{
      id: string;
      name: string;
      folded: string;
      unitId: number | null;
      unit: { vi: string; en: string } | null;
      title: { vi: string; en: string } | null;
      path: number[] | null;
    }>(
      sql`select p.id, p.name, p.folded, o.unit_id as "unitId", json_build_object('vi', u.name_vi, 'en', u.name_en) as unit,
                 json_build_object('vi', o.title_vi, 'en', o.title_en) as title, u.path
          from identity.person p
            left join lateral (select o.* from identity.position o where o.person_id = p.id and ${live(ctx)} order by o.main desc, o.unit_id limit 1) o on true
            left join identity.unit u on u.id = o.unit_id
          where p.id = any(${seers.map(({ person }) => person)}::uuid[]) order by u.name_vi nulls first, p.folded, p.id`,
    );
    const wanted = fold(input.query ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const fitting = named.filter(
      (one) =>
        (input.unit === undefined || one.path?.includes(input.unit) === true) &&
        wanted.every((word) => one.folded.includes(word)),
    );
    if (input.sort === 'name') fitting.sort((a, b) => a.folded.localeCompare(b.folded));
    if (input.descending) fitting.reverse();
    const from = input.from ?? 0;
    const page = fitting.slice(from, from + (input.limit ?? 50));
    const [told, ofMachines] = await Promise.all([
      because(
        ctx,
        page.flatMap(({ id }) => bySeer.get(id)!.by),
      ),
      because(
        ctx,
        machines.flatMap(({ by }) => by),
      ),
    ]);
    ctx.note({
      found: named.length,
      shown: page.map(({ id }) => id),
      machines: machines.map(({ client }) => client),
    });
    const units = [...Map.groupBy(named, ({ unitId: id }) => id ?? 0)].filter(([id]) => id > 0);
    let next = 0;
    let nextOfMachine = 0;
    return {
      record: { kind: kind.kind, id: record.id, title: { ...record.title }, href: record.href ?? null },
      total: named.length,
      found: fitting.length,
      persons: page.map(({ id, name, unitId: held, unit, title }) => ({
        id,
        name,
        unit: held === null ? null : unit,
        title: held === null ? null : title,
        because: told.slice(next, (next += bySeer.get(id)!.by.length)),
      })),
      units: units.map(([id, some]) => ({ id, name: some[0]!.unit!, persons: some.length })),
      machines: machines.map(({ client, name, by }) => ({
        client,
        name: { ...name },
        because: ofMachines.slice(nextOfMachine, (nextOfMachine += by.length)).map((one) => ({ ...one, source: 'machine' })),
      })),
    };
  },
});

const live = (ctx: Pick<Context, 'now'>) => {
  const today = localDate(ctx.now);
  return sql`o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
};

async function seersOf(ctx: Context, asked: Question): Promise<Seer[]> {
  const { kind, record } = asked;
  const directory = await principalsOf(ctx.app).directory();
  const [units, places, involved] = await Promise.all([
    reachingUnits(ctx, asked, directory),
    heldPlaces(ctx.db, ctx.now, directory),
    ctx.db.all<{ id: string }>(
      sql`select distinct x.id from ${kind.from} cross join lateral (${kind.persons}) x (id) where ${isRecord(kind, record.id)} and x.id is not null`,
    ),
  ]);
  const mayReach = nearness(kind.permissions, directory, units);
  const holders = Map.groupBy(places, ({ person }) => person);
  const close = [...holders].filter(([, held]) => held.some(mayReach));
  // Whose right may be used by others: theirs, and that of whoever the record has been given to.
  const principals = [...close.map(([person]) => person), ...involved.map(({ id }) => id)];
  const others = await standIns(ctx.db, ctx.now, principals);
  const single = new Set([...involved.map(({ id }) => id), ...others]);
  const alike = Map.groupBy(
    close.filter(([person]) => !single.has(person)),
    ([, held]) => held.map(({ unit, role }) => `${unit} ${role}`).join(','),
  );
  return [...(await judgeAlike(ctx, asked, directory, [...alike.values()])), ...(await judgeSingle(ctx, asked, [...single]))];
}

/** Persons with the same places, who differ in nothing that the record could know of them: judged once. */
async function judgeAlike(
  ctx: Context,
  asked: Question,
  directory: Directory,
  groups: readonly (readonly (readonly [string, readonly { unit: number; role: string }[]])[])[],
): Promise<Seer[]> {
  const questions = groups.map((group) => {
    const held = group[0]![1].map(({ unit, role }): Place => ({ unit, role, title: noWords, main: false }));
    return relevant(asked.kind, sourcedGrants(directory, held, false));
  });
  const judged = await judge(
    ctx.db,
    ctx.now,
    asked,
    questions.flat().map(({ grant }): Asked => ({ principal: somebody, grant })),
  );
  let next = 0;
  return groups.flatMap((group, i) => {
    const by = questions[i]!.map((sourced) => ({ sourced, judged: judged[next++]! })).filter((one) => one.judged.holds);
    return by.length > 0 ? group.map(([person]) => ({ person, by })) : [];
  });
}

async function judgeSingle(ctx: Context, asked: Question, persons: readonly string[]): Promise<Seer[]> {
  const found: Seer[] = [];
  for (let i = 0; i < persons.length; i += 8) {
    const piece = await Promise.all(
      persons.slice(i, i + 8).map(async (person) => ({ person, ...(await principalsOf(ctx.app).sourced(person)) })),
    );
    for (const { person, principal, grants } of piece) {
      const some = relevant(asked.kind, grants);
      const judged = await judge(
        ctx.db,
        ctx.now,
        asked,
        some.map(({ grant }) => ({ principal, grant })),
      );
      const by = some.map((sourced, n) => ({ sourced, judged: judged[n]! })).filter((one) => one.judged.holds);
      if (by.length > 0) found.push({ person, by });
    }
  }
  return found;
}

const noWords = { vi: '', en: '' };
/** Nobody in particular: no record is their own or given to them. */
const somebody: Principal = {
  kind: 'person',
  id: '00000000-0000-0000-0000-000000000000',
  name: '',
  grants: [],
  units: [],
  role: 'official',
};

/**
 * The units of which a grant reaches the record, found by its predicate: pieces of the directory are asked for together, and
 * only pieces that reach it are looked at unit by unit.
 */
async function reachingUnits(ctx: Context, asked: Question, directory: Directory): Promise<Set<number>> {
  const reaches = (pieces: readonly (readonly number[])[]) =>
    truths(
      ctx.db,
      asked,
      pieces.map((units) =>
        asked.kind.visible({
          principal: {
            ...somebody,
            grants: asked.kind.permissions.map((permission): Grant => ({ permission, scope: 'unit', units })),
          },
          now: ctx.now,
        }),
      ),
    );
  const all = [...directory.units.keys()];
  const pieces: number[][] = [];
  for (let i = 0; i < all.length; i += 40) pieces.push(all.slice(i, i + 40));
  const hit = await reaches(pieces);
  const some = pieces.filter((_, i) => hit[i]).flat();
  const single = await reaches(some.map((unit) => [unit]));
  return new Set(some.filter((_, i) => single[i]));
}
