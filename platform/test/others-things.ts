/** Things of one person and one agency, one of each kind that an operation can be asked about, by the kind's name. */
import { randomUUID } from 'node:crypto';
import { type App, sql } from '@dinh/kernel';
import { begin } from './citizen.ts';
import { file, openTask } from './filing.ts';
import type { Province } from './province.ts';
import { carry } from './states.ts';

export type Things = Readonly<Record<string, string>>;

/** Puts a row into a table: what is given, and something of the right type in every other column that must have a value. */
async function row(app: App, table: string, given: Record<string, unknown>): Promise<string> {
  const [schema = '', name = ''] = table.split('.');
  const columns = await app.db.all<{ name: string; type: string }>(
    sql`select column_name as name, udt_name as type from information_schema.columns
        where table_schema = ${schema} and table_name = ${name} and is_nullable = 'NO' and column_default is null`,
  );
  const now = app.clock.now();
  const filler = (type: string): unknown => {
    if (type === 'uuid') return randomUUID();
    if (type === 'jsonb') return '{}';
    if (type === 'bytea') return Buffer.from(randomUUID());
    if (type === 'date') return now.toISOString().slice(0, 10);
    if (type === 'timestamptz') return now;
    if (type.startsWith('_')) return [];
    return /^(int|numeric)/.test(type) ? 1 : type === 'bool' ? false : `x-${randomUUID().slice(0, 8)}`;
  };
  const all = { ...Object.fromEntries(columns.map((one) => [one.name, filler(one.type)])), ...given };
  const { id } = await app.db.one<{ id: string }>(
    sql`insert into ${sql.id(schema, name)} (${sql.join(Object.keys(all).map((key) => sql.id(key)))})
        values (${sql.join(Object.values(all).map((value) => sql`${value}`))}) returning id::text as id`,
  );
  return id;
}

/** @param owner account of the citizen whose things they are */
export async function thingsOf(province: Province, owner: string): Promise<Things> {
  const { app } = province;
  const citizen = await province.signIn(owner);
  const person = await province.person(owner);
  const official = await province.person('chuyenvien');
  const head = await province.person('giamdoc');
  const unit = await province.unit('so-xay-dung');
  const one = async (query: ReturnType<typeof sql>) => (await app.db.one<{ id: string }>(query)).id;
  const day = app.clock.now();
  const later = new Date(day.getTime() + 30 * 86_400_000);
  const permit = { workKind: 'house', permitKind: 'new' };

  const done = await file(province, citizen, 'HNM.6739-14', permit);
  await carry(province, done.id, 'return');
  const filed = await file(province, citizen, 'HNM.6739-14', permit);
  await (await province.signIn('motcua')).api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  const assign = await openTask(app, filed.id, 'assign');
  await (
    await province.signIn('truongphong')
  ).api('one-stop.complete-step', { taskId: assign.id, outcome: 'assign', specialist: official });
  const task = await openTask(app, filed.id);
  const { url } = await begin(citizen, 'HNM.1242');
  await citizen.api('identity.list-sessions', {});
  const business = await one(sql`select id from identity.business order by tax_code limit 1`);
  const client = 'ung-dung-khac';
  await (
    await province.signIn('quantri')
  ).api('identity.register-client', {
    id: client,
    kind: 'machine',
    authMethod: 'client_secret_basic',
    name: { vi: 'Ứng dụng khác', en: 'Another application' },
  });
  const instance = await one(
    sql`select instance_id as id from process.v_task where business_key = ${filed.id} limit 1`,
  );
  const procedure = await one(
    sql`select id from kernel.definition where kind = 'procedure' and key = 'HNM.6739-14' limit 1`,
  );
  return {
    person,
    business,
    session: await one(
      sql`select id from identity.session where person_id = ${person} order by created_at desc limit 1`,
    ),
    delegation: await row(app, 'identity.delegation', {
      from_person: head,
      to_person: official,
      unit_id: unit,
      valid_from: day,
      valid_to: later,
      created_by: head,
    }),
    deputy: await row(app, 'identity.standing_deputy', {
      unit_id: unit,
      role: 'agency-head',
      person_id: official,
    }),
    absence: await row(app, 'identity.absence', {
      kind: 'leave',
      person_id: official,
      valid_from: day,
      valid_to: later,
    }),
    position: await one(
      sql`select id from identity.position where person_id = ${official} and valid_to is null limit 1`,
    ),
    representative: await row(app, 'identity.representative', { business_id: business, person_id: person }),
    invitation: await row(app, 'identity.invitation', {
      business_id: business,
      invited_by: person,
      expires_at: later,
      acts: ['file'],
    }),
    authority: await row(app, 'identity.authority', {
      kind: 'attorney',
      agent_id: person,
      subject_id: await province.person('doanhnghiep'),
      agent: JSON.stringify({ name: 'Người Được Ủy Quyền', idNumber: '000000000001' }),
      subject: JSON.stringify({ name: 'Người Ủy Quyền', idNumber: '000000000002' }),
      acts: ['file'],
      state: 'offered',
      declared_by: await province.person('doanhnghiep'),
    }),
    merge: await row(app, 'identity.merge', {
      from_person: person,
      to_person: await province.person('doanhnghiep'),
      proposed_by: official,
      fields: '{}',
    }),
    factor: await row(app, 'identity.factor', { person_id: person, kind: 'totp' }),
    device: await row(app, 'identity.device', { person_id: person, trusted_until: later }),
    consent: await row(app, 'identity.consent', { person_id: person, client_id: client }),
    clientKey: await row(app, 'identity.client_key', {
      client_id: client,
      kind: 'secret',
      secret: Buffer.alloc(32),
      valid_to: later,
    }),
    succession: await one(sql`select id from identity.succession order by key limit 1`),
    handOver: await row(app, 'identity.hand_over', {
      person_id: official,
      to_person: head,
      cause: 'suspended',
    }),
    message: await row(app, 'notify.message', {
      person_id: person,
      channel: 'email',
      state: 'given-up',
      lang: 'vi',
    }),
    payment: await row(app, 'payments.payment', {
      subject: `dossier:${filed.id}`,
      person_id: person,
      provider: 'sandbox',
      state: 'requested',
      amount: 1000,
      expires_at: later,
    }),
    shipment: await row(app, 'delivery.shipment', {
      subject: `dossier:${filed.id}`,
      direction: 'to-applicant',
      state: 'requested',
      unit_id: unit,
      person_id: person,
    }),
    instance,
    incident: await row(app, 'process.incident', { instance_id: instance }),
    ruleHit: await row(app, 'process.rule_hit', { unit_id: unit }),
    procedure,
    result: await one(sql`select id from results.result where dossier_id = ${done.id} limit 1`),
    dossier: filed.id,
    task: task.id,
    component: await one(sql`select id from one_stop.component where dossier_id = ${filed.id} limit 1`),
    paper: await one(sql`select id from one_stop.paper where dossier_id = ${filed.id} limit 1`),
    visit: await row(app, 'one_stop.visit', { dossier_id: filed.id, arranged_by: official }),
    view: await row(app, 'one_stop.saved_view', { person_id: official }),
    ticket: await row(app, 'one_stop.ticket', { desk_id: unit }),
    draft: /\/([0-9a-f-]{36})/.exec(url)?.[1] ?? '',
    studioDraft: await row(app, 'studio.draft', {
      author_id: head,
      kind: 'template',
      state: 'writing',
      problems: '[]',
    }),
    testCase: await row(app, 'studio.test_case', { kind: 'decision', author_id: official }),
  };
}

