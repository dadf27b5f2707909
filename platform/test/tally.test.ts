import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import fc from 'fast-check';
import { course, permit, writeDossiers } from './courses.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let controller: Visitor;
let head: Visitor;

before(async () => {
  province = await openProvince();
  await signIn();
});
after(() => province.close());

async function signIn(): Promise<void> {
  controller = await province.signIn('kiemsoat');
  head = await province.signIn('giamdoc');
}

const day = 86_400_000;

async function keepOnce(): Promise<void> {
  const { app } = province;
  const keepTally = app.jobs.find(({ name }) => name === 'one-stop.keep-tally')!;
  await keepTally.run(jobContext(app, keepTally.name), {});
}

/** Until all is counted: what other test files do on the same PostgreSQL may make it wait for its next turn. */
async function keep(): Promise<void> {
  for (let tries = 0; tries < 30; tries++) {
    await keepOnce();
    const { left } = await province.app.db.one<{ left: number }>(
      sql`select count(*)::int as left from one_stop.tally_moment where not counted`,
    );
    if (left === 0) return;
  }
}

const tallied = async (): Promise<string[]> =>
  (
    await province.app.db.all<{ day: string }>(
      sql`select to_char(at at time zone 'Asia/Ho_Chi_Minh', 'MM-DD') as day from one_stop.tally_moment where counted order by at`,
    )
  ).map((row) => row.day);

const periods = [
  ['2026-09-01', '2026-12-31'], // still running
  ['2020-01-01', '2026-09-30'], // from long before the first dossier
  ['2026-09-15', '2026-10-14'], // from a fifteenth to a fourteenth
  ['2026-10-01', '2026-11-09'], // ends between two tallies
  ['2026-10-03', '2026-11-14'], // begins between two
  ['2025-01-01', '2025-12-31'], // before anything
  ['2026-11-18', '2026-11-18'],
] as const;
const questions = (
  [
    { by: 'unit' },
    { by: 'field' },
    { by: 'procedure', channel: 'online' },
    { by: 'level' },
    { by: 'channel', procedure: permit },
    { by: 'month' },
    { by: 'month', field: 'G13' },
  ] as const
).flatMap((question) => periods.map(([from, to]) => ({ from, to, ...question })));

async function answers(asked: readonly (typeof questions)[number][] = questions): Promise<unknown[]> {
  const all = [];
  for (const question of asked) {
    const { rows, total } = await controller.api('one-stop.statistics', question);
    all.push({ question, rows, total });
  }
  const own = await head.api('one-stop.statistics', {
    from: '2026-09-01',
    to: '2026-12-31',
    by: 'procedure',
  });
  return [...all, own.rows];
}

/** What is answered when every dossier is read. */
async function answersOfDossiers(asked = questions): Promise<unknown[]> {
  const kept = await province.app.db.all<{ at: Date; counted: boolean }>(sql`select * from one_stop.tally_moment`);
  await province.app.db.run(sql`update one_stop.tally_moment set counted = false`);
  const all = await answers(asked);
  for (const { at, counted } of kept)
    await province.app.db.run(sql`update one_stop.tally_moment set counted = ${counted} where at = ${at}`);
  return all;
}

