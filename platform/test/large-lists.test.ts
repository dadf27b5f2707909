/** Lists among thousands of dossiers: what a page shows, and how many rows are read for it. No timings. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { firstIdAt, type Sql, sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const many = 6000;
const permit = 'HNM.6739-14';
const rare = 'HNM.0001';
let province: Province;
let head: Visitor;
let section: Visitor;
let officer: Visitor;
let small: Visitor;
let elsewhere: number;

before(async () => {
  province = await openProvince();
  const [citizen, desk] = [await province.signIn('congdan'), await province.signIn('motcua')];
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  elsewhere = await province.unit('so-cong-thuong');
  await copy(id);
  head = await province.signIn('giamdoc');
  section = await province.signIn('truongphong');
  officer = await province.signIn('kiemsoat');
  small = await province.signIn('sct.giamdoc');
});
after(() => province.close());

/**
 * The dossier, its process and its open task as often as wanted: due every ten minutes, two thirds of them late; some of another
 * procedure, a few with their task in another unit, the first with a variable of its own.
 */
async function copy(id: string): Promise<void> {
  const { db, clock } = province.app;
  const since = new Date(clock.now().getTime() - ((many * 2) / 3) * 600_000);
  const own = (n: string) => sql.raw(`lpad(to_hex(${n}), 32, '0')::uuid`);
  const due = sql`${since}::timestamptz + n * interval '10 minutes'`;
  await db.run(
    sql`insert into one_stop.dossier select copy.* from one_stop.dossier d, generate_series(1, ${many}) n, jsonb_populate_record(d, jsonb_build_object(
          'id', ${own('n')}, 'reference', 'k' || n, 'code', 'k' || n, 'draft_key', null, 'due_at', ${due},
          'words', case when n % 3 = 0 then 'le van an ' when n % 2000 = 1 then 'do xqz ' else 'do thi be ' end || n,
          'units', case when n % 1000 = 501 then d.units || ${elsewhere}::int else d.units end,
          'procedure_code', case when n % 30 = 0 then ${rare} else d.procedure_code end)) copy
        where d.id = ${id}::uuid`,
  );
  const began = firstIdAt(clock.now()).slice(0, 24);
  const run = sql`(${began} || lpad(to_hex(n), 12, '0'))::uuid`;
  await db.run(
    sql`insert into process.instance select copy.* from process.instance i, generate_series(1, ${many}) n, jsonb_populate_record(i, jsonb_build_object(
          'id', ${run}, 'business_key', ${own('n')}::text, 'variables', i.variables || case n when 1 then '{"mark": "Đỏ"}'::jsonb else '{}' end)) copy
        where i.business_key = ${id}`,
  );
  await db.run(
    sql`insert into process.task select copy.* from process.task t, generate_series(1, ${many}) n, jsonb_populate_record(t, jsonb_build_object(
          'id', ${own('n')}, 'instance_id', ${run}, 'business_key', ${own('n')}::text, 'due_at', ${due},
          'unit_id', case when n % 1000 = 501 then ${elsewhere} else t.unit_id end)) copy
        where t.business_key = ${id} and t.state = 'open'`,
  );
  await db.run(sql`analyze one_stop.dossier`);
  await db.run(sql`analyze process.instance`);
  await db.run(sql`analyze process.task`);
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows of dossiers, instances and tasks that a plan has looked at. */
const rowsOf = (plan: Plan): number =>
  (['dossier', 'instance', 'task'].includes(plan['Relation Name'] ?? '')
    ? plan['Actual Loops'] *
      (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0))
    : 0) + (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);

/** Runs something, and notes the statements about a table with the rows that each of them reads. */
async function reading<T>(table: string, run: () => Promise<T>): Promise<{ answer: T; read: number[] }> {
  const db = province.app.db as {
    -readonly [K in keyof typeof province.app.db]: (typeof province.app.db)[K];
  };
  const asked: Sql[] = [];
  const { all, one, maybe } = db;
  const noting =
    (ask: typeof all | typeof one | typeof maybe): any =>
    (query: Sql) => {
      if (query.compile().text.includes(table)) asked.push(query);
      return ask(query);
    };
  Object.assign(db, { all: noting(all), one: noting(one), maybe: noting(maybe) });
  const answer = await run().finally(() => Object.assign(db, { all, one, maybe }));
  const read: number[] = [];
  for (const query of asked) {
    const plan = await db.one<Record<string, [{ Plan: Plan }]>>(sql`explain (analyze, format json) ${query}`);
    read.push(rowsOf(plan['QUERY PLAN']![0].Plan));
  }
  return { answer, read };
}

