import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openGround, type Ground } from '../test-ground.ts';
import { publishDefinition } from './definitions.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

const publish = (body: unknown, effectiveFrom: string) =>
  ground.app.db
    .transaction((tx) =>
      publishDefinition(tx, ground.clock.now(), {
        kind: 'fee',
        key: 'permit',
        body,
        source: 'ours',
        origin: 'officer',
        effectiveFrom,
      }),
    )
    .then((id) => (ground.app.definitions.forget(), id));
const at = async (day: string) => (await ground.app.definitions.at('fee', 'permit', day))?.body;

test('Every day has the version that was in force on it, and a new one changes no day that it does not begin before', async () => {
  assert.equal(await at('2026-01-01'), undefined);
  const first = await publish({ amount: 1 }, '2026-01-01');
  await publish({ amount: 2 }, '2026-06-01');
  assert.equal(await at('2025-12-31'), undefined);
  assert.deepEqual(await at('2026-01-01'), { amount: 1 });
  assert.deepEqual(await at('2026-05-31'), { amount: 1 });
  assert.deepEqual(await at('2026-06-01'), { amount: 2 });
  assert.deepEqual(await at('2099-01-01'), { amount: 2 });
  assert.equal((await ground.app.definitions.byId(first))?.effectiveTo, '2026-06-01');
});

test('Another process sees a new version within a second', async () => {
  const other = await ground.second();
  assert.deepEqual((await other.definitions.at('fee', 'permit', '2027-01-01'))?.body, { amount: 2 });
  await publish({ amount: 3 }, '2027-01-01');
  await new Promise((go) => setTimeout(go, 1050));
  assert.deepEqual((await other.definitions.at('fee', 'permit', '2027-01-01'))?.body, { amount: 3 });
});

test('Versions are counted, and all of them stay readable', async () => {
  const versions = await ground.app.definitions.versions('fee', 'permit');
  assert.deepEqual(
    versions.map((v) => [v.version, v.body]),
    [
      [3, { amount: 3 }],
      [2, { amount: 2 }],
      [1, { amount: 1 }],
    ],
  );
});
