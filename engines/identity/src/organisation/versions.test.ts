import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => void (house = await openHouse('2026-11-20T09:00:00+07:00')));
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

const names = async (key: string) =>
  (
    await house.app.db.all<{ line: string }>(
      sql`select v.valid_from || ' ' || coalesce(v.valid_to::text, '…') || ' ' || v.name_vi as line from identity.v_unit_version v
          join identity.v_unit u on u.id = v.unit_id where u.key = ${key} order by v.valid_from`,
    )
  ).map((row) => row.line);

const nameOn = async (day: string) =>
  (await house.app.run('identity.list-units', { day }, nobody)).units.find((u) => u.key === 'so-yt')?.name.vi;

test('A name is put right for all the time it has stood', async () => {
  const admin = await house.as('quantri');
  const unit = await house.unit('so-yt');
  await house.app.run('identity.edit-unit', { unit, nameVi: 'Sở Y Tế' }, admin);
  assert.deepEqual(await names('so-yt'), ['2020-01-01 … Sở Y Tế']);
});

test('A new name holds from its day on, and the directory of a day has the names of that day', async () => {
  const admin = await house.as('quantri');
  const unit = await house.unit('so-yt');
  const rename = (nameVi: string, from: string) =>
    house.app.run('identity.edit-unit', { unit, nameVi, from, basis: 'Nghị quyết 12' }, admin);
  await rename('Sở Y tế và Dân số', '2026-06-01');
  assert.deepEqual(await names('so-yt'), ['2020-01-01 2026-06-01 Sở Y Tế', '2026-06-01 … Sở Y tế và Dân số']);
  await rename('Sở Y tế, Dân số', '2026-06-01'); // said better on the same day
  assert.deepEqual((await names('so-yt'))[1], '2026-06-01 … Sở Y tế, Dân số');
  assert.equal(await nameOn('2026-05-31'), 'Sở Y Tế');
  assert.equal(await nameOn('2026-06-01'), 'Sở Y tế, Dân số');
  assert.equal(await nameOn('2019-12-31'), undefined, 'before there was a unit there was none');
  await assert.rejects(rename('X Y', '2026-05-01'), refusal('identity.day-wrong'));
  await assert.rejects(rename('X Y', '2026-12-01'), refusal('identity.day-wrong'));
  await assert.rejects(rename('X Y', '2026-02-30'), refusal('identity.day-wrong'));
});

test('A pack that ends a unit ends its last period', async () => {
  await house.load((pack) => {
    const row = pack.units.find((one) => one.value.key === 'so-xd.phong')!;
    pack.units[pack.units.indexOf(row)] = { ...row, value: { ...row.value, valid_to: '2026-11-01' } };
  });
  assert.deepEqual(await names('so-xd.phong'), ['2020-01-01 2026-11-01 Phòng Quản lý xây dựng']);
  const { units } = await house.app.run('identity.list-units', { day: '2026-11-01' }, nobody);
  assert.ok(!units.some((u) => u.key === 'so-xd.phong'));
  await house.load();
  assert.deepEqual(await names('so-xd.phong'), ['2020-01-01 … Phòng Quản lý xây dựng']);
});