async function write(seed: number): Promise<void> {
  await writeDossiers(province, fc.sample(course, { numRuns: 400, seed }));
  // A third of them had waited for a while.
  await province.app.db.run(sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name)
      select d.id, n, d.accepted_at + n * interval '80 hours', 'x', case n when 1 then 5 when 2 then 4 else 6 end, '' from one_stop.dossier d, generate_series(1, 3) n
      where d.accepted_at is not null and get_byte(uuid_send(d.id), 0) % 3 = 0`);
}

test('A3 years that are over are counted once and give the very figures of the dossiers, whatever is asked', async () => {
  for (const seed of [3, 5]) {
    await write(seed);
    assert.deepEqual(await tallied(), [], 'dossiers that were cleared away leave no tally');
    await keep();
    assert.deepEqual(await tallied(), ['09-01', '09-15', '10-01', '10-15', '11-01', '11-15']);
    assert.deepEqual(await answers(), await answersOfDossiers());
  }
});

test('A3 a figure that was read from a tally opens the dossiers that it counts', async () => {
  await write(7);
  await keep();
  for (const question of [
    { from: '2026-09-15', to: '2026-11-14', by: 'unit' },
    { from: '2026-09-15', to: '2026-11-14', by: 'month' },
  ] as const) {
    const { rows } = await controller.api('one-stop.statistics', question);
    for (const row of rows.slice(0, 3))
      for (const figure of ['received', 'settledLate', 'pastLimit', 'waitingSupplement', 'carriedOver'] as const) {
        const asked = { ...question, key: row.key, figure, limit: 1000 };
        const list = await controller.api('one-stop.list-counted', asked);
        assert.equal(list.rows.length, row.figures[figure], `${row.label.vi} ${figure}`);
      }
  }
});

/** Changes of a dossier, each with the days whose tallies still hold after it. */
const changes: readonly (readonly [what: string, change: string, where: string, kept: readonly string[]])[] = [
  [
    'settled now',
    `settled_at = '2026-11-18T08:00+07:00', outcome = 'granted'`,
    `accepted_at < '2026-10-01' and settled_at is null`,
    ['09-01', '09-15', '10-01', '10-15', '11-01', '11-15'],
  ],
  [
    'a status, which has its history',
    `status = 9, fee_state = 'paid'`,
    `status = 10`,
    ['09-01', '09-15', '10-01', '10-15', '11-01', '11-15'],
  ],
  [
    'another date for what is late since October',
    `due_at = '2026-12-01'`,
    `settled_at is null and due_at > '2026-10-02' and due_at < '2026-10-14'`,
    ['09-01', '09-15', '10-01'],
  ],
  [
    'working time noted late',
    `worked_minutes = 77`,
    `settled_at > '2026-10-16' and settled_at < '2026-10-31' and outcome = 'granted'`,
    ['09-01', '09-15', '10-01', '10-15'],
  ],
  [
    'a result taken back',
    `settled_at = null, outcome = null`,
    `settled_at > '2026-11-02' and settled_at < '2026-11-14'`,
    ['09-01', '09-15', '10-01', '10-15', '11-01'],
  ],
  [
    'another procedure',
    `procedure_code = 'HNM.1'`,
    `submitted_at > '2026-09-16' and submitted_at < '2026-09-30'`,
    ['09-01', '09-15'],
  ],
  [
    'another outcome',
    `outcome = 'refused'`,
    `outcome = 'granted' and settled_at > '2026-10-02' and settled_at < '2026-10-14'`,
    ['09-01', '09-15', '10-01'],
  ],
];

/** Enough to see every tally. */
const few = questions.filter(({ by, from }) => from === '2026-09-01' && (by === 'procedure' || by === 'month'));

test('A3 whoever changes what was counted takes back the tallies from then on, and they are counted again', async () => {
  const { db } = province.app;
  for (const [what, change, where, kept] of changes) {
    await write(13);
    await keep();
    assert.ok(
      (await db.run(
        sql`update one_stop.dossier set ${sql.raw(change)} where id in (select id from one_stop.dossier where ${sql.raw(where)} limit 2)`,
      )) > 0,
      what,
    );
    assert.deepEqual(await tallied(), kept, what);
    const expected = await answersOfDossiers(few);
    assert.deepEqual(await answers(few), expected, `${what}: before it is counted again`);
    await keep();
    assert.equal((await tallied()).length, 6, what);
    assert.deepEqual(await answers(few), expected, `${what}: counted again`);
  }
  await db.run(
    sql`delete from one_stop.dossier where id = (select id from one_stop.dossier d where submitted_at > '2026-10-02' and not exists (select from one_stop.history h where h.dossier_id = d.id) order by submitted_at limit 1)`,
  );
  assert.deepEqual(await tallied(), ['09-01', '09-15', '10-01']);
});

test('A3 dossiers whose unit gave way to another count where they stood at the end of each period, and are found there', async () => {
  await write(29);
  await keep();
  const { db } = province.app;
  const asked = questions.filter(({ by }) => by === 'unit' || by === 'month' || by === 'level');
  const [from, to] = [await province.unit('so-xay-dung'), await province.unit('so-tu-phap')];
  const passed = sql`select id from one_stop.dossier where unit_id = ${from} and submitted_at < '2026-10-20' and coalesce(settled_at, 'infinity') > '2026-10-20' limit 20`;
  assert.ok(
    (await db.run(
      sql`with passed as (${passed}), told as (
            insert into one_stop.passed_on (dossier_id, at, succession, from_unit, from_desk, to_unit)
            select id, '2026-10-20T00:00+07:00', gen_random_uuid(), ${from}::int, ${from}::int, ${to}::int from passed)
          update one_stop.dossier set unit_id = ${to}::int where id in (select id from passed)`,
    )) > 3,
  );
  const expected = await answersOfDossiers(asked);
  assert.deepEqual(await answers(asked), expected);
  await keep();
  assert.equal((await tallied()).length, 6);
  assert.deepEqual(await answers(asked), expected);
  const question = { from: '2026-09-15', to: '2026-10-14', by: 'unit' } as const;
  const { rows } = await controller.api('one-stop.statistics', question);
  for (const row of rows.filter(({ key }) => key === String(from) || key === String(to)))
    for (const figure of ['filed', 'received', 'underWay', 'settled'] as const) {
      const list = await controller.api('one-stop.list-counted', {
        ...question,
        key: row.key,
        figure,
        limit: 1000,
      });
      assert.equal(list.rows.length, row.figures[figure], `${row.label.vi} ${figure}`);
    }
});

test('A3 what another transaction has not yet committed is not counted past', async () => {
  await write(17);
  const { db } = province.app;
  await db.transaction(async (other) => {
    await other.run(
      sql`update one_stop.dossier set channel = 'post' where id = (select id from one_stop.dossier where submitted_at < '2026-09-14' limit 1)`,
    );
    await keepOnce();
    assert.deepEqual(await tallied(), [], 'it waits for those that had begun before');
  });
  await keep();
  assert.equal((await tallied()).length, 6);
  assert.deepEqual(await answers(), await answersOfDossiers());
});

test('A3 a tally that is taken back while a report is made is not used', async () => {
  await write(19);
  await keep();
  const { db } = province.app;
  const { all } = db;
  let times = 0;
  db.all = async (query) => {
    const rows = await all<never>(query);
    if (query.compile().text.includes('from one_stop.tally_moment where counted and at <=')) {
      times++;
      await db.run(
        sql`update one_stop.dossier set channel = case channel when 'post' then 'online' else 'post' end where submitted_at < '2026-09-14'`,
      );
    }
    return rows;
  };
  const question = { from: '2026-09-01', to: '2026-10-31', by: 'channel' } as const;
  try {
    const answer = await controller.api('one-stop.statistics', question);
    db.all = all;
    assert.deepEqual(await tallied(), ['09-01']);
    assert.deepEqual(answer.rows, (await controller.api('one-stop.statistics', question)).rows);
    assert.equal(times, 1);
  } finally {
    db.all = all;
  }
});

test('A3 time goes on: what has ended since is counted with it', async () => {
  await write(23);
  await keep();
  province.clock.advance(30 * day);
  await signIn();
  await keep();
  assert.deepEqual((await tallied()).slice(-2), ['12-01', '12-15']);
  assert.deepEqual(await answers(), await answersOfDossiers());
});
