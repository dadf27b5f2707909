/**
 * The predicate against the rules read naively: a random tree of units, roles with every kind of scope and narrowing,
 * delegations and records. PostgreSQL must select exactly the records that plain TypeScript says.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { actingFor, type Placement, type Principal, reach, sql, where } from '@dinh/kernel';
import fc from 'fast-check';
import { type House, openHouse } from '../test-house.ts';
import type { Directory, RolePermission } from './directory.ts';
import { unitNodes } from './directory.ts';
import { grantsOf, type Place } from './grants.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const permission = 'test.see';
const people = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
const roles = ['a', 'b', 'c'];
const fields = ['F', 'F.1', 'F.1.2', 'F.12', 'G'];
const classes = ['basic', 'sensitive'];
const procedures = ['P.1', 'P.2'];
const steps = ['check', 'sign'];

interface Task {
  readonly assignee: string | null;
  readonly unit: number;
  readonly role: number;
  readonly open: boolean;
  readonly element: string;
}
interface Row {
  readonly unit: number | null;
  readonly units: readonly number[];
  readonly owner: string | null;
  readonly field: string | null;
  readonly class: string | null;
  readonly procedure: string | null;
  readonly tasks: readonly Task[];
}
interface World {
  /** The unit above each; that of the first is of no account. */
  readonly above: readonly number[];
  readonly roles: readonly RolePermission[][];
  readonly places: readonly { role: number; unit: number; behalfOf: string | null; within: number | null }[];
  readonly rows: readonly Row[];
  /** The kind of record has no column for these. */
  readonly without: readonly ('field' | 'class' | 'step' | 'procedure')[];
}

