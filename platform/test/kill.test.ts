/** R1 and R2: the process is killed under load, and the database goes away. `DINH_KILLS` and `DINH_AWAY` (seconds) ask for more. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@dinh/testing';
import { recoverStreams, sql, verifyTrail } from '@dinh/kernel';
import { House } from './house-on-fire.ts';
import type { Problem } from './visitor.ts';

const kills = Number(process.env['DINH_KILLS'] ?? 5);
const away = Number(process.env['DINH_AWAY'] ?? 4) * 1000;

let house: House;
before(async () => {
  house = await House.build();
  await house.start();
});
after(() => house.close());

const answered = (): number => house.asked.filter((one) => one.reference).length;

const until = (holds: () => boolean): Promise<void> => eventually(() => assert.ok(holds()));

test('R1 whatever was answered is there, the rest once or not at all, and no task is lost or doubled', async () => {
  for (let n = 0; n < kills; n++) {
    const over = { now: false };
    const load = house.load(8, over);
    await sleep(150 + Math.random() * 1200);
    await until(() => answered() > n); // a slow machine is given its time
    await house.kill();
    over.now = true;
    await load;
    await house.start();
  }
  const { asked } = house;
  assert.ok(answered() >= kills, 'there was load');
  await mustBeWhole();

  // Whoever heard nothing sends it again and finds what is there, or files it now.
  for (const one of asked.filter((a) => a.reference === undefined)) await house.file(one);
  await mustBeWhole();
});

test('R2 the database goes away: the site says so in words, nothing that was answered is lost, it recovers by itself', async () => {
  const over = { now: false };
  const load = house.load(4, over);
  await sleep(500);
  await house.stopDatabase();
  await sleep(away / 2);

  const page = await fetch(`${house.address}/`, { headers: { 'accept-language': 'vi' } });
  assert.equal(page.status, 503);
  assert.equal(page.headers.get('retry-after'), '10');
  assert.match(await page.text(), /không kết nối được cơ sở dữ liệu/);
  const api = await fetch(`${house.address}/api/procedures/view-procedure?code=HNM.0001`);
  assert.equal(api.status, 503);
  assert.match(await api.text(), /kernel\.unavailable/);
  assert.equal((await fetch(`${house.address}/song`)).status, 200);
  assert.equal((await fetch(`${house.address}/song/san-sang`)).status, 503);
  await sleep(away / 2);

  await house.startDatabase();
  const before = answered();
  await eventually(async () => assert.equal((await fetch(`${house.address}/song/san-sang`)).status, 200, 'it does not recover'));
  await until(() => answered() > before);
  over.now = true;
  await load;
  assert.ok(answered() > before, 'people file again');
  await mustBeWhole();
});

test('R1 a stop while requests and jobs wait in the database ends in good order; they are told, and taken up again', async () => {
  const { app } = house;
  // Nobody gets at dossiers any more: what asks for them would wait for ever.
  const blocker = await app.db.pool.connect();
  await blocker.query('begin; lock table one_stop.dossier');
  try {
    await app.db.run(sql`select graphile_worker.add_job('one-stop.watch-deadlines', job_key => 'test')`);
    const asked = house.file({ draftKey: 'draft-waits' }).then(
      () => 'filed',
      (error: unknown) => (error as Problem).problem?.status,
    );
    // The request is one of them: recurring jobs that are due wait as well.
    const waiting = sql`select count(*)::int as waiting, count(*) filter (where query like '%draft_key%')::int as asking
      from pg_locks join pg_stat_activity using (pid) where not granted and relation = 'one_stop.dossier'::regclass`;
    await eventually(async () => {
      const found = await app.db.one<{ waiting: number; asking: number }>(waiting);
      assert.ok(found.waiting >= 2 && found.asking >= 1, JSON.stringify(found));
    });
    assert.equal(await house.stop(), 0, 'it stops cleanly');
    assert.equal(await asked, 503);
  } finally {
    await blocker.query('rollback').catch(() => {});
    blocker.release(); // kept, it would hold up the end of the file for ten minutes
  }
  const job = await app.db.one(sql`select attempts, locked_at from graphile_worker.jobs where key = 'test'`);
  assert.deepEqual(job, { attempts: 0, locked_at: null });
  await house.start();
  await house.file({ draftKey: 'draft-waits' });
  await mustBeWhole();
});

test('R1 the audit trail is whole after all of it', async () => {
  const { app } = house;
  await app.audit.seal();
  assert.equal(await house.stop(), 0, 'it stops cleanly');
  await recoverStreams(app.db, app.keys.seal.privateKey, new Date(), app.audit.stream);
  const verdict = await verifyTrail(app.db, app.keys.sealers, new Date());
  assert.equal(verdict.broken, undefined);
  assert.equal(verdict.unsealed, 0);
  assert.ok(verdict.entries >= house.asked.filter((one) => one.reference).length);
});

/** Nothing is lost, nothing is there twice, and what belongs together agrees. */
async function mustBeWhole(): Promise<void> {
  const { app, asked } = house;
  const rows = await app.db.all<{ id: string; draftKey: string; reference: string; code: string | null }>(
    sql`select id, draft_key as "draftKey", reference, code from one_stop.dossier where draft_key is not null`,
  );
  const byKey = new Map(rows.map((row) => [row.draftKey, row]));
  assert.equal(byKey.size, rows.length);
  for (const one of asked) {
    if (one.reference) assert.equal(byKey.get(one.draftKey)?.reference, one.reference, 'an answered submission is there');
    if (one.code) assert.equal(byKey.get(one.draftKey)?.code, one.code, 'an answered acceptance is there');
  }
  // One running process each, one open task: the desk's before the acceptance, the next step's after it.
  const wrong = await app.db.all(
    sql`select d.reference, d.code, i.processes, t.open, t.desk_done, h.acts, h.last, n.first
        from one_stop.dossier d
        left join lateral (select count(*) as processes from process.v_instance i where i.business_key = d.id::text) i on true
        left join lateral (select count(*) filter (where t.state = 'open') as open, count(*) filter (where t.state = 'done' and t.element = 'receive') as desk_done
                           from process.v_task t where t.business_key = d.id::text) t on true
        left join lateral (select count(*) as acts, max(number) as last from one_stop.history h where h.dossier_id = d.id) h on true
        left join lateral (select count(*) as first from audit.v_entry e where e.subject = 'dossier:' || d.id and e.operation = 'one-stop.submit-dossier' and e.outcome = 'done') n on true
        where i.processes <> 1 or t.open <> 1 or t.desk_done <> (d.code is not null)::int or h.acts <> h.last or n.first < 1`,
  );
  assert.deepEqual(wrong, []);
  const gaps = await app.db.all(
    sql`select count(*) as given, max(right(code, 4)::int) as last from one_stop.dossier where code is not null group by unit_id, left(code, -4) having count(*) <> max(right(code, 4)::int)`,
  );
  assert.deepEqual(gaps, [], 'codes have no gap');
}
