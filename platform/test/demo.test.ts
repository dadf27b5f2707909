import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type FormDefinition, formEnvironment, validateForm } from '@dinh/forms';
import { localDate, openLoader, sql, systemPrincipal } from '@dinh/kernel';
import { readCatalogue } from '../src/commands/demo/catalogue.ts';
import { makeDossier } from '../src/commands/demo/dossier.ts';
import { loadDemonstration } from '../src/commands/demo/load.ts';
import { makeResults } from '../src/commands/demo/results.ts';
import type { Making } from '../src/commands/demo/making.ts';
import { seeded } from '../src/commands/demo/random.ts';
import { Rows } from '../src/commands/demo/tables.ts';
import { holderOf, statusOf } from './filing.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince()));
after(() => province.close());

test('A demonstration has papers with numbers that follow each other, and dossiers that wait for a supplement', async () => {
  await loadDemonstration(province.app, { dossiers: 3000, seed: 7 }, () => {});
  await loadDemonstration(province.app, { dossiers: 500, seed: 8 }, () => {});
  const { accepted, receipts, wrong } = await province.app.db.one<{
    accepted: number;
    receipts: number;
    wrong: number;
  }>(
    sql`select (select count(*) from one_stop.dossier where accepted_at is not null) as accepted,
          (select count(*) from one_stop.paper where template = 'receipt') as receipts,
          (select count(*) from one_stop.paper_counter c where c.register = 'receipt' and c.last <>
             (select count(distinct p.register_number) from one_stop.paper p join one_stop.dossier d on d.id = p.dossier_id
              where d.unit_id = c.unit_id and extract(year from p.issued_at at time zone 'Asia/Ho_Chi_Minh') = c.year)) as wrong`,
  );
  assert.ok(accepted > 3000);
  assert.deepEqual([receipts, wrong], [accepted, 0]);
  // A head who signs a refusal signs its reason.
  const refusals = await province.app.db.all<{ comment: string | null }>(
    sql`select comment from one_stop.history where act like '%/propose-refusal'`,
  );
  assert.ok(refusals.length > 10 && refusals.every(({ comment }) => comment));
  const id = await waitingIn(5);
  const desk = await province.signIn(await deskOf(id));
  await desk.api('one-stop.supplement-dossier', { id, components: [] });
  assert.equal(await statusOf(province.app, id), 4);
});

test('What was done on a made-up dossier stands in the order in which it was done, also where the desk files and accepts at once', async () => {
  const { app } = province;
  const { wrong } = await app.db.one<{ wrong: number }>(
    sql`select count(*)::int as wrong
        from (select at, lag(at) over (partition by dossier_id order by number) as before from one_stop.history) x where at < before`,
  );
  assert.equal(wrong, 0);
  const atOnce = await app.db.all<{ id: string }>(
    sql`select id from one_stop.dossier where channel = 'counter' and status > 2 and accepted_at = submitted_at order by reference limit 30`,
  );
  assert.equal(atOnce.length, 30);
  const call = { principal: systemPrincipal('test'), lang: 'vi', origin: { channel: 'console', trace: 'test' } } as const;
  for (const { id } of atOnce) {
    const { tasks } = await app.run('one-stop.view-dossier', { id }, call);
    assert.equal(tasks[0].element, 'receive', id);
    const ends = tasks.map((task: { endedAt: string | null }) => Date.parse(task.endedAt ?? '9999-12-31'));
    assert.deepEqual(
      ends,
      ends.toSorted((a: number, b: number) => a - b),
      id,
    );
  }
});

test('A made-up dossier that waits for a financial duty goes on when the desk takes the money', async () => {
  const { app } = province;
  const catalogue = await readCatalogue(app);
  const procedure = catalogue.procedures.find((one) => one.duty);
  assert.ok(procedure);
  const now = app.clock.now();
  const making: Making = {
    catalogue,
    random: seeded(3),
    counters: new Map(),
    receipts: new Map([[`${procedure.agency}/${now.getFullYear()}`, 100_000]]),
    feeReceipts: new Map([[now.getFullYear(), 100_000]]),
    applicants: [],
    now,
  };
  const rows = new Rows();
  for (let i = 400; i > 0; i--)
    makeDossier(
      rows,
      making,
      { ...procedure, agencyCode: 'T' },
      new Date(now.getTime() - Math.floor((i * 20 * 86_400_000) / 400)),
    );
  const loader = await openLoader(app.db.url);
  await rows.send(loader);
  await loader.close();
  const id = await waitingIn(6);
  const desk = await province.signIn(await deskOf(id));
  await desk.api('one-stop.collect-fee', { id });
  await province.settle();
  assert.equal(await statusOf(app, id), 4);
});