const some = <T>(of: readonly T[]) => fc.subarray([...of], { minLength: 1 });
const maybe = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 2 }, { arbitrary: one, weight: 1 });
const world = fc.integer({ min: 1, max: 9 }).chain((size) => {
  const unit = fc.integer({ min: 0, max: size - 1 });
  const person = fc.constantFrom(...people);
  const extent: fc.Arbitrary<RolePermission> = fc
    .record({
      scope: fc.constantFrom('own' as const, 'assigned' as const, 'unit' as const, 'unit-tree' as const, 'all' as const),
      fields: maybe(some(fields)),
      classes: maybe(some(classes)),
      when: maybe(fc.constant('my-step' as const)),
      steps: maybe(some(steps)),
      procedures: maybe(some(procedures)),
      // By its key; `u99` is a unit that there is not.
      under: maybe(
        fc.uniqueArray(fc.constantFrom(...Array.from({ length: size }, (_, i) => `u${i}`), 'u99'), {
          minLength: 1,
          maxLength: 3,
        }),
      ),
    })
    .map(
      (one) => JSON.parse(JSON.stringify({ permission, ...one })) as RolePermission, // as it comes from the database
    );
  const task = fc.record({
    assignee: fc.option(person),
    unit,
    role: fc.nat(2),
    open: fc.boolean(),
    element: fc.constantFrom(...steps),
  });
  return fc.record<World>({
    above: fc.tuple(...Array.from({ length: size }, (_, i) => fc.integer({ min: 0, max: Math.max(0, i - 1) }))),
    roles: fc.array(fc.array(extent, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
    places: fc.array(
      fc.record({
        role: fc.nat(2),
        unit,
        behalfOf: fc.option(fc.constantFrom(...people.slice(1))),
        within: fc.option(unit, { freq: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    rows: fc.array(
      fc.record({
        unit: fc.option(unit, { freq: 8 }),
        units: fc.uniqueArray(unit, { maxLength: 3 }),
        owner: fc.option(person),
        field: fc.option(fc.constantFrom(...fields), { freq: 8 }),
        class: fc.option(fc.constantFrom(...classes), { freq: 8 }),
        procedure: fc.option(fc.constantFrom(...procedures), { freq: 8 }),
        tasks: fc.array(task, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    without: fc.subarray(['field', 'class', 'step', 'procedure'] as const, { maxLength: 1 }),
  });
});

const pathOf = (above: readonly number[], unit: number): number[] => (unit === 0 ? [0] : [...pathOf(above, above[unit]!), unit]);

function directoryOf({ above, roles: permissions }: World): Directory {
  const units = above.map((_, id) => ({ id, path: pathOf(above, id) }));
  const nodes = unitNodes(units, []);
  return {
    revision: 1,
    units: nodes,
    under: new Map(units.map(({ id }) => [`u${id}`, nodes.get(id)!.tree])),
    roles: new Map(roles.map((key, i) => [key, { key, permissions: permissions[i]! }])),
  };
}

function principalOf(world: World): Principal {
  const places = world.places.map(({ role, unit, behalfOf, within }): Place => ({
    role: roles[role]!,
    unit,
    title: { vi: '', en: '' },
    main: false,
    ...(behalfOf && { behalfOf, within }),
  }));
  const grants = grantsOf(directoryOf(world), places, false);
  return { kind: 'person', id: people[0]!, name: '', grants, units: [], role: 'official' };
}

/** The rules as one would say them: one way after another, record by record. */
function mayReach(world: World, row: Row): boolean {
  return world.places.some(({ role, unit, behalfOf, within }) => {
    const below = (id: number, top: number) => pathOf(world.above, id).includes(top);
    if (behalfOf && within && !below(unit, within)) return false; // only what is below was handed over
    const who = behalfOf ?? people[0]!;
    const holds = (asked: number) => world.places.some((p) => p.role === asked && p.unit === unit && p.behalfOf === behalfOf);
    return world.roles[role]!.some((p) => {
      if (p.scope === 'own' && behalfOf) return false; // one's own matters are nobody else's
      const takesPart = (inside: (id: number) => boolean) => (row.unit !== null && inside(row.unit)) || row.units.some(inside);
      const inScope =
        p.scope === 'all' ||
        (p.scope === 'own' && row.owner === people[0]) ||
        (p.scope === 'assigned' && row.tasks.some((t) => t.assignee === who)) ||
        (p.scope === 'unit' && takesPart((id) => id === unit)) ||
        (p.scope === 'unit-tree' && takesPart((id) => below(id, unit)));
      const inField =
        !p.fields ||
        (!world.without.includes('field') && p.fields.some((f) => row.field === f || row.field?.startsWith(`${f}.`) === true));
      const inClass = !p.classes || (!world.without.includes('class') && row.class !== null && p.classes.includes(row.class));
      const isMine = (t: Task) => t.assignee === who || (t.assignee === null && t.unit === unit && holds(t.role));
      const atStep =
        (!p.when && !p.steps) ||
        (!world.without.includes('step') &&
          row.tasks.some((t) => t.open && (!p.when || isMine(t)) && (!p.steps || p.steps.includes(t.element))));
      const ofProcedure =
        !p.procedures || (!world.without.includes('procedure') && row.procedure !== null && p.procedures.includes(row.procedure));
      const isUnder =
        !p.under ||
        p.under.some((key) => {
          const top = Number(key.slice(1));
          return takesPart((id) => below(id, top));
        });
      return inScope && inField && inClass && atStep && ofProcedure && isUnder;
    });
  });
}

const placement = (without: World['without']): Placement => ({
  unit: sql`r.unit`,
  units: sql`r.units`,
  owner: sql`r.owner`,
  assigned: (persons) =>
    sql`exists (select from jsonb_to_recordset(r.tasks) t (assignee uuid) where t.assignee = any(${persons}))`,
  ...(!without.includes('field') && { field: sql`r.field` }),
  ...(!without.includes('class') && { class: sql`r.class` }),
  ...(!without.includes('procedure') && { procedure: sql`r.procedure` }),
  ...(!without.includes('step') && {
    step: ({ mine, names }) =>
      sql`exists (select from jsonb_to_recordset(r.tasks) t (assignee uuid, unit int, role int, open bool, element text)
            where ${sql.all([
              sql`t.open`,
              names && sql`t.element = any(${names})`,
              mine &&
                sql`(t.assignee = any(${mine.persons}) or t.assignee is null and t.unit = any(${mine.units}) and (${roles}::text[])[t.role + 1] = any(${mine.roles}))`,
            ])})`,
  }),
});

/** The numbers of the rows that the predicate selects. */
async function selected(world: World): Promise<number[]> {
  const rows = JSON.stringify(world.rows.map((row, n) => ({ ...row, n })));
  const found = await house.app.db.all<{ n: number }>(
    sql`select r.n from (select n, unit, coalesce((select array_agg(u::int) from jsonb_array_elements_text(units) u), '{}') as units, owner, field, class, procedure, tasks
          from jsonb_to_recordset(${rows}::jsonb) as r (n int, unit int, units jsonb, owner uuid, field text, class text, procedure text, tasks jsonb)) r
        where ${where(reach(principalOf(world), permission), placement(world.without))} order by r.n`,
  );
  return found.map(({ n }) => n);
}

test('The predicate selects exactly the records that the rules give', async () => {
  let reached = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(world, async (one) => {
      const expected = one.rows.flatMap((row, n) => (mayReach(one, row) ? [n] : []));
      assert.deepEqual(await selected(one), expected);
      reached += expected.length;
      asked += one.rows.length;
    }),
    { numRuns: 600 },
  );
  // The worlds are worth asking about: neither is everything reached nor nothing.
  assert.ok(reached > asked * 0.1 && reached < asked * 0.9, `${reached} of ${asked}`);
});

test('Who acts in whose place: nobody’s, as soon as one grant of their own fits', () => {
  fc.assert(
    fc.property(world, (one) => {
      const principal = principalOf(one);
      for (const row of one.rows) {
        if (row.unit === null) continue;
        const own = { ...one, places: one.places.filter(({ behalfOf }) => !behalfOf) };
        const plain = { ...row, units: [], owner: null, tasks: [] };
        const at = {
          unit: row.unit,
          ...(row.field && { field: row.field }),
          ...(row.class && { class: row.class }),
          ...(row.procedure && { procedure: row.procedure }),
        };
        const here = { ...one, without: [] };
        const inPlace = actingFor(principal, permission, at);
        if (mayReach({ ...own, without: [] }, plain)) assert.equal(inPlace, undefined);
        else assert.equal(inPlace !== undefined, mayReach(here, plain));
      }
    }),
    { numRuns: 300 },
  );
});
