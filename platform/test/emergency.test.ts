/** Access in an emergency: at once, to read only, told to everybody concerned, ended by the clock, reviewed by somebody else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';

let province: Province;
let id: string;
let reference: string;
let stranger: Visitor;
let citizen: Visitor;
const account = 'sct.giamdoc';

before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
  stranger = await province.signIn(account);
  ({ id, reference } = await file(province, citizen, 'HNM.6739-14', {
    workKind: 'house',
    permitKind: 'new',
  }));
});
after(() => province.close());

const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const ask = (more: object = {}) => ({
  kind: 'dossier' as const,
  about: reference,
  reason: 'danger',
  words: 'Cháy tại địa chỉ của công trình, cần số điện thoại của chủ',
  ...more,
});
/** Monitoring reads an event once nothing older is under way on the server, which other tests use, too. */
async function watched(event: string): Promise<number> {
  const watch = await province.signIn('quantri');
  return eventually(async () => {
    const { events } = await watch.api('identity.list-sign-in-events', {
      newest: true,
      event: event as never,
    });
    assert.ok(events.length > 0, `nobody hears of ${event}`);
    return events.length;
  });
}
const stored = async () => (await province.app.db.one<{ n: number }>(sql`select count(*)::int as n from identity.emergency`)).n;

test('Whoever has no right is offered it where they were not let in, and nobody else is', async () => {
  const page = await stranger.get(`/ban-lam-viec/ho-so/${id}`);
  assert.equal(page.status, 404);
  assert.match(page.text, /Cần xem khẩn cấp\?/);
  assert.doesNotMatch((await (await province.signIn('chuyenvien')).get('/khong-co-trang-nay')).text, /khẩn cấp/);
  assert.doesNotMatch((await citizen.get(`/ban-lam-viec/ho-so/${id}`)).text, /khẩn cấp/);
  assert.equal((await citizen.rawApi('identity.open-emergency', ask())).status, 403);
  const form = await stranger.get(`/khan-cap?ve=/ban-lam-viec/ho-so/${id}`);
  assert.match(form.text, new RegExp(`value="${id}"`));
});

test('Wrong input opens nothing: no such dossier, no reason of the list, no words', async () => {
  await assert.rejects(stranger.api('identity.open-emergency', ask({ about: 'HNM-0' })), refused('identity.emergency-nothing'));
  await assert.rejects(stranger.api('identity.open-emergency', ask({ reason: 'curious' })), refused('identity.emergency-reason'));
  await assert.rejects(stranger.api('identity.open-emergency', ask({ words: 'ngắn' })), refused('kernel.invalid-input'));
  await assert.rejects(
    stranger.api('identity.open-emergency', ask({ kind: 'person', about: '999999999999' })),
    refused('identity.emergency-nothing'),
  );
  const form = await stranger.get('/khan-cap');
  const sent = await stranger.submit(form, { about: reference, reason: '', words: '' }, { form: '/khan-cap' });
  assert.equal(sent.status, 422);
  assert.match(sent.text, /Hãy chọn lý do|Hãy viết rõ/);
  assert.equal(await stored(), 0);
});

test('What cannot be told is not opened either: all of it is one transaction', async () => {
  const { messenger } = province.app;
  province.app.messenger = {
    ...messenger,
    tell: async () => Promise.reject(new Error('no messages')),
    reaches: () => true,
  };
  assert.equal((await stranger.rawApi('identity.open-emergency', ask())).status, 500);
  province.app.messenger = messenger;
  assert.equal(await stored(), 0);
  assert.equal((await stranger.get(`/ban-lam-viec/ho-so/${id}`)).status, 404);
});

