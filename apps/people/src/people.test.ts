import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '@dinh/kernel';
import { type House, openHouse } from './test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

test('An administrator finds anybody without accents; a head only those of their own units', async () => {
  const admin = await house.as('quantri');
  const names = async (input: object, call = admin) =>
    (await house.app.run('people.list-persons', input, call)).persons.map((p) => p.name);
  assert.deepEqual(await names({ query: 'sen hoa' }), ['Nguyễn Thị Hoa Sen']);
  assert.deepEqual(await names({ query: '0900000001' }), ['Nguyễn Thị Hoa Sen']);
  assert.deepEqual(await names({ role: 'specialist' }), ['Đỗ Văn Sồi', 'Lê Minh Trúc']);
  const head = await house.as('giamdoc');
  assert.deepEqual(await names({}, head), ['Hoàng Đức Tùng', 'Lê Minh Trúc']);
  await assert.rejects(
    house.app.run('people.view-person', { person: await house.id('bacsi') }, head),
    refusal('kernel.not-found'),
  );
  await assert.rejects(house.app.run('people.list-persons', {}, await house.as('congdan')), refusal('kernel.not-allowed'));
});

test('Whether somebody is signed in, and where, is told to whoever may end their sessions, and to nobody else', async () => {
  const person = await house.id('bacsi');
  const admin = await house.as('quantri');
  const { sessions } = await house.app.run('people.view-person', { person }, admin);
  assert.deepEqual(Object.keys(sessions!), ['open', 'seenAt']);
  assert.ok(sessions!.open >= 1);
  const grants = admin.principal.grants.filter((one) => one.permission !== 'people.end-session');
  const looking = { ...admin, principal: { ...admin.principal, grants } };
  assert.equal((await house.app.run('people.view-person', { person }, looking)).sessions, null);
  const { units } = await house.app.run('people.list-units', {}, admin);
  const elsewhere = {
    permission: 'people.end-session',
    scope: 'unit' as const,
    units: [units.find(({ key }) => key === 'so-xd')!.id],
  };
  const near = { ...admin, principal: { ...admin.principal, grants: [...grants, elsewhere] } };
  assert.equal((await house.app.run('people.view-person', { person }, near)).sessions, null);
});

test('A list is read page by page, each person once, in the order of names', async () => {
  const admin = await house.as('quantri');
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const page: { persons: { name: string }[]; next: string | null } = await house.app.run(
      'people.list-persons',
      { limit: 2, ...(next && { after: next }) },
      admin,
    );
    seen.push(...page.persons.map((p) => p.name));
    next = page.next;
  } while (next);
  assert.equal(seen.length, 6);
  assert.equal(new Set(seen).size, 6);
  for (const after of ['x', 'WyJhIl0', Buffer.from('["a","b"]').toString('base64url')])
    await assert.rejects(house.app.run('people.list-persons', { after }, admin), refusal('kernel.malformed-request'));
});

test('The export is a table that no spreadsheet takes for a formula', async () => {
  const { text } = await house.open('quantri', '/quan-tri/nguoi?dang=csv');
  assert.match(text, /^\uFEFFHọ và tên,/);
  assert.match(text, /"'=HYPERLINK\(""x""\)"/);
});

test('A place is given and ended on the screen of a person, and a refusal is told there', async () => {
  const id = await house.id('bacsi');
  const admin = await house.as('quantri');
  const { units } = await house.app.run('people.list-units', {}, admin);
  const unit = String(units.find((u) => u.key === 'so-xd')!.id);
  const given = await house.open('quantri', `/quan-tri/nguoi/${id}/giao-chuc-vu`, {
    unit,
    role: 'head',
    from: '2026-11-20',
  });
  assert.equal(given.kind, 'redirect');
  const again = await house.open('quantri', `/quan-tri/nguoi/${id}/giao-chuc-vu`, {
    unit,
    role: 'head',
    from: '2026-11-20',
  });
  assert.match(again.text, /đang giữ đúng chức vụ đó/);
  const { places } = await house.app.run('people.view-person', { person: id }, admin);
  const head = places.find((p) => p.role === 'head')!;
  const end = { viec: 'thoi-chuc-vu', 'chuc-vu': head.id };
  const noReason = await house.open('quantri', `/quan-tri/nguoi/${id}/ban-giao`, end);
  assert.match(noReason.text, /error-summary/);
  await house.open('quantri', `/quan-tri/nguoi/${id}/ban-giao`, { ...end, reason: 'Chuyển công tác' });
  const ended = await house.app.run('people.view-person', { person: id }, admin);
  assert.equal(ended.places.find((p) => p.id === head.id)!.live, false);
});

