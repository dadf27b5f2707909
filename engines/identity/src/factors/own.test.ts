import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { jobContext, type Notice, type OperationTypes, Refusal, sql } from '@dinh/kernel';
import { recoveryJob } from '../recovery/operations.ts';
import { type House, nobody, openHouse } from '../test-house.ts';
import { addTotp, codeIn, codeNow, Person, refusal, signInAt } from '../test-person.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
let house: House;
let told: Notice[] = [];
before(async () => {
  house = await openHouse();
  house.app.messenger = { tell: async (_, notice) => void told.push(notice), reaches: () => true };
});
beforeEach(async () => {
  told = [];
  for (const table of ['attempt', 'recovery', 'recovery_asked', 'former_address', 'recovery_code'])
    await house.app.db.run(sql`delete from identity.${sql.id(table)}`);
  await house.app.db.run(sql`update identity.factor set ended_at = created_at, key = null`);
  await house.app.db.run(
    sql`update identity.person set two_steps = false, email = null, phone = '0900000001',
          password_hash = (select password_hash from identity.person where account = 'giamdoc') where account = 'congdan'`,
  );
  house.clock.advance(2 * minute);
});
after(() => house.close());

/** Everything by which an account is entered, its owner reached, or the account closed. */
const changes: readonly (readonly [keyof OperationTypes, object])[] = [
  ['identity.begin-factor', { kind: 'totp' }],
  ['identity.set-two-steps', { on: true }],
  ['identity.make-recovery-codes', {}],
  ['identity.update-profile', { email: 'ke.gian@vidu.vn' }],
  ['identity.update-profile', { phone: null }],
  ['identity.close-account', {}],
];

/** A proof of the second factor is asked for. */
const secondNeeded = (error: unknown) =>
  error instanceof Refusal && error.code === 'kernel.assurance-needed' && error.details['second'] === 1;

async function nothingChanges(who: Person, why: string): Promise<void> {
  const { factors } = await who.run('identity.list-factors', {});
  const all = [...changes, ...factors.map(({ id }) => ['identity.remove-factor', { factor: id }] as const)];
  for (const [name, input] of all) await assert.rejects(who.run(name, input as never), secondNeeded, `${name}: ${why}`);
}

async function addAddress(who: Person, kind: 'email' | 'phone', address: string): Promise<void> {
  const begun = await who.run('identity.begin-factor', { kind, [kind]: address });
  await who.run('identity.add-factor', { kind, proof: begun.proof, code: codeIn(told) });
}

async function showCode(who: Person, kind: 'email' | 'phone'): Promise<void> {
  const { proof } = await who.run('identity.ask-factor', { kind });
  await who.run('identity.show-factor', { kind, proof, code: codeIn(told) });
}

test('Whose only second factor is a code by e-mail shows that code before anything changes, whoever has seen their papers', async () => {
  for (const origin of ['pack', 'self']) {
    await house.app.db.run(sql`update identity.person set origin = ${origin} where account = 'congdan'`);
    await addAddress(await Person.by(house, 'congdan'), 'email', `hoa.${origin}@vidu.vn`);
    const who = await Person.by(house, 'congdan');
    await nothingChanges(who, 'the password alone, however fresh');
    await who.run('identity.show-factor', { kind: 'password', password: 'dinh' });
    await nothingChanges(who, 'the password twice');
    await showCode(who, 'email');
    await who.run('identity.begin-factor', { kind: 'totp' });
    await house.app.db.run(sql`update identity.factor set ended_at = created_at`);
    house.clock.advance(2 * minute);
  }
  await house.app.db.run(sql`update identity.person set origin = 'pack' where account = 'congdan'`);
});

test('A second factor that was shown long ago is shown again; a fresh password does not refresh it', async () => {
  const seed = await addTotp(house, await Person.by(house, 'congdan'));
  const { token } = await signInAt(house, 'congdan');
  const opened = await house.app.run('identity.show-factor', { token, kind: 'totp', code: codeNow(house, seed) }, nobody);
  const who = await Person.with(house, opened.token);
  await who.run('identity.set-two-steps', { on: true });
  house.clock.advance(16 * minute);
  await who.run('identity.show-factor', { kind: 'password', password: 'dinh' });
  assert.equal(who.assurance?.level, 3);
  await nothingChanges(who, 'the authenticator was shown when the session began');
  await who.run('identity.show-factor', { kind: 'totp', code: codeNow(house, seed) });
  await who.run('identity.set-two-steps', { on: true });
});

