import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, Refusal, sql } from '@dinh/kernel';
import { cleanUp } from '../clean-up.ts';
import { hashPassword } from '../sign-in/password.ts';
import { claimTry, signInCounters } from '../sign-in/throttle.ts';
import { type House, nobody, openHouse } from '../test-house.ts';
import { workOf } from '../test-work.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const from = (address: string) => ({ ...nobody, origin: { ...nobody.origin, address } });
const signIn = (account: string, password: string, address = '127.0.0.1') =>
  house.app.run('identity.sign-in', { account, password }, from(address));

test('Whoever knows account and password is known by the session from then on', async () => {
  const { token, person } = await signIn('CongDan', 'dinh');
  const principal = await house.app.principals.principal(token);
  assert.equal(principal.id, person);
  assert.equal(principal.role, 'citizen');
  assert.deepEqual(
    principal.grants.map((g) => `${g.permission} ${g.scope}`),
    ['test.view own'],
  );
});

test('A session knows its level of assurance and by what it was shown', async () => {
  const assurance = async (account: string) =>
    (await house.app.principals.principal((await signIn(account, 'dinh')).token)).assurance;
  assert.deepEqual(await assurance('giamdoc'), { level: 2, factors: ['pwd'], provedAt: house.clock.now() });
  await house.app.db.run(sql`update identity.person set origin = 'self', verified_level = 0 where account = 'congdan'`);
  assert.equal((await assurance('congdan'))?.level, 1);
});

test('The database holds no secret of a session and no clear password', async () => {
  const { token } = await signIn('congdan', 'dinh');
  const found = await house.app.db.all(sql`select 1 from identity.session s where row_to_json(s)::text like ${`%${token}%`}`);
  assert.equal(found.length, 0);
  const { hash } = await house.app.db.one<{ hash: string }>(
    sql`select password_hash as hash from identity.person where account = 'congdan'`,
  );
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('A password of one’s own does not run out, however long ago it was chosen', async () => {
  const start = house.clock.now();
  await house.app.db.run(sql`delete from identity.attempt`);
  house.clock.advance(5 * 366 * 24 * 3_600_000);
  const opened = await signIn('congdan', 'dinh');
  assert.deepEqual([opened.awaits, opened.changePassword], [false, false]);
  await house.app.db.run(sql`delete from identity.session where created_at > ${start}`);
  house.clock.set(start);
});

test('An unknown account is refused with the same words as a wrong password', async () => {
  await assert.rejects(signIn('congdan', 'sai', '10.0.0.1'), refusal('identity.wrong-password'));
  await assert.rejects(signIn('khong-co-ai', 'sai', '10.0.0.1'), refusal('identity.wrong-password'));
});

test('After some failures an account must wait, longer each time, and never for more than a minute', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 16; i++) {
    try {
      await signIn('giamdoc', 'sai', `10.1.0.${i}`);
    } catch (error) {
      assert.ok(error instanceof Refusal);
      if (error.code === 'identity.wrong-password') continue;
      assert.equal(error.code, 'identity.wait-before-retry');
      const seconds = Number(error.details['seconds']);
      waits.push(seconds);
      house.clock.advance(seconds * 1000);
    }
  }
  assert.ok(waits.length >= 5, `waits: ${waits}`);
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  );
  assert.ok(waits.every((seconds) => seconds <= 60));
  house.clock.advance(61_000);
  assert.ok((await signIn('giamdoc', 'dinh', '10.1.9.9')).token);
});

test('Strangers who guess do not keep the owner out at an address that the owner used before', async () => {
  await signIn('chuyenvien', 'dinh', '192.0.2.7');
  for (let i = 0; i < 12; i++) await signIn('chuyenvien', 'sai', `198.51.100.${i}`).catch(() => {});
  await assert.rejects(signIn('chuyenvien', 'dinh', '198.51.100.99'), refusal('identity.wait-before-retry'));
  assert.ok((await signIn('chuyenvien', 'dinh', '192.0.2.7')).token);
});

test('Of two who sign in at once behind one address neither waits, whichever is counted first', async () => {
  const at = house.clock.now().getTime();
  const counters = (account: string) => signInCounters(account, '198.51.100.77', false);
  await claimTry(house.app.db, new Date(at + 5), counters('later'));
  await claimTry(house.app.db, new Date(at), counters('earlier'));
});

