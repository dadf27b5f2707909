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
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'); // prettier-ignore
/** Saves what a page of the editor shows, changed. */
function save(
  page: Awaited<ReturnType<Visitor['get']>>,
  change: (text: string) => string,
  more: Record<string, string> = {},
) {
  const shown = /<textarea[^>]*name="text"[^>]*>([^]*?)<\/textarea>/.exec(page.text)![1]!;
  const text = unescaped(shown);
  assert.notEqual(change(text), text);
  return officer.submit(page, { text: change(text), source: 'ours', ...more }, { form: '/studio/' });
}
const named = (name: string) => (text: string) => text.replace(/ name="[^"]*"( dinh:nameEn="No fee")/, ` name="${name}"$1`); // prettier-ignore

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
  const { draft } = await controller.api('studio.save-draft', { kind: 'calendar', key: 'province', text, source: 'ours' }); // prettier-ignore
  await controller.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  const changed = (name: string) => (now: string) => now.replace(/vi: .*/, `vi: ${name}`);
  assert.equal((await save(page, changed('Tên một'))).status, 303, 'what only waits is in nobody’s way');
  const open = await officer.get(calendar);
  await officer.api('studio.publish-definition', { draft });
  const refused = await save(open, changed('Tên hai'));
  assert.equal(refused.status, 422);
  assert.match(refused.text, /phiên bản 2 đã được ban hành/i);
  const again = await officer.get(calendar);
  assert.match(
    again.text,
    /Phiên bản 2 đã được ban hành sau khi dự thảo này được viết[^]*so-sanh\?cu=1&(amp;)?moi=2/,
  );
  assert.equal((await save(again, changed('Tên ba'))).status, 303, 'whoever was told goes on');
});