/** A page of a list, of how many statements, and the rows of dossiers and tasks that are read for the page itself, and for all. */
async function page(
  visitor: Visitor,
  input: Parameters<typeof visitor.api<'one-stop.list-dossiers'>>[1],
): Promise<{ shown: number[]; read: number; readInAll: number; statements: number; next: string | null }> {
  const { answer, read } = await reading('one_stop.dossier', () => visitor.api('one-stop.list-dossiers', input));
  const shown = answer.rows.map(({ reference }) => Number(reference.slice(1)));
  // The last one is the page; one before it, if any, has counted in indexes how to read it.
  const readInAll = read.reduce((sum, one) => sum + one, 0);
  return { shown, read: read.at(-1)!, readInAll, statements: read.length, next: answer.next };
}

/** The numbers from … to that a condition leaves, so many of them. */
const numbers = (count: number, wanted: (n: number) => boolean, from = 1): number[] =>
  Array.from({ length: many - from + 1 }, (_, i) => from + i)
    .filter(wanted)
    .slice(0, count);

test('Two letters, by the date of return: the first page and the next are read from the beginning of their order', async () => {
  const first = await page(head, { queue: 'all', search: 'an', sort: 'due-asc', limit: 20 });
  assert.deepEqual(
    first.shown,
    numbers(20, (n) => n % 3 === 0),
  );
  const next = await page(head, {
    queue: 'all',
    search: 'an',
    sort: 'due-asc',
    limit: 20,
    cursor: first.next!,
  });
  assert.deepEqual(
    next.shown,
    numbers(20, (n) => n % 3 === 0, 61),
  );
  assert.deepEqual([first.statements, next.statements], [2, 1], 'what is common is counted once a minute');
  for (const { read, readInAll } of [first, next]) {
    assert.ok(read <= 300, `${read} rows read`);
    assert.ok(readInAll <= 1500, `${readInAll} rows read in all`);
  }
});

test('Two letters that hardly a dossier has: those are read, not all in the order of the list', async () => {
  for (const visitor of [head, officer])
    for (const queue of ['all', 'unit'] as const) {
      const { shown, readInAll } = await page(visitor, { queue, search: 'xq', sort: 'due-asc', limit: 20 });
      assert.deepEqual(shown, rareNumbers, queue);
      assert.ok(readInAll <= 1500, `${queue}: ${readInAll} rows read`);
    }
  const within = await page(head, { queue: 'all', search: 'qz', limit: 20 });
  assert.deepEqual(within.shown, [], 'two letters begin a word');
});

test('My work with two letters that hardly a dossier has', async () => {
  const { shown, readInAll } = await page(section, { queue: 'mine', search: 'xq', limit: 20 });
  assert.deepEqual(shown, rareNumbers);
  // The tasks are counted up to five thousand, in their index.
  assert.ok(readInAll <= 5000 + 1500, `${readInAll} rows read`);
});

test('All that an official of a small unit may see: a few among thousands, read from their own index', async () => {
  const { shown, readInAll } = await page(small, { queue: 'all', sort: 'due-asc', limit: 20 });
  assert.deepEqual(
    shown,
    numbers(20, (n) => n % 1000 === 501),
  );
  assert.ok(readInAll <= 1500, `${readInAll} rows read`);
});

test('Late ones, the oldest first: a page of thousands reads the page', async () => {
  for (const queue of ['unit', 'all'] as const) {
    const { shown, read } = await page(head, { queue, late: 'late', sort: 'due-asc', limit: 20 });
    assert.deepEqual(
      shown,
      numbers(20, () => true),
    );
    assert.ok(read <= 300, `${queue}: ${read} rows read`);
  }
});

test('Under way by the date of return: the settled ones, which were due before them, are passed by', async () => {
  const { db } = province.app;
  const settled = many / 2;
  await db.transaction(async (tx) => {
    await tx.run(
      sql`update one_stop.dossier set status = 10, settled_at = submitted_at where reference like 'k%' and substr(reference, 2)::int <= ${settled}`,
    );
  });
  await db.run(sql`analyze one_stop.dossier`);
  try {
    const asked = { queue: 'all', status: [2, 4], sort: 'due-asc', limit: 20 } as const;
    const { shown, read } = await page(head, { ...asked, status: [...asked.status] });
    assert.deepEqual(
      shown,
      numbers(20, () => true, settled + 1),
    );
    assert.ok(read <= 300, `${read} rows read`);
  } finally {
    await db.run(sql`update one_stop.dossier set status = 4, settled_at = null where reference like 'k%' and status = 10`);
    await db.run(sql`analyze one_stop.dossier`);
  }
});

test('My work among thousands of tasks: what one procedure leaves is read first, however its steps stand', async () => {
  const first = await page(section, { queue: 'mine', procedure: rare, limit: 20 });
  assert.deepEqual(
    first.shown,
    numbers(20, (n) => n % 30 === 0),
  );
  const back = await page(section, { queue: 'mine', procedure: rare, limit: 20, sort: 'step-desc' });
  assert.deepEqual(back.shown.toReversed(), numbers(1000, (n) => n % 30 === 0).slice(-20));
  assert.equal(first.statements, 2);
  assert.ok(first.read <= 600, `${first.read} rows read`);
});

