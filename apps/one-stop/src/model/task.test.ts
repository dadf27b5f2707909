import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDatabase, type Principal, sql, systemPrincipal } from '@dinh/kernel';
import type { TaskPlace } from '@dinh/process';
import { testDatabase } from '@dinh/testing';
import { lookToDo } from './task.ts';

const [person, other] = ['a', 'b'].map((c) => `01a1ec46-0000-7000-8000-${c.repeat(12)}`) as [string, string];
const now = new Date('2026-11-30T08:00:00Z');

/** Three desks with a hundred, two hundred and three hundred tasks, every tenth without a limit; a few given to one person. */
const { url } = await testDatabase({
  key: 'tasks to look at',
  migrate: async (to) => {
    const db = openDatabase(to, 1);
    for (const table of [
      sql`create schema process`,
      sql`create schema one_stop`,
      sql`create schema identity`,
      sql`create table process.v_task as select uuid(lpad(to_hex(n), 32, '0')) as id, uuid(lpad(to_hex(n), 32, '0'))::text as business_key,
            'one-stop' as owner, 'open' as state, false as general, 'desk' as role,
            case when n % 6 = 0 then 1 when n % 3 = 0 then 2 else 3 end as unit_id,
            case when n % 30 = 1 then ${person}::uuid when n % 30 = 2 then ${other}::uuid end as assignee,
            case when n % 10 > 0 then timestamptz '2026-11-30' + (n * 37 % 101) * interval '1 minute' end as due_at from generate_series(1, 600) n`,
      sql`create table one_stop.dossier as select id, 'P' || (row_number() over (order by id)) % 7 as procedure_code from process.v_task`,
      sql`create table identity.v_official (person_id uuid, unit_id int, role text, valid_from date, valid_to date)`,
    ])
      await db.run(table);
    await db.close();
  },
});
const db = openDatabase(url, 2);
after(() => db.close());

const official = {
  ...systemPrincipal('official'),
  kind: 'person',
  id: person,
  grants: [
    { permission: 'one-stop.do-task', scope: 'assigned', units: [] },
    { permission: 'one-stop.receive-dossier', scope: 'unit', units: [1, 2] },
  ],
} as Principal;
const which = sql`d.procedure_code = 'P5'`;
const mine = sql`(t.assignee = ${person}::uuid or t.unit_id in (1, 2))`;

for (const [who, principal, theirs] of [
  ['the program', systemPrincipal('test'), sql.raw('true')],
  ['an official with desks', official, mine],
] as const)
  for (const descending of [false, true])
    test(`What is looked at in parts is the whole, in its order: ${who}, ${descending ? 'the last first' : 'the first first'}`, async () => {
      const direction = sql.raw(descending ? 'desc' : 'asc');
      const all = await db.all<{ id: string }>(
        sql`select t.id from process.v_task t join one_stop.dossier d on d.id = t.id where ${which} and ${theirs} order by t.due_at ${direction}, t.id ${direction}`,
      );
      assert.ok(all.length > 20);
      // Each step with its dossier, or all held against the dossiers that are wanted.
      const ways = [
        sql`coalesce((select true from one_stop.dossier d where d.id = k.business_key and ${which}), false)`,
        sql`k.business_key in (select d.id from one_stop.dossier d where ${which})`,
      ];
      for (const [way, most] of ways.flatMap((way) => [1, 7, 50, 1000].map((most) => [way, most] as const))) {
        const found: string[] = [];
        let place: TaskPlace | undefined;
        do {
          const asked = { found: way, after: place, descending, limit: 3, most: sql.raw(String(most)) };
          const rows = await db.all<{ id: string; at: string; found: boolean; last: boolean }>(
            sql`select l.id, coalesce(l.due_at::text, 'infinity') as at, l.found, l.last from (${lookToDo({ principal, now }, asked)}) l
                order by l.due_at ${direction}, l.id ${direction}`,
          );
          const part = rows.slice(0, rows.findIndex((row) => row.last) + 1 || rows.length);
          found.push(...part.filter((row) => row.found).map((row) => row.id));
          place = part.at(-1);
        } while (place);
        assert.deepEqual(
          found,
          all.map((row) => row.id),
          `${most} steps at a time`,
        );
      }
    });

test('A page of what is not rare takes one look, however few steps of each place it is', async () => {
  const asked = { found: sql`true`, after: undefined, descending: false, limit: 10, most: sql`1` };
  const rows = await db.all<{ last: boolean }>(
    sql`select l.last from (${lookToDo({ principal: official, now }, asked)}) l order by l.due_at, l.id`,
  );
  assert.equal(rows.length, 10);
  assert.ok(
    rows.slice(0, 9).every(({ last }) => !last),
    'nothing ends before the page is full',
  );
});
