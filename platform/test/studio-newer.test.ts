import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let controller: Visitor;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
});
const path = '/studio/decision/fee-none/soan';
const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
/** Saves what a page of the editor shows, changed. */
function save(page: Awaited<ReturnType<Visitor['get']>>, change: (text: string) => string, more: Record<string, string> = {}) {
  const shown = /<textarea[^>]*name="text"[^>]*>([^]*?)<\/textarea>/.exec(page.text)![1]!;
  const text = unescaped(shown);
  assert.notEqual(change(text), text);
  return officer.submit(page, { text: change(text), source: 'ours', ...more }, { form: '/studio/' });
}
const named = (name: string) => (text: string) => text.replace(/ name="[^"]*"( dinh:nameEn="No fee")/, ` name="${name}"$1`);

test('Two windows on one draft: the second is told that the first has saved, keeps what it typed, and may save all the same', async () => {
  const [first, second] = [await officer.get(path), await officer.get(path)];
  assert.equal((await save(first, named('Tên một'))).status, 303);
  const refused = await save(second, named('Tên hai'));
  assert.equal(refused.status, 422);
  assert.match(refused.text, /đã được lưu ở một cửa sổ khác/);
  assert.match(refused.text, /Tên hai/, 'what was typed is still there');
  assert.match((await officer.get(path)).text, /Tên một/, 'and what was saved');
  assert.equal((await save(refused, named('Tên hai rưỡi'), { 'van-luu': '1' })).status, 303);
  const now = await officer.get(path);
  assert.match(now.text, /Tên hai rưỡi/);
  const [third, fourth] = [await officer.get(path), await officer.get(path)];
  province.clock.advance(60_000); // a draft is told apart by when it was saved
  assert.equal((await save(third, named('Tên ba'))).status, 303);
  assert.match((await save(fourth, named('Tên bốn'))).text, /đã được lưu ở một cửa sổ khác/);
  // Its own saves one after the other are no surprise, also when there is a mistake in one.
  const wrong = await save(await officer.get(path), (text) => text.replace('</definitions>', ''));
  assert.equal(wrong.status, 422);
  assert.equal((await save(wrong, (text) => `${text.trim()}\n</definitions>\n`)).status, 303);
});

test('A version that is published while somebody writes is not passed over by who has not seen it', async () => {
  const calendar = '/studio/calendar/province/soan';
  const page = await officer.get(calendar);
  const text = (await controller.get('/studio/calendar/province/tep')).text.replace(/vi: /, 'vi: Bản khác, ');
  const { draft } = await controller.api('studio.save-draft', { kind: 'calendar', key: 'province', text, source: 'ours' });
  await controller.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  const changed = (name: string) => (now: string) => now.replace(/vi: .*/, `vi: ${name}`);
  assert.equal((await save(page, changed('Tên một'))).status, 303, 'what only waits is in nobody’s way');
  const open = await officer.get(calendar);
  await officer.api('studio.publish-definition', { draft });
  const refused = await save(open, changed('Tên hai'));
  assert.equal(refused.status, 422);
  assert.match(refused.text, /phiên bản 2 đã được ban hành/i);
  const again = await officer.get(calendar);
  assert.match(again.text, /Phiên bản 2 đã được ban hành sau khi dự thảo này được viết[^]*so-sanh\?cu=1&(amp;)?moi=2/);
  assert.equal((await save(again, changed('Tên ba'))).status, 303, 'whoever was told goes on');
});

test('Whoever takes a change back begins from the version before it, and is told that one to come would end theirs', async () => {
  const { clock } = province;
  assert.equal(clock.now().toISOString().slice(0, 7), '2026-11');
  const key = 'fee-criminal-record';
  const here = `/studio/decision/${key}`;
  const before = (await officer.get(`${here}/tep`)).text;
  const publish = async (effectiveFrom: string, text: string) => {
    const { draft } = await officer.api('studio.save-draft', { kind: 'decision', key, text, source: 'ours' });
    await officer.api('studio.submit-draft', { draft, effectiveFrom });
    await controller.api('studio.publish-definition', { draft });
  };
  await publish('2026-12-10', before.replace('<description>', '<description>Bản sửa nhầm. '));
  const shown = await officer.get(`${here}?ban=1`);
  assert.match(shown.text, /soan\?tu-ban=1[^]*Soạn lại từ bản 1/);
  assert.doesNotMatch((await officer.get(`${here}?ban=2`)).text, /Soạn lại từ bản/, 'the newest is where one begins anyway');
  assert.match((await officer.get(`${here}/soan`)).text, /Bản sửa nhầm/);
  const page = await officer.get(`${here}/soan?tu-ban=1`);
  assert.doesNotMatch(page.text, /Bản sửa nhầm/);
  assert.match(page.text, /lấy từ bản 1/);
  assert.equal((await officer.get(`${here}/soan?tu-ban=9`)).status, 404);
  const saved = await officer.submit(page, { source: 'Sửa nhầm' }, { form: '/studio/' });
  assert.equal(saved.status, 303);
  const draft = saved.location!.split('/').at(-1)!;
  const told = /Bản 2 đã ban hành, có hiệu lực từ 10\/12\/2026/;
  assert.match((await officer.get(`/studio/du-thao/${draft}`)).text, told);
  assert.match((await officer.get(`${here}/soan?tu-ban=1`)).text, /đang có một dự thảo/);
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-12-10' });
  assert.doesNotMatch((await controller.get(`/studio/du-thao/${draft}`)).text, told, 'on the same day it takes its place');
  await controller.api('studio.publish-definition', { draft });
  assert.match((await officer.get(here)).text, /Bị thay trước khi có hiệu lực/);
  const at = await province.app.definitions.at('decision', key, '2026-12-10');
  assert.equal((at!.body as { dmn: string }).dmn, before);
});

