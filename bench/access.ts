/**
 * `npm run bench -- access`: what access adds to the officials' lists at 1,000,000 dossiers, 1,200 units, 9,000 officials and
 * 300 roles, and how long “who may see this?” takes among them. See README.md for what is on each side.
 */
import { type Principals, module as identity } from '@dinh/identity';
import { type Call, type Context, execute, newSecret, type Principal, sql, type Sql, systemPrincipal } from '@dinh/kernel';
import { dossierRows } from '../apps/one-stop/src/queries/list-dossiers.ts';
import type { FilterInput } from '../apps/one-stop/src/queries/dossier-filter.ts';
import { growProvince } from './lib/access-ground.ts';
import { median, printTable, verdict } from './lib/figures.ts';
import { openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';

/** A kind of official, and what an app that was written by hand for them alone would put in the place of the predicate. */
interface Kind {
  readonly name: string;
  readonly principal: Principal;
  readonly byHand: Sql;
}

const options = readOptions({ rounds: 15 });
const ground = await openGround(options);
try {
  await growProvince(ground, options.dossiers);
  const { app } = ground;
  await identity.start?.(app);
  const kinds = await chooseKinds();
  const lists: Readonly<Record<string, FilterInput>> = {
    'newest first': {},
    'under way, by limit': { status: [2, 4], sort: 'due-asc' },
    'newest, one procedure': { procedure: await someProcedure() },
  };
  const worst: number[] = [];
  const table: (string | number)[][] = [];
  for (const kind of kinds)
    for (const [list, input] of Object.entries(lists)) {
      const ours = () => dossierRows(contextOf(kind.principal), input, 51);
      const floor = () => dossierRows(contextOf(systemPrincipal('bench')), input, 51, undefined, kind.byHand);
      const mine = await sameRows(`${kind.name}, ${list}`, kind, input);
      const [a, b] = await inTurns(ours, floor);
      worst.push(a / b);
      table.push([kind.name, list, mine, a.toFixed(2), b.toFixed(2), (a / b).toFixed(2)]);
    }
  printTable(['official', 'list', 'rows', 'ms', 'by hand', 'ratio'], table);
  await who();
  console.log(`access median=${median(worst).toFixed(2)} of ${worst.length} kinds of question`);
  process.exitCode = verdict('access', Math.max(...worst), { atMost: 1.5 }) ? 0 : 1;
} finally {
  await ground.close();
}

function contextOf(principal: Principal): Context {
  const { app } = ground;
  return { app, db: app.db, now: app.clock.now(), principal, lang: 'vi' } as unknown as Context;
}

/**
 * Both sides of one moment show the same dossiers in the same order: a job of the server, as the one that follows the classes of
 * data, may write between two statements. @returns how many @throws when they differ: then there is nothing to compare
 */
function sameRows(what: string, { principal, byHand }: Kind, input: FilterInput): Promise<number> {
  return ground.app.db.transaction(async (tx) => {
    await tx.run(sql`set transaction isolation level repeatable read`);
    const [mine, theirs] = [
      await dossierRows({ ...contextOf(principal), db: tx } as Context, input, 51),
      await dossierRows({ ...contextOf(systemPrincipal('bench')), db: tx } as Context, input, 51, undefined, byHand),
    ].map((rows) => rows.map(({ id }) => id));
    if (mine!.join() !== theirs!.join()) throw new Error(`${what}: the two sides show different dossiers`);
    return mine!.length;
  });
}

/** Both sides one after the other, so that what else the machine does meets both. @returns medians, milliseconds */
async function inTurns(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < options.rounds + 6; round++)
    for (const [side, work] of [one, other].entries()) {
      const begin = performance.now();
      await work();
      // A connection plans a statement five times before it keeps a plan.
      if (round >= 6) times[side]!.push(performance.now() - begin);
    }
  return [median(times[0]), median(times[1])];
}

