import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Call, jobContext, type Notice, Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';
import { workOf } from '../test-work.ts';
import { recoveryJob } from './operations.ts';

let house: House;
let told: Notice[] = [];
const hour = 3_600_000;
before(async () => {
  house = await openHouse();
  house.app.messenger = { tell: async (_, notice) => void told.push(notice), reaches: () => true };
});
after(() => house.close());
beforeEach(async () => {
  told = [];
  await house.app.db.run(sql`delete from identity.attempt`);
  await house.app.db.run(sql`delete from identity.recovery`);
  await house.app.db.run(sql`delete from identity.recovery_asked`);
  await house.app.db.run(sql`delete from identity.former_address`);
  await house.app.db.run(sql`delete from identity.factor`);
  await house.app.db.run(
    sql`update identity.person set two_steps = false, email = 'hoa@vidu.vn', phone = '0900000001',
          password_hash = (select password_hash from identity.person where account = 'giamdoc') where account = 'congdan'`,
  );
});

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const begin = (account: string) => house.app.run('identity.begin-recovery', { account }, nobody);
const look = () => recoveryJob.run(jobContext(house.app, recoveryJob.name), {});
const ask = async (account: string) => {
  const answer = await begin(account);
  await look();
  return answer;
};
const linkOf = (template: string) =>
  told
    .findLast((one) => one.template === template)
    ?.link?.split('/')
    .at(-1) ?? '';
const finish = (token: string, newPassword = 'ba con vịt qua cầu') =>
  house.app.run('identity.finish-recovery', { token, newPassword }, nobody);
const signIn = (password: string) => house.app.run('identity.sign-in', { account: 'congdan', password }, nobody);
const signedIn = async (password = 'dinh'): Promise<Call> => ({
  ...nobody,
  principal: await house.app.principals.principal((await signIn(password)).token),
});

test('Whether there is such an account nobody learns from asking for it back', async () => {
  const known = await ask('congdan');
  assert.deepEqual(await ask('khong-co-ai'), known);
  await house.app.db.run(sql`update identity.person set email = null, phone = null where account = 'phogiamdoc'`);
  assert.deepEqual(await ask('phogiamdoc'), known, 'one without an address is no exception');
  assert.deepEqual(
    told.map(({ template, to }) => [template, to.email ?? to.phone ?? to.personId]),
    [
      ['recovery-begun', await house.id('congdan')],
      ['recovery-begun', 'hoa@vidu.vn'],
      ['recovery-begun', '0900000001'],
    ],
  );
});

test('Asking for an account back is the same work whether or not there is one: nothing is looked at until it is answered', async () => {
  const work: Record<string, unknown> = {};
  for (const account of ['giamdoc', 'khong-co-ai', 'congdan', 'phogiamdoc'])
    work[account] = await workOf(house.app, () => begin(account));
  const same = work['khong-co-ai'] as string[];
  assert.ok(
    same.some((statement) => statement.includes('identity.recovery_asked')),
    same.join('\n'),
  );
  assert.equal(same.filter((statement) => /identity\.(person|factor)\b/.test(statement)).length, 0);
  for (const [account, done] of Object.entries(work)) assert.deepEqual(done, same, account);
  assert.equal(told.length, 0);
  await look();
  assert.ok(told.length > 0);
});

test('A request that cannot be taken holds up no other', async () => {
  const { messenger } = house.app;
  await begin('congdan');
  house.clock.advance(1000);
  await begin('giamdoc');
  await house.app.db.run(sql`update identity.person set email = 'giam.doc@vidu.vn' where account = 'giamdoc'`);
  house.app.messenger = {
    ...messenger,
    tell: async (ctx, notice) => {
      if (notice.to.email === 'hoa@vidu.vn') throw new Error('no such template');
      await messenger.tell(ctx, notice);
    },
  };
  await look();
  house.app.messenger = messenger;
  assert.deepEqual(
    told.flatMap(({ to }) => to.email ?? []),
    ['giam.doc@vidu.vn'],
  );
  told = [];
  await look();
  assert.ok(told.some(({ to }) => to.email === 'hoa@vidu.vn'));
});

test('It opens after the wait and not before; the link serves once, ends all sessions and tells everybody', async () => {
  const before = await signedIn();
  await ask('congdan');
  house.clock.advance(23 * hour);
  await look();
  assert.equal(linkOf('recovery-open'), '');
  house.clock.advance(hour);
  await look();
  await look(); // a second process, or a second look
  assert.equal(told.filter(({ template }) => template === 'recovery-open').length, 1);
  const token = linkOf('recovery-open');
  await assert.rejects(finish(token, 'matkhau123'), refusal('identity.weak-password'));
  await finish(token);
  await assert.rejects(finish(token), refusal('identity.recovery-over'));
  assert.ok(told.some(({ template }) => template === 'recovery-done'));
  await assert.rejects(signIn('dinh'), refusal('identity.wrong-password'));
  assert.ok((await signIn('ba con vịt qua cầu')).token);
  const { ended } = await house.app.db.one<{ ended: boolean }>(
    sql`select ended_at is not null as ended from identity.session where id = ${before.principal.session!}`,
  );
  assert.equal(ended, true);
});

test('Any address stops it by its link, and so does whoever is signed in', async () => {
  await ask('congdan');
  const stop = linkOf('recovery-begun');
  await house.app.run('identity.cancel-recovery', { token: stop }, nobody);
  await assert.rejects(house.app.run('identity.cancel-recovery', { token: stop }, nobody), refusal('identity.recovery-over'));
  house.clock.advance(25 * hour);
  await look();
  assert.equal(linkOf('recovery-open'), '');

  await ask('congdan');
  const own = await signedIn();
  assert.ok((await house.app.run('identity.view-recovery', {}, own)).recovery);
  await house.app.run('identity.cancel-recovery', {}, own);
  assert.equal((await house.app.run('identity.view-recovery', {}, own)).recovery, null);
  await assert.rejects(house.app.run('identity.cancel-recovery', {}, nobody), refusal('identity.recovery-over'));
});

