import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => {
  province = await openProvince();
  await signIn();
});
after(() => province.close());

async function signIn(): Promise<void> {
  [citizen, desk] = (await Promise.all(['congdan', 'motcua'].map((account) => province.signIn(account)))) as [Visitor, Visitor];
}
const filed = async () => (await file(province, citizen, permit, house, { payAtDesk: true })).id;
const numbers = async () =>
  (
    await province.app.db.all<{ number: string }>(
      sql`select template || ' ' || register_number as number from one_stop.paper order by issued_at, template, register_number`,
    )
  ).map((row) => row.number);

test('Papers are numbered by agency, kind and year without a gap, also when several are issued at once and one act fails', async () => {
  const ids = await Promise.all([filed(), filed(), filed(), filed()]);
  await assert.rejects(desk.api('one-stop.accept-dossier', { id: ids[3] }), /fee-not-paid/);
  await Promise.all(ids.slice(0, 3).map((id) => desk.api('one-stop.accept-dossier', { id, feeTaken: true })));
  await desk.api('one-stop.refuse-dossier', { id: ids[3], reason: 'Không thuộc thẩm quyền' });
  assert.deepEqual((await numbers()).toSorted(), ['receipt 01/TNHS', 'receipt 02/TNHS', 'receipt 03/TNHS', 'refusal 01/TCTN']);
});

test('The number stands on the screen, in the ledger and on the paper, and begins anew each year', async () => {
  province.clock.advance(60 * 86_400_000);
  await signIn();
  const id = await filed();
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  assert.equal((await numbers()).at(-1), 'receipt 01/TNHS');
  assert.match((await desk.get(`/ban-lam-viec/ho-so/${id}`)).text, /số 01\/TNHS/);
  const { paper, unit } = await province.app.db.one<{ paper: string; unit: number }>(
    sql`select p.id as paper, d.unit_id as unit from one_stop.paper p join one_stop.dossier d on d.id = p.dossier_id where d.id = ${id}`,
  );
  const facts = await desk.api('one-stop.paper-facts', { id: paper });
  assert.equal(facts.data.number, '01/TNHS');
  const head = await province.signIn('lanhdao');
  const { rows } = await head.api('one-stop.ledger', { unit, from: '2027-01-01', to: '2027-12-31' });
  assert.deepEqual(
    rows.map((row) => row.receipt),
    ['01/TNHS'],
  );
  assert.match((await citizen.get(`/ho-so/${await referenceOf(id)}`)).text, /số 01\/TNHS/);
});

const referenceOf = async (id: string): Promise<string> =>
  (await province.app.db.one<{ reference: string }>(sql`select reference from one_stop.dossier where id = ${id}`)).reference;
