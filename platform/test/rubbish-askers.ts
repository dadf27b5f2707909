/**
 * R4: who asks with rubbish, and what no answer may be: from nobody, a citizen, a specialist, the administrator and a
 * machine of another agency. `DINH_RUBBISH=10000` asks for more (the soak does).
 */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import fc from 'fast-check';
import { type Operation, sql } from '@dinh/kernel';
import type { FastifyInstance } from 'fastify';
import { apiPath } from '../src/web/api-path.ts';
import { createWeb } from '../src/web/server.ts';
import { file } from './filing.ts';
import { openMachine } from './machine.ts';
import { openProvince, type Province } from './province.ts';
import { type Known, rubbishFor } from './rubbish.ts';

/** So many for each operation. */
export const requests: number = Number(process.env['DINH_RUBBISH'] ?? 200);
/** Which share of the operations and pages is asked, of how many: `--share=0/3`; all of them without it. */
const [share = 0, shares = 1] =
  process.argv
    .find((one) => one.startsWith('--share='))
    ?.slice(8)
    .split('/')
    .map(Number) ?? [];
/** Whether the nth of them is ours to ask. */
export const isOurs = (number: number): boolean => number % shares === share;
export const askers = ['', 'congdan', 'chuyenvien', 'quantri', 'a machine'] as const;
const persons = askers.slice(1, 4);
/** Stands in the dossier of somebody else, at another agency: none of the askers but the administrator may ever read it. */
const secret = 'Bí Mật Của Người Khác';

export let province: Province;
let server: FastifyInstance;
export let known: Known;
let machine: () => Promise<string>;
let token = '';
let tokens = 0;
const faults: { err: Error; path: string }[] = [];

before(async () => {
  province = await openProvince(new Date().toISOString()); // tokens go by the world's clock
  const { app } = province;
  (app as { log: unknown }).log = {
    error: (fault: { err: Error; path: string }) => faults.push(fault),
    warn() {},
    info() {},
    debug() {},
  };
  server = await createWeb(app);
  const other = await province.signIn('doanhnghiep');
  const { code } = await app.db.one<{ code: string }>(
    sql`select p.code from procedures.v_procedure p join identity.v_unit u on u.id = p.agency_id where u.key = 'so-tu-phap' order by code limit 1`,
  );
  const filed = await file(province, other, code, {}, { account: 'doanhnghiep' });
  await app.db.run(sql`update one_stop.dossier set owner_name = ${secret}, applicant_name = ${secret} where id = ${filed.id}`);
  known = await gatherKnown(filed.id, filed.reference, code);
  // It holds every permission that there is, in a unit that has nothing to do with the dossier.
  const permissions = app.modules.flatMap((m) => m.operations ?? []).flatMap((o) => (o.api === false ? [] : [o.may]));
  const own = [...new Set(permissions)].filter((one) => one.includes('.'));
  machine = await openMachine(province, 'may-khac', await province.unit('so-cong-thuong'), own);
});
after(async () => {
  await server.close();
  await province.close();
});

/** Ids and codes that exist, none of them of the askers themselves: what is done to them must not disarm the test. */
async function gatherKnown(dossier: string, reference: string, code: string): Promise<Known> {
  const ids = async (query: ReturnType<typeof sql>) => (await province.app.db.all<{ id: string }>(query)).map((row) => row.id);
  return {
    uuids: [
      dossier,
      ...(await ids(sql`select id from process.v_task where business_key = ${dossier}`)),
      ...(await ids(sql`select instance_id as id from process.v_task where business_key = ${dossier}`)),
      ...(await ids(sql`select id from identity.person where account in ('doanhnghiep', 'giamdoc', 'vanthu')`)),
      ...(await ids(sql`select id from identity.business limit 2`)),
      ...(await ids(sql`select id from kernel.definition where kind = 'procedure' limit 2`)),
      ...(await ids(sql`select c.id from one_stop.component c where dossier_id = ${dossier}`)),
    ],
    texts: [
      reference,
      code,
      'congdan',
      'doanhnghiep',
      'so-tu-phap',
      'general',
      'giay phep xay dung',
      '0900000001',
      '035090001234',
      'a@vidu.vn',
      '/ho-so',
      'kernel.view',
      'infinity~------------------------------------',
      '9999-99-99T99:99:99Z~99999999-9999-9999-9999-999999999999',
      '2026-11-31',
      '2026-13',
    ],
    numbers: [1, 2, 3, 40],
  };
}