test('It opens at once, to read and not to act; every page says so; heads, inspectors and the person concerned know', async () => {
  const form = await stranger.get('/khan-cap');
  const sent = await stranger.submit(
    form,
    { kind: 'dossier', about: reference, reason: 'danger', words: ask().words, minutes: '30' },
    { form: '/khan-cap' },
  );
  const page = await stranger.follow(await stranger.follow(sent));
  assert.match(page.text, /Đang xem khẩn cấp/);
  assert.match(page.text, /còn 30 phút/);
  assert.match((await stranger.get('/tai-khoan')).text, /Đang xem khẩn cấp/);
  const why = await (
    await province.signIn('quantri')
  ).get(`/quan-tri/quyen-truy-cap?loai=dossier&ma=${reference}&nguoi=${account}`);
  assert.match(why.text, /Truy cập khẩn cấp đến \d{2}:\d{2}, \d{2}\/\d{2}\/\d{4}: Đe dọa/);
  await stranger.api('one-stop.view-dossier', { id });
  const { acts } = await stranger.api('one-stop.list-acts', { id });
  assert.deepEqual(acts, []);
  for (const [name, input] of [
    ['one-stop.accept-dossier', { id }],
    ['one-stop.complete-step', { taskId: (await openTask(province.app, id)).id, outcome: 'accept' }],
    ['one-stop.hand-over-dossiers', { ids: [id], act: 'made' }],
    ['one-stop.withdraw-dossier', { id }],
    ['one-stop.extend-deadline', { id, newDate: '2027-03-01', reason: 'Thử' }],
  ] as const)
    assert.ok([403, 404, 409, 422].includes((await stranger.rawApi(name, input)).status), name);
  // One more of the same opens nothing anew.
  await stranger.api('identity.open-emergency', ask());
  assert.equal(await stored(), 1);

  const { entries } = await citizen.api('identity.list-seen', {});
  const seen = entries.filter((entry) => entry.emergency);
  assert.ok(seen.length >= 1);
  assert.match(seen[0]!.emergency!.vi, /Đe dọa tính mạng/);
  assert.match((await citizen.get('/tai-khoan/ai-da-xem')).text, /Xem khẩn cấp: Đe dọa tính mạng.*Cháy tại địa chỉ/s);
  await province.settle();
  for (const who of ['giamdoc', 'thanhtra']) {
    const { messages } = await (await province.signIn(who)).api('notify.my-messages', { limit: 10 });
    assert.ok(
      messages.some((message: { subject: string }) => /mở xem khẩn cấp/.test(message.subject)),
      who,
    );
  }
  assert.ok((await watched('identity.emergency-opened')) >= 1);
});

test('Other dossiers stay shut, a machine or application reads nothing by it, and it is no right to hand on', async () => {
  const other = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  assert.equal((await stranger.rawApi('one-stop.view-dossier', { id: other.id })).status, 404);
  const { rows } = await stranger.api('one-stop.list-dossiers', { queue: 'all' } as never);
  assert.ok(!rows.some((row: { id: string }) => row.id === other.id));
});

test('Its end comes by the clock without a job, or by “end now”', async () => {
  province.clock.advance(31 * 60_000);
  assert.equal((await stranger.rawApi('one-stop.view-dossier', { id })).status, 404);
  assert.doesNotMatch((await stranger.get('/tai-khoan')).text, /Đang xem khẩn cấp/);
  stranger = await province.signIn(account);
  const { id: second } = await stranger.api('identity.open-emergency', ask({ minutes: 120 }));
  assert.equal((await stranger.rawApi('one-stop.view-dossier', { id })).status, 200);
  const ended = await stranger.postForm(`/khan-cap/${second}/ket-thuc`, {});
  assert.equal(ended.status, 303);
  assert.equal((await stranger.rawApi('one-stop.view-dossier', { id })).status, 404);
  await assert.rejects(stranger.api('identity.end-emergency', { id: second }), refused('identity.emergency-over'));
});

test('A third of a day is the last, of two at once too; monitoring is warned', async () => {
  const other = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  const both = await Promise.all([
    stranger.rawApi('identity.open-emergency', ask()),
    stranger.rawApi('identity.open-emergency', ask({ about: other.reference })),
  ]);
  assert.deepEqual(
    both.map(({ status }) => status).sort((a, b) => a - b),
    [200, 409],
  );
  assert.equal(await stored(), 3);
  for (const event of ['identity.emergency-often', 'identity.emergency-refused']) assert.ok((await watched(event)) >= 1, event);
});

test('The matters of one person are opened by the identity number, the others’ stay shut', async () => {
  province.clock.advance(24 * 3_600_000);
  const head = await province.signIn('vpub.truongphong1');
  const { rows: none } = await head.api('one-stop.list-dossiers', { queue: 'all' } as never);
  await head.api('identity.open-emergency', ask({ kind: 'person', about: '000000000001' }));
  assert.equal((await head.rawApi('one-stop.view-dossier', { id })).status, 200);
  const { rows } = await head.api('one-stop.list-dossiers', { queue: 'all' } as never);
  assert.equal(rows.length, none.length + 3);
  const led = await head.follow(await head.get('/khan-cap/mo'));
  assert.equal(led.status, 200, 'it leads to the list of that person');
  assert.match(led.text, new RegExp(reference));
  const { entries } = await (await province.signIn('congdan')).api('identity.list-seen', {});
  assert.ok(entries[0]!.emergency);
});

