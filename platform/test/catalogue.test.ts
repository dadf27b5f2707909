import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { createApp, localDate, publishDefinition } from '@dinh/kernel';
import { modules } from '../src/modules.ts';
import { openProvince } from './province.ts';

const province = await openProvince();
after(() => province.close());
const { app, clock } = province;

/** A version of a procedure under another name. */
async function rename(code: string, name: string, effectiveFrom = localDate(clock.now()), by = app) {
  const { procedure } = await province.api('procedures.view-procedure', { code });
  await by.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'procedure',
      key: code,
      body: { ...procedure, name, shortName: undefined },
      source: 'ours',
      origin: 'officer',
      effectiveFrom,
    }),
  );
}

const first = async (q: string) => (await province.api('procedures.search', { q })).procedures[0];

test('F1 what this process has published is found at once, and listed', async () => {
  await rename('HNM.0002', 'Cấp phép nuôi chim yến');
  app.definitions.forget();
  assert.equal((await first('cap phep nuoi chim yen'))?.code, 'HNM.0002');
  const { procedures } = await province.api('procedures.list-by-agency', {
    agency: (await first('cap phep nuoi chim yen'))!.agency.key,
  });
  assert.ok(procedures.some(({ name }) => name === 'Cấp phép nuôi chim yến'));
});

test('F1 what another process has published is found soon', async () => {
  await first('giay phep'); // the catalogue is there, and would be believed
  const other = createApp({
    config: app.config,
    databaseUrl: app.db.url,
    keys: app.keys,
    modules,
    clock,
    poolSize: 1,
  });
  await rename('HNM.0003', 'Cấp phép trồng hoa súng', undefined, other);
  await other.db.close();
  await eventually(async () => assert.equal((await first('cap phep trong hoa sung'))?.code, 'HNM.0003'));
});

test('F2 a version that begins tomorrow is found from midnight on, whether or not a job has run', async () => {
  const now = clock.now();
  await rename('HNM.0004', 'Cấp phép thả đèn trời', '2026-11-19');
  app.definitions.forget();
  assert.notEqual((await first('cap phep tha den troi'))?.code, 'HNM.0004');
  clock.set('2026-11-18T23:59:59+07:00');
  assert.notEqual((await first('cap phep tha den troi'))?.code, 'HNM.0004');
  clock.set('2026-11-19T00:00:00+07:00');
  assert.equal((await first('cap phep tha den troi'))?.code, 'HNM.0004');
  clock.set(now);
  assert.notEqual((await first('cap phep tha den troi'))?.code, 'HNM.0004');
});

test('F1 an agency that is renamed is shown and found under its new name', async () => {
  const administrator = await province.signIn('quantri');
  await administrator.api('identity.edit-unit', {
    unit: await province.unit('so-xay-dung'),
    nameVi: 'Sở Kiến thiết',
  });
  const { procedures } = await province.api('procedures.search', {
    q: 'so kien thiet',
    agency: 'so-xay-dung',
  });
  assert.ok(procedures.length > 3);
  for (const { agency } of procedures) assert.equal(agency.name.vi, 'Sở Kiến thiết');
  assert.match((await province.get('/co-quan/so-xay-dung')).text, /Sở Kiến thiết/);
});

test('F1 whatever is asked for is answered in bounded work', async () => {
  const { procedures } = await province.api('procedures.search', { limit: 100 });
  const names = procedures.map(({ name }) => name).join(' ');
  // Common words, all of them, and a mistake: the most that words and likeness have to do.
  for (const q of [names.slice(0, 299), `${names.slice(0, 60)}x`, 'cấp '.repeat(75), 'c ấ p '.repeat(50)]) {
    const found = await province.api('procedures.search', { q });
    assert.ok(found.procedures.length <= 20);
  }
});
