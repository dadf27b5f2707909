/**
 * All 881 procedures can be filed; one of each kind and agency is settled to its signed result. `DINH_SETTLE=all`
 * settles all of them (the soak does).
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province } from './province.ts';
import { Crew, settleProcedure } from './settle.ts';

let province: Province;
let crew: Crew;
let procedures: { code: string; name: string; kind: string; agency: number; process: string }[];
before(async () => {
  province = await openProvince();
  crew = new Crew(province);
  procedures = await province.app.db.all(
    sql`select p.code, p.name, p.kind, p.agency_id as agency, d.body->>'process' as process from procedures.v_procedure p join kernel.definition d on d.id = p.version_id order by p.code`,
  );
});
after(() => province.close());

/** Does something for each, eight at a time. @returns what went wrong, by code */
async function each(codes: readonly string[], work: (code: string) => Promise<unknown>): Promise<string[]> {
  const left = [...codes];
  const wrong: string[] = [];
  const worker = async (): Promise<void> => {
    for (let code = left.shift(); code !== undefined; code = left.shift()) {
      const doing = code;
      await work(doing).catch((error: unknown) => void wrong.push(`${doing}: ${String(error).slice(0, 300)}`));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return wrong;
}

test('Each of the procedures of the province can be filed', async () => {
  const citizen = await crew.as('congdan');
  assert.equal(procedures.length, 881);
  const codes = procedures.map((one) => one.code);
  assert.deepEqual(await each(codes, (code) => file(province, citizen, code)), []);
});

test('Procedures of every kind, agency and process, and the one with the longest name, are settled to the signed result', async () => {
  const seen = new Set<string>();
  const fresh = (...keys: string[]): boolean => {
    const before = seen.size;
    for (const key of keys) seen.add(key);
    return seen.size > before;
  };
  const longest = Math.max(...procedures.map((one) => one.name.length));
  const sample = procedures.filter(
    (one) =>
      process.env['DINH_SETTLE'] === 'all' ||
      one.name.length === longest ||
      fresh(`kind ${one.kind}`, `agency ${one.agency}`, `process ${one.process}`),
  );
  assert.deepEqual(
    await each(
      sample.map((one) => one.code),
      (code) => settleProcedure(province, crew, code),
    ),
    [],
  );
  const { issued } = await province.app.db.one<{ issued: number }>(
    sql`select count(*) as issued from results.v_result where state = 'issued'`,
  );
  assert.ok(issued >= sample.length);
});
