/** `duties:` and `everything:` of a pack: two factors before a place gives anything (OWASP ASVS 5, 6.3.3). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demand, localDate, type Principal, publishDefinition, Refusal, sql } from '@dinh/kernel';
import { assuranceKey, noRules } from '../pack/assurance.ts';
import { secretHash } from '../sign-in/session.ts';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => {
  house = await openHouse();
  const { app, clock } = house;
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'assurance',
      key: assuranceKey,
      body: {
        ...noRules,
        duties: { factors: 2 as const },
        everything: [{ kind: 'business' as const, level: 3 }],
      },
      source: 'ours',
      origin: 'pack',
      effectiveFrom: localDate(clock.now()),
    }),
  );
  app.definitions.forget();
});
after(() => house.close());

const signedIn = async (account: string) => {
  const { token, person } = await house.app.run('identity.sign-in', { account, password: 'dinh' }, nobody);
  return { token, person, who: () => house.app.principals.principal(token) };
};
const needs = (level: number, factors?: number) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.code, 'kernel.assurance-needed');
  assert.deepEqual([error.details['level'], error.details['factors']], [level, factors]);
  return true;
};
const by = (principal: Principal) => ({ ...nobody, principal });
/** As if it had been shown in the session. */
const shown = (token: string, factors: string[], level: number) =>
  house.app.db.run(sql`update identity.session set factors = ${factors}, level = ${level} where secret = ${secretHash(token)}`);

test('With a password alone an official is what anybody is, whatever their places give', async () => {
  const { who } = await signedIn('giamdoc');
  const official = await who();
  assert.deepEqual([official.role, official.units, official.title], ['citizen', [], undefined]);
  assert.deepEqual(official.grants, (await (await signedIn('congdan')).who()).grants);
  assert.equal(official.withheld?.level, 3);
  assert.ok(official.withheld.permissions.has('people.manage-position'));
  await assert.rejects(house.app.run('identity.list-officials', {}, by(official)), needs(3, 2));
  assert.ok(await house.app.run('identity.list-factors', {}, by(official)), 'they look after their own account');
  assert.ok(await house.app.run('identity.view-profile', {}, by(official)));
});

test('Two factors of different kinds open the places at once, in the same session; a trusted browser and a code by e-mail do not', async () => {
  const { token, who } = await signedIn('giamdoc');
  for (const second of ['trusted', 'email'] as const) {
    await shown(token, ['pwd', second], 2);
    assert.ok((await who()).withheld, second);
  }
  await shown(token, ['pwd', 'otp'], 3);
  const official = await who();
  assert.deepEqual([official.role, official.withheld], ['official', undefined]);
  assert.ok(await house.app.run('identity.list-officials', {}, by(official)));
});

test('Whoever was given a place without papers seen can do it with two factors too, but no act that asks for papers', async () => {
  const { token, person, who } = await signedIn('motcua');
  await house.app.db.run(sql`update identity.person set origin = 'self', verified_level = 0 where id = ${person}`);
  assert.equal((await who()).withheld?.level, 2);
  await shown(token, ['pwd', 'otp'], 2);
  const official = await who();
  assert.deepEqual([official.role, official.withheld], ['official', undefined]);
  assert.throws(() => demand(official, { level: 3 }, house.clock.now()), needs(3));
});

test('Only ways that lead there are offered', async () => {
  const { token, person, who } = await signedIn('phogiamdoc');
  const { db } = house.app;
  await db.run(
    sql`insert into identity.factor (id, person_id, kind, name, address, created_at)
        values (gen_random_uuid(), ${person}, 'email', 'Thư', 'thu@example.test', ${house.clock.now()}),
               (gen_random_uuid(), ${person}, 'phone', 'Điện thoại', '0900000099', ${house.clock.now()})`,
  );
  const { level } = (await who()).withheld!;
  await db.run(sql`update identity.person set origin = 'self', verified_level = 0 where id = ${person}`);
  await shown(token, ['pwd'], 1);
  const { ways } = await house.app.run(
    'identity.list-ways',
    { level: (await who()).withheld!.level, factors: 2 },
    by(await who()),
  );
  assert.equal(level, 3);
  assert.deepEqual(
    ways.map(({ kind }) => kind),
    ['phone'],
    'a code by e-mail would leave them where they are',
  );
});

test('A level may be asked of all that people of another kind do, but for looking after their own account', async () => {
  const { who } = await signedIn('doanhnghiep');
  const business = {
    ...(await who()),
    grants: [{ permission: 'people.view-directory', scope: 'all' as const, units: [] }],
  };
  await assert.rejects(house.app.run('identity.list-officials', {}, by(business)), needs(3));
  assert.ok(await house.app.run('identity.list-factors', {}, by(business)));
});