test('Two officers on one definition hear of each other; the draft that was outrun says what to do and cannot be approved', async () => {
  const here = '/studio/calendar/province';
  const left: object = { kind: 'calendar', state: 'writing' };
  const { drafts } = await officer.api('studio.list-drafts', left);
  for (const { id } of drafts) await officer.api('studio.withdraw-draft', { draft: id });
  const source = (await officer.get(`${here}/tep?ban=2`)).text;
  const draftOf = async (who: Visitor, name: string) => {
    const text = source.replace(/vi: .*/, `vi: ${name}`);
    const { draft } = await who.api('studio.save-draft', { kind: 'calendar', key: 'province', text, source: 'ours' });
    return String(draft);
  };
  assert.doesNotMatch((await officer.get(`${here}/soan`)).text, /Người khác cũng đang có dự thảo/);
  const first = await draftOf(officer, 'Bản một');
  assert.match((await controller.get(`${here}/soan`)).text, /Người khác cũng đang có dự thảo[^]*Tạ Đình Tùng Lâm/);
  const second = await draftOf(controller, 'Bản hai');
  for (const [who, draft] of [
    [officer, first],
    [controller, second],
  ] as const)
    await who.api('studio.submit-draft', { draft, effectiveFrom: '2026-12-20' });
  await officer.api('studio.publish-definition', { draft: second });
  const approver = await controller.get(`/studio/du-thao/${first}`);
  assert.match(approver.text, /Bản 3 đã được ban hành sau khi dự thảo này được viết[^]*so-sanh\?cu=2&(amp;)?moi=3/);
  assert.doesNotMatch(approver.text, /Phê duyệt, có hiệu lực/);
  assert.match(approver.text, /Trả lại để sửa/);
  assert.match((await officer.get(`/studio/du-thao/${first}`)).text, /người soạn xem bản ấy, bấm “Sửa tiếp”/);
  // Written anew on it, it goes its way.
  await draftOf(officer, 'Bản ba');
  await officer.api('studio.submit-draft', { draft: first, effectiveFrom: '2026-12-20' });
  assert.match((await controller.get(`/studio/du-thao/${first}`)).text, /Phê duyệt, có hiệu lực từ 20\/12\/2026/);
});

test('Where the text of a template alone has changed, nothing says that the two are the same', async () => {
  const text = `${(await officer.get('/studio/template/receipt.typ/tep')).text}\n#align(center)[Bản thử]\n`;
  const { draft } = await officer.api('studio.save-draft', { kind: 'template', key: 'receipt.typ', text, source: 'ours' });
  const shown = (await officer.get(`/studio/du-thao/${draft}`)).text;
  assert.match(shown, /Bản thử/);
  assert.doesNotMatch(shown, /Hai bản giống hệt nhau/);
});

test('A name in a message that nobody puts in is told where it stands; it would stop every act that sends it', async () => {
  const check = async (change: (text: string) => string, key = 'dossier-accepted') => {
    const text = change((await officer.get(`/studio/message/${key}/tep`)).text);
    return (await officer.api('studio.save-draft', { kind: 'message', key, text, source: 'ours' })).problems;
  };
  const [problem, ...more] = await check((text) => text.replace(/vi: Đã tiếp nhận hồ sơ \{code\}$/m, 'vi: Đã nhận hồ sơ {cod}'));
  assert.deepEqual(more, []);
  assert.equal(problem!.path, 'subject.vi');
  assert.match(problem!.where!.vi, /^Tiêu đề › tiếng Việt$/);
  assert.match(problem!.reason.vi, /^không có dữ liệu để thay \{cod\}; tin này dùng được .*\{code\}/);
  assert.match(problem!.reason.en, /^nothing is put in for \{cod\}/);
  // What another version asks for is put in, so that a word may go and come back; a message that is new is sent by none.
  assert.deepEqual(await check((text) => text.replace(/vi: Đã tiếp nhận hồ sơ \{code\}$/m, 'vi: Đã nhận hồ sơ của {name}')), []);
  const text = 'key: brand-new\nchannels: [email]\nsubject: { vi: "{a}", en: "{a}" }\nbody: { vi: "{b}", en: "{b}" }\n';
  const fresh = await officer.api('studio.save-draft', {
    kind: 'message',
    key: 'brand-new',
    text,
    source: 'ours',
  });
  assert.deepEqual(fresh.problems, []);
});

test('A mistake in a form is told at its page and field in words', async () => {
  const text = (await officer.get('/studio/form/building-permit/tep')).text.replace(
    /when: designAppraised = true/,
    'when: workKnd = "house"',
  );
  const { problems } = await officer.api('studio.save-draft', { kind: 'form', key: 'building-permit', text, source: 'ours' });
  assert.match(problems[0]!.where!.vi, /^Trang › \d+ “[^”]+” › Trường › \d+ “[^”]+” › Chỉ hỏi khi$/);
  assert.match(problems[0]!.where!.en, /^Page › \d+ “[^”]+” › Field › \d+ “[^”]+” › Asked only when$/);
  assert.match(problems[0]!.reason.vi, /không có trường “workKnd”/);
});
