/** Permissions narrowed to fields, classes of data and one's own step, as the roles of the pack have them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Principals } from '@dinh/identity';
import { jobContext, sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
/** A criminal record, whose data are sensitive, and another dossier of the same section. */
let sensitive: string;
const holder = 'stp.chuyenvien12';
const officer = 'stp.chuyenvien11';

before(async () => {
  province = await openProvince();
  const citizen = await province.signIn('congdan');
  ({ id: sensitive } = await file(province, citizen, 'HNM.1242'));
});
after(() => province.close());

const sees = async (account: string, id = sensitive): Promise<boolean> => {
  const who = await province.signIn(account);
  const page = (await who.rawApi('one-stop.view-dossier', { id })).status === 200;
  const { rows } = await who.api('one-stop.list-dossiers', { queue: 'all', limit: 200 });
  const listed = (rows as { id: string }[]).some((row) => row.id === id);
  assert.equal(listed, page, `${account}: the list and the page of a dossier disagree`);
  return page;
};

const exported = async (account: string): Promise<string[]> => {
  const principal = await (province.app.principals as Principals).ofPerson(await province.person(account));
  const { rows } = await province.app.run(
    'one-stop.export-dossiers',
    { queue: 'all' },
    { principal, lang: 'vi', origin: { channel: 'web', address: '127.0.0.1', agent: 'test', trace: 'test' } },
  );
  return rows.map(({ id }) => id);
};

test('A dossier takes the class of data of its procedure when it is filed', async () => {
  const { data_class } = await province.app.db.one<{ data_class: string }>(
    sql`select data_class from one_stop.v_dossier where id = ${sensitive}`,
  );
  assert.equal(data_class, 'sensitive');
});

test('Sensitive data of their unit are seen by who has the step, by who may by field and class, and by no other specialist', async () => {
  await (await province.signIn('stp.motcua1')).api('one-stop.accept-dossier', { id: sensitive, feeTaken: true });
  assert.equal(await sees('stp.truongphong1'), true);
  assert.equal(await sees(holder), false); // it waits for the head of section, not for them
  assert.equal(await sees(officer), true);
  const assign = await openTask(province.app, sensitive, 'assign');
  await (
    await province.signIn('stp.truongphong1')
  ).api('one-stop.complete-step', {
    taskId: assign.id,
    outcome: 'assign',
    specialist: await province.person(officer),
  });
  assert.equal(await sees(holder), false);
  await (
    await province.signIn('stp.truongphong1')
  ).api('one-stop.reassign-tasks', {
    taskIds: [(await openTask(province.app, sensitive)).id],
    to: await province.person(holder),
    reason: 'Chia lại việc',
  });
  assert.equal(await sees(holder), true);
  // Their export and their counts are narrowed, too.
  assert.deepEqual(await exported(holder), []);
  assert.deepEqual(await exported('stp.truongphong1'), [sensitive]);
  assert.deepEqual(await exported(officer), [sensitive]);
  const inUnit = async (account: string) => (await (await province.signIn(account)).api('one-stop.count-queues', {})).unit;
  assert.equal(await inUnit('stp.truongphong1'), 1);
  assert.equal(await inUnit(officer), 1);
});

test('A dossier of which nobody knows the class is out of reach of narrowed permissions, until the class is found', async () => {
  const { app } = province;
  await app.db.run(sql`update one_stop.dossier set data_class = null where id = ${sensitive}`);
  assert.equal(await sees(officer), false);
  assert.equal(await sees('stp.truongphong1'), true);
  const job = app.jobs.find(({ name }) => name === 'one-stop.keep-data-class')!;
  await job.run(jobContext(app, job.name), {});
  assert.equal(await sees(officer), true);
});

test('A vice-chair sees the dossiers of the departments in their charge, the post those that were handed to it, and nobody of them others', async () => {
  const citizen = await province.signIn('congdan2');
  const { id: permit } = await file(
    province,
    citizen,
    'HNM.6739-14',
    { workKind: 'house', permitKind: 'new' },
    { account: 'congdan2' },
  );
  const { id: record } = await file(province, citizen, 'HNM.1242', {}, { account: 'congdan2' });
  const seen = async (account: string) => [await sees(account, permit), await sees(account, record)];
  assert.deepEqual(await seen('ubnd.phochutich1'), [true, false]); // construction
  assert.deepEqual(await seen('ubnd.phochutich2'), [false, true]); // justice
  assert.deepEqual(await seen('stp.buuchinh'), [false, true]);
  // The post takes in what was handed to it, as the desk does.
  const post = await province.signIn('stp.buuchinh');
  assert.equal((await post.rawApi('one-stop.accept-dossier', { id: record, feeTaken: true })).status, 200);
  assert.notEqual((await post.rawApi('one-stop.accept-dossier', { id: permit, feeTaken: true })).status, 200);
});
