import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, sql } from '@dinh/kernel';
import { type House, openHouse } from '../test-house.ts';

let house: House;
let position: string;
before(async () => {
  house = await openHouse();
  house.clock.set('2026-11-20T09:00:00+07:00');
  ({ id: position } = await house.app.db.one<{ id: string }>(
    sql`select o.id from identity.position o join identity.person p on p.id = o.person_id where p.account = 'giamdoc'`,
  ));
});
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

/** For whom somebody may approve: a name, `own right`, or nobody. */
async function approvesFor(account: string): Promise<string[]> {
  const { principal } = await house.as(account);
  const boss = await house.id('giamdoc');
  return principal.grants
    .filter((g) => g.permission === 'test.approve')
    .map((g) => (g.behalfOf === boss ? 'giamdoc' : (g.behalfOf ?? 'own right')));
}

test('A standing deputy stands in while the holder is away, and the next one while the first is away, too', async () => {
  const admin = await house.as('quantri');
  const appoint = async (account: string) =>
    house.app.run('identity.appoint-deputy', { position, person: await house.id(account), basis: 'QĐ 5/QĐ-SXD' }, admin);
  await assert.rejects(appoint('congdan'), refusal('identity.delegate-not-official'));
  await assert.rejects(appoint('giamdoc'), refusal('identity.delegate-not-official'));
  await appoint('phogiamdoc');
  await appoint('chuyenvien');
  assert.deepEqual(await approvesFor('phogiamdoc'), [], 'the head is there');
  const days = { kind: 'mission' as const, from: '2026-11-21', until: '2026-11-22' };
  await house.app.run('identity.note-absence', days, await house.as('giamdoc'));
  assert.deepEqual(await approvesFor('phogiamdoc'), [], 'not before the first day');
  house.clock.set('2026-11-21T09:00:00+07:00');
  assert.deepEqual(await approvesFor('phogiamdoc'), ['giamdoc']);
  assert.deepEqual(await approvesFor('chuyenvien'), [], 'the first deputy is there');
  const { absence } = await house.app.run('identity.note-absence', days, await house.as('phogiamdoc'));
  assert.deepEqual(await approvesFor('chuyenvien'), ['giamdoc']);
  assert.deepEqual(await approvesFor('phogiamdoc'), []);
  await house.app.run('identity.cancel-absence', { absence }, await house.as('phogiamdoc'));
  assert.deepEqual(await approvesFor('phogiamdoc'), ['giamdoc']);
  house.clock.set('2026-11-23T09:00:00+07:00');
  assert.deepEqual(await approvesFor('phogiamdoc'), [], 'the head is back');
});

test('Why somebody is away is theirs and the administrators’ to know, and nobody notes it for others', async () => {
  house.clock.set('2026-11-24T09:00:00+07:00');
  await house.app.run(
    'identity.note-absence',
    { kind: 'sick', from: '2026-11-25', until: '2026-11-25', note: 'Mổ' },
    await house.as('giamdoc'),
  );
  const seen = async (account: string) =>
    (await house.app.run('identity.list-absences', {}, await house.as(account))).absences.map((a) => [a.kind, a.note]);
  assert.deepEqual(await seen('chuyenvien'), [[null, null]]);
  assert.deepEqual(await seen('quantri'), [['sick', 'Mổ']]);
  await assert.rejects(
    house.app.run(
      'identity.note-absence',
      { person: await house.id('giamdoc'), kind: 'leave', from: '2026-11-26', until: '2026-11-26' },
      await house.as('chuyenvien'),
    ),
    refusal('identity.person-not-found'),
  );
});

test('While a suspended holder is out the deputy stands in; in a vacant post they hold the place until somebody is given it', async () => {
  house.clock.set('2026-12-01T09:00:00+07:00');
  const admin = await house.as('quantri');
  const head = await house.id('giamdoc');
  await house.app.run('identity.suspend-person', { person: head, reason: 'Kiểm tra' }, admin);
  assert.deepEqual(await approvesFor('phogiamdoc'), ['giamdoc']);
  await house.app.run('identity.resume-person', { person: head, reason: 'Xong' }, admin);
  assert.deepEqual(await approvesFor('phogiamdoc'), []);

  await house.app.run('identity.end-position', { position, lastDay: '2026-12-02', reason: 'Nghỉ hưu' }, admin);
  assert.deepEqual(await approvesFor('phogiamdoc'), [], 'on the last day the head is still there');
  house.clock.set('2026-12-03T09:00:00+07:00');
  assert.deepEqual(await approvesFor('phogiamdoc'), ['own right']);
  const acting = () =>
    house.app.db.all<{ title: string; to: string | null }>(
      sql`select title_vi as title, valid_to::text as "to" from identity.v_official where acting_for is not null order by valid_from`,
    );
  assert.deepEqual(await acting(), [{ title: 'Phụ trách, thay mặt Giám đốc Sở Xây dựng', to: null }]);
  await house.app.run(
    'identity.give-position',
    {
      person: await house.id('chuyenvien'),
      unit: await house.unit('so-xd'),
      role: 'head',
      title: { vi: 'Giám đốc Sở Xây dựng', en: 'Director' },
      from: '2026-12-10',
    },
    await house.as('quantri'),
  );
  assert.deepEqual(await acting(), [{ title: 'Phụ trách, thay mặt Giám đốc Sở Xây dựng', to: '2026-12-10' }]);
  house.clock.set('2026-12-10T09:00:00+07:00');
  assert.deepEqual(await approvesFor('phogiamdoc'), []);
  assert.deepEqual(await approvesFor('chuyenvien'), ['own right']);
});
