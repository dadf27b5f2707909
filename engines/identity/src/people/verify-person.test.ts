import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '@dinh/kernel';
import { type House, openHouse } from '../test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const fieldsOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(
    () => assert.fail('it was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error.fields.map((field) => field.path);
};
const card = { kind: 'citizen-card', number: '035190000007' };
const facts = { name: 'Trần Văn Đối', idNumber: '035190000007', birthDate: '1990-02-03' };

test('A desk raises the level by the papers seen; which, by whom and where is kept, and what was corrected', async () => {
  const desk = await house.as('motcua');
  const { person } = await house.app.run('identity.make-person', { name: 'Tran Van Doi' }, desk);
  assert.deepEqual(await house.app.run('identity.verify-person', { person, ...facts, papers: [card] }, desk), { level: 1 });
  const { verifications } = await house.app.run('identity.list-verifications', { person }, desk);
  assert.equal(verifications.length, 1);
  const [seen] = verifications;
  assert.equal(seen!.byName, 'Trần Thu Cúc');
  assert.equal(seen!.unitName?.vi, 'Bộ phận Một cửa');
  assert.equal(seen!.papers[0]!.number, card.number);
  assert.deepEqual(seen!.changed.sort(), ['birthDate', 'idNumber', 'name']);
});

test('Papers that prove nothing are refused, each at its field', async () => {
  const desk = await house.as('motcua');
  const { person } = await house.app.run('identity.make-person', { name: 'Lê Thị Giấy' }, desk);
  const verify = (papers: object[]) =>
    fieldsOf(
      house.app.run('identity.verify-person', { person, ...facts, idNumber: '035190000008', papers: papers as never }, desk),
    );
  assert.deepEqual(await verify([{ kind: 'birth-certificate' }]), ['papers']);
  assert.deepEqual(await verify([{ kind: 'no-such-paper' }]), ['papers[0].kind', 'papers']);
  assert.deepEqual(await verify([card]), ['papers[0].number']);
  assert.deepEqual(await verify([{ kind: 'passport' }]), ['papers[0].number']);
  assert.deepEqual(await verify([{ kind: 'passport', number: 'C1', expiresOn: '2026-11-19' }]), ['papers[0].expiresOn']);
  assert.deepEqual(await verify([{ kind: 'passport', number: 'C1', issuedOn: '2026-11-21' }]), ['papers[0].issuedOn']);
});

test('A number that belongs to somebody else is told at its field', async () => {
  const desk = await house.as('motcua');
  const { person } = await house.app.run('identity.make-person', { name: 'Trần Văn Đối' }, desk);
  assert.deepEqual(await fieldsOf(house.app.run('identity.verify-person', { person, ...facts, papers: [card] }, desk)), [
    'idNumber',
  ]);
});