test('P9 a head hands authority over on one screen and takes it back', async () => {
  const screen = await house.open('giamdoc', '/uy-quyen');
  assert.match(screen.text, /Lê Minh Trúc/);
  assert.doesNotMatch(screen.text, /Đỗ Văn Sồi/);
  const to = await house.id('chuyenvien');
  const wrong = await house.open('giamdoc', '/uy-quyen', {
    to,
    from: '2026-11-23',
    until: '2026-11-22',
    reason: 'Đi công tác',
  });
  assert.match(wrong.text, /Ngày kết thúc phải sau/);
  const empty = await house.open('giamdoc', '/uy-quyen', { from: '2026-11-20' });
  for (const words of ['Hãy chọn người nhận ủy quyền', 'Hãy nhập ngày cuối', 'Hãy nhập lý do'])
    assert.ok(empty.text.includes(words), words);
  assert.match((await house.open('giamdoc', '/uy-quyen')).text, /Đến hết ngày[^]*Dài nhất 12 tháng/);
  await house.open('giamdoc', '/uy-quyen', {
    to,
    from: '2026-11-20',
    until: '2026-11-22',
    reason: 'Đi công tác',
  });
  const has = async () => (await house.as('chuyenvien')).principal.grants.some((g) => g.permission === 'test.approve');
  assert.equal(await has(), true);
  const received = (await house.open('chuyenvien', '/uy-quyen')).text;
  assert.match(received, /<a href="\/thong-bao">Thông báo<\/a>/, 'what officials are told is one press away');
  assert.match(received, /Hoàng Đức Tùng[^]*20\/11\/2026 đến hết 22\/11\/2026[^]*Đang hiệu lực/);
  assert.doesNotMatch(received, /<form[^>]*action="\/uy-quyen/, 'who has nothing to give is offered no form');
  const giver = { person: await house.id('giamdoc'), reason: 'Kiểm tra' };
  await house.app.run('identity.suspend-person', giver, await house.as('quantri'));
  assert.match((await house.open('chuyenvien', '/uy-quyen')).text, /Tạm ngừng cùng tài khoản người giao/);
  await house.app.run('identity.resume-person', giver, await house.as('quantri'));
  assert.match((await house.open('chuyenvien', '/uy-quyen')).text, /Đang hiệu lực/);
  const { delegations } = await house.app.run('identity.list-delegations', { liveOnly: true }, await house.as('giamdoc'));
  await house.open('giamdoc', '/uy-quyen/thu-hoi', { delegation: delegations[0]!.id });
  assert.equal(await has(), false);
});

test('Whoever looks after delegations ends one on the page of its giver, and helps an official there who has lost their factors', async () => {
  const head = await house.as('giamdoc');
  const to = await house.id('chuyenvien');
  const days = { from: '2026-11-20', until: '2026-11-25' };
  const { delegation } = await house.app.run('identity.delegate-authority', { to, ...days, reason: 'Nghỉ phép' }, head);
  const path = `/quan-tri/nguoi/${head.principal.id}`;
  const offered = new RegExp(`action="${path}/thu-hoi-uy-quyen"[^]*value="${delegation}"`);
  assert.match((await house.open('quantri', path)).text, offered);
  assert.doesNotMatch((await house.open('quantri', `/quan-tri/nguoi/${to}`)).text, /thu-hoi-uy-quyen/);
  await house.open('quantri', `${path}/thu-hoi-uy-quyen`, { delegation });
  assert.doesNotMatch((await house.open('quantri', path)).text, offered);

  const form = { person: head.principal.id, reason: 'Mất điện thoại' };
  const unseen = await house.open('quantri', `${path}/go-xac-thuc`, form);
  assert.match(unseen.text, /đã xem giấy tờ[^]*<details[^>]* open[^>]* id="reset-[^]*value="Mất điện thoại"/);
  const gone = await house.open('quantri', `${path}/go-xac-thuc`, { ...form, papersSeen: '1' });
  assert.match(gone.text, /Đã gỡ các cách xác thực thứ hai/);
});

test('A4 the trail tells who saw and changed a person, and looking is in it too', async () => {
  const id = await house.id('congdan');
  await house.open('quantri', `/quan-tri/nguoi/${id}`);
  await house.open('quantri', `/quan-tri/nguoi/${id}/ban-giao`, { viec: 'tam-ngung', reason: 'Kiểm tra' });
  const { text: refused } = await house.open('quantri', `/quan-tri/nguoi/${id}/hoat-dong-lai`, {
    reason: 'X',
  });
  assert.match(refused, /Lý do: Cần ít nhất 2 ký tự/);
  assert.match(
    refused,
    /<details[^>]* open[^>]*>\s*<summary>Cho hoạt động lại[\s\S]*?<textarea[^>]*>\s*X<\/textarea>/,
    'what was typed stands in the open form',
  );
  await house.open('quantri', `/quan-tri/nguoi/${id}/hoat-dong-lai`, { reason: 'Xong' });
  const admin = await house.as('quantri');
  const { entries } = await house.app.run('people.list-audit', { subject: `person:${id}`, outcome: 'done' }, admin);
  const acts = entries.filter((e) => e.name === 'Ngô Gia Lộc').map((e) => e.operation);
  assert.deepEqual(acts, ['identity.resume-person', 'identity.suspend-person']);
  const { entries: views } = await house.app.run('people.list-audit', { operation: 'people', outcome: 'viewed' }, admin);
  assert.ok(views.some((e) => e.operation === 'people.list-audit' && e.subject === `person:${id}`));
  const page = await house.open('quantri', `/quan-tri/nhat-ky?doi-tuong=person:${id}`);
  assert.match(page.text, /Nguyễn Thị Hoa Sen/);
});

test('The trail is read page by page without losing or repeating an entry', async () => {
  const admin = await house.as('quantri');
  const all = await house.app.run('people.list-audit', { limit: 1000 }, admin);
  const seen = new Set<string>();
  let after: string | undefined;
  for (let i = 0; i < 200; i++) {
    const page = await house.app.run('people.list-audit', { limit: 3, ...(after && { after }) }, admin);
    for (const e of page.entries) seen.add(`${e.stream}/${e.number}`);
    if (!page.next) break;
    after = page.next;
  }
  for (const e of all.entries) assert.ok(seen.has(`${e.stream}/${e.number}`), `lost ${e.operation}`);
});

test('A refused help at the desk comes back beside its person, open and with what was typed', async () => {
  const person = await house.id('congdan');
  const path = '/quan-tri/cap-mat-khau';
  const screen = await house.open('quantri', `${path}?q=hoa+sen`);
  assert.match(screen.text, /name="q" value="hoa sen"/);
  const unseen = await house.open('quantri', path, { person, q: 'hoa sen' });
  assert.match(unseen.text, new RegExp(`<details[^>]* open[^>]* id="issue-${person}"`));
  assert.doesNotMatch(unseen.text, /<details[^>]* open[^>]* id="reset-/);
  const reset = await house.open('quantri', `${path}/go-xac-thuc`, {
    person,
    q: 'hoa sen',
    reason: 'Mất máy',
  });
  assert.match(reset.text, new RegExp(`<details[^>]* open[^>]* id="reset-${person}"[^]*value="Mất máy"`));
  assert.doesNotMatch(reset.text, /<details[^>]* open[^>]* id="issue-/);
});

test('A desk issues a password from its own screen, after the card was seen', async () => {
  const found = await house.open('quantri', '/quan-tri/cap-mat-khau?q=hoa+sen');
  assert.match(found.text, /Nguyễn Thị Hoa Sen/);
  const person = await house.id('congdan');
  const unseen = await house.open('quantri', '/quan-tri/cap-mat-khau', { person });
  assert.match(unseen.text, /đã xem giấy tờ/);
  const issued = await house.open('quantri', '/quan-tri/cap-mat-khau', { person, papersSeen: '1' });
  assert.match(issued.text, /<strong>[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}<\/strong>/);
});

test('A desk checks a person against their card on one screen, and is told what is wrong beside it', async () => {
  const person = await house.id('congdan2');
  const path = `/quan-tri/tai-quay/nguoi/${person}`;
  const facts = { name: 'Lý Văn Thật', idNumber: '000000000002', birthDate: '1991-01-31' };
  const wrong = await house.open('quantri', path, { ...facts, birthDate: '', 'papers[0].kind': 'passport' });
  assert.match(wrong.text, /href="#birthDate"/);
  const unproved = await house.open('quantri', path, { ...facts, 'papers[0].kind': 'passport' });
  assert.match(unproved.text, /href="#papers-0-number"/);
  const done = await house.open('quantri', path, { ...facts, 'papers[0].kind': 'citizen-card' });
  assert.equal(done.kind, 'redirect');
  const { text } = await house.open('quantri', path);
  assert.match(text, /Giấy citizen-card/);
  assert.match(text, /Đã xem giấy tờ/);
});

test('S7 at the desk an authority is recorded with its papers, and ended with a reason', async () => {
  const agent = await house.id('congdan2');
  const path = `/quan-tri/tai-quay/nguoi/${agent}/dai-dien`;
  const form = {
    kind: 'child',
    subject: 'moi',
    'newSubject.name': 'Nguyễn Bé Sen',
    'newSubject.birthDate': '2020-05-06',
  };
  const unproved = await house.open('quantri', path, { ...form, 'papers[0].kind': 'citizen-card' });
  assert.match(unproved.text, /href="#papers"/);
  const made = await house.open('quantri', path, { ...form, 'papers[0].kind': 'birth-certificate' });
  assert.equal(made.kind, 'redirect');
  const claim = made.kind === 'redirect' ? made.to.split('?')[0]! : '';
  assert.match((await house.open('quantri', claim)).text, /đang hiệu lực/);
  assert.match((await house.open('quantri', `/quan-tri/tai-quay/nguoi/${agent}`)).text, /Nguyễn Bé Sen/);
  await house.open('quantri', `${claim}/cham-dut`, { reason: 'Nhập nhầm' });
  assert.match((await house.open('quantri', claim)).text, /Nhập nhầm/);
});

test('Every screen is drawn for those who may enter', async () => {
  for (const path of [
    '/quan-tri/don-vi',
    '/quan-tri/don-vi?q=xay',
    '/quan-tri/don-vi/so-xd',
    '/quan-tri/nguoi',
    '/quan-tri/vai-tro',
    '/quan-tri/nhat-ky',
    '/quan-tri/tai-quay?q=hoa',
    '/quan-tri/tai-quay/dai-dien',
  ])
    assert.match((await house.open('quantri', path)).text, /<h1/, path);
});
