/** `everything:` of a pack: two factors of all that people of a kind do here (OWASP ASVS 5, 6.3.3). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { localDate, type Principal, publishDefinition, Refusal } from '@dinh/kernel';
import { assuranceKey, noRules } from '../pack/assurance.ts';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => {
  house = await openHouse();
  const { app, clock } = house;
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'assurance',
      key: assuranceKey,
      body: { ...noRules, everything: [{ kind: 'official', level: 3, source: 'ours' }] },
      source: 'ours',
      origin: 'pack',
      effectiveFrom: localDate(clock.now()),
    }),
  );
  app.definitions.forget();
});
after(() => house.close());

const signedIn = async (account: string): Promise<Principal> => {
  const { token } = await house.app.run('identity.sign-in', { account, password: 'dinh' }, nobody);
  return house.app.principals.principal(token);
};
const may = [{ permission: 'people.view-directory', scope: 'all' as const, units: [] }];
const ask = (principal: Principal, operation: 'identity.list-officials' | 'identity.list-factors') =>
  house.app.run(operation, {}, { ...nobody, principal: { ...principal, grants: may } });

test('Where a pack asks it of everything a password opens nothing to an official but their own factors', async () => {
  const official = await signedIn('giamdoc');
  await assert.rejects(
    ask(official, 'identity.list-officials'),
    (error) => error instanceof Refusal && error.code === 'kernel.assurance-needed',
  );
  assert.ok(await ask(official, 'identity.list-factors'), 'by which they come to the level');
  const both = { ...official.assurance!, level: 3 as const, factors: ['pwd', 'otp'] as const };
  assert.ok(await ask({ ...official, assurance: both } as Principal, 'identity.list-officials'));
  assert.ok(await ask(await signedIn('congdan'), 'identity.list-officials'), 'citizens are not asked');
});
