/** Lists among thousands of dossiers: what a page shows, and how many rows are read for it. No timings. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Sql, sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const many = 6000;
const permit = 'HNM.6739-14';
const rare = 'HNM.0001';
let province: Province;
let head: Visitor;
let section: Visitor;

before(async () => {
  province = await openProvince();
  const [citizen, desk] = [await province.signIn('congdan'), await province.signIn('motcua')];
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  await copy(id);
  head = await province.signIn('giamdoc');
  section = await province.signIn('truongphong');
});
after(() => province.close());

/** The dossier and its open task as often as wanted: due every ten minutes, two thirds of them late; some of another procedure. */
async function copy(id: string): Promise<void> {
  const { db, clock } = province.app;
  const since = new Date(clock.now().getTime() - ((many * 2) / 3) * 600_000);
  const own = (n: string) => sql.raw(`lpad(to_hex(${n}), 32, '0')::uuid`);
  const due = sql`${since}::timestamptz + n * interval '10 minutes'`;
  await db.run(
    sql`insert into one_stop.dossier select copy.* from one_stop.dossier d, generate_series(1, ${many}) n, jsonb_populate_record(d, jsonb_build_object(
          'id', ${own('n')}, 'reference', 'k' || n, 'code', 'k' || n, 'draft_key', null, 'due_at', ${due},
          'words', case when n % 3 = 0 then 'le van an ' else 'do thi be ' end || n,
          'procedure_code', case when n % 30 = 0 then ${rare} else d.procedure_code end)) copy
        where d.id = ${id}::uuid`,
  );
  await db.run(
    sql`insert into process.task select copy.* from process.task t, generate_series(1, ${many}) n, jsonb_populate_record(t, jsonb_build_object(
          'id', ${own('n')}, 'business_key', ${own('n')}::text, 'due_at', ${due})) copy
        where t.business_key = ${id} and t.state = 'open'`,
  );
  await db.run(sql`analyze one_stop.dossier`);
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

/** Rows of dossiers and tasks that a plan has looked at. */
const rowsOf = (plan: Plan): number =>
  (['dossier', 'task'].includes(plan['Relation Name'] ?? '')
    ? plan['Actual Loops'] *
      (plan['Actual Rows'] +
        (plan['Rows Removed by Filter'] ?? 0) +
        (plan['Rows Removed by Index Recheck'] ?? 0))
    : 0) + (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);

/** A page of a list, of how many statements, and the rows of dossiers and tasks that are read for it. */
async function page(
  visitor: Visitor,
  input: Parameters<typeof visitor.api<'one-stop.list-dossiers'>>[1],
): Promise<{ shown: number[]; read: number; statements: number; next: string | null }> {
  const db = province.app.db as {
    -readonly [K in keyof typeof province.app.db]: (typeof province.app.db)[K];
  };
  const asked: Sql[] = [];
  const { all, one } = db;
  const noting =
    (ask: typeof all | typeof one): any =>
    (query: Sql) => {
      if (query.compile().text.includes('one_stop.dossier')) asked.push(query);
      return ask(query);
    };
  db.all = noting(all);
  db.one = noting(one);
  const answer = await visitor.api('one-stop.list-dossiers', input).finally(() => {
    db.all = all;
    db.one = one;
  });
  // The last one is the page; one before it, if any, has counted in indexes how to read it.
  const plan = await db.one<Record<string, [{ Plan: Plan }]>>(
    sql`explain (analyze, format json) ${asked.at(-1)!}`,
  );
  const read = rowsOf(plan['QUERY PLAN']![0].Plan);
  const shown = answer.rows.map(({ reference }) => Number(reference.slice(1)));
  return { shown, read, statements: asked.length, next: answer.next };
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
  for (const { read, statements } of [first, next]) {
    assert.equal(statements, 1);
    assert.ok(read <= 300, `${read} rows read`);
  }
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
    await db.run(
      sql`update one_stop.dossier set status = 4, settled_at = null where reference like 'k%' and status = 10`,
    );
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

test('My work that is late, thousands of them: read in order, and the page is full at once', async () => {
  const { shown, read } = await page(section, { queue: 'mine', late: 'late', limit: 20 });
  assert.deepEqual(
    shown,
    numbers(20, () => true),
  );
  assert.ok(read <= 300, `${read} rows read`);
});
