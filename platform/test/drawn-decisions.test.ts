/** What a process decides by drawing alone explains itself to those who see the dossier. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drawBehindFiling } from './drawn.ts';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let filed: { id: string; reference: string };

before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
  desk = await province.signIn('motcua');
  await drawBehindFiling(
    province,
    'settle-with-consultation',
    `<bpmn:businessRuleTask id="rule" name="Ước tính lệ phí" dinh:nameEn="Estimate the fee" dinh:decision="fee-building-permit" dinh:result="estimate"/>`,
    ['rule'],
  );
  filed = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
});
after(() => province.close());

const plain = (text: string): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+|&nbsp;/g, ' ');

test('Which rule fired, with which values, is kept with the dossier and told to officials in both languages', async () => {
  const { decisions } = await desk.api('one-stop.view-dossier', { id: filed.id });
  assert.deepEqual(
    decisions.map((one: any) => [one.decision, one.version, one.element, one.inputs, one.output]),
    [['fee-building-permit', 1, 'rule', { workKind: 'house' }, { amount: 75_000, reason: 'Cấp mới đối với nhà ở riêng lẻ' }]],
  );
  const vi = plain((await desk.get(`/ban-lam-viec/ho-so/${filed.id}`)).text);
  assert.match(vi, /Cách áp dụng bảng quyết định Ước tính lệ phí \(theo fee-building-permit, bản 1 · /);
  assert.match(vi, /75\.000 đ · Cấp mới đối với nhà ở riêng lẻ Loại công trình: Nhà ở riêng lẻ \( ?quy tắc 1/);
  const en = plain((await desk.get(`/ban-lam-viec/ho-so/${filed.id}?lang=en`)).text);
  assert.match(en, /How decision tables were applied Estimate the fee \(by fee-building-permit, version 1/);
  assert.match(en, /New permit for a separate house [^(]* \( ?rule 1/);
});

test('How it was decided is between officials: the applicant sees the dossier without it', async () => {
  const { decisions } = await citizen.api('one-stop.view-dossier', { id: filed.id });
  assert.deepEqual(decisions, []);
  assert.doesNotMatch((await citizen.get(`/ho-so/${filed.reference}`)).text, /Cách áp dụng bảng quyết định/);
});

test('Monitoring tells it with the instance', async () => {
  const officer = await province.signIn('kiemsoat');
  const { instances } = await officer.api('operations.list-instances', {
    from: '2026-11-01',
    to: '2026-11-30',
    process: 'settle-with-consultation',
  });
  const { text } = await officer.get(`/dieu-hanh/luot/${instances[0]!.id}`);
  assert.match(plain(text), /Cách áp dụng bảng quyết định Ước tính lệ phí .* Loại công trình: house \( ?quy tắc 1/);
});