test('Who must wait for their address does not make an account wait for its owner, wherever the owner is', async () => {
  const stranger = '198.51.100.200';
  await house.app.db.run(sql`delete from identity.attempt`);
  for (let i = 0; i < 22; i++) await signIn(`ai-do-${i}`, 'sai', stranger).catch(() => {});
  for (let i = 0; i < 40; i++) await assert.rejects(signIn('chuyenvien', 'sai', stranger), refusal('identity.wait-before-retry'));
  house.clock.advance(61_000);
  await assert.rejects(signIn('chuyenvien', 'sai', stranger), refusal('identity.wrong-password'));
  for (let i = 0; i < 40; i++) await signIn('chuyenvien', 'sai', stranger).catch(() => {});
  assert.ok((await signIn('chuyenvien', 'dinh', '203.0.113.201')).token);
});

test('For an unknown account a password is worked at as long as for a known one', async () => {
  const { app, clock } = house;
  const change = (account: string, to: ReturnType<typeof sql>) =>
    app.db.run(sql`update identity.person set ${to} where account = ${account}`);
  await change('phogiamdoc', sql`password_hash = null`);
  await change('phochutich', sql`password_until = ${clock.now()}`);
  const work: Record<string, string[]> = {};
  const words = new Set<string>();
  for (const account of ['khong-co-ai', 'giamdoc', 'phogiamdoc', 'phochutich'])
    work[account] = await workOf(app, async () => {
      await signIn(account, 'sai', `10.2.0.${words.size}`).catch((error: Refusal) => words.add(error.code));
    });
  await change('phochutich', sql`password_until = null`);
  const same = work['khong-co-ai']!;
  assert.equal(same.filter((one) => /argon2/i.test(one)).length, 1, same.join('\n'));
  // Who is not there, who has no password, and whose has run out: each costs what a wrong one does.
  for (const [account, done] of Object.entries(work)) assert.deepEqual(done, same, account);
  assert.deepEqual([...words], ['identity.wrong-password']);
});

test('A sign-in asks four statements of the database, however well the browser is known', async () => {
  for (const device of [undefined, 'd'.repeat(43)])
    for (const round of ['first', 'again']) {
      const work = await workOf(house.app, () =>
        house.app.run('identity.sign-in', { account: 'quantri', password: 'dinh', ...(device && { device }) }, from('10.2.0.77')),
      );
      const asked = work.filter((one) => !/argon2/i.test(one));
      // Who it may be, with the try counted; session, with tries forgotten and the oldest ended; event; audit entry.
      assert.equal(asked.length, 4, `${round}: ${asked.join('\n')}`);
    }
});

test('Guesses at an account that nobody has are held back like those at one that somebody has', async () => {
  const said = async (account: string): Promise<string[]> => {
    const out: string[] = [];
    for (let i = 0; i < 8; i++) await signIn(account, 'sai', `10.2.1.${i}`).catch((error: Refusal) => out.push(error.message));
    return out;
  };
  const [known, unknown] = [await said('truongphong'), await said('cung-khong-co-ai')];
  assert.deepEqual(known, unknown);
  assert.ok(
    known.some((one) => one.startsWith('identity.wait')),
    known.join(),
  );
});

test('A person has a hundred sessions at most: the oldest makes place', async () => {
  const id = await house.id('congdan');
  const { token: first } = await signIn('congdan', 'dinh');
  house.clock.advance(1000);
  await house.app.db.run(
    sql`insert into identity.session (id, secret, person_id, method, created_at, seen_at, idle_until, ends_at, level, factors)
        select gen_random_uuid(), sha256(n::text::bytea), ${id}, 'password', ${house.clock.now()}, ${house.clock.now()},
               ${new Date(house.clock.now().getTime() + 3_600_000)}, ${new Date(house.clock.now().getTime() + 3_600_000)}, 1, '{pwd}'
        from generate_series(1, 99) n`,
  );
  assert.equal((await house.app.principals.principal(first)).kind, 'person');
  const { token: last } = await signIn('congdan', 'dinh');
  assert.equal((await house.app.principals.principal(first)).kind, 'anonymous');
  assert.equal((await house.app.principals.principal(last)).kind, 'person');
  const { live } = await house.app.db.one<{ live: number }>(
    sql`select count(*)::int as live from identity.session where person_id = ${id} and ended_at is null`,
  );
  assert.equal(live, 100);
});