test('In a small demonstration the desk that a visitor can sit at has dossiers under way', async () => {
  const small = await openProvince();
  try {
    await loadDemonstration(small.app, { dossiers: 300, seed: 301 }, () => {});
    const desk = await small.signIn('motcua');
    const { rows } = await desk.api('one-stop.list-dossiers', { queue: 'unit', limit: 100 });
    assert.ok(rows.length >= 15, `${rows.length} are under way`);
  } finally {
    await small.close();
  }
});

test('What the demonstration heads have signed waits for the clerk, who can issue it; nothing else waits to be stamped', async () => {
  const small = await openProvince();
  try {
    await loadDemonstration(small.app, { dossiers: 600, seed: 5 }, () => {});
    const stamping = () =>
      small.app.db.all<{ id: string; state: string | null }>(
        sql`select t.id, r.state from process.task t left join results.result r on r.dossier_id = t.business_key::uuid
            where t.element = 'stamp' and t.state = 'open'`,
      );
    assert.deepEqual(await stamping(), []);
    const signed = await makeResults(small.app);
    assert.ok(signed > 0, `${signed} were signed`);
    const waiting = await stamping();
    assert.ok(waiting.length > 0);
    assert.ok(waiting.every(({ state }) => state === 'signed'));
    const clerk = await small.signIn('vanthu');
    await clerk.api('one-stop.complete-step', { taskId: waiting[0]!.id, outcome: 'issue' });
  } finally {
    await small.close();
  }
});

test('To every form of the pack valid answers are made, by persons and businesses, however the result is wanted', async () => {
  const { app } = province;
  const catalogue = await readCatalogue(app);
  const now = app.clock.now();
  const env = await formEnvironment(app, now, 'vi');
  const random = seeded(11);
  const address = () => ({ ...random.pick(catalogue.communes).address, detail: 'Số 1' });
  const forms = await app.definitions.allAt<FormDefinition>('form', localDate(now));
  assert.ok(forms.length > 20);
  for (const { id, key, body } of forms)
    for (const capacity of ['self', 'business'] as const)
      for (const deliveryMethod of ['screen', 'desk', 'post'] as const)
        for (let i = 0; i < 3; i++) {
          const who = {
            name: 'Trần Thị Lan',
            phone: '0900000001',
            owner: 'Công ty “Hoa Sen”',
            address: address(),
            procedure: 'Thủ tục có \\ và "',
          };
          const text = catalogue.answers.make(id, { capacity, deliveryMethod }, { who, submitted: now, random, near: address });
          assert.ok(text, `${key} of ${capacity} by ${deliveryMethod}`);
          const { errors, data } = validateForm(body, JSON.parse(text), env);
          assert.deepEqual(errors, [], `${key}: ${text}`);
          assert.equal((data as any).applicant.name, 'Trần Thị Lan');
        }
});

test('What made-up dossiers say was valid on the day they were filed', async () => {
  const { app } = province;
  const rows = await app.db.all<{ submitted_at: Date; data: object; body: FormDefinition }>(
    sql`select d.submitted_at, d.data, f.body from one_stop.dossier d join kernel.definition f on f.id = d.form_id order by d.reference limit 1500`,
  );
  assert.equal(rows.length, 1500);
  const env = await formEnvironment(app, app.clock.now(), 'vi');
  for (const { submitted_at, data, body } of rows) {
    const { errors } = validateForm(body, data, { ...env, now: submitted_at });
    assert.deepEqual(errors, [], `${body.key}: ${JSON.stringify(data)}`);
  }
});

async function waitingIn(status: number): Promise<string> {
  const found = await province.app.db.maybe<{ id: string }>(
    sql`select id from one_stop.dossier where status = ${status} and paused_at is not null order by id limit 1`,
  );
  assert.ok(found, `no dossier has status ${status}`);
  return found.id;
}

async function deskOf(id: string): Promise<string> {
  const { desk } = await province.app.db.one<{ desk: number }>(
    sql`select desk_id as desk from one_stop.dossier where id = ${id}`,
  );
  return holderOf(province.app, desk, 'desk');
}
