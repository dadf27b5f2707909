/** Who stands in for somebody, or acted for them by delegation, hears when that begins, rests and ends; and the person's page shows it. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { type House, openHouse } from '../test-house.ts';

let house: House;
let head: string;
let position: string;
/** What would have gone out, each once: a consumer that is tried again says it once more. */
const told = new Map<string, Record<string, unknown>>();
before(async () => {
  house = await openHouse();
  house.app.messenger = {
    tell: async (_, { template, to, data }) => void told.set(`${template} ${to.personId}`, data ?? {}),
    reaches: () => true,
  };
  head = await house.id('giamdoc');
  ({ id: position } = await house.app.db.one<{ id: string }>(sql`select id from identity.position where person_id = ${head}`));
});
beforeEach(() => told.clear());
after(() => house.close());

const about = /^(standing-in|delegation-(rests|goes-on|revoked))/;
async function heard(): Promise<string[]> {
  const job = house.app.jobs.find(({ name }) => name === 'identity.return-delegated-work')!;
  await job.run(jobContext(house.app, 'identity'), {});
  await house.app.events.drain();
  const now = [...told.keys()].filter((one) => about.test(one)).toSorted();
  return now;
}
const standIns = async () => {
  const { why, standIns: rows } = await house.app.run('identity.list-stand-ins', { person: head }, await house.as('quantri'));
  return { why, who: rows.map(({ name, right, basis, until }) => [name, right, basis, until].join(' · ')) };
};
const suspend = async () =>
  house.app.run('identity.suspend-person', { person: head, reason: 'Kiểm tra' }, await house.as('quantri'));
const resume = async () => house.app.run('identity.resume-person', { person: head, reason: 'Xong' }, await house.as('quantri'));

test('Delegate and standing deputy hear that the giver is suspended and that they are back, and the page says who acts by what right', async () => {
  const [delegate, deputy] = [await house.id('chuyenvien'), await house.id('phogiamdoc')];
  await house.app.run('identity.appoint-deputy', { position, person: deputy, basis: 'QĐ 5/QĐ-SXD' }, await house.as('quantri'));
  const days = { from: '2026-11-20', until: '2026-11-30' };
  await house.app.run('identity.delegate-authority', { to: delegate, ...days, reason: 'Đi họp' }, await house.as('giamdoc'));
  assert.deepEqual(await heard(), []);
  assert.deepEqual(await standIns(), { why: null, who: ['Lê Minh Trúc · delegation · Đi họp · 2026-11-30'] });

  await suspend();
  assert.deepEqual(await heard(), [`delegation-rests ${delegate}`, `standing-in-began ${deputy}`]);
  const { title, unit, basis, why } = told.get(`standing-in-began ${deputy}`)!;
  assert.deepEqual(
    [title, unit, basis, why],
    ['Giám đốc Sở Xây dựng', 'Sở Xây dựng', 'QĐ 5/QĐ-SXD', 'tài khoản của Hoàng Đức Tùng đang tạm ngừng'],
  );
  assert.deepEqual(await standIns(), { why: 'suspended', who: ['Vũ Thị Quế · deputy · QĐ 5/QĐ-SXD · '] });

  told.clear();
  assert.deepEqual(await heard(), [], 'nobody hears the same twice');
  await resume();
  assert.deepEqual(await heard(), [`delegation-goes-on ${delegate}`, `standing-in-ended ${deputy}`]);
  assert.deepEqual(await standIns(), { why: null, who: ['Lê Minh Trúc · delegation · Đi họp · 2026-11-30'] });
});

test('An absence that begins in the night, and a place that ends, are told to the deputy alike', async () => {
  const deputy = await house.id('phogiamdoc');
  await house.app.db.run(sql`update identity.person set locale = 'en' where id = ${deputy}`);
  const days = { kind: 'mission' as const, from: '2026-12-01', until: '2026-12-01' };
  await house.app.run('identity.note-absence', days, await house.as('giamdoc'));
  assert.deepEqual(await heard(), []);
  house.clock.set('2026-12-01T08:00:00+07:00');
  assert.deepEqual(await heard(), [`standing-in-began ${deputy}`]);
  assert.equal(told.get(`standing-in-began ${deputy}`)?.['why'], 'Hoàng Đức Tùng is away by the calendar');
  assert.equal((await standIns()).why, 'away');
  house.clock.set('2026-12-02T08:00:00+07:00');
  told.clear();
  assert.deepEqual(await heard(), [`standing-in-ended ${deputy}`]);
  const end = { position, lastDay: '2026-12-02', reason: 'Nghỉ hưu' };
  await house.app.run('identity.end-position', end, await house.as('quantri'));
  house.clock.set('2026-12-03T08:00:00+07:00');
  told.clear();
  assert.deepEqual(await heard(), [`standing-in-began ${deputy}`]);
  assert.equal(told.get(`standing-in-began ${deputy}`)?.['why'], 'the post is vacant');
});
