/** Which factor of several a session was entered by: recorded, shown, and the only one that takes it along when it goes. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';
import { addTotp, codeNow, Person, signInAt } from '../test-person.ts';

let house: House;
before(async () => {
  house = await openHouse();
  await house.load((pack) => {
    const role = pack.roles.find(({ key }) => key === 'administrator')!;
    (role.permissions as Record<string, string>)['identity.watch-sign-ins'] = 'all';
  });
  house.app.messenger = { tell: async () => {}, reaches: () => true };
});
beforeEach(async () => {
  await house.app.db.run(sql`update identity.factor set ended_at = created_at, key = null`);
  await house.app.db.run(sql`update identity.person set two_steps = false`);
  await house.app.db.run(sql`update identity.session set ended_at = created_at where ended_at is null`);
  house.clock.advance(120_000);
});
after(() => house.close());

/** Signs in with the password and what an authenticator shows. */
async function enter(seed: Buffer, more: { device?: string; trust?: true } = {}): Promise<string> {
  const { trust, ...sign } = more;
  const { token } = await signInAt(house, 'giamdoc', sign);
  const opened = await house.app.run(
    'identity.show-factor',
    { token, kind: 'totp', code: codeNow(house, seed), ...(trust && { trust }) },
    nobody,
  );
  house.clock.advance(30_000);
  return opened.token;
}
const lives = async (token: string) => (await house.app.principals.principal(token)).kind === 'person';

/** Two authenticators, each with a name. */
async function twoAuthenticators() {
  const who = await Person.by(house, 'giamdoc');
  const seeds = [await addTotp(house, who), await addTotp(house, who)] as const;
  const { factors } = await who.run('identity.list-factors', {});
  const [home, office] = factors.map(({ id }) => id) as [string, string];
  await who.run('identity.rename-factor', { factor: home, name: 'Máy ở nhà' });
  await who.run('identity.rename-factor', { factor: office, name: 'Máy cơ quan' });
  return { who, seeds, office };
}

test('The list of sessions and the history of sign-ins say which of two authenticators was used', async () => {
  const { who, seeds, office } = await twoAuthenticators();
  const token = await enter(seeds[1]);
  const shown = async () => {
    const { sessions } = await (await Person.with(house, token)).run('identity.list-sessions', {});
    return sessions.find(({ current }) => current)?.shown;
  };
  assert.deepEqual(await shown(), [{ kind: 'totp', name: 'Máy cơ quan', removed: false }]);
  await house.app.events.drain();
  const { events } = await house.app.run(
    'identity.list-sign-in-events',
    { newest: true, event: 'identity.signed-in' as never, limit: 1 },
    await house.as('quantri'),
  );
  assert.deepEqual(events[0]?.by, { kind: 'totp', factor: office, name: 'Máy cơ quan' });
  await who.run('identity.remove-factor', { factor: office });
  assert.equal(await lives(token), false);
});

test('Removing one authenticator ends the sessions entered by it, and not those of the other or of a browser that the other trusted', async () => {
  const { who, seeds, office } = await twoAuthenticators();
  const [one, two] = ['m'.repeat(43), 'n'.repeat(43)];
  const byHome = await enter(seeds[0], { device: one, trust: true });
  const byOffice = await enter(seeds[1], { device: two, trust: true });
  const trusted = [await signInAt(house, 'giamdoc', { device: one }), await signInAt(house, 'giamdoc', { device: two })];
  const all = [byHome, byOffice, ...trusted.map(({ token }) => token)];
  const left = () => Promise.all(all.map(lives));
  assert.deepEqual(await left(), [true, true, true, true]);
  assert.deepEqual(await who.run('identity.remove-factor', { factor: office }), { ended: 2 });
  assert.deepEqual(await left(), [true, false, true, false]);
  const again = async (device: string) => (await signInAt(house, 'giamdoc', { device })).awaits;
  assert.deepEqual([await again(one), await again(two)], [false, true], 'only the browser that it made trusted is asked again');
});
