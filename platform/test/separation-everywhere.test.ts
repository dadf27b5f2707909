/** What one person must not hold together is refused by whatever way it would come: a plan of reorganisation, a pack, a deputy's office, a role that is about to end. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { checkPack, loadPack, PackRefused } from '../src/pack/load.ts';
import { modules } from '../src/modules.ts';
import { root } from '../src/version.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';
import { publishSeparation } from './separation-rules.ts';

let province: Province;
let admin: Visitor;
let leader: Visitor;
before(async () => {
  province = await openProvince();
  [admin, leader] = [await province.signIn('quantri'), await province.signIn('lanhdao')];
});
after(() => province.close());

const refused = (code: string, words?: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && (!words || words.test(error.problem.title));
const rule = /Người ký văn bản không giữ và đóng con dấu/;
const theDay = '2026-12-01';
const head = {
  title: { vi: 'Bổ nhiệm lại', en: 'New appointments' },
  basis: 'QĐ 9/QĐ-UBND',
  day: theDay,
};
const clerk = { account: 'vanthu', unit: 'so-xay-dung.clerk', role: 'clerk' };
const chief = (account: string) => ({
  account,
  unit: 'so-xay-dung.leadership',
  role: 'agency-head',
  title: { vi: 'Phó Giám đốc', en: 'Deputy director' },
});
const plan = (...appointments: ReturnType<typeof chief>[]) => ({
  begins: [],
  changes: [],
  lines: [],
  appointments,
});
const errors = async (id: string) =>
  (await admin.api('identity.check-succession', { id })).findings.filter((f) => f.severity === 'error').map((f) => f.vi);

test('A plan that appoints a clerk to a head’s place is told so by its check, cannot be proposed, and nothing of the trial stays', async () => {
  const places = () =>
    province.app.db.one(
      sql`select (select count(*)::int from identity.position) as places, (select count(*)::int from identity.unit_version) as versions`,
    );
  const before = await places();
  const { id } = await admin.api('identity.save-succession', { ...head, body: plan(chief('vanthu')) });
  const [found, ...more] = await errors(id);
  assert.match(found ?? '', /Đinh Thị Mận sẽ giữ cùng lúc.*Văn thư/);
  assert.match(found ?? '', rule);
  assert.deepEqual(more, []);
  await assert.rejects(admin.api('identity.propose-succession', { id }), refused('identity.succession-has-errors'));
  assert.deepEqual(await places(), before);
  await admin.api('identity.withdraw-succession', { id, reason: 'Trái quy tắc' });
});

test('A plan is told of what was handed over: whoever stands in for the one it appoints would hold both', async () => {
  const [from, to] = await Promise.all([province.person('vpub.chuyenvien12'), province.person('vanthu')]);
  const delegation = '00000000-0000-4000-8000-000000000d17';
  await province.app.db.run(
    sql`insert into identity.delegation (id, from_person, to_person, valid_from, valid_to, reason, created_at, created_by)
        values (${delegation}, ${from}, ${to}, ${province.clock.now()}, ${new Date('2026-12-20T00:00:00+07:00')}, 'Đi học', ${province.clock.now()}, ${from})`,
  );
  const { id } = await admin.api('identity.save-succession', {
    ...head,
    body: plan(chief('vpub.chuyenvien12')),
  });
  const [found, ...more] = await errors(id);
  assert.match(found ?? '', /Đinh Thị Mận sẽ giữ cùng lúc.*theo ủy quyền/);
  assert.deepEqual(more, []);
  await province.app.db.run(sql`delete from identity.delegation where id = ${delegation}`);
  assert.deepEqual(await errors(id), [], 'and no longer once that has ended');
  await admin.api('identity.withdraw-succession', { id, reason: 'Thôi' });
});

test('A plan is told when an exception would hold no more: two officials come into the unit where one was too few to be kept apart', async () => {
  const { rules } = await admin.api('identity.view-separation', {});
  const [separate] = rules.together.filter(({ key }: { key: string }) => key === 'signature-and-seal');
  const alone = {
    kinds: ['clerk'],
    most: 1,
    why: { vi: 'Chỉ có một người', en: 'Only one' },
    source: 'ours',
  };
  await publishSeparation(province, { ...rules, together: [{ ...separate!, exceptions: [alone] }] });
  const { position } = await admin.api('identity.give-position', {
    person: await province.person('vanthu'),
    unit: await province.unit('so-xay-dung.leadership'),
    role: 'agency-head',
  });
  const second = { ...clerk, account: 'vpub.chuyenvien12', title: { vi: 'Văn thư', en: 'Clerk' } };
  const { id } = await admin.api('identity.save-succession', { ...head, body: plan(second) });
  assert.match((await errors(id)).join(), /Đinh Thị Mận sẽ giữ cùng lúc/);
  await admin.api('identity.withdraw-succession', { id, reason: 'Thôi' });
  await admin.api('identity.end-position', { position, reason: 'Thôi' });
  await publishSeparation(province, rules);
});

test('Two records do not become one that would hold both, and nothing of them has moved', async () => {
  const [from, to] = await Promise.all([province.person('giamdoc'), province.person('vanthu')]);
  // As if it had been declared only: two that were both checked against papers are never one.
  const level = (of: number) => province.app.db.run(sql`update identity.person set verified_level = ${of} where id = ${from}`);
  await level(0);
  const { merge } = await (
    await province.signIn('motcua')
  ).api('identity.propose-merge', { from, to, fields: [], reason: 'Cùng một người' });
  await assert.rejects(admin.api('identity.decide-merge', { merge, accept: true }), refused('identity.held-together', rule));
  const { places, state, waits } = await province.app.db.one<{
    places: number;
    state: string;
    waits: string;
  }>(
    sql`select (select count(*)::int from identity.position where person_id = ${from} and valid_to is null) as places,
               (select state from identity.person where id = ${from}) as state, (select state from identity.merge where id = ${merge}) as waits`,
  );
  assert.deepEqual([places > 0, state, waits], [true, 'active', 'proposed']);
  await admin.api('identity.decide-merge', { merge, accept: false });
  await level(1);
});

test('What was approved and would bring it about by now is not carried out on its day, says why, and goes on when it is put right', async () => {
  const { id } = await admin.api('identity.save-succession', {
    ...head,
    body: plan(chief('vpub.chuyenvien11')),
  });
  assert.deepEqual(await errors(id), []);
  await admin.api('identity.propose-succession', { id });
  await leader.api('identity.approve-succession', { id });
  const { position } = await admin.api('identity.give-position', {
    person: await province.person('vpub.chuyenvien11'),
    unit: await province.unit(clerk.unit),
    role: clerk.role,
  });
  province.clock.set(`${theDay}T00:05:00+07:00`);
  [admin, leader] = [await province.signIn('quantri'), await province.signIn('lanhdao')];
  const carryOut = async () =>
    province.app.jobs.find((job) => job.name === 'identity.apply-successions')!.run(jobContext(province.app, 'test'), {});
  await carryOut();
  const { succession } = await admin.api('identity.view-succession', { id });
  assert.equal(succession.state, 'approved');
  assert.match(JSON.stringify(succession.checked), rule);
  assert.match((await admin.get(`/quan-tri/sap-xep/${id}`)).text, rule);
  await admin.api('identity.end-position', { position, reason: 'Hết kiêm nhiệm' });
  await carryOut();
  assert.equal((await admin.api('identity.view-succession', { id })).succession.state, 'applied');
});

test('A standing deputy holds, too: neither does a clerk become the head’s, nor does a head’s deputy become the clerk', async () => {
  const { id: position } = await province.app.db.one<{ id: string }>(
    sql`select o.id from identity.position o join identity.person p on p.id = o.person_id join identity.unit u on u.id = o.unit_id
        where p.account = 'giamdoc' and u.key = 'so-xay-dung.leadership'`,
  );
  const appoint = async (account: string) =>
    admin.api('identity.appoint-deputy', {
      position,
      person: await province.person(account),
      basis: 'QĐ 5/QĐ-SXD',
    });
  await assert.rejects(appoint('vanthu'), refused('identity.held-together', rule));
  const { deputy } = await appoint('vpub.chuyenvien12');
  const stamp = async () =>
    admin.api('identity.give-position', {
      person: await province.person('vpub.chuyenvien12'),
      unit: await province.unit(clerk.unit),
      role: clerk.role,
    });
  await assert.rejects(stamp(), refused('identity.held-together', rule));
  await admin.api('identity.end-deputy', { deputy, reason: 'Thôi' });
  const { position: given } = await stamp();
  await admin.api('identity.end-position', { position: given, reason: 'Thôi' });
});

test('A role that ends on a later day is held until then', async () => {
  const roles = await admin.api('people.list-roles', {});
  const { version } = roles.roles.find((one: { key: string }) => one.key === 'clerk') as never as {
    version: number;
  };
  const { id } = await admin.api('identity.propose-role-change', {
    kind: 'retire',
    role: 'clerk',
    version,
    retireOn: '2027-01-01',
    reason: 'Văn thư về Văn phòng',
  });
  await leader.api('identity.decide-role-change', { id, accept: true });
  const give = async (from: string) =>
    admin.api('identity.give-position', {
      person: await province.person('vanthu'),
      unit: await province.unit('so-xay-dung.leadership'),
      role: 'agency-head',
      from,
    });
  await assert.rejects(give('2026-12-15'), refused('identity.held-together', rule));
  await give('2027-01-01');
});

/** A pack like the province's with files of it changed. */
async function changed(files: Record<string, (text: string) => string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-separate-'));
  await cp(join(root, 'packs/ha-nam'), folder, { recursive: true });
  for (const [name, change] of Object.entries(files)) {
    const text = await readFile(join(folder, name), 'utf8');
    const next = change(text);
    assert.notEqual(next, text, name);
    await writeFile(join(folder, name), next);
  }
  return folder;
}
const told = (file: string, line: number, reason: RegExp) => (error: unknown) =>
  error instanceof PackRefused &&
  error.problems.some((one) => one.file.endsWith(file) && one.line === line && reason.test(one.reason));