test('Where something better is there a code by e-mail does not take it away; a recovery code does', async () => {
  const owner = await Person.by(house, 'congdan');
  await addAddress(owner, 'email', 'hoa.sen@vidu.vn');
  await addTotp(house, owner);
  const { codes } = await owner.run('identity.make-recovery-codes', {});
  await house.app.db.run(sql`update identity.person set two_steps = false where account = 'congdan'`);
  const who = await Person.by(house, 'congdan');
  const { ways } = await who.run('identity.list-ways', { second: true });
  assert.deepEqual(
    ways.map(({ kind }) => kind),
    ['totp', 'recovery'],
    'the page offers what is enough, and nothing else',
  );
  await showCode(who, 'email');
  await nothingChanges(who, 'a mailbox is opened from anywhere');
  await who.run('identity.show-factor', { kind: 'recovery', code: codes[0]! });
  await who.run('identity.set-two-steps', { on: true });
});

test('A factor of the same kind that is not there any more does not count', async () => {
  const owner = await Person.by(house, 'congdan');
  await addAddress(owner, 'phone', '0912000111');
  await addAddress(owner, 'phone', '0912000222');
  const { factors } = await owner.run('identity.list-factors', {});
  const first = factors[0]!.id;
  const who = await Person.by(house, 'congdan');
  const { proof } = await who.run('identity.ask-factor', { kind: 'phone', factor: first });
  await who.run('identity.show-factor', { kind: 'phone', proof, code: codeIn(told) });
  await who.run('identity.remove-factor', { factor: first });
  await nothingChanges(who, 'what was shown is removed');
});

test('A link to a mailbox and a code to the same mailbox are one proof: recovery is no way around the second factor', async () => {
  await addAddress(await Person.by(house, 'congdan'), 'email', 'hoa.sen@vidu.vn');
  house.clock.advance(8 * day);
  await house.app.run('identity.begin-recovery', { account: 'congdan' }, nobody);
  const work = () => recoveryJob.run(jobContext(house.app, recoveryJob.name), {});
  await work();
  house.clock.advance(day + minute);
  await work();
  const link = told.findLast(({ template }) => template === 'recovery-open')!.link!;
  const newPassword = 'hoa-sen-no-giua-dong-2026';
  await house.app.run('identity.finish-recovery', { token: link.split('/').at(-1)!, newPassword }, nobody);
  const who = await Person.by(house, 'congdan', { password: newPassword });
  await showCode(who, 'email');
  await nothingChanges(who, 'the mailbox alone has opened all of it');
  const { ways, from } = await who.run('identity.list-ways', { second: true });
  assert.deepEqual([ways, from], [[], new Date(house.clock.now().getTime() + 7 * day)]);
  house.clock.advance(7 * day + minute);
  const later = await Person.by(house, 'congdan', { password: newPassword });
  await nothingChanges(later, 'still to be shown');
  await showCode(later, 'email');
  await later.run('identity.begin-factor', { kind: 'totp' });
});

test('Whoever lost every address has them taken off at a desk with their card, and begins anew by the password', async () => {
  await addAddress(await Person.by(house, 'congdan'), 'phone', '0912000333');
  const desk = await house.as('motcua');
  const input = { person: await house.id('congdan'), papersSeen: true, reason: 'Mất điện thoại' };
  assert.deepEqual(await house.app.run('identity.reset-factors', input, desk), { removed: 0 });
  await nothingChanges(await Person.by(house, 'congdan'), 'addresses stay unless the desk says that they are lost');
  assert.deepEqual(await house.app.run('identity.reset-factors', { ...input, addresses: true }, desk), { removed: 1 });
  const who = await Person.by(house, 'congdan');
  await who.run('identity.begin-factor', { kind: 'totp' });
  await assert.rejects(
    house.app.run('identity.reset-factors', { ...input, papersSeen: false, addresses: true }, desk),
    refusal('identity.papers-needed'),
  );
});
