import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Notice, type OperationTypes, Refusal, sql } from '@dinh/kernel';
import { secretHash } from '../sign-in/session.ts';
import { derivePassword } from '../sign-in/password.ts';
import { type House, nobody, openHouse } from '../test-house.ts';
import { addTotp as addTotpAt, codeIn, codeNow as codeOf, Person, refusal, signInAt } from '../test-person.ts';

let house: House;
/** What would have gone out. */
let told: Notice[] = [];
before(async () => {
  house = await openHouse();
  house.app.messenger = { tell: async (_, notice) => void told.push(notice), reaches: () => true };
});
beforeEach(async () => {
  told = [];
  await house.app.db.run(sql`delete from identity.attempt`);
  await house.app.db.run(sql`update identity.factor set ended_at = created_at, key = null`);
  await house.app.db.run(
    sql`update identity.person set two_steps = false, demonstration = coalesce(demonstration, '{}'),
          password_hash = coalesce(password_hash, (select password_hash from identity.person where account = 'congdan'))`,
  );
  house.clock.advance(120_000); // waits of the test before are over, and its codes too old
});
after(() => house.close());

const signIn = (account: string, more: object = {}) => signInAt(house, account, more);
const person = async (account: string) => Person.by(house, account);
const codeNow = (seed: Buffer) => codeOf(house, seed);
const sentCode = () => codeIn(told);
const addTotp = (who: Person) => addTotpAt(house, who);
async function addPhone(who: Person, phone: string): Promise<void> {
  const begun = await who.run('identity.begin-factor', { kind: 'phone', phone });
  await who.run('identity.add-factor', { kind: 'phone', proof: begun.proof, code: sentCode() });
}
test('With an authenticator the password opens nothing until the second step is shown', async () => {
  const seed = await addTotp(await person('giamdoc'));
  const opened = await signIn('giamdoc');
  assert.equal(opened.awaits, true);
  assert.deepEqual(opened.ways, [{ kind: 'totp' }]);
  assert.equal((await house.app.principals.principal(opened.token)).kind, 'anonymous');
  const { token } = await house.app.run(
    'identity.show-factor',
    { token: opened.token, kind: 'totp', code: codeNow(seed) },
    nobody,
  );
  assert.equal((await house.app.principals.principal(opened.token)).kind, 'anonymous', 'the secret is a new one');
  assert.deepEqual((await Person.with(house, token)).assurance, {
    level: 3,
    factors: ['pwd', 'otp'],
    provedAt: house.clock.now(),
  });
});