test('My work that is late, or of a procedure that most are of, thousands of them: read in order, and the page is full at once', async () => {
  for (const [filter, wanted] of [
    [{ late: 'late' }, () => true],
    [{ procedure: permit }, (n: number) => n % 30 > 0],
  ] as const) {
    const { shown, read, readInAll, statements } = await page(section, {
      queue: 'mine',
      ...filter,
      limit: 20,
    });
    assert.deepEqual(shown, numbers(20, wanted));
    assert.equal(statements, 2);
    assert.ok(read <= 150, `${read} rows read`);
    // To see that they are not few, a thousand are counted in their index.
    assert.ok(readInAll <= 1200, `${readInAll} rows read in all`);
  }
});

test('My work that is in time, behind thousands that are late: looked for step by step, and page by page', async () => {
  const asked = { queue: 'mine', late: 'on-time', limit: 20 } as const;
  const first = await page(section, asked);
  const inTime = (many * 2) / 3; // the first that is not late
  assert.deepEqual(
    first.shown,
    numbers(20, () => true, inTime),
  );
  const next = await page(section, { ...asked, cursor: first.next! });
  assert.deepEqual(
    next.shown,
    numbers(20, () => true, inTime + 20),
  );
  const back = await page(section, { ...asked, sort: 'step-desc' });
  assert.deepEqual(back.shown.toReversed(), numbers(many, () => true).slice(-20));
  for (const { readInAll } of [next, back]) assert.ok(readInAll <= 150, `${readInAll} rows read`);
  // Each step that lies before is looked at once, with its dossier.
  assert.ok(first.readInAll <= 2 * inTime + 150, `${first.readInAll} rows read in all`);
  const none = await page(section, { queue: 'mine', channel: 'post', limit: 20 });
  assert.deepEqual([none.shown, none.next], [[], null]);
  assert.ok(none.readInAll <= 2 * many + 150, `${none.readInAll} rows read in all`);
  // The first three thousand, and what lies behind them.
  assert.deepEqual([first.statements, next.statements, none.statements], [2, 1, 2]);
});

test('What leaves more than a few, all behind thousands of others: the dossiers are read once, and steps held against them', async () => {
  const { db } = province.app;
  const behind = many - 1100;
  await db.run(sql`update one_stop.dossier set status = 6 where reference like 'k%' and substr(reference, 2)::int > ${behind}`);
  await db.run(sql`analyze one_stop.dossier`);
  try {
    const asked = { queue: 'mine', status: [6], limit: 20 } as const;
    const input = { ...asked, status: [...asked.status] };
    const { shown, read, statements, next } = await page(section, input);
    assert.deepEqual(
      shown,
      numbers(20, () => true, behind + 1),
    );
    assert.equal(statements, 3, 'they are no few; the first three thousand steps; the others');
    // Of the last two thousand steps only what the index says is read.
    assert.ok(read <= 1100 + (behind - 3000) + 200, `${read} rows read`);
    const more = await page(section, { ...input, cursor: next! });
    assert.deepEqual(
      more.shown,
      numbers(20, () => true, behind + 21),
    );
    assert.ok(more.read <= 150, `${more.read} rows read`);
  } finally {
    await db.run(sql`update one_stop.dossier set status = 4 where reference like 'k%' and status = 6`);
    await db.run(sql`analyze one_stop.dossier`);
  }
});

/** Two letters begin a word of these alone. */
const rareNumbers = [1, 2001, 4001].filter((n) => n % 3 !== 0);
const today = () => province.clock.now().toISOString().slice(0, 10);

test('Monitoring: instances that passed through a unit which has few are read from its own index', async () => {
  const { answer, read } = await reading('process.v_instance', () =>
    officer.api('operations.list-instances', { from: today(), to: today(), unit: elsewhere, limit: 20 }),
  );
  assert.deepEqual(
    answer.instances.map((one) => Number.parseInt(one.businessKey.replaceAll('-', ''), 16)),
    numbers(20, (n) => n % 1000 === 501).toReversed(),
  );
  assert.equal(answer.next, null);
  assert.ok(read[0]! <= 100, `${read[0]} rows read`);
});

test('Monitoring: what no index knows is looked for stretch by stretch: the only one, behind thousands, stands on the first page', async () => {
  const { answer, read } = await reading('process.v_instance', () =>
    officer.api('operations.list-instances', {
      from: today(),
      to: today(),
      variable: 'mark',
      value: 'do',
      limit: 20,
    }),
  );
  assert.equal(answer.instances.length, 1, 'the first of six thousand');
  assert.equal(answer.next, null);
  const inAll = read.reduce((sum, one) => sum + one, 0);
  assert.ok(inAll <= 6 * many, `${inAll} rows read`);
});

