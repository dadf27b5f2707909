import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { createApp, migrateApp, publishDefinition, readConfig, readKeys, sql } from '@dinh/kernel';
import { testDatabase } from '@dinh/testing';
import { modules } from '../src/modules.ts';
import { exportPack } from '../src/pack/export.ts';
import { checkPack, loadPack } from '../src/pack/load.ts';
import { root } from '../src/version.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
let folder: string;

before(async () => {
  province = await openProvince();
  folder = await mkdtemp(join(tmpdir(), 'dinh-export-'));
});
after(async () => {
  await province.close();
  await rm(folder, { recursive: true, force: true });
});

/** The rows of a table, each as `column=cell` in the order of the pack's columns. */
async function tableOf(file: string, wanted: readonly string[]): Promise<string[]> {
  const [head = '', ...lines] = (await readFile(file, 'utf8')).replace(/\n$/, '').split('\n');
  const names = head.split('\t');
  return lines.map((line) => wanted.map((name) => `${name}=${line.split('\t')[names.indexOf(name)]}`).join('; '));
}

test('An export that nobody has edited has every line of every table of the pack, letter for letter', async () => {
  const untouched = await mkdtemp(join(tmpdir(), 'dinh-export-'));
  try {
    await exportPack(province.app, untouched);
    const pack = join(root, 'packs', 'ha-nam');
    // A procedure with a file of its own is told there; its line shows what the file says.
    const told = (await province.app.definitions.allAt<{ code: string; workedOut: boolean }>('procedure', '2026-11-18'))
      .filter(({ body }) => body.workedOut)
      .map(({ body }) => `code=${body.code};`);
    assert.equal(told.length, 12);
    // Officials go out with all other persons, in people.yaml.
    for (const name of (await readdir(pack)).filter((file) => /^(?!officials).*\.tsv$/.test(file))) {
      const [head = ''] = (await readFile(join(pack, name), 'utf8')).split('\n');
      // The place in the official list stands in the source, too.
      const columns = head.split('\t').filter((column) => column !== 'seed_line' && column !== 'stt');
      const away = new Set(await tableOf(join(untouched, name), columns));
      const lost = (await tableOf(join(pack, name), columns)).filter(
        (row) => !away.has(row) && !told.some((code) => row.startsWith(code)),
      );
      assert.deepEqual(lost.slice(0, 5), [], `${name}: ${lost.length} lines differ`);
    }
  } finally {
    await rm(untouched, { recursive: true, force: true });
  }
});

/** What an officer has changed: a procedure of the plain kind, a worked-out one, a message, a page, a template, a unit. */
async function edit(): Promise<void> {
  const { app } = province;
  const now = app.clock.now();
  const changes: readonly (readonly [kind: string, key: string, change: (body: any) => object])[] = [
    ['procedure', 'HNM.1242', (b) => ({ ...b, timeLimit: { amount: 3, unit: 'working-day' }, name: 'Tên mới' })],
    ['procedure', 'HNM.6739-14', (b) => ({ ...b, shortName: { vi: 'Giấy phép', en: 'Permit' } })],
    ['message', 'payment-received', (b) => ({ ...b, sms: { vi: 'Đã nhận {amount}', en: 'Received {amount}' } })],
    ['life-event', 'having-a-child', (b) => ({ ...b, topics: b.topics.slice(1), hint: { vi: 'Gợi ý mới', en: 'New hint' } })],
    [
      'synonyms',
      'province',
      (b) => ({
        words: [...b.words, { phrase: 'giấy đỏ', means: 'giấy chứng nhận quyền sử dụng đất', source: 'ours' }],
      }),
    ],
    ['portal-text', 'help', (b) => ({ ...b, title: { vi: 'Trợ giúp mới', en: 'New help' } })],
    ['template', 'receipt.typ', (b) => ({ ...b, text: `${b.text}\n// của tỉnh\n` })],
    ['form', 'criminal-record', (b) => ({ ...b, title: { vi: 'Tờ khai mới', en: 'New form' } })],
  ];
  await app.db.transaction(async (tx) => {
    for (const [kind, key, change] of changes) {
      const found = await app.definitions.at(kind, key, '2026-11-18');
      assert.ok(found, `${kind} ${key}`);
      await publishDefinition(tx, now, {
        kind,
        key,
        body: change(structuredClone(found.body)),
        source: 'ours',
        origin: 'officer',
        effectiveFrom: '2026-11-18',
      });
    }
    // One that comes into force later, one that replaces a version that never held, one that is new, one that has ended.
    const one = async (kind: string, key: string) => {
      const found = await app.definitions.at<any>(kind, key, '2026-11-18');
      assert.ok(found, `${kind} ${key}`);
      return structuredClone(found.body);
    };
    const publish = (kind: string, key: string, body: object, effectiveFrom: string) =>
      publishDefinition(tx, now, { kind, key, body, source: 'ours', origin: 'officer', effectiveFrom });
    const procedure = await one('procedure', 'HNM.1242');
    await publish('procedure', 'HNM.1242', { ...procedure, name: 'Tên từ năm sau' }, '2027-01-01');
    const message = await one('message', 'task-assigned');
    await publish('message', 'task-assigned', { ...message, sms: { vi: 'Sai', en: 'Wrong' } }, '2026-12-01');
    await publish('message', 'task-assigned', { ...message, sms: { vi: 'Đúng', en: 'Right' } }, '2026-12-01');
    const page = await one('portal-text', 'help');
    await publish('portal-text', 'new-help', { ...page, key: 'new-help' }, '2027-02-01');
    await publish('portal-text', 'old-help', { ...page, key: 'old-help' }, '2024-01-01');
    await tx.run(sql`update kernel.definition set effective_to = '2026-01-01' where key = 'old-help'`);
    // Test cases: one of the pack expects something else now, one is gone, one is new.
    await tx.run(
      sql`update studio.test_case set expected = '{"value": {"amount": 1}}', origin = 'officer' where name = 'Sinh viên'`,
    );
    await tx.run(sql`update studio.test_case set dropped = true where name = 'Đổi do hết hạn'`);
    await tx.run(
      sql`insert into studio.test_case (id, kind, key, name, input, expected, created_at)
          select gen_random_uuid(), kind, key, 'Ca mới', input || '{"decision": "base"}', expected, created_at
          from studio.test_case where name = 'Sinh viên'`,
    );
    await tx.run(sql`update identity.unit set name_vi = 'Sở Xây dựng và Nhà ở', edited = true where key = 'so-xay-dung'`);
  });
  app.definitions.forget();
}

