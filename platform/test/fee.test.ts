import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, openTask, statusOf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { Crew, settle } from './settle.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let crew: Crew;
const permit = 'HNM.6739-14';
/** The exchange of a driving licence: its fee is paid with the result. */
const withResult = 'HNM.0808';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => {
  province = await openProvince();
  crew = new Crew(province);
  [citizen, desk] = (await Promise.all([crew.as('congdan'), crew.as('motcua')])) as [Visitor, Visitor];
});
after(() => province.close());

const feeOf = (id: string) =>
  province.app.db.one<{ state: string; acts: string[]; comment: string | null }>(
    sql`select fee_state as state, (select array_agg(act order by number) from one_stop.history h where dossier_id = d.id) as acts,
          (select comment from one_stop.history h where dossier_id = d.id and act = 'fee-waived') as comment
        from one_stop.dossier d where id = ${id}`,
  );

test('A dossier whose fee is to be paid at the desk is accepted once the fee is there, and not before', async () => {
  const { id, feeState } = await file(province, citizen, permit, house, { payAtDesk: true });
  assert.equal(feeState, 'at-desk');
  await assert.rejects(desk.api('one-stop.accept-dossier', { id }), /one-stop\.fee-not-paid/);
  assert.equal(await statusOf(province.app, id), 1);
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  const { state, acts } = await feeOf(id);
  assert.deepEqual([state, acts.includes('fee-taken')], ['paid', true]);
});

test('The dialog of acceptance asks what became of the fee, and takes it in the same act', async () => {
  const { id } = await file(province, citizen, permit, house, { payAtDesk: true });
  const page = await desk.get(`/ban-lam-viec/ho-so/${id}/viec/accept?viec=${(await openTask(province.app, id)).id}`);
  assert.match(page.text, /Phí, lệ phí 75\.000/);
  const refused = await desk.submit(page, {});
  assert.equal(refused.status, 409);
  assert.match(refused.text, /còn phải nộp 75\.000 đ/);
  assert.equal((await desk.submit(refused, { phi: 'da-thu' })).status, 303);
  assert.equal((await feeOf(id)).state, 'paid');
});

test('Whoever is exempt pays nothing: the reason is asked for and kept, and no payment is taken any more', async () => {
  const { id } = await file(province, citizen, permit, house, { payAtDesk: true });
  await assert.rejects(desk.api('one-stop.accept-dossier', { id, feeWaived: '  ' }), /one-stop\.fee-not-paid/);
  await desk.api('one-stop.accept-dossier', { id, feeWaived: 'Hộ nghèo, Luật Phí và lệ phí Điều 10' });
  const { state, comment } = await feeOf(id);
  assert.deepEqual([state, comment], ['waived', 'Hộ nghèo, Luật Phí và lệ phí Điều 10']);
  await assert.rejects(desk.api('one-stop.collect-fee', { id }), /payments\.nothing-to-pay/);
});

test('Where the pack lets a fee be paid with the result, the dossier is accepted, and the result waits for the fee', async () => {
  const filed = await file(province, citizen, withResult, {}, { payAtDesk: true });
  assert.ok(filed.fee > 0);
  const told = await citizen.get(`/ho-so/${filed.reference}/da-nop`);
  assert.match(
    told.text,
    /Khi hồ sơ được tiếp nhận[^]*Bạn nộp phí 135\.000\sđ trước khi nhận kết quả, tại Bộ phận Một cửa hoặc trực tuyến/,
  );
  const desks = await crew.as(await deskOf(filed.id));
  await desks.api('one-stop.accept-dossier', { id: filed.id });
  await assert.rejects(settle(province, crew, filed), /one-stop\.fee-not-paid-yet/);
  await desks.api('one-stop.collect-fee', { id: filed.id });
  await settle(province, crew, filed);
  assert.equal(await statusOf(province.app, filed.id), 10);
});

test('A fee that is paid with the result may be paid online until then, and no more once it is paid', async () => {
  const filed = await file(province, citizen, withResult, {}, { payAtDesk: true });
  const desks = await crew.as(await deskOf(filed.id));
  await desks.api('one-stop.accept-dossier', { id: filed.id });
  const page = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(page.text, /Phí 135\.000\sđ chưa nộp/);
  assert.match(page.text, /Bạn nộp trước khi nhận kết quả: tại Bộ phận Một cửa, hoặc trực tuyến ngay bây giờ/);
  const away = await citizen.submit(page, {}, { form: `/ho-so/${filed.reference}/thanh-toan` });
  assert.match(away.location!, /^\/thanh-toan\/thu-nghiem\//);
  await desks.api('one-stop.collect-fee', { id: filed.id });
  const after = await citizen.get(`/ho-so/${filed.reference}`);
  assert.doesNotMatch(after.text, /chưa nộp/);
  await assert.rejects(citizen.api('one-stop.pay-online', { id: filed.id, provider: 'sandbox' }), /one-stop\.|payments\./);
  // Before acceptance where the fee is due by then.
  const permitFiled = await file(province, citizen, permit, house, { payAtDesk: true });
  const checked = await citizen.get(`/ho-so/${permitFiled.reference}`);
  assert.match(checked.text, /hồ sơ được tiếp nhận khi bạn đã nộp phí/);
});

const deskOf = async (id: string): Promise<string> => {
  const { account } = await province.app.db.one<{ account: string }>(
    sql`select p.account from one_stop.dossier d join identity.v_official o on o.unit_id = d.desk_id and o.role = 'desk'
        join identity.person p on p.id = o.person_id where d.id = ${id} order by p.account limit 1`,
  );
  return account;
};

test('A fee table that says nothing for a case has not made it free: neither counted nor filed, and told in words', async () => {
  const [officer, controller] = (await Promise.all([crew.as('nghiepvu'), crew.as('kiemsoat')])) as [Visitor, Visitor];
  const table = { kind: 'decision', key: 'fee-building-permit' } as const;
  const source = (await officer.get(`/studio/${table.kind}/${table.key}/tep`)).text;
  const text = source.replace('<text>75000</text>', '<text>null</text>');
  assert.notEqual(text, source);
  const { draft } = await officer.api('studio.save-draft', { ...table, text, source: 'ours' });
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  await controller.api('studio.publish-definition', { draft });
  const { versionId } = await citizen.api('procedures.view-procedure', { code: permit });
  await assert.rejects(
    citizen.api('procedures.compute-fee', { versionId, data: { workKind: 'house' } }),
    /procedures\.fee-undecided/,
  );
  const other = await citizen.api('procedures.compute-fee', { versionId, data: { workKind: 'other' } });
  assert.equal(other.amount, 150_000);
  await assert.rejects(file(province, citizen, permit, house), /procedures\.fee-undecided/);
});
