/** Things of one person and one agency, one of each kind that an operation can be asked about, by the kind's name. */
import { randomUUID } from 'node:crypto';
import { sql } from '@dinh/kernel';
import { begin } from './citizen.ts';
import { file, openTask } from './filing.ts';
import { moreThings } from './others-matters.ts';
import { row } from './others-row.ts';
import type { Province } from './province.ts';
import { carry } from './states.ts';

export type Things = Readonly<Record<string, string>>;

/** Things, and how another of a kind is made, so that what one question ended is there for the next. */
export interface Made {
  readonly things: Things;
  readonly again: Readonly<Record<string, () => Promise<string>>>;
}

/** @param owner account of the citizen whose things they are */
export async function thingsOf(province: Province, owner: string): Promise<Made> {
  const { app } = province;
  const citizen = await province.signIn(owner);
  const person = await province.person(owner);
  const official = await province.person('chuyenvien');
  const head = await province.person('giamdoc');
  const administrator = await province.person('quantri');
  const clerk = await province.person('motcua');
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
  await citizen.api('identity.list-sessions', {});
  const business = await one(sql`select id from identity.business order by tax_code limit 1`);
  const firm = await one(
    sql`select business_id as id from identity.v_representative where person_id = ${await province.person('doanhnghiep')} limit 1`,
  );
  const client = `ung-dung-${randomUUID().slice(0, 8)}`;
  await (
    await province.signIn('quantri')
  ).api('identity.register-client', {
    id: client,
    kind: 'machine',
    authMethod: 'client_secret_basic',
    name: { vi: 'Ứng dụng khác', en: 'Another application' },
  });
  const instance = await one(sql`select instance_id as id from process.v_task where business_key = ${filed.id} limit 1`);
  const procedure = await one(sql`select id from kernel.definition where kind = 'procedure' and key = 'HNM.6739-14' limit 1`);
  const other = await province.person('doanhnghiep');
  const numbers = await app.db.one<{ own: string; other: string }>(
    sql`select (select id_number from identity.person where id = ${person}) as own, (select id_number from identity.person where id = ${other}) as other`,
  );
  const { name: applicant } = await app.db.one<{ name: string }>(sql`select name from identity.person where id = ${person}`);
  const document = Buffer.from(
    (await app.db.one<{ hash: string }>(sql`select encode(hash, 'hex') as hash from kernel.file limit 1`)).hash,
    'hex',
  );
  const { desk } = await app.db.one<{ desk: number }>(sql`select desk_id as desk from one_stop.dossier where id = ${filed.id}`);
  const [a, b] = [person, other].toSorted();
  await app.db.run(
    sql`insert into identity.likeness (a, b, reasons, score, found_at) values (${a}, ${b}, '{name}', 90, ${day}) on conflict do nothing`,
  );
  const authority = (more: object) => () =>
    row(app, 'identity.authority', {
      kind: 'attorney',
      agent_id: person,
      subject_id: other,
      agent: JSON.stringify({ name: 'Người Được Ủy Quyền', idNumber: numbers.own }),
      subject: JSON.stringify({ name: 'Người Ủy Quyền', idNumber: numbers.other }),
      acts: ['file'],
      state: 'offered',
      declared_by: other,
      document,
      document_name: 'giay-uy-quyen.pdf',
      secret: Buffer.from(randomUUID()),
      ...more,
    });
  const ticket = (state: string) => () =>
    row(app, 'one_stop.ticket', { desk_id: desk, state, number: Math.ceil(Math.random() * 1e9) });
  const citizenRow = (state: string) => () =>
    row(app, 'identity.person', {
      kind: 'citizen',
      state,
      name: 'Người Qua Đường',
      origin: 'desk',
      locale: 'vi',
      ...(state === 'closed' && { closed_as: 'own-wish' }),
    });
  const merge = (state: string) => async () =>
    row(app, 'identity.merge', {
      from_person: await citizenRow('active')(),
      to_person: other,
      proposed_by: clerk,
      fields: '[]',
      state,
      ...(state === 'done' && { decided_by: official, decided_at: day, before: '{}' }),
    });
  const again: Record<string, () => Promise<string>> = {
    passerby: citizenRow('active'),
    goneAway: citizenRow('closed'),
    emergency: () =>
      row(app, 'identity.emergency', {
        person_id: official,
        record: `person:${other}`,
        ends_at: later,
        review_due: later,
      }),
    roleChange: () =>
      row(app, 'identity.role_change', {
        kind: 'create',
        role: `thu-${randomUUID().slice(0, 8)}`,
        permissions: '[]',
        before: '[]',
        proposed_by: administrator,
      }),
    signUp: () => row(app, 'identity.sign_up', { locale: 'vi', until: later }),
    import: () =>
      row(app, 'identity.import', {
        kind: 'officials',
        state: 'waiting',
        counts: '{}',
        created_by: official,
      }),
    checkedImport: () =>
      row(app, 'identity.import', {
        kind: 'officials',
        state: 'checked',
        counts: '{}',
        created_by: official,
      }),
    ticket: ticket('waiting'),
    calledTicket: ticket('called'),
    servedTicket: ticket('serving'),
    acting: async () => {
      const id = await authority({ state: 'in-force', valid_from: '2020-01-01' })();
      await app.db.run(sql`update identity.person set revision = revision + 1 where id = ${person}`);
      await app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity'`);
      return id;
    },
    claim: authority({ state: 'declared' }),
    authority: authority({}),
    merge: merge('proposed'),
    doneMerge: merge('done'),
    representative: () =>
      row(app, 'identity.representative', {
        business_id: firm,
        person_id: person,
        valid_from: '2020-01-01',
        valid_to: later,
      }),
    invitation: () =>
      row(app, 'identity.invitation', {
        business_id: firm,
        invited_by: other,
        expires_at: later,
        acts: ['file'],
        name: applicant,
        id_number: numbers.own,
      }),
    device: () => row(app, 'identity.device', { person_id: person, trusted_until: later }),
    factor: () => row(app, 'identity.factor', { person_id: person, kind: 'totp' }),
    ...moreThings(province, { person, official, head, clerk, unit, desk, firm }),
    draft: async () => /\/([0-9a-f-]{36})/.exec((await begin(await province.signIn(owner), 'HNM.1242')).url)?.[1] ?? '',
  };
  const made = await Promise.all(Object.entries(again).map(async ([kind, make]) => [kind, await make()] as const));
  await row(app, 'identity.verification', { person_id: person, level: 1, papers: '[]', by: official });
  await row(app, 'process.change', { instance_id: instance, kind: 'variables', detail: '{}' });
  await row(app, 'identity.hand_over', { person_id: official, to_person: head, cause: 'suspended' });
  const post = await app.db.one<{ id: string; unit: number; title: string | null }>(
    sql`select id, unit_id as unit, title_key as title from identity.position where person_id = ${head} and role = 'agency-head' and valid_to is null limit 1`,
  );
  const things: Things = {
    person,
    other,
    business,
    firm,
    official,
    headPosition: post.id,
    processVersion: await one(sql`select definition_id as id from process.v_instance where id = ${instance}`),
    decision: await one(sql`select id from kernel.definition where kind = 'decision' order by key limit 1`),
    session: await one(sql`select id from identity.session where person_id = ${person} order by created_at desc limit 1`),
    delegation: await row(app, 'identity.delegation', {
      from_person: head,
      to_person: official,
      unit_id: unit,
      valid_from: day,
      valid_to: later,
      created_by: head,
    }),
    deputy: await row(app, 'identity.standing_deputy', {
      unit_id: post.unit,
      role: 'agency-head',
      person_id: official,
      title_key: post.title,
    }),
    absence: await row(app, 'identity.absence', {
      kind: 'leave',
      person_id: official,
      valid_from: day,
      valid_to: later,
    }),
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
    ruleHit: await row(app, 'process.rule_hit', { unit_id: unit }),
    procedure,
    result: await one(sql`select id from results.result where dossier_id = ${done.id} limit 1`),
    dossier: filed.id,
    task: task.id,
    component: await one(sql`select id from one_stop.component where dossier_id = ${filed.id} limit 1`),
    paper: await one(sql`select id from one_stop.paper where dossier_id = ${filed.id} limit 1`),
    visit: await row(app, 'one_stop.visit', { dossier_id: filed.id, arranged_by: official }),
    view: await row(app, 'one_stop.saved_view', { person_id: official }),
    studioDraft: await row(app, 'studio.draft', {
      author_id: head,
      kind: 'template',
      state: 'writing',
      problems: '[]',
    }),
    testCase: await row(app, 'studio.test_case', { kind: 'decision', author_id: official }),
    ...Object.fromEntries(made),
  };
  return { things, again };
}