test('Somebody else reviews it, once, with words; what was not justified is told to monitoring', async () => {
  const inspector = await province.signIn('thanhtra');
  const { emergencies, waiting } = await inspector.api('identity.list-emergencies', { state: 'open' });
  assert.equal(waiting, 4);
  const { id: first, looks } = emergencies[0]!;
  assert.ok(looks >= 1);
  await assert.rejects(
    (await province.signIn(account)).api('identity.review-emergency', {
      id: first,
      justified: true,
      words: 'Đúng rồi',
    }),
    refused('kernel.not-allowed'),
  );
  const page = await inspector.get(`/quan-tri/khan-cap/${first}`);
  const sent = await inspector.submit(
    page,
    { words: 'Không có vụ cháy nào', verdict: 'no' },
    { form: `/quan-tri/khan-cap/${first}` },
  );
  assert.match((await inspector.follow(sent)).text, /Không có lý do chính đáng/);
  await assert.rejects(
    inspector.api('identity.review-emergency', { id: first, justified: true, words: 'Xem lại' }),
    refused('identity.emergency-reviewed'),
  );
  // Two at once: one of them says it.
  const second = emergencies[1]!.id;
  const both = await Promise.all(
    [true, false].map((justified) =>
      inspector.rawApi('identity.review-emergency', { id: second, justified, words: 'Đã hỏi lại' }),
    ),
  );
  assert.deepEqual(
    both.map(({ status }) => status).sort((a, b) => a - b),
    [200, 409],
  );
  assert.match((await inspector.get('/quan-tri/khan-cap?dang=csv')).text, /Không có vụ cháy nào/);
  province.clock.advance(6 * 24 * 3_600_000);
  const later = await province.signIn('thanhtra');
  assert.match((await later.get('/quan-tri/khan-cap?tinh-trang=open')).text, /Quá hạn xem xét/);
  assert.ok((await watched('identity.emergency-not-justified')) >= 1);
});

test('Whoever was told may look, others find nothing', async () => {
  const { emergencies } = await (await province.signIn('thanhtra')).api('identity.list-emergencies', {});
  const one = emergencies.at(-1)!.id;
  assert.equal((await (await province.signIn('giamdoc')).get(`/quan-tri/khan-cap/${one}`)).status, 200);
  assert.equal((await (await province.signIn('motcua')).get(`/quan-tri/khan-cap/${one}`)).status, 404);
});

test('Whoever reviews for some units finds what those hold, and nothing of the others', async () => {
  const { app } = province;
  const permissions = JSON.stringify([{ permission: 'identity.review-emergency', scope: 'unit-tree' }]);
  await app.db.run(
    sql`insert into identity.role (key, name_vi, name_en, place, permissions, source) values ('reviewer', 'Xem xét', 'Reviewer', 'unit', ${permissions}::jsonb, 'ours')`,
  );
  await app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity'`);
  const { emergencies: all } = await (await province.signIn('thanhtra')).api('identity.list-emergencies', {});
  const open = all.find(({ justified, record }) => justified === null && record.startsWith('dossier:'))!;
  const held = await app.db.one<{ unit: number }>(sql`select unit_ids[1] as unit from identity.emergency where id = ${open.id}`);
  const reviewer = async (name: string, unit: number): Promise<Visitor> => {
    await app.db.run(
      sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, valid_from, created_at)
          values (gen_random_uuid(), ${await province.person(name)}, ${unit}, 'reviewer', 'Thử', 'Trial', '2020-01-01', ${app.clock.now()})`,
    );
    await app.db.run(sql`update identity.person set revision = revision + 1 where account = ${name}`);
    return province.signIn(name);
  };
  const elsewhere = await reviewer('motcua', await province.unit('so-cong-thuong'));
  const there = await reviewer('vanthu', held.unit);
  const verdict = { id: open.id, justified: true, words: 'Đã hỏi lại, có lý do' };
  const none = await elsewhere.api('identity.list-emergencies', {});
  assert.deepEqual([none.emergencies.length, none.waiting], [0, 0]);
  for (const [operation, input] of [
    ['identity.view-emergency', { id: open.id }],
    ['identity.review-emergency', verdict],
  ] as const)
    assert.equal((await elsewhere.rawApi(operation, input)).status, 404);
  const found = await there.api('identity.list-emergencies', {});
  assert.ok(found.emergencies.some((one) => one.id === open.id));
  assert.equal((await there.api('identity.view-emergency', { id: open.id })).reviews, true);
  assert.equal((await there.rawApi('identity.review-emergency', verdict)).status, 200);
});