test('Monitoring: the steps behind a number are read from the latest on, page by page', async () => {
  const { key } = await province.app.db.one<{ key: string }>(
    sql`select d.key from process.v_instance i join kernel.v_definition d on d.id = i.definition_id limit 1`,
  );
  const wanted = { from: today(), to: today(), process: key, which: 'late' as const, limit: 20 };
  const first = await reading('process.v_instance', () => officer.api('operations.list-tasks', wanted));
  assert.equal(first.answer.tasks.length, 20);
  assert.ok(first.answer.tasks.every((one) => one.late));
  const all = await officer.api('operations.process-figures', { key, from: today(), to: today() });
  const late = all.elements.reduce((sum, one) => sum + one.late, 0);
  const every = new Set<string>();
  for (let after: string | null | undefined; after !== null;) {
    const part = await officer.api('operations.list-tasks', {
      ...wanted,
      limit: 1000,
      ...(after && { after }),
    });
    for (const { id } of part.tasks) every.add(id);
    after = part.next;
  }
  assert.equal(every.size, late, 'the number and its list');
  const few = await reading('process.v_instance', () => officer.api('operations.list-tasks', { ...wanted, unit: elsewhere }));
  assert.equal(few.answer.tasks.length, 4);
  assert.ok(few.read[0]! <= 100, `${few.read[0]} rows read`);
});

test('The general list: a page of thousands reads the page, by limit and by age, from either end; so do the matters that one takes part in', async () => {
  const { db } = province.app;
  const specialist = await province.signIn('chuyenvien');
  const { processes } = await specialist.api('work.list-beginnings', { process: 'outgoing-document' });
  const units = Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id]));
  const begun = { process: 'outgoing-document', title: 'Công văn', units };
  const { instance } = await specialist.api('work.begin-process', begun);
  const own = sql.raw("('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid");
  await db.run(
    sql`insert into process.instance select copy.* from process.instance i, generate_series(1, ${many}) n,
          jsonb_populate_record(i, jsonb_build_object('id', ${own}, 'business_key', ${own}, 'started_by', 'another')) copy where i.id = ${instance}`,
  );
  // One in a hundred waits where the specialist works, the others elsewhere; one in three has no limit.
  const due = sql`timestamptz '2026-12-01' + n * interval '1 minute'`;
  await db.run(
    sql`insert into process.task select copy.* from process.task t, generate_series(1, ${many}) n, jsonb_populate_record(t, jsonb_build_object(
          'id', ${own}, 'instance_id', ${own}, 'business_key', ${own}, 'due_at', case when n % 3 > 0 then ${due} end,
          'unit_id', case when n % 100 = 1 then t.unit_id else ${elsewhere} end)) copy where t.instance_id = ${instance} and t.state = 'open'`,
  );
  await db.run(sql`analyze process.instance`);
  await db.run(sql`analyze process.task`);
  const here = numbers(many, (n) => n % 100 === 1);
  const [limited, free] = [here.filter((n) => n % 3 > 0), here.filter((n) => n % 3 === 0)];
  const numberOf = ({ id }: { id: string }) => (id.startsWith('00000000') ? Number.parseInt(id.slice(-12), 16) : 'mine');
  const inAll = (read: readonly number[]) => read.reduce((sum, one) => sum + one, 0);
  const orders = [
    [{}, [...limited, ...free, 'mine']],
    [{ descending: true }, [...limited, ...free, 'mine'].toReversed()],
    [{ sort: 'age' }, [...here, 'mine']],
    [{ sort: 'age', descending: true }, [...here, 'mine'].toReversed()],
  ] as const;
  for (const [asked, order] of orders) {
    const listed: (number | 'mine')[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const { answer, read } = await reading('process.v_task', () =>
        specialist.api('work.list-tasks', { ...asked, limit: 20, ...(after && { after }) }),
      );
      listed.push(...answer.tasks.map(numberOf));
      after = answer.next;
      assert.ok(inAll(read) <= 250, `${JSON.stringify(asked)}: ${inAll(read)} rows read`);
    }
    assert.deepEqual(listed, order, JSON.stringify(asked));
  }
  const late = await specialist.api('work.list-tasks', { late: true });
  assert.deepEqual(late.tasks, []);
  const { answer, read } = await reading('process.v_instance', () => specialist.api('work.list-matters', { limit: 20 }));
  assert.equal(answer.matters.length, 20);
  assert.equal(answer.matters[0]!.id, instance);
  assert.ok(inAll(read) <= 600, `${inAll(read)} rows read`);
});
