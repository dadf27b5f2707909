/** A4: an inspector reads the whole history of a dossier, and tampering shows, by the command itself. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { type Anchor, anchorTrail, sql, verifyTrail } from '@dinh/kernel';
import { root } from '../src/program.ts';
import { file } from './filing.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => {
  province = await openProvince();
});
after(() => province.close());

/** The same within this process, which is quicker. */
const verdict = (anchor?: Anchor) => verifyTrail(province.app.db, province.app.keys.sealers, province.app.clock.now(), anchor);

/** `npm run dinh -- …`, as an operator types it. */
function dinh(...args: string[]): Promise<{ code: number; said: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: province.app.db.url,
    DINH_DATA: province.app.config.dataFolder,
  };
  return new Promise((resolve) =>
    execFile(process.execPath, [join(root, 'platform/src/cli.ts'), ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    ),
  );
}

const verify = (...args: string[]) => dinh('verify', ...args);

test('A4 what the made-up dossiers of a demonstration leave in the trail is opened, sealed and whole', async () => {
  const { said } = await dinh('demo', '--dossiers', '1500');
  assert.match(said, /[1-9]\d* results signed/);
  const left = await province.app.db.one<{ streams: number; open: number }>(
    sql`select count(distinct e.stream)::int as streams, count(*) filter (where s.ended_at is null)::int as open
        from audit.entry e left join audit.stream s on s.id = e.stream
        where e.stream <> ${province.app.audit.stream}`,
  );
  assert.deepEqual(left, { streams: 1, open: 0 });
  await province.settle();
  await province.app.audit.seal();
  const whole = await verify();
  assert.deepEqual([whole.code, /is whole/.test(whole.said)], [0, true], whole.said);
});

test('A4 every view and every change of a dossier is there, by whom and from where, and changed or deleted entries are found', async () => {
  const { app } = province;
  const citizen = await province.signIn('congdan');
  const desk = await province.signIn('motcua');
  const filed = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  await desk.api('one-stop.view-dossier', { id: filed.id });
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  await citizen.api('one-stop.my-dossier', { reference: filed.reference });
  const entries = await app.db.all<{ operation: string; outcome: string; who: string; origin: string }>(
    sql`select e.operation, e.outcome, p.name as who, e.origin from audit.v_entry e join identity.v_person p on 'person:' || p.id = e.principal
        where subject = ${`dossier:${filed.id}`} order by number`,
  );
  const acts = entries.map((e) => `${e.who} ${e.operation} ${e.outcome} ${e.origin}`);
  assert.deepEqual(
    acts.filter((act) => /(submit|view|accept|my)-dossier/.test(act)),
    [
      'Nguyễn Thị Hoa Sen one-stop.submit-dossier done 127.0.0.1',
      'Trần Thu Cúc one-stop.view-dossier viewed 127.0.0.1',
      'Trần Thu Cúc one-stop.accept-dossier done 127.0.0.1',
      'Nguyễn Thị Hoa Sen one-stop.my-dossier viewed 127.0.0.1',
    ],
  );
  const { code } = await app.db.one<{ code: string }>(sql`select code from one_stop.dossier where id = ${filed.id}`);
  const inspector = await province.signIn('thanhtra');
  const read = async (query: string) =>
    (await inspector.get(`/quan-tri/nhat-ky?${query}`)).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const byCode = await read(`doi-tuong=${code}`);
  assert.match(byCode, new RegExp(`Trần Thu Cúc Tiếp nhận hồ sơ \\(đã làm\\) Hồ sơ ${code} 127\\.0\\.0\\.1`));
  assert.match(byCode, /\d\d:\d\d:\d\d, \d\d\/\d\d\/\d{4}/, 'time before date, as in every list');
  assert.doesNotMatch(byCode, /dossier:|one-stop\.accept/, 'names, not codes');
  const byName = await read('nguoi=tran thu cuc');
  assert.match(byName, new RegExp(`Xem hồ sơ \\(đã xem\\) Hồ sơ ${code}`));
  assert.doesNotMatch(byName, /Nguyễn Thị Hoa Sen Nộp hồ sơ/);
  assert.match(await read('nguoi=khong co ai'), /Không có dòng nào như vậy/);

  await province.settle(); // what follows from the acts writes entries, too
  await app.audit.seal();
  const whole = await verify();
  assert.equal(whole.code, 0, whole.said);
  assert.match(whole.said, /The audit trail is whole: \d+ entries under \d+ seals/);

  const kept = await anchorTrail(app.db, app.clock.now());
  const anchor = join(app.config.dataFolder, 'anchor.json');
  await writeFile(anchor, JSON.stringify(kept));
  assert.equal((await verdict(kept)).whole, true);

  const client = await app.db.pool.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    await client.query(
      `update audit.entry set principal = 'anonymous' where subject = $1 and operation = 'one-stop.accept-dossier'`,
      [`dossier:${filed.id}`],
    );
    assert.match((await verdict()).broken!, /stream \S+, seal \d+ of .* was changed/);

    const { rows } = await client.query(
      `delete from audit.entry where subject = $1 and operation = 'one-stop.accept-dossier' returning number`,
      [`dossier:${filed.id}`],
    );
    const deleted = await verify();
    assert.equal(deleted.code, 1);
    assert.match(deleted.said, new RegExp(`The audit trail is broken: .* entry ${rows[0].number} is missing`));

    await client.query('delete from audit.entry; delete from audit.seal; delete from audit.stream');
    assert.equal((await verdict()).whole, true, 'what is gone altogether leaves no trace in the database');
    const gone = await verify('--anchor', anchor);
    assert.equal(gone.code, 1);
    assert.match(gone.said, /which the anchor of .* names, is missing/);
  } finally {
    await client.query("set session_replication_role = 'origin'");
    client.release();
  }
});
