/** An official's task list: what one has to do, by the limit of its step. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let head: Visitor;
const permit = 'HNM.6739-14';
const filed: string[] = [];

before(async () => {
  province = await openProvince();
  const [citizen, desk] = [await province.signIn('congdan'), await province.signIn('motcua')];
  for (let i = 0; i < 5; i++) {
    const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
    await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
    filed.push(id);
    province.clock.advance(3_600_000);
  }
  // Limits that do not follow the order in which they came; one has none.
  for (const [i, hours] of [30, 10, null, 20, 10].entries())
    await province.app.db.run(
      sql`update process.task set due_at = ${hours === null ? null : new Date(province.clock.now().getTime() + hours * 3_600_000)}
          where business_key = ${filed[i]!} and state = 'open'`,
    );
  head = await province.signIn('truongphong');
});
after(() => province.close());

/** The list of the head of section, page by page. */
async function pages(limit: number, sort?: 'step-desc'): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { rows, next } = await head.api('one-stop.list-dossiers', { queue: 'mine', limit, sort, cursor });
    assert.ok(rows.length <= limit && found.length <= filed.length, 'a page goes back');
    found.push(...rows.map(({ id }) => id));
    if (!next) return found;
    cursor = next;
  }
}

test('The most urgent step comes first, one without a limit last; every page goes on where the one before ended', async () => {
  const [a, b, c, d, e] = filed;
  const soonest = [b!, e!]; // due at the same time: the older task first
  assert.deepEqual(await pages(50), [...soonest, d, a, c]);
  for (const limit of [1, 2, 3]) assert.deepEqual(await pages(limit), [...soonest, d, a, c], `by ${limit}`);
  for (const limit of [1, 2, 50])
    assert.deepEqual(await pages(limit, 'step-desc'), [c, a, d, ...soonest.toReversed()], `back by ${limit}`);
});

test('Its counter counts what stands on it, and the page says step and limit', async () => {
  const { mine } = await head.api('one-stop.count-queues', {});
  assert.equal(mine, filed.length);
  const { text } = await head.get('/ban-lam-viec?hang=cua-toi');
  assert.equal([...text.matchAll(/id="hs-/g)].length, filed.length);
  assert.match(text, /Phân công thụ lý/);
  assert.match(text, /Hạn bước/);
});

test('Filters narrow it: by the whole code, and by what many dossiers have', async () => {
  const { rows } = await head.api('one-stop.list-dossiers', { queue: 'mine' });
  const { code } = rows[1]!;
  const list = async (filter: object) =>
    (await head.api('one-stop.list-dossiers', { queue: 'mine', ...filter })).rows.map((row) => row.id);
  assert.deepEqual(await list({ search: code }), [rows[1]!.id]);
  assert.deepEqual(
    await list({ search: 'hoa' }),
    rows.map((row) => row.id),
  );
  assert.deepEqual(await list({ procedure: 'HNM.0001' }), []);
  assert.deepEqual(await list({ sort: 'arrived-desc' }), filed.toReversed(), 'another order goes by the dossiers');
});

test('A filter that leaves few of all dossiers gives the same steps in the same order, page by page', async () => {
  const all = await pages(50);
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { rows, next } = await head.api('one-stop.list-dossiers', {
      queue: 'mine',
      procedure: permit,
      limit: 2,
      cursor,
    });
    found.push(...rows.map(({ id }) => id));
    if (!next) break;
    cursor = next;
  }
  assert.deepEqual(found, all);
  assert.deepEqual((await head.api('one-stop.list-dossiers', { queue: 'mine', late: 'late' })).rows, []);
  const { rows } = await head.api('one-stop.list-dossiers', { queue: 'mine', late: 'on-time' });
  assert.equal(rows.length, all.length);
});

test('Nobody else sees it, and the step of another queue gives no order', async () => {
  const other = await province.signIn('chuyenvien');
  assert.deepEqual((await other.api('one-stop.list-dossiers', { queue: 'mine' })).rows, []);
  const { rows } = await head.api('one-stop.list-dossiers', { queue: 'unit', sort: 'step-asc' });
  assert.equal(rows.length, filed.length);
});
