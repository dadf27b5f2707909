/** S7 with the directory: whoever acts for a child or by power of attorney files under that right and no further. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { attachAll, begin, fillForm, send } from './citizen.ts';
import { file } from './filing.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';

let province: Province;
let desk: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => {
  province = await openProvince();
  desk = await province.signIn('motcua');
});
after(() => province.close());

const problem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const mine = async (visitor: Visitor) =>
  (await visitor.api('one-stop.my-dossiers', {})).rows.map((row: { reference: string }) => row.reference);

test('S7 a parent files for a child the desk has confirmed; both are named everywhere, until the child is of age', async () => {
  const child = { name: 'Nguyễn Bé Na', birthDate: '2008-12-01' };
  await desk.api('identity.record-authority', {
    kind: 'child',
    agent: await province.person('congdan'),
    newSubject: child,
    papers: [{ kind: 'birth-certificate', number: '12/2008' }],
  });
  const parent = await province.signIn('congdan');
  const start = await parent.get(`/nop-ho-so/${permit}`);
  const [, thay] = /value="([0-9a-f-]{36})"[^>]*\/><label[^>]*>Nguyễn Bé Na/.exec(start.text)!;
  const papers = await fillForm(province, parent, await begin(parent, permit, { thay }), permit, {
    ...house,
    capacity: 'child',
    owner: { ...child, relation: 'parent' },
  });
  const check = await attachAll(parent, papers);
  assert.match((await parent.get('/ho-so')).text, /Thay mặt Nguyễn Bé Na/);
  const reference = await send(parent, check, { pay: 'desk' });
  const page = (await parent.get(`/ho-so/${reference}`)).text.replace(/\s+/g, ' ');
  assert.match(page, /Chủ hồ sơ<\/dt> <dd class="summary-value"> Nguyễn Bé Na/);
  const { app } = province;
  const row = await app.db.one<{ id: string; behalf: string; name: string; audit: string; owner: string }>(
    sql`select d.id, h.behalf_of as behalf, h.person_name as name, d.owner_id as owner,
          (select behalf_of from audit.entry where operation = 'one-stop.submit-dossier' and subject = 'dossier:' || d.id) as audit
        from one_stop.dossier d join one_stop.history h on h.dossier_id = d.id and h.act = 'filed' where d.reference = ${reference}`,
  );
  assert.deepEqual(
    [row.name, row.behalf, row.audit === row.owner],
    ['Nguyễn Thị Hoa Sen', 'Nguyễn Bé Na', true],
  );
  assert.deepEqual(await mine(parent), [reference]);
  province.clock.advance(20 * 86_400_000);
  assert.deepEqual(await mine(await province.signIn('congdan')), []);
  province.clock.advance(-20 * 86_400_000);
});

test('S7 by power of attorney only what was given: within its matters, seen by both, and no more once it has ended', async () => {
  const grantor = await province.signIn('congdan');
  const { procedure } = await grantor.api('procedures.view-procedure', { code: permit });
  const { authority } = await grantor.api('identity.grant-authority', {
    name: 'Phạm Quốc Khởi',
    idNumber: '000000000002',
    acts: ['file', 'follow'],
    matters: [procedure.businessType],
  });
  const agent = await province.signIn('doanhnghiep');
  await agent.api('identity.answer-authority', { authority, accept: true });
  await agent.api('identity.act-for', { authority });
  const own = { ...house, capacity: 'attorney', owner: { name: 'Gõ sai tên' } };
  const filed = await file(province, agent, permit, own, { account: 'doanhnghiep' });
  const { dossier } = await grantor.api('one-stop.my-dossier', { reference: filed.reference });
  assert.deepEqual(
    [dossier.ownerName, dossier.capacity ?? dossier.data['capacity']],
    ['Nguyễn Thị Hoa Sen', 'attorney'],
  );
  const seen = await grantor.get(`/ho-so/${filed.reference}`);
  assert.equal(seen.status, 200);
  await assert.rejects(
    agent.api('one-stop.withdraw-dossier', { id: filed.id }),
    problem('one-stop.authority-too-narrow'),
  );
  await assert.rejects(
    file(province, agent, 'HNM.1242', { capacity: 'attorney' }, { account: 'doanhnghiep' }),
    problem('one-stop.authority-too-narrow'),
  );
  await grantor.api('identity.end-authority', { authority, reason: 'Tôi tự làm được' });
  assert.deepEqual(await mine(agent), []);
  await assert.rejects(
    agent.api('one-stop.my-dossier', { reference: filed.reference }),
    problem('one-stop.dossier-not-found'),
  );
  await grantor.api('one-stop.withdraw-dossier', { id: filed.id });
});

test('S7 a capacity that contradicts the authority is refused beside its question', async () => {
  const agent = await province.signIn('doanhnghiep');
  const { businesses } = await agent.api('identity.list-my-businesses', {});
  await agent.api('identity.act-for', { authority: businesses[0]!.authority });
  await assert.rejects(
    file(province, agent, permit, { ...house, capacity: 'self' }, { account: 'doanhnghiep' }),
    (error) =>
      error instanceof Problem &&
      error.problem.errors?.[0]?.path === 'data.capacity' &&
      /Sông Châu/.test(error.problem.errors[0].message),
  );
});

test('A representative whose tie has ended no longer reaches what they filed for the business', async () => {
  const agent = await province.signIn('doanhnghiep');
  const { businesses } = await agent.api('identity.list-my-businesses', {});
  const { authority } = businesses[0]!;
  await agent.api('identity.act-for', { authority });
  const filed = await file(
    province,
    agent,
    permit,
    { ...house, capacity: 'business' },
    { account: 'doanhnghiep' },
  );
  assert.ok((await mine(agent)).includes(filed.reference));
  await desk.api('identity.end-representative', { representative: authority, reason: 'Thôi việc' });
  assert.equal((await mine(agent)).includes(filed.reference), false);
});