async function chooseKinds(): Promise<Kind[]> {
  const { app } = ground;
  const { section, agency, person } = await app.db.one<{ section: number; agency: number; person: string }>(
    sql`select o.unit_id as section, u.parent_id as agency, o.person_id as person from identity.position o join identity.unit u on u.id = o.unit_id
          join (select section_id, count(*) as n from one_stop.dossier group by 1) d on d.section_id = o.unit_id
        where o.role = 'specialist' order by d.n desc, o.person_id limit 1`,
  );
  const real = await (app.principals as Principals).ofPerson(person);
  const { units } = await app.db.one<{ units: number[] }>(
    sql`select array_agg(id) as units from identity.unit where ${agency}::int = any(path)`,
  );
  const permission = 'one-stop.view-dossier';
  const as = (...grants: Principal['grants']): Principal => ({ ...real, grants });
  const agencys = sql`d.unit_id = ${agency}`;
  const given = sql`d.id in (select t.business_key::uuid from process.v_task t where t.assignee = ${person}::uuid and t.owner = 'one-stop')`;
  return [
    {
      name: 'sees everything',
      principal: as({ permission, scope: 'all', units: [] }),
      byHand: sql.raw('true'),
    },
    {
      name: 'agency and below',
      principal: as({ permission, scope: 'unit-tree', units }),
      byHand: sql`d.units && ${units}::int[]`,
    },
    {
      name: 'own unit',
      principal: as({ permission, scope: 'unit', units: [section] }),
      byHand: sql`d.units && ${[section]}::int[]`,
    },
    {
      name: 'agency, one field, two classes',
      principal: as({ permission, scope: 'unit-tree', units, fields: ['BA002', 'BA003'], classes: ['basic', 'sensitive'] }),
      byHand: sql`d.units && ${units}::int[] and (d.business_type like 'BA002.%' or d.business_type like 'BA003.%') and d.data_class in ('basic', 'sensitive')`,
    },
    {
      name: 'everything of one class',
      principal: as({ permission, scope: 'all', units: [], classes: ['sensitive'] }),
      byHand: sql`d.data_class = 'sensitive'`,
    },
    {
      name: 'what was given to them',
      principal: as({ permission, scope: 'assigned', units: [] }),
      byHand: given,
    },
    {
      name: 'specialist of the pack',
      principal: real,
      byHand: sql`(d.units && ${[section]}::int[] and (d.data_class in ('ordinary', 'basic') or exists (select from process.v_task t where t.business_key = d.id::text and t.state = 'open'
          and (t.assignee = ${person}::uuid or t.assignee is null and t.unit_id = ${section} and t.role = 'specialist')))
        or exists (select from process.v_task t where t.business_key = d.id::text and t.assignee = ${person}::uuid))`,
    },
    {
      name: 'agency, only their steps',
      principal: as({
        permission,
        scope: 'unit-tree',
        units,
        when: 'my-step',
        place: { units: [section], roles: ['specialist'] },
      }),
      byHand: sql`${agencys} and exists (select from process.v_task t where t.business_key = d.id::text and t.state = 'open'
        and (t.assignee = ${person}::uuid or t.assignee is null and t.unit_id = ${section} and t.role = 'specialist'))`,
    },
  ];
}

async function someProcedure(): Promise<string> {
  const { code } = await ground.app.db.one<{ code: string }>(
    sql`select procedure_code as code from one_stop.dossier where section_id is not null order by id limit 1`,
  );
  return code;
}

/** “Who may see this?” for a dossier: milliseconds, among all officials. */
async function who(): Promise<void> {
  const { app } = ground;
  const { id } = await app.db.one<{ id: string }>(
    sql`select d.id from one_stop.dossier d where d.status = 4 and d.section_id is not null order by d.id limit 1`,
  );
  const call: Call = {
    principal: systemPrincipal('bench'),
    lang: 'vi',
    origin: { channel: 'console', trace: newSecret(8) },
  };
  const times: number[] = [];
  let total = 0;
  for (let round = 0; round < 7; round++) {
    const begin = performance.now();
    const answer = await execute(app, app.operation('identity.list-access'), { kind: 'dossier', record: id }, call);
    times.push(performance.now() - begin);
    ({ total } = answer as { total: number });
  }
  console.log(
    `who may see a dossier: ${total} persons, ${median(times.slice(1)).toFixed(0)} ms (first ${times[0]!.toFixed(0)} ms)`,
  );
}