test('A password is taken exactly as it was typed: capitals, blanks and all of its 200 characters count', async () => {
  const long = ` Đi chợ Ốc ${'ba con vịt '.repeat(30)}`.slice(0, 199);
  const stored = await hashPassword(long);
  await house.app.db.run(sql`update identity.person set password_hash = ${stored} where account = 'congdan'`);
  for (const near of [long.trim(), long.toLowerCase(), long.slice(0, 72), `${long} `, long.slice(0, -1)]) {
    await house.app.db.run(sql`delete from identity.attempt`);
    await assert.rejects(signIn('congdan', near), refusal('identity.wrong-password'), near);
  }
  await house.app.db.run(sql`delete from identity.attempt`);
  assert.ok((await signIn('congdan', long)).token);
  const { hash } = await house.app.db.one<{ hash: string }>(
    sql`select password_hash as hash from identity.person where account = 'giamdoc'`,
  );
  await house.app.db.run(sql`update identity.person set password_hash = ${hash} where account = 'congdan'`);
});

test('Guesses sent all at once are counted before any of them is checked', async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => signIn('phogiamdoc', 'sai', `203.0.113.${i}`).catch((error: Refusal) => error.code)),
  );
  const checked = answers.filter((code) => code === 'identity.wrong-password').length;
  assert.ok(checked <= 6, `${checked} guesses were checked`);
});

test('A failed try is in the audit trail although its transaction is not', async () => {
  const id = await house.id('motcua');
  await assert.rejects(signIn('motcua', 'sai', '10.2.0.1'));
  const rows = await house.app.db.all<{ origin: string }>(
    sql`select origin from audit.entry where operation = 'identity.sign-in' and outcome = 'refused' and subject = ${`person:${id}`}`,
  );
  assert.deepEqual(
    rows.map((row) => row.origin),
    ['10.2.0.1'],
  );
});

test('The answer with the secret is not kept for a repeated request', async () => {
  await house.app.run('identity.sign-in', { account: 'congdan', password: 'dinh' }, { ...nobody, idempotencyKey: 'same-key-1' });
  const kept = await house.app.db.all(sql`select from kernel.idempotency where operation = 'identity.sign-in'`);
  assert.equal(kept.length, 0);
});

test('Demonstration persons are nobody once the program serves the world', async () => {
  const { token } = await signIn('congdan', 'dinh');
  const config = house.app.config as { demonstration: boolean };
  config.demonstration = false;
  try {
    assert.equal((await house.app.principals.principal(token)).kind, 'anonymous');
    await assert.rejects(signIn('congdan', 'dinh'), refusal('identity.wrong-password'));
    const { id } = await house.app.db.one<{ id: string }>(sql`select id from identity.person where account = 'congdan'`);
    await assert.rejects(
      house.app.run('identity.sign-in-demonstration', { person: id }, nobody),
      refusal('identity.demonstration-only'),
    );
  } finally {
    config.demonstration = true;
  }
});

test('One click signs in a demonstration person, from the same machine only', async () => {
  const person = await house.id('congdan');
  assert.ok((await house.app.run('identity.sign-in-demonstration', { person }, nobody)).token);
  await assert.rejects(
    house.app.run('identity.sign-in-demonstration', { person }, from('192.0.2.1')),
    refusal('identity.demonstration-only'),
  );
});

test('What nobody looks back to is forgotten', async () => {
  const { token } = await signIn('congdan', 'dinh');
  const start = house.clock.now();
  house.clock.advance(100 * 24 * 3_600_000);
  await cleanUp.run(jobContext(house.app, cleanUp.name), {});
  house.clock.set(start);
  const { sessions, attempts } = await house.app.db.one<{ sessions: number; attempts: number }>(
    sql`select (select count(*) from identity.session) as sessions, (select count(*) from identity.attempt) as attempts`,
  );
  assert.deepEqual([sessions, attempts], [0, 0]);
  assert.equal((await house.app.principals.principal(token)).kind, 'anonymous');
});
