import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { App } from '@dinh/kernel';
import { parse } from 'yaml';
import { type Rules, rulesAt, rulesByKey } from './ruleset.ts';

const file = new URL('../../../../packs/ha-nam/rulesets.yaml', import.meta.url);
const { rulesets } = parse(readFileSync(file, 'utf8')) as { rulesets: Rules[] };
/** As much of a program as rulesets ask for; the definitions of the pack are in force on any day. */
const app = { definitions: { allAt: async () => rulesets.map((body) => ({ body })) } } as unknown as App;
const keyAt = async (day: string) => (await rulesAt(app, new Date(`${day}T10:00:00+07:00`))).key;

test('The ruleset is that of the day of receipt: Decree 61/2018 until June 2025, the circular of 2025 from July', async () => {
  assert.equal(await keyAt('2018-06-21'), 'nd61-2018');
  assert.equal(await keyAt('2025-06-30'), 'nd61-2018');
  assert.equal(await keyAt('2025-07-01'), 'tt03-2025');
  assert.equal(await keyAt('2026-11-18'), 'tt03-2025');
  assert.equal((await rulesAt(app, new Date('2025-06-30T17:30:00Z'))).key, 'tt03-2025'); // already July at Hanoi
});

test('Before the first ruleset nothing is received', async () => {
  await assert.rejects(keyAt('2018-06-20'), /no ruleset is in force on 2018-06-20/);
});

test('A dossier keeps its ruleset: the numbers of its forms are those of its time', async () => {
  const number = async (ruleset: string, form: string) =>
    (await rulesByKey(app, ruleset)).forms.find((one) => one.key === form)?.number;
  assert.equal(await number('nd61-2018', 'ledger'), '06');
  assert.equal(await number('tt03-2025', 'ledger'), '07');
  assert.equal(await number('nd61-2018', 'stop-notice'), undefined);
  assert.equal(await number('tt03-2025', 'stop-notice'), '05');
  await assert.rejects(rulesByKey(app, 'nd1-1990'), /no ruleset/);
});