const lineOf = async (folder: string, file: string, words: string) =>
  (await readFile(join(folder, file), 'utf8')).split('\n').findIndex((one) => one.includes(words)) + 1;

test('A pack that gives one person both is refused by its check, with the file, the line and the rule', async () => {
  const folder = await changed({
    'people.yaml': (text) =>
      text.replace(
        /( {6}- \{ unit: so-xay-dung\.clerk, role: clerk.*\n)/,
        '$1      - { unit: so-xay-dung.leadership, role: agency-head, title: { vi: Phó Giám đốc, en: Deputy director } }\n',
      ),
  });
  try {
    await assert.rejects(
      checkPack({ modules }, folder),
      told(
        'people.yaml',
        await lineOf(folder, 'people.yaml', 'account: vanthu'),
        /"vanthu" would be agency-head in so-xay-dung\.leadership \(results\.sign-result\) and clerk in so-xay-dung\.clerk.*signature-and-seal/,
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('What an exception of its own rules allows a pack’s check lets pass, until the pack itself lifts the exception: a second official, another kind of unit, another level', async () => {
  const both = (text: string) =>
    text.replace(
      /( {6}- \{ unit: so-xay-dung\.clerk, role: clerk.*\n)/,
      '$1      - { unit: so-xay-dung.leadership, role: agency-head, title: { vi: Phó Giám đốc, en: Deputy director } }\n',
    );
  const second = (text: string) =>
    both(text).replace(
      /(account: chuyenvien\n[\s\S]*?positions:\n)/,
      '$1      - { unit: so-xay-dung.clerk, role: clerk, title: { vi: Văn thư, en: Clerk } }\n',
    );
  const excused = (where: string) => (text: string) =>
    text.replace(
      /(other: \[results\.stamp-result\]\n {4}exceptions:\n)/,
      `$1      - { ${where}, why: { vi: Chỉ có một người, en: Only one }, source: ours }\n`,
    );
  const checked = async (people: (text: string) => string, where: string): Promise<readonly string[]> => {
    const folder = await changed({ 'people.yaml': people, 'separation.yaml': excused(where) });
    try {
      await checkPack({ modules }, folder);
      return [];
    } catch (error) {
      if (!(error instanceof PackRefused)) throw error;
      return error.problems.map(({ reason }) => reason);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  const apart = /"vanthu" would be agency-head .*signature-and-seal/;
  assert.deepEqual(await checked(both, 'kinds: [clerk], most: 1'), []);
  assert.deepEqual(await checked(both, 'levels: [province], kinds: [clerk]'), []);
  for (const [people, where] of [
    [second, 'kinds: [clerk], most: 1'],
    [both, 'kinds: [desk], most: 1'],
    [both, 'levels: [commune], kinds: [clerk]'],
  ] as const) {
    const [told, ...more] = await checked(people, where);
    assert.match(told ?? '', apart, where);
    assert.deepEqual(more, []);
  }
});

test('A pack whose roles or places would bring it about for those in office is refused whole, and nothing of it is left', async () => {
  const roles = await changed({
    'roles.yaml': (text) =>
      text.replace(/( {2}- key: legal-officer\n[\s\S]*?permissions:\n)/, '$1      results.sign-result: assigned\n'),
  });
  const places = await changed({
    'people.yaml': (text) =>
      text.replace(
        /(account: chuyenvien\n[\s\S]*?positions:\n)/,
        '$1      - { unit: so-xay-dung.leadership, role: agency-head, title: { vi: Phó Giám đốc, en: Deputy director } }\n',
      ),
  });
  const stands = () =>
    province.app.db.one(
      sql`select (select md5(string_agg(permissions::text, ' ' order by key)) from identity.role) as roles, (select count(*)::int from identity.position) as places`,
    );
  try {
    for (const role of [clerk.role, 'legal-officer'])
      await admin.api('identity.give-position', {
        person: await province.person('chuyenvien'),
        unit: await province.unit(clerk.unit),
        role,
      });
    const before = await stands();
    await assert.rejects(
      loadPack(province.app, places),
      told('people.yaml', await lineOf(places, 'people.yaml', 'account: chuyenvien'), /signature-and-seal/),
    );
    await assert.rejects(
      loadPack(province.app, roles),
      told('roles.yaml', await lineOf(roles, 'roles.yaml', '- key: legal-officer'), /signature-and-seal/),
    );
    assert.deepEqual(await stands(), before);
  } finally {
    for (const folder of [roles, places]) await rm(folder, { recursive: true, force: true });
  }
});