test('A pack that is exported, checked and loaded into an empty database is the same province, with what officers changed', async () => {
  await edit();
  await exportPack(province.app, folder);
  await checkPack({ modules }, folder);
  const { url } = await testDatabase({
    key: 'exported pack',
    migrate: async (to) => void (await migrateApp(to, modules)),
  });
  const keys = await mkdtemp(join(tmpdir(), 'dinh-keys-'));
  const app = createApp({
    config: { ...readConfig({ DINH_DATA: folder, LOG_LEVEL: 'error' }, root), port: 0, demonstration: true },
    databaseUrl: url,
    keys: await readKeys(keys),
    modules,
    clock: province.clock,
    poolSize: 2,
  });
  try {
    await loadPack(app, folder);
    const again = await loadPack(app, folder, true);
    assert.deepEqual(
      again.filter((line) => line.change !== 'unchanged'),
      [],
    );
    // And it says nothing else than the database from which it came.
    const away = await loadPack(province.app, folder, true);
    assert.deepEqual(
      away.filter((line) => line.change !== 'unchanged' && line.key !== 'so-xay-dung'),
      [],
    );
    // On any day the same is in force: long ago, when something ended, today, when something begins.
    for (const day of [
      '2020-05-05',
      '2025-12-31',
      '2026-01-01',
      '2026-11-17',
      '2026-11-18',
      '2026-12-01',
      '2027-01-01',
      '2027-02-01',
    ]) {
      const inForce = (db: typeof app.db) =>
        db.all(
          sql`select distinct on (kind, key) kind, key, checksum from kernel.definition
              where effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
              order by kind, key, effective_from desc, version desc`,
        );
      const [there, here] = [await inForce(province.app.db), await inForce(app.db)];
      assert.ok(there.length > 900);
      const lost = there.filter((row) => !here.some((other) => isDeepStrictEqual(other, row)));
      assert.deepEqual([lost, here.length], [[], there.length], day);
    }
    const cases = (db: typeof app.db) =>
      db.all(sql`select kind, key, name, input, expected from studio.test_case where not dropped order by kind, key, name`);
    assert.deepEqual(await cases(app.db), await cases(province.app.db));
    const text = await readFile(join(folder, 'decisions', 'fee-criminal-record.cases.yaml'), 'utf8');
    assert.match(text, /- name: Ca mới\n/);
    // What an officer has dropped or changed stays so when the pack comes again.
    const kept = await loadPack(province.app, join(root, 'packs', 'ha-nam'), true);
    assert.deepEqual(
      kept
        .filter((line) => line.part === 'test-cases' && line.change !== 'unchanged')
        .map((line) => `${line.key} ${line.change}`),
      ['decision fee-criminal-record: Sinh viên kept'],
    );
    const names = (db: typeof app.db) =>
      db.all(
        sql`select u.key, u.name_vi, u.code, p.key as parent, s.symbol from identity.unit u left join identity.unit p on p.id = u.parent_id
            left join results.unit_symbol s on s.unit_key = u.key order by 1`,
      );
    assert.deepEqual(await names(app.db), await names(province.app.db));
    const people = (db: typeof app.db) =>
      db.all(
        sql`select p.account, p.name, p.id_number, p.birth_date, array_agg(u.key || '/' || o.role order by u.key, o.role) as places
            from identity.person p left join identity.position o on o.person_id = p.id and o.valid_to is null left join identity.unit u on u.id = o.unit_id
            group by p.id order by 1`,
      );
    assert.deepEqual(await people(app.db), await people(province.app.db));
    assert.match(await readFile(join(folder, 'procedures.tsv'), 'utf8'), /^HNM\.1242\tTên mới\t/m);
    assert.match(await readFile(join(folder, 'synonyms.tsv'), 'utf8'), /^giấy đỏ\tgiấy chứng nhận/m);
    const links = await readFile(join(folder, 'life-event-procedures.tsv'), 'utf8');
    assert.doesNotMatch(links, /^having-a-child\tbirth\t/m);
    assert.match(links, /^having-a-child\tmaternity\t/m);
  } finally {
    await app.db.close();
    await rm(keys, { recursive: true, force: true });
  }
});