test('A code of an authenticator is taken once, also when it is shown twice at the same time', async () => {
  const seed = await addTotp(await person('giamdoc'));
  const code = codeNow(seed);
  const [first, second] = await Promise.all([signIn('giamdoc'), signIn('giamdoc')]);
  const show = (token: string) => house.app.run('identity.show-factor', { token, kind: 'totp', code }, nobody);
  const answers = await Promise.allSettled([show(first.token), show(second.token)]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

test('The seed of an authenticator is not in the database as it is', async () => {
  const seed = await addTotp(await person('giamdoc'));
  const rows = await house.app.db.all<{ text: string }>(
    sql`select row_to_json(f)::text as text from identity.factor f union all select row_to_json(p)::text from identity.proof p`,
  );
  assert.ok(rows.every(({ text }) => !text.includes(seed.toString('hex'))));
});

test('Guessing codes is counted by person: the wait grows, and ends', async () => {
  const seed = await addTotp(await person('giamdoc'));
  const waits: number[] = [];
  const { token } = await signIn('giamdoc');
  for (let i = 0; i < 12; i++) {
    try {
      await house.app.run('identity.show-factor', { token, kind: 'totp', code: '000000' }, nobody);
    } catch (error) {
      assert.ok(error instanceof Refusal);
      if (error.code === 'identity.wrong-code') continue;
      assert.equal(error.code, 'identity.wait-before-retry');
      waits.push(Number(error.details['seconds']));
      house.clock.advance(waits.at(-1)! * 1000);
    }
  }
  assert.ok(waits.length >= 4 && waits.every((seconds, i) => seconds >= (waits[i - 1] ?? 0) && seconds <= 60), `${waits}`);
  house.clock.advance(61_000);
  await house.app.run('identity.show-factor', { token, kind: 'totp', code: codeNow(seed) }, nobody);
});

test('A code that was sent is good for ten minutes, five tries, one use, and its own session', async () => {
  const who = await person('giamdoc');
  await addPhone(who, '0912345678');
  await who.run('identity.set-two-steps', { on: true });
  const ask = async () => {
    const { token } = await signIn('giamdoc');
    const { proof, to, code } = await house.app.run('identity.ask-factor', { token, kind: 'phone' }, nobody);
    assert.equal(to, '•••••••678');
    assert.equal(code, undefined, 'nobody is told the code but the telephone');
    return { token, proof, code: sentCode() };
  };
  const show = (asked: { token: string; proof: string; code: string }) =>
    house.app.run('identity.show-factor', { ...asked, kind: 'phone' }, nobody);
  const wait = () => house.clock.advance(61_000);

  const good = await ask();
  assert.equal(told.at(-1)!.to.phone, '0912345678');
  assert.equal(told.at(-1)!.to.personId, undefined, 'no copy of it lies in the inbox');
  assert.ok(told.at(-1)!.secretUntil);
  const stolen = await ask();
  await assert.rejects(show({ ...stolen, proof: good.proof, code: good.code }), refusal('identity.wrong-code'));
  await show(good);
  wait();
  const again = await ask();
  await assert.rejects(show({ ...again, proof: good.proof, code: good.code }), refusal('identity.wrong-code'));

  wait();
  const old = await ask();
  house.clock.advance(600_000);
  await assert.rejects(show(old));

  wait();
  const guessed = await ask();
  for (let i = 0; i < 5; i++) {
    await assert.rejects(show({ ...guessed, code: guessed.code === '111111' ? '222222' : '111111' }));
    wait();
  }
  await assert.rejects(show(guessed), refusal('identity.wrong-code'));
});

/** Recovery codes are kept as argon2id by the parameters of passwords, with a salt (OWASP ASVS 5, 6.5.2). */
async function areHashed(codes: readonly string[]): Promise<void> {
  const kept = await house.app.db.all<{ hash: Buffer; salt: Buffer }>(
    sql`select hash, salt from identity.recovery_code where used_at is null`,
  );
  assert.equal(kept.length, codes.length);
  assert.ok(kept.every(({ salt }) => salt.length >= 16));
  const plain = codes[0]!.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const hash = await derivePassword(plain, kept[0]!.salt);
  assert.ok(kept.some((one) => one.hash.equals(hash)));
}

test('A sheet of recovery codes opens the second step, each code once, and a new sheet ends the old', async () => {
  const who = await person('giamdoc');
  await assert.rejects(who.run('identity.make-recovery-codes', {}), refusal('identity.second-factor-needed'));
  await addTotp(who);
  const { codes: old } = await who.run('identity.make-recovery-codes', {});
  const { codes } = await who.run('identity.make-recovery-codes', {});
  assert.equal(new Set(codes).size, 10);
  await areHashed(codes);
  const show = async (code: string) =>
    house.app.run('identity.show-factor', { token: (await signIn('giamdoc')).token, kind: 'recovery', code }, nobody);
  await assert.rejects(show(old[0]!), refusal('identity.wrong-code'));
  const opened = await show(codes[0]!.toLowerCase().replace('-', ' '));
  assert.equal((await Person.with(house, opened.token)).assurance?.level, 3);
  assert.ok(told.some((notice) => notice.template === 'recovery-code-used'));
  await assert.rejects(show(codes[0]!), refusal('identity.wrong-code'));
  const { recoveryCodes } = await (await Person.with(house, opened.token)).run('identity.list-factors', {});
  assert.equal(recoveryCodes.left, 9);
});

test('A stolen session cannot change how the account is entered: a fresh proof of all factors is asked for', async () => {
  const who = await person('giamdoc');
  house.clock.advance(16 * 60_000);
  const changes: [keyof OperationTypes, object][] = [
    ['identity.begin-factor', { kind: 'totp' }],
    ['identity.set-two-steps', { on: false }],
    ['identity.make-recovery-codes', {}],
    ['identity.remove-factor', { factor: await house.id('giamdoc') }],
  ];
  for (const [name, input] of changes)
    await assert.rejects(who.run(name, input as never), refusal('kernel.assurance-needed'), name);
  await who.run('identity.show-factor', { kind: 'password', password: 'dinh' });
  await addTotp(who);
  // With a second factor there, the password alone is not enough, however fresh.
  const [id] = await house.app.db.all<{ id: string }>(
    sql`select f.id from identity.factor f join identity.person p on p.id = f.person_id where p.account = 'giamdoc' and f.ended_at is null`,
  );
  await house.app.db.run(sql`update identity.person set two_steps = false where account = 'giamdoc'`);
  const plain = await person('giamdoc');
  assert.equal(plain.assurance?.level, 2);
  await assert.rejects(
    plain.run('identity.remove-factor', { factor: id!.id }),
    (error) => error instanceof Refusal && error.code === 'kernel.assurance-needed' && error.details['level'] === 3,
  );
});

test('Nor where one is reached, nor where one is signed in: whoever holds a stolen session does not get rid of the owner', async () => {
  const who = await person('congdan');
  const other = await person('congdan');
  const { sessions } = await who.run('identity.list-sessions', {});
  house.clock.advance(16 * 60_000);
  const needed = refusal('kernel.assurance-needed');
  await assert.rejects(who.run('identity.update-profile', { email: 'ke.gian@vidu.vn' }), needed);
  await assert.rejects(who.run('identity.update-profile', { phone: null }), needed);
  await assert.rejects(who.run('identity.sign-out-everywhere', {}), needed);
  await assert.rejects(who.run('identity.end-session', { session: sessions.find(({ current }) => !current)!.id }), needed);
  // What is as it was, and what is no way to reach somebody, asks for nothing.
  const { phone } = await who.run('identity.view-profile', {});
  await who.run('identity.update-profile', { phone, locale: 'vi' });
  await other.run('identity.show-factor', { kind: 'password', password: 'dinh' });
  await other.run('identity.sign-out-everywhere', {});
  const { sessions: left } = await other.run('identity.list-sessions', {});
  assert.deepEqual(
    left.map(({ current }) => current),
    [true],
    'all others have ended',
  );
});

test('Nobody removes the last way into an account, nor the factor of another', async () => {
  const who = await person('giamdoc');
  await addTotp(who);
  const { factors } = await who.run('identity.list-factors', {});
  const factor = factors[0]!.id;
  const other = await person('chuyenvien');
  await assert.rejects(other.run('identity.remove-factor', { factor }), refusal('identity.factor-not-found'));
  await assert.rejects(other.run('identity.rename-factor', { factor, name: 'của tôi' }), refusal('identity.factor-not-found'));
  await house.app.db.run(sql`update identity.person set password_hash = null where account = 'giamdoc'`);
  await assert.rejects(who.run('identity.remove-factor', { factor }), refusal('identity.last-way-in'));
  await house.app.db.run(
    sql`update identity.person set password_hash = (select password_hash from identity.person where account = 'chuyenvien') where account = 'giamdoc'`,
  );
  await who.run('identity.remove-factor', { factor });
  assert.deepEqual(
    told.map(({ template }) => template),
    ['factor-added', 'factor-removed'],
  );
  assert.equal((await signIn('giamdoc')).awaits, false, 'without a second factor none is asked for');
});

test('A browser that is trusted is not asked for the second step for thirty days, and reaches AS-2 at most', async () => {
  const seed = await addTotp(await person('giamdoc'));
  const device = 'd'.repeat(43);
  const opened = await signIn('giamdoc', { device });
  await house.app.run('identity.show-factor', { token: opened.token, kind: 'totp', code: codeNow(seed), trust: true }, nobody);
  const again = await signIn('giamdoc', { device });
  assert.equal(again.awaits, false);
  const who = await Person.with(house, again.token);
  assert.deepEqual([who.assurance?.level, who.assurance?.factors], [2, ['pwd', 'trusted']]);
  assert.equal((await signIn('giamdoc', { device: 'e'.repeat(43) })).awaits, true, 'another browser is asked');
  const { devices } = await who.run('identity.list-factors', {});
  assert.equal(devices.length, 1);
  await assert.rejects(
    (await person('chuyenvien')).run('identity.untrust-device', { device: devices[0]!.id }),
    refusal('identity.factor-not-found'),
  );
  await who.run('identity.untrust-device', { device: devices[0]!.id });
  assert.equal((await signIn('giamdoc', { device })).awaits, true);

  house.clock.advance(30_000);
  const third = await signIn('giamdoc', { device });
  await house.app.run('identity.show-factor', { token: third.token, kind: 'totp', code: codeNow(seed), trust: true }, nobody);
  house.clock.advance(31 * 24 * 3_600_000);
  assert.equal((await signIn('giamdoc', { device })).awaits, true, 'after a month it is asked again');
});

test('A trusted browser does not stand for the second factor where factors change, whatever is known of the person', async () => {
  await house.app.db.run(sql`update identity.person set origin = 'self', verified_level = 0 where account = 'congdan'`);
  const seed = await addTotp(await person('congdan'));
  const device = 'f'.repeat(43);
  const { token } = await signIn('congdan', { device });
  await house.app.run('identity.show-factor', { token, kind: 'totp', code: codeNow(seed), trust: true }, nobody);
  house.clock.advance(30_000);
  const who = await Person.with(house, (await signIn('congdan', { device })).token);
  assert.deepEqual(who.assurance?.factors, ['pwd', 'trusted']);
  const { factors } = await who.run('identity.list-factors', {});
  const remove = () => who.run('identity.remove-factor', { factor: factors[0]!.id });
  await assert.rejects(remove(), refusal('kernel.assurance-needed'));
  await who.run('identity.show-factor', { kind: 'password', password: 'dinh' });
  await assert.rejects(remove(), refusal('kernel.assurance-needed'), 'the password alone, however fresh');
  await who.run('identity.show-factor', { kind: 'totp', code: codeNow(seed) });
  await remove();
  await house.app.db.run(sql`update identity.person set origin = 'pack' where account = 'congdan'`);
});

test('A factor that is removed ends the other sessions in which it was shown, and no others', async () => {
  await house.app.db.run(sql`update identity.session set ended_at = created_at where ended_at is null`);
  const who = await person('giamdoc');
  const seed = await addTotp(who);
  const { token: lost } = await signIn('giamdoc');
  const opened = await house.app.run('identity.show-factor', { token: lost, kind: 'totp', code: codeNow(seed) }, nobody);
  await house.app.db.run(sql`update identity.person set two_steps = false where account = 'giamdoc'`);
  const [plain, key, trusted] = [await signIn('giamdoc'), await signIn('giamdoc'), await signIn('giamdoc')];
  const shown = (token: string, factors: string[]) =>
    house.app.db.run(sql`update identity.session set factors = ${factors}::text[] where secret = ${secretHash(token)}`);
  await shown(key.token, ['hwk', 'user']);
  await shown(trusted.token, ['pwd', 'trusted']);
  const { id: passkey } = await house.app.db.one<{ id: string }>(
    sql`insert into identity.factor (id, person_id, kind, name, key, data, created_at)
        select gen_random_uuid(), id, 'passkey', 'Điện thoại', 'khoa-mat', '{}', ${house.clock.now()} from identity.person where account = 'giamdoc' returning id`,
  );
  const lives = async () =>
    Promise.all(
      [opened, plain, key, trusted].map(async ({ token }) => (await house.app.principals.principal(token)).kind === 'person'),
    );
  assert.deepEqual(await lives(), [true, true, true, true]);
  const { factors } = await who.run('identity.list-factors', {});
  const totp = factors.find(({ kind }) => kind === 'totp')!.id;
  assert.deepEqual(await who.run('identity.remove-factor', { factor: passkey }), { ended: 2 });
  assert.deepEqual(await lives(), [true, true, false, false]);
  assert.deepEqual(await who.run('identity.remove-factor', { factor: totp }), { ended: 1 });
  assert.deepEqual(await lives(), [false, true, false, false]);
});

test('The old address hears that it was replaced, and the new one is the contact', async () => {
  const who = await person('congdan');
  await addPhone(who, '0987654321');
  const changed = told.find((notice) => notice.template === 'address-changed');
  assert.equal(changed?.to.phone, '0900000001');
  const profile = await who.run('identity.view-profile', {});
  assert.equal(profile.phone, '0987654321');
  await who.run('identity.update-profile', { email: 'moi@vidu.vn' });
  assert.equal(told.filter(({ template }) => template === 'address-changed').length, 1, 'nothing was there before');
  await who.run('identity.update-profile', { email: null });
  assert.deepEqual([told.at(-1)?.template, told.at(-1)?.to.email], ['address-changed', 'moi@vidu.vn']);
});

test('Where nothing can be sent a way says so, and the others stay open', async () => {
  const who = await person('giamdoc');
  await addPhone(who, '0912345678');
  const seed = await addTotp(who);
  const { messenger } = house.app;
  house.app.messenger = { ...messenger, reaches: () => false };
  const config = house.app.config as { demonstration: boolean };
  try {
    const { token } = await signIn('giamdoc');
    const shown = await house.app.run('identity.ask-factor', { token, kind: 'phone' }, nobody);
    assert.match(shown.code ?? '', /^\d{6}$/, 'a demonstration shows it on the screen');
    await house.app.db.run(sql`update identity.person set demonstration = null where account = 'giamdoc'`);
    config.demonstration = false;
    await assert.rejects(
      house.app.run('identity.ask-factor', { token, kind: 'phone' }, nobody),
      refusal('identity.channel-down'),
    );
    await house.app.run('identity.show-factor', { token, kind: 'totp', code: codeNow(seed) }, nobody);
  } finally {
    config.demonstration = true;
    house.app.messenger = messenger;
  }
});