test('An open link is stopped too, and is worth nothing once its time is over', async () => {
  await ask('congdan');
  house.clock.advance(24 * hour);
  await look();
  const stopped = linkOf('recovery-open');
  await house.app.run('identity.cancel-recovery', { token: linkOf('recovery-begun') }, nobody);
  await assert.rejects(finish(stopped), refusal('identity.recovery-over'));

  await house.app.db.run(sql`delete from identity.attempt`);
  await ask('congdan');
  house.clock.advance(24 * hour);
  await look();
  const old = linkOf('recovery-open');
  house.clock.advance(24 * hour);
  await assert.rejects(finish(old), refusal('identity.recovery-over'));
  await house.app.db.run(sql`delete from identity.attempt`);
  await ask('congdan');
  house.clock.advance(24 * hour);
  await look();
  assert.notEqual(linkOf('recovery-open'), old, 'whoever was late asks again');
});

test('Whoever has changed the address cannot have the link sent there: the old one gets it, and is told', async () => {
  const thief = await signedIn();
  await house.app.run('identity.update-profile', { email: 'ke.gian@vidu.vn', phone: '0999999999' }, thief);
  told = [];
  await ask('congdan');
  assert.deepEqual(told.flatMap(({ to }) => to.email ?? to.phone ?? []).toSorted(), [
    '0900000001',
    '0999999999',
    'hoa@vidu.vn',
    'ke.gian@vidu.vn',
  ]);
  house.clock.advance(24 * hour);
  await look();
  assert.equal(told.at(-1)?.to.email, 'hoa@vidu.vn');
});

test('The second factor is asked for after a recovery as before', async () => {
  const id = await house.id('congdan');
  await house.app.db.run(sql`update identity.person set two_steps = true where id = ${id}`);
  await house.app.db.run(
    sql`insert into identity.factor (id, person_id, kind, name, created_at) values (gen_random_uuid(), ${id}, 'totp', 'Ứng dụng', ${house.clock.now()})`,
  );
  await ask('congdan');
  house.clock.advance(24 * hour);
  await look();
  assert.deepEqual(await finish(linkOf('recovery-open')), { twoSteps: true });
  const opened = await signIn('ba con vịt qua cầu');
  assert.equal(opened.awaits, true);
  assert.equal((await house.app.principals.principal(opened.token)).kind, 'anonymous');
});

test('At a desk lost factors go when the card was seen, with notice; a desk does that to no official', async () => {
  const person = await house.id('congdan');
  const desk = await house.as('motcua');
  const reset = (who: string, more: object = {}) =>
    house.app.run('identity.reset-factors', { person: who, papersSeen: true, reason: 'Mất điện thoại', ...more }, desk);
  await house.app.db.run(sql`update identity.person set two_steps = true where id = ${person}`);
  await house.app.db.run(
    sql`insert into identity.factor (id, person_id, kind, name, created_at) values (gen_random_uuid(), ${person}, 'totp', 'Ứng dụng', ${house.clock.now()})`,
  );
  await assert.rejects(reset(person, { papersSeen: false }), refusal('identity.papers-needed'));
  await assert.rejects(reset(await house.id('giamdoc')), refusal('identity.officials-account'));
  assert.deepEqual(await reset(person), { removed: 1 });
  assert.ok(told.some(({ template }) => template === 'factors-reset'));
  assert.equal((await signIn('dinh')).awaits, false);
  await assert.rejects(
    house.app.run('identity.reset-factors', { person, papersSeen: true, reason: 'thử' }, await house.as('congdan')),
    refusal('kernel.not-allowed'),
  );
});

test('Who left office long ago is helped at a desk again, and who has no number yet is told to have papers checked', async () => {
  const desk = await house.as('motcua');
  const person = await house.id('phogiamdoc');
  const issue = (who: string) => house.app.run('identity.issue-password', { person: who, papersSeen: true }, desk);
  await assert.rejects(issue(person), refusal('identity.officials-account'));
  await house.app.db.run(
    sql`update identity.position set valid_to = '2026-01-01', valid_from = least(valid_from, '2025-01-01') where person_id = ${person}`,
  );
  assert.ok((await issue(person)).password);
  const { person: unnumbered } = await house.app.run(
    'identity.make-person',
    { name: 'Bùi Thị Chưa Số', phone: '0913000999' },
    desk,
  );
  await assert.rejects(issue(unnumbered), refusal('identity.no-account-name'));
});

test('Whoever is in the account reads there that somebody asks for it, without the secret that stops it', async () => {
  const owner = await house.id('congdan');
  await ask('congdan');
  const inside = told.filter(({ to }) => to.personId !== undefined);
  assert.deepEqual(
    inside.map(({ template, to, link, secretUntil }) => [template, to.personId, link, secretUntil]),
    [['recovery-begun', owner, '/tai-khoan/bao-mat', undefined]],
  );
});

test('Asking again and again is slowed down, by account and by address', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) await ask('congdan').catch((error: Refusal) => void waits.push(Number(error.details['seconds'])));
  assert.ok(waits.length > 0 && waits.every((seconds) => seconds <= 60), `${waits}`);
  assert.equal(
    told.filter(({ template }) => template === 'recovery-begun').length,
    3,
    'one notice for each address, and one in the account',
  );
});