const byField: Readonly<Record<string, string>> = {
  person: 'person',
  applicantId: 'person',
  personId: 'person',
  subject: 'person',
  agent: 'person',
  specialist: 'person',
  assignee: 'person',
  a: 'person',
  b: 'person',
  to: 'person',
  from: 'person',
  businessId: 'business',
  key: 'clientKey',
  taskId: 'task',
  taskIds: 'task',
  visitId: 'visit',
  componentId: 'component',
  resultId: 'result',
  instances: 'instance',
  versionId: 'procedure',
  dossierId: 'dossier',
  token: 'instance',
};
const byOperation: readonly (readonly [RegExp, string])[] = [
  [/^one-stop\.remove-view$/, 'view'],
  [/^one-stop\.\w+-ticket$/, 'ticket'],
  [/^one-stop\.paper-facts$/, 'paper'],
  [/^one-stop\./, 'dossier'],
  [/^results\./, 'result'],
  [/^services\./, 'draft'],
  [/^payments\./, 'payment'],
  [/^delivery\./, 'shipment'],
  [/^notify\./, 'message'],
  [/^process\.note-rule-hit$/, 'ruleHit'],
  [/^process\./, 'incident'],
  [/^(operations|work)\./, 'instance'],
  [/^studio\.drop-test-case$/, 'testCase'],
  [/^studio\./, 'procedure'],
  [/succession$/, 'succession'],
  [/hand-over$/, 'handOver'],
];

/** Which kind of thing a field of an operation names. */
export function kindOf(operation: string, field: string, things: Things): string | undefined {
  if (operation.startsWith('studio.') && field === 'draft') return 'studioDraft';
  if (operation === 'process.migrate-instances' || operation === 'process.plan-migration')
    return field === 'instances' ? 'instance' : 'procedure';
  if (field === 'id' || field === 'ids') return byOperation.find(([pattern]) => pattern.test(operation))?.[1];
  return byField[field] ?? (field in things ? field : undefined);
}