/** The texts in an archive, by the list at its end (APPNOTE 6.3, 4.3.12), with the time that stands beside each. */
function unpack(bytes: Uint8Array): Map<string, { text: string; time: number }> {
  const data = Buffer.from(bytes);
  const end = data.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const found = new Map<string, { text: string; time: number }>();
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, name, extra, comment] = [
      data.readUInt32LE(at + 20),
      ...[28, 30, 32].map((n) => data.readUInt16LE(at + n)),
    ] as [number, number, number, number];
    const head = data.readUInt32LE(at + 42);
    const body = head + 30 + data.readUInt16LE(head + 26) + data.readUInt16LE(head + 28);
    const text = inflateRawSync(data.subarray(body, body + packed)).toString();
    const file = data.toString('utf8', at + 46, at + 46 + name);
    assert.ok(!found.has(file), `${file} stands once`);
    found.set(file, { text, time: data.readUInt32LE(at + 12) });
    at += 46 + name + extra + comment;
  }
  return found;
}

test('Those who publish download the same files in the studio as one archive, which is written into the audit trail; nobody else does', async () => {
  const controller = await province.signIn('kiemsoat');
  const { href } = /href="(?<href>[^"]+\.zip)"/.exec((await controller.get('/studio/nap')).text)!.groups!;
  const { status, headers, bytes } = await controller.get(href!);
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'application/zip');
  assert.equal(headers.get('content-disposition'), "attachment; filename*=UTF-8''ha-nam-2026-11-18.zip");
  const found = unpack(bytes);
  const written = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1));
  assert.deepEqual([...found.keys()].sort(), written.sort());
  for (const [file, { text }] of found) assert.equal(text, await readFile(join(folder, file), 'utf8'), file);
  // 18 November 2026, 08:30, as MS-DOS writes it.
  assert.equal(found.get('pack.yaml')!.time, ((46 << 9) | (11 << 5) | 18) * 65_536 + ((8 << 11) | (30 << 5)));
  const entries = await province.app.db.all<{ outcome: string; detail: object }>(
    sql`select outcome, detail::jsonb as detail from audit.v_entry where operation = 'platform.export-pack'`,
  );
  assert.deepEqual(entries, [{ outcome: 'viewed', detail: { files: written.length } }]);
  // An inspector sees the screen and not the way out.
  const inspector = await province.signIn('thanhtra');
  assert.doesNotMatch((await inspector.get('/studio/nap')).text, /\.zip/);
  assert.equal((await inspector.get(href!)).status, 403);
  assert.equal((await province.get(href!)).status, 303);
});

test('A version of a kind that there is not, of another shape, or that ends before it begins is refused with file and line', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'dinh-broken-'));
  try {
    await cp(folder, broken, { recursive: true });
    const file = join(broken, 'versions', 'message', 'task-assigned.yaml');
    const text = await readFile(file, 'utf8');
    const refused = async (from: string | RegExp, to: string, reason: RegExp) => {
      assert.notEqual(text.replace(from, to), text, to);
      await writeFile(file, text.replace(from, to));
      await assert.rejects(checkPack({ modules }, broken), reason);
    };
    await refused('kind: message', 'kind: mesage', /task-assigned\.yaml:1: there is no kind “mesage”/);
    await refused(/\bvi: Đúng/, 'vn: Đúng', /task-assigned\.yaml:\d+: /);
    await refused('effectiveFrom: 2026-12-01', 'effectiveFrom: 2016-12-01', /must end after it began/);
  } finally {
    await rm(broken, { recursive: true, force: true });
  }
});

test('An export goes into an empty folder only', async () => {
  await assert.rejects(exportPack(province.app, folder), /not empty/);
});

test('Test cases of a model that is not there, or of another shape, are refused with file and line', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'dinh-broken-'));
  try {
    await cp(folder, broken, { recursive: true });
    const file = join(broken, 'decisions', 'fee-criminal-record.cases.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(join(broken, 'decisions', 'no-such.cases.yaml'), text);
    await assert.rejects(checkPack({ modules }, broken), /no-such\.cases\.yaml:2: there is no decision “no-such”/);
    await rm(join(broken, 'decisions', 'no-such.cases.yaml'));
    await writeFile(file, text.replace('decision: fee', 'dicision: fee'));
    await assert.rejects(checkPack({ modules }, broken), /fee-criminal-record\.cases\.yaml:\d+: \/cases\/\d/);
  } finally {
    await rm(broken, { recursive: true, force: true });
  }
});