const isGood = async (bearer: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${bearer}` };
  return (await inject({ method: 'GET', url: '/api/identity/list-officials', headers })).statusCode === 200;
};

/** By what each of the askers is known, as headers. */
export async function credentials(): Promise<Record<string, string>[]> {
  await province.app.db.run(
    sql`update identity.person set state = 'active', closed_as = null, merged_into = null where account = any(${[...persons]}) and state <> 'active'`,
  );
  return Promise.all(
    askers.map(async (account): Promise<Record<string, string>> => {
      if (account === '') return {};
      if (account === 'a machine') {
        // What was asked before may have changed the key that signs, for one.
        if (!(await isGood(token))) tokens += Number(await isGood((token = await machine())));
        return { authorization: `Bearer ${token}` };
      }
      return { cookie: `dinh_session=${(await province.signIn(account)).session}` };
    }),
  );
}

export interface Wrong {
  what: string;
  input: string;
}

/** Notes what is wrong with an answer. @param problem whether a refusal must be a problem document */
export function look(
  wrong: Wrong[],
  answer: { statusCode: number; headers: Record<string, unknown>; body: string },
  asker: string,
  input: unknown,
  problem: boolean,
): void {
  const say = (what: string) => wrong.push({ what: `${asker || 'nobody'}: ${what}`, input: JSON.stringify(input).slice(0, 600) });
  if (answer.statusCode >= 500) {
    const fault = faults.at(-1)?.err;
    return void say(`${answer.statusCode} ${fault?.stack?.split('\n').slice(0, 6).join('\n') ?? answer.body.slice(0, 200)}`);
  }
  if (asker !== 'quantri' && answer.body.includes(secret)) say('tells what belongs to another');
  if (!problem || answer.statusCode < 400) return;
  if (!String(answer.headers['content-type']).startsWith('application/problem+json'))
    return void say(`no problem document: ${answer.body.slice(0, 100)}`);
  const { title, code, status, number } = JSON.parse(answer.body) as Record<string, unknown>;
  if (!title || !code || !number || status !== answer.statusCode) say(`half a problem document: ${answer.body.slice(0, 200)}`);
}

/**
 * Asks operations for what is generated from their own schemas, a fifth of it by each of the askers.
 * @param of whether the nth operation, of a module, is asked
 * @param times for each operation
 */
export async function askOperations(of: (module: string, number: number) => boolean, times: number = requests): Promise<void> {
  const wrong = new Map<string, Wrong[]>();
  const operations = province.app.modules
    .flatMap((module) => (module.operations ?? []).map((operation) => ({ module: module.name, operation })))
    .filter(({ operation }) => operation.api !== false);
  for (const [number, { module, operation }] of operations.entries()) {
    if (!of(module, number)) continue;
    const found: Wrong[] = [];
    const signedIn = await credentials();
    const inputs = fc.sample(rubbishFor(operation.input, known), { numRuns: times, seed: 7364 + number });
    for (const [i, input] of inputs.entries()) {
      const asker = askers[i % askers.length]!;
      look(found, await send(operation, input, signedIn[i % askers.length]!), asker, input, true);
    }
    if (found.length > 0) wrong.set(operation.name, found);
  }
  assert.equal(wrong.size, 0, tell(wrong));
  assert.ok(tokens > 0, 'the machine was asked to the end');
}

async function send(operation: Operation, input: unknown, shown: Record<string, string>) {
  if (operation.kind === 'command')
    return inject({
      method: 'POST',
      url: apiPath(operation),
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...shown },
      payload: JSON.stringify(input),
    });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries((input ?? {}) as Record<string, unknown>).slice(0, 50))
    for (const one of [value].flat())
      query.append(key, (typeof one === 'object' ? JSON.stringify(one) : String(one)).slice(0, 3000).toWellFormed());
  return inject({
    method: 'GET',
    url: `${apiPath(operation)}?${query.toString()}`,
    headers: shown,
  });
}

export interface Request {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  payload?: string | Buffer;
}

export async function inject(request: Request): Promise<{ statusCode: number; headers: Record<string, unknown>; body: string }> {
  const { statusCode, headers, body } = await server.inject({ ...request, remoteAddress: '127.0.0.1' });
  return { statusCode, headers, body };
}

export function tell(wrong: ReadonlyMap<string, Wrong[]>): string {
  return [...wrong]
    .filter(([, all]) => all.length > 0)
    .map(([where, all]) => `${where}: ${all.length} times, first with ${all[0]!.input}\n    ${all[0]!.what}`)
    .join('\n');
}
