import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, sql } from '@dinh/kernel';
import { type House, openHouse } from './test-house.ts';

let house: House;
before(async () => {
  house = await openHouse();
  for (const account of ['congdan', 'bacsi', 'chuyenvien', 'chuyenvien']) await house.id(account);
});
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const list = '/quan-tri/phien';
const listed = async (input: object, account = 'quantri') =>
  (await house.app.run('people.list-sessions', input, await house.as(account))).sessions;
const live = async (person: string) =>
  (
    await house.app.db.one<{ live: number }>(
      sql`select count(*)::int as live from identity.session where person_id = ${person} and ended_at is null`,
    )
  ).live;

test('An administrator sees who is signed in, a head only those of their own units, nobody else anything', async () => {
  const names = async (input: object, account?: string) => [...new Set((await listed(input, account)).map(({ name }) => name))];
  assert.ok((await names({})).includes('Nguyễn Thị Hoa Sen'));
  assert.deepEqual(await names({ query: 'sen hoa' }), ['Nguyễn Thị Hoa Sen']);
  assert.deepEqual(await names({ kind: 'citizen' }), ['Nguyễn Thị Hoa Sen']);
  assert.deepEqual(await names({ person: await house.id('bacsi') }), ['Đỗ Văn Sồi']);
  assert.deepEqual(await names({ sort: 'name' }, 'giamdoc'), ['Hoàng Đức Tùng', 'Lê Minh Trúc']);
  assert.deepEqual(await names({ person: await house.id('bacsi') }, 'giamdoc'), []);
  await assert.rejects(listed({}, 'chuyenvien'), refusal('kernel.not-allowed'));
});

test('It holds only sessions that let somebody in, and is read page by page in each order', async () => {
  const person = await house.id('bacsi');
  const before = (await listed({ person })).length;
  await house.id('bacsi');
  assert.equal((await listed({ person })).length, before + 1);
  await house.app.db.run(
    sql`update identity.session set awaiting = true where id = (select id from identity.session where person_id = ${person} limit 1)`,
  );
  assert.equal((await listed({ person })).length, before);
  const admin = await house.as('quantri');
  const all = (await listed({})).map(({ id }) => id).sort();
  for (const sort of ['seen', 'created', 'name'] as const)
    for (const descending of [true, false]) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page: { sessions: { id: string }[]; next: string | null } = await house.app.run(
          'people.list-sessions',
          { sort, descending, limit: 2, ...(after && { after }) },
          admin,
        );
        seen.push(...page.sessions.map(({ id }) => id));
        after = page.next ?? undefined;
      } while (after);
      assert.deepEqual(seen.sort(), all, `${sort} ${descending}`);
    }
  const byName = (await listed({ sort: 'name', descending: true })).map(({ name }) => name);
  assert.deepEqual([byName[0], byName.at(-1)], ['Nguyễn Thị Hoa Sen', 'Đỗ Văn Sồi']);
  for (const after of ['x', 'WyJhIl0', Buffer.from('["a","b"]').toString('base64url')])
    await assert.rejects(listed({ after }), refusal('kernel.malformed-request'));
});

test('On the screen it is found, taken along as a file and printed', async () => {
  assert.match((await house.open('quantri', `${list}?q=sen`)).text, /Nguyễn Thị Hoa Sen/);
  assert.match((await house.open('quantri', `${list}?q=khongcoai`)).text, /Không có phiên nào như vậy/);
  assert.match((await house.open('quantri', `${list}?xep=name`)).text, /aria-sort="ascending"/);
  const { text } = await house.open('quantri', `${list}?dang=csv&q=sen`);
  assert.match(text, /^\uFEFFHọ và tên,/);
  assert.match(text, /Nguyễn Thị Hoa Sen/);
  assert.match((await house.open('quantri', `${list}?dang=in`)).text, /Nguyễn Thị Hoa Sen/);
  const person = await house.id('congdan');
  const one = await house.open('quantri', `/quan-tri/nguoi/${person}`);
  assert.match(one.text, new RegExp(`${list}\\?nguoi=${person}`));
  assert.doesNotMatch((await house.open('quantri', `${list}?nguoi=${person}`)).text, /Đỗ Văn Sồi/);
  assert.match((await house.open('quantri', `${list}?nguoi=x`)).text, /Đỗ Văn Sồi/);
});

test('One session or all of a person are ended with a reason, which the trail keeps', async () => {
  const person = await house.id('chuyenvien');
  const [first] = await listed({ person });
  const there = await live(person);
  assert.ok(there > 2);
  const end = (more: object, account = 'quantri') =>
    house.open(account, `${list}/ket-thuc`, { nguoi: person, phien: first!.id, which: 'one', ...more });
  assert.match((await house.open('quantri', `${list}?nguoi=${person}&phien=${first!.id}`)).text, /Kết thúc phiên đã chọn/);
  const refused = await end({});
  assert.match(refused.text, /Hãy nhập lý do/);
  assert.equal(await live(person), there);
  assert.equal((await end({ reason: 'Máy lạ' })).kind, 'redirect');
  assert.equal(await live(person), there - 1);
  assert.match((await end({ reason: 'Lần nữa' })).text, /đã kết thúc/);
  const other = (await listed({ person: await house.id('bacsi') }))[0]!.id;
  await end({ phien: other, reason: 'Của người khác' });
  assert.equal(
    (await listed({ person: await house.id('bacsi') })).some(({ id }) => id === other),
    true,
  );
  assert.equal((await end({ which: 'all', reason: 'Máy bị mất' })).kind, 'redirect');
  assert.deepEqual(await listed({ person }), []);
  const doctor = await house.id('bacsi');
  await assert.rejects(
    house.app.run('identity.end-sessions-of', { person: doctor, reason: 'Không phải của mình' }, await house.as('giamdoc')),
    refusal('identity.person-not-found'),
  );
  assert.ok((await live(doctor)) > 0);
  const { entries } = await house.app.run(
    'people.list-audit',
    { subject: `person:${person}`, operation: 'identity.end-sessions-of' },
    await house.as('quantri'),
  );
  assert.match(JSON.stringify(entries), /Máy bị mất/);
});
