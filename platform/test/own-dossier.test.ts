import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { file, statusOf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let official: Visitor; // of another agency, who has a matter of their own
let desk: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => {
  province = await openProvince();
  [official, desk] = (await Promise.all(['chuyenvien2', 'motcua'].map((account) => province.signIn(account)))) as [
    Visitor,
    Visitor,
  ];
});
after(() => province.close());

const own = async () => (await file(province, official, permit, house, { account: 'chuyenvien2', payAtDesk: true })).id;

test('An official supplements and withdraws a dossier of their own as anybody does', async () => {
  const id = await own();
  await desk.api('one-stop.request-supplement', {
    id,
    items: [{ name: 'Bản vẽ', reason: '' }],
    reason: 'Thiếu bản vẽ',
  });
  await official.api('one-stop.supplement-dossier', { id, components: [] });
  assert.equal(await statusOf(province.app, id), 1);
  await official.api('one-stop.withdraw-dossier', { id });
  assert.equal(await statusOf(province.app, id), 7);
});

test('An official neither supplements nor withdraws what is neither their own nor at their desk', async () => {
  const citizen = await province.signIn('congdan');
  const { id } = await file(province, citizen, permit, house);
  await assert.rejects(official.api('one-stop.withdraw-dossier', { id }), /dossier-not-found/);
  await assert.rejects(official.api('one-stop.supplement-dossier', { id, components: [] }), /dossier-not-found/);
});
