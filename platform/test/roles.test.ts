/** Roles are edited on screens: proposed by one, checked, approved by another, at once in every process, and no pack overwrites them. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { parse } from 'yaml';
import { exportPack } from '../src/pack/export.ts';
import { loadPack } from '../src/pack/load.ts';
import { root } from '../src/version.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';

let province: Province;
let admin: Visitor;
let leader: Visitor;
before(async () => {
  province = await openProvince();
  [admin, leader] = await Promise.all([province.signIn('quantri'), province.signIn('lanhdao')]);
});
after(() => province.close());

const permit = 'HNM.6739-14';
const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
type Extent = { permission: string; scope: 'own' | 'assigned' | 'unit' | 'unit-tree' | 'all' };
const roleOf = async (key: string) =>
  (await admin.api('people.list-roles', {})).roles.find((role: { key: string }) => role.key === key) as unknown as {
    permissions: Extent[];
    version: number;
    retiredOn: string | null;
  };
const edit = async (key: string, change: (list: Extent[]) => Extent[], reason = 'Theo quyết định phân công') => {
  const { permissions, version } = await roleOf(key);
  return admin.api('identity.propose-role-change', {
    kind: 'edit',
    role: key,
    version,
    permissions: change(permissions),
    reason,
  });
};
const roleFile = async (folder: string) =>
  new Map(
    (
      parse(await readFile(join(folder, 'roles.yaml'), 'utf8')) as {
        roles: { key: string; permissions: object }[];
      }
    ).roles.map((role) => [role.key, role]),
  );

test('What nobody has edited goes out letter for letter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-roles-'));
  try {
    await exportPack(province.app, folder);
    const [away, pack] = await Promise.all(
      [folder, join(root, 'packs/ha-nam')].map((one) => readFile(join(one, 'roles.yaml'), 'utf8')),
    );
    assert.equal(away, pack);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('A change is proposed on the screen, shows who gains and loses, and works at once when somebody else approves it', async () => {
  const clerk = await province.signIn('vanthu');
  assert.equal((await clerk.rawApi('one-stop.call-next', { desk: 1 } as never)).status, 403);
  const form = await admin.get('/quan-tri/vai-tro/clerk/sua');
  assert.match(form.text, /Đóng dấu, phát hành kết quả/);
  const sent = await admin.submit(
    form,
    { 'p.one-stop.call-ticket': 'unit', 'p.results.number-result': '', reason: 'Văn thư kiêm gọi số' },
    { form: '/quan-tri/vai-tro/clerk/sua' },
  );
  const page = await admin.follow(sent);
  assert.match(page.text, /Gọi số thứ tự/);
  assert.match(page.text, /Có thêm quyền/);
  assert.match(page.text, /Bạn đã đề nghị; một người khác phê duyệt/);
  const id = sent.location!.split('/').at(-1)!.split('?')[0]!;
  // Whoever would edit it meanwhile is led to what waits, before they type and where they are refused.
  const at = '/quan-tri/vai-tro/clerk/sua';
  const again = await admin.get(at);
  const late = await admin.submit(again, { 'p.results.number-result': '', reason: 'Sửa lần nữa' }, { form: at });
  assert.equal(late.status, 422);
  assert.match(late.text, /error-summary[^]*đang có một đề nghị chờ quyết định/);
  for (const { text } of [again, late])
    assert.match(text, new RegExp(`<a href="/quan-tri/vai-tro/de-nghi/${id}">Xem đề nghị này`));
  const { effect } = await leader.api('identity.check-role-change', { id });
  const holders = (await admin.api('people.list-roles', {})).roles.find((r: { key: string }) => r.key === 'clerk') as unknown as {
    holders: number;
  };
  assert.equal(effect.gaining, holders.holders);
  assert.equal(effect.losing, holders.holders);
  const waits = /<a href="\/quan-tri\/vai-tro">Đề nghị sửa vai trò chờ bạn phê duyệt: 1/;
  assert.match((await leader.get('/quan-tri')).text, waits);
  assert.doesNotMatch((await admin.get('/quan-tri')).text, waits, 'only who may decide is asked');
  // Not in force before somebody else has said so.
  assert.equal((await clerk.rawApi('one-stop.call-next', { desk: 1 } as never)).status, 403);
  await assert.rejects(admin.api('identity.decide-role-change', { id, accept: true }), refused('kernel.not-allowed'));
  const decision = await leader.get(`/quan-tri/vai-tro/de-nghi/${id}`);
  assert.match(decision.text, /Phê duyệt, áp dụng ngay/);
  await leader.submit(decision, { answer: 'yes' }, { form: `/quan-tri/vai-tro/de-nghi/${id}/quyet-dinh` });
  assert.notEqual((await clerk.rawApi('one-stop.call-next', { desk: 1 } as never)).status, 403);
  assert.doesNotMatch((await leader.get('/quan-tri')).text, waits);
  assert.match((await admin.get('/quan-tri/vai-tro/clerk')).text, /Văn thư kiêm gọi số/);
  await assert.rejects(leader.api('identity.decide-role-change', { id, accept: true }), refused('identity.role-change-not-open'));
});

test('A pack that says otherwise does not overwrite it, and says so; what it exports is the edited role', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-roles-'));
  try {
    const report = await loadPack(province.app, join(root, 'packs/ha-nam'));
    assert.equal(report.find((line) => line.part === 'roles' && line.key === 'clerk')?.change, 'kept');
    assert.equal(report.find((line) => line.part === 'roles' && line.key === 'desk')?.change, 'unchanged');
    assert.ok((await roleOf('clerk')).permissions.some((p) => p.permission === 'one-stop.call-ticket'));
    await exportPack(province.app, folder);
    assert.equal((await roleFile(folder)).get('clerk')!.permissions['one-stop.call-ticket' as never], 'unit');
    const [away = [], pack = []] = await Promise.all(
      [folder, join(root, 'packs/ha-nam')].map(async (one) => (await readFile(join(one, 'roles.yaml'), 'utf8')).split('\n')),
    );
    assert.deepEqual(
      [away.filter((one) => !pack.includes(one)), pack.filter((one) => !away.includes(one))],
      [['      one-stop.call-ticket: unit'].filter((one) => !pack.includes(one)), ['      results.number-result: assigned']],
      'only what was edited is another line',
    );
    // The exported pack is taken in again without a change.
    const again = await mkdtemp(join(tmpdir(), 'dinh-roles-'));
    await cp(join(root, 'packs/ha-nam'), again, { recursive: true });
    await writeFile(join(again, 'roles.yaml'), await readFile(join(folder, 'roles.yaml')));
    const second = await loadPack(province.app, again, true);
    assert.deepEqual(
      second.filter((line) => line.part === 'roles' && line.change !== 'unchanged'),
      [],
    );
    await rm(again, { recursive: true, force: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('Nobody can be locked out: the last who could give places or roles back keep their permission', async () => {
  for (const permission of ['people.manage-position', 'people.edit-role']) {
    const { id } = await edit('administrator', (list) => list.filter((p) => p.permission !== permission));
    assert.deepEqual((await leader.api('identity.check-role-change', { id })).effect.lockedOut, [permission]);
    await assert.rejects(leader.api('identity.decide-role-change', { id, accept: true }), refused('identity.role-locks-out'));
    await leader.api('identity.decide-role-change', { id, accept: false, comment: 'Khóa cả tỉnh' });
  }
  const { version } = await roleOf('administrator');
  const { id } = await admin.api('identity.propose-role-change', {
    kind: 'retire',
    role: 'administrator',
    version,
    retireOn: '2026-12-01',
    reason: 'Không dùng nữa',
  });
  await assert.rejects(leader.api('identity.decide-role-change', { id, accept: true }), refused('identity.role-locks-out'));
  await admin.api('identity.withdraw-role-change', { id });
});

test('A change that would put into one hand what must be apart is told before, and refused', async () => {
  const { id } = await edit('clerk', (list) => [...list, { permission: 'results.sign-result', scope: 'assigned' }]);
  const { effect } = await leader.api('identity.check-role-change', { id });
  assert.ok(effect.conflicts.length > 0);
  assert.match((await leader.get(`/quan-tri/vai-tro/de-nghi/${id}`)).text, /phải tách riêng/);
  await assert.rejects(leader.api('identity.decide-role-change', { id, accept: true }), refused('identity.held-together'));
  await leader.api('identity.decide-role-change', { id, accept: false });
});

test('A role is copied to a new one, given, and retired on a day: from then on it gives nothing and is given to nobody', async () => {
  const form = await admin.get('/quan-tri/vai-tro/auditor/sua?sao-chep=1');
  const sent = await admin.submit(
    form,
    {
      role: 'observer',
      'name.vi': 'Quan sát viên',
      'name.en': 'Observer',
      reason: 'Đoàn giám sát',
      'p.identity.review-emergency': '',
    },
    { form: '/quan-tri/vai-tro/auditor/sua?sao-chep=1' },
  );
  assert.equal(sent.status, 303);
  const id = sent.location!.split('/').at(-1)!;
  await leader.api('identity.decide-role-change', { id, accept: true });
  const unit = await province.unit('so-xay-dung');
  const person = await province.person('vpub.chuyenvien11');
  const observer = await province.signIn('vpub.chuyenvien11');
  assert.equal((await observer.get('/quan-tri/nhat-ky')).status, 403);
  await admin.api('identity.give-position', { person, unit, role: 'observer' });
  assert.equal((await observer.get('/quan-tri/nhat-ky')).status, 200);
  const { id: end } = await admin.api('identity.propose-role-change', {
    kind: 'retire',
    role: 'observer',
    version: 1,
    retireOn: '2026-11-20',
    reason: 'Hết đợt giám sát',
  });
  await leader.api('identity.decide-role-change', { id: end, accept: true });
  assert.equal((await observer.get('/quan-tri/nhat-ky')).status, 200);
  await assert.rejects(
    admin.api('identity.give-position', {
      person: await province.person('chuyenvien'),
      unit,
      role: 'observer',
      from: '2026-11-20',
    }),
    refused('identity.role-not-found'),
  );
  province.clock.advance(2 * 24 * 3_600_000);
  assert.equal((await (await province.signIn('vpub.chuyenvien11')).get('/quan-tri/nhat-ky')).status, 403);
  [admin, leader] = await Promise.all([province.signIn('quantri'), province.signIn('lanhdao')]);
});

test('A role is made from nothing on the screen, narrowed to a field and a class picked from lists; a code that there is not is refused', async () => {
  const form = '/quan-tri/vai-tro/moi';
  const page = await admin.get(form);
  assert.match(page.text, /Vai trò mới/);
  assert.match(page.text, /\(BA002\.002\)/);
  const empty = await admin.submit(page, { role: 'X y', 'name.vi': '', reason: 'Lập mới' }, { form });
  assert.equal(empty.status, 422);
  const sent = await admin.submit(
    page,
    {
      role: 'press-reader',
      'name.vi': 'Theo dõi báo chí',
      'name.en': 'Press reader',
      reason: 'Theo quyết định phân công',
      'p.people.view-directory': 'all',
      'n.permission': 'one-stop.view-dossier',
      'n.scope': 'unit',
      'n.fields': 'BA002.002',
      'n.classes': 'basic',
      'n.procedures': `${permit}, ${permit}`,
      'n.under': 'so-xay-dung',
      'n.steps': 'appraise',
    },
    { form },
  );
  assert.equal(sent.status, 303, sent.text.match(/error-summary[\s\S]{0,400}/)?.[0]);
  await leader.api('identity.decide-role-change', { id: sent.location!.split('/').at(-1)!, accept: true });
  assert.deepEqual((await roleOf('press-reader')).permissions, [
    {
      permission: 'one-stop.view-dossier',
      scope: 'unit',
      procedures: [permit],
      under: ['so-xay-dung'],
      fields: ['BA002.002'],
      classes: ['basic'],
      steps: ['appraise'],
    },
    { permission: 'people.view-directory', scope: 'all' },
  ]);
  assert.match((await admin.get('/quan-tri/vai-tro/press-reader')).text, /chỉ của đơn vị so-xay-dung/);
  for (const narrow of [
    { fields: ['BA999'] },
    { classes: ['secretest'] },
    { procedures: ['HNM.0'] },
    { under: ['so-khong-co'] },
    { steps: ['fly'] },
  ])
    await assert.rejects(
      edit('desk', (list) => [...list, { permission: 'one-stop.view-dossier', scope: 'all', ...narrow }]),
      refused('identity.role-narrowing-unknown'),
    );
});

test('Wrong input is told: unknown permissions, keys that are taken, nothing changed, old versions, two at once', async () => {
  await assert.rejects(
    edit('desk', (list) => [...list, { permission: 'one-stop.fly', scope: 'all' }]),
    refused('identity.role-permission-unknown'),
  );
  await assert.rejects(
    edit('desk', (list) => list),
    refused('identity.role-nothing'),
  );
  const reason = 'Thử nghiệm sửa';
  const propose = (more: object) => admin.api('identity.propose-role-change', { role: 'desk', reason, ...more } as never);
  await assert.rejects(
    propose({ kind: 'create', name: { vi: 'Một cửa', en: 'Desk' }, permissions: [] }),
    refused('identity.role-exists'),
  );
  await assert.rejects(propose({ kind: 'edit', version: 99, permissions: [] }), refused('identity.role-changed'));
  await assert.rejects(propose({ kind: 'retire', retireOn: '2020-01-01' }), refused('identity.day-wrong'));
  await assert.rejects(propose({ kind: 'edit', role: 'nobody-has-this', permissions: [] }), refused('identity.role-not-found'));
  const both = await Promise.all(
    [1, 2].map(() => admin.rawApi('identity.propose-role-change', { role: 'desk', kind: 'edit', permissions: [], reason })),
  );
  assert.deepEqual(
    both.map(({ status }) => status).sort((a, b) => a - b),
    [200, 409],
  );
  const { changes } = await admin.api('identity.list-role-changes', { role: 'desk', open: true });
  await admin.api('identity.withdraw-role-change', { id: changes[0]!.id });
  // Decided by two at once: once.
  const { id } = await edit('desk', (list) => list.slice(1));
  const decided = await Promise.all([1, 2].map(() => leader.rawApi('identity.decide-role-change', { id, accept: true })));
  assert.deepEqual(
    decided.map(({ status }) => status).sort((a, b) => a - b),
    [200, 404],
  );
  for (const who of ['truongphong', 'congdan'])
    assert.equal(
      (
        await (
          await province.signIn(who)
        ).rawApi('identity.propose-role-change', { role: 'desk', kind: 'edit', permissions: [], reason })
      ).status,
      403,
    );
});

test('The list is searched, sorted and exported; each change is in the audit trail', async () => {
  const page = await admin.get('/quan-tri/vai-tro?q=dong+dau');
  assert.match(page.text, /href="\/quan-tri\/vai-tro\/clerk"/);
  assert.doesNotMatch(page.text, /href="\/quan-tri\/vai-tro\/desk-head"/);
  assert.equal((await admin.get('/quan-tri/vai-tro?xep=holders&chieu=giam')).status, 200);
  assert.match((await admin.get('/quan-tri/vai-tro?dang=csv')).text, /Gọi số thứ tự/);
  assert.equal((await admin.get('/quan-tri/vai-tro/khong-co')).status, 404);
  const { n } = await province.app.db.one<{ n: number }>(
    sql`select count(*)::int as n from audit.v_entry where operation = 'identity.decide-role-change' and outcome = 'done'`,
  );
  assert.ok(n >= 4);
});

test('Whoever approves a new name of a role reads what it is called now', async () => {
  const role = await roleOf('postal-officer');
  const { id } = await admin.api('identity.propose-role-change', {
    role: 'postal-officer',
    version: role.version,
    kind: 'edit',
    name: { vi: 'Nhân viên bưu chính', en: 'Postal officer' },
    permissions: role.permissions,
    reason: 'Tên gọn hơn',
  } as never);
  const shown = (await leader.get(`/quan-tri/vai-tro/de-nghi/${id}`)).text;
  assert.match(shown, /Đổi tên[^]*Nhân viên bưu chính công ích tại quầy \([^)]*\) → Nhân viên bưu chính \(Postal officer\)/);
});
