import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { follow, violations } from '@dinh/testing';
import type { Locator, Page } from 'playwright-core';
import { openProvince, type Province, type Visitor } from './province.ts';
import { checked, drawn, editor, found, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;
let officer: Visitor;
let controller: Visitor;
const refused: string[] = [];

before(async () => {
  province = await openProvince();
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
  page = await province.browser({ as: 'kiemsoat', height: 1000 });
  page.on('pageerror', (error) => refused.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
});
after(() => province.close());

const at = (on: Page, place: string): Locator => editor(on).locator(`[data-place="${place}"]`);

test('A calendar is changed in fields: hours, a day off, what is wrong stands beside its field, and the days are seen', async () => {
  await openEditor(page, 'calendar/province');
  await type(page, at(page, 'hours/friday/1'), '17:00-13:30');
  await page.locator('.fields-error', { hasText: '17:00-13:30 không phải một khoảng giờ' }).waitFor();
  await type(page, at(page, 'hours/friday/1'), '13:30-16:30');
  await found(page).getByText('Chưa thấy lỗi nào').waitFor();
  await at(page, 'daysOff-add').click();
  await at(page, 'daysOff-add').click();
  await type(page, at(page, 'daysOff/0/from'), '2026-12-24');
  await type(page, at(page, 'daysOff/0/name/vi'), 'Bão số 12');
  await type(page, at(page, 'daysOff/0/name/en'), 'Storm 12');
  await found(page).getByText('Chưa thấy lỗi nào').waitFor();
  await page.frameLocator('.fields-preview').getByText('24/12/2026').waitFor();
  assert.match(await written(page), /friday:[^]*13:30-16:30[^]*daysOff:[^]*2026-12-24[^]*Bão số 12/);
  await page.getByLabel('Căn cứ của thay đổi').fill('Quyết định trình diễn 2/2026');
  await follow(page.getByRole('button', { name: 'Lưu và kiểm tra' }));
  await page.waitForURL(/du-thao/);
});

test('A procedure is changed in fields: its form and unit are picked, a paper is added and named', async () => {
  await openEditor(page, 'procedure/HNM.1426');
  await at(page, 'components-add').click();
  await type(page, at(page, 'components/3/key'), 'photo');
  await type(page, at(page, 'components/3/name/vi'), 'Ảnh chân dung');
  await type(page, at(page, 'components/3/name/en'), 'Portrait');
  await at(page, 'components/3/required').selectOption('when');
  await type(page, at(page, 'components/3/required-when'), 'copies > 2');
  await type(page, at(page, 'timeLimit/amount'), '-1');
  await page.locator('.fields-error', { hasText: 'Không nhỏ hơn 0' }).waitFor();
  assert.match(await found(page).innerText(), /Thời hạn giải quyết › Số lượng/);
  await type(page, at(page, 'timeLimit/amount'), '6');
  const unit = editor(page).locator('dinh-autocomplete:has([data-place="section"]) input');
  await unit.fill('thanh tra giao duc');
  const now = await written(page);
  assert.match(now, /key: photo[^]*Ảnh chân dung[^]*required: copies > 2/);
  assert.match(now, /amount: 6/);
  await at(page, 'form').evaluate((select: HTMLSelectElement) => {
    select.value = 'general-issue';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  assert.match(await written(page), /^form: general-issue$/m);
  await editor(page).getByRole('button', { name: 'Hoàn tác' }).click();
  assert.match(await written(page), /^form: diploma-copy$/m);
});

test('Whoever goes on typing while the check of an earlier field answers types into the same field, and loses no letter', async () => {
  const mine = await province.browser({ as: 'nghiepvu', height: 1000 });
  await openEditor(mine, 'message/dossier-accepted');
  await checked(mine);
  const fields = editor(mine).locator('input[type=text][data-place$="/vi"], textarea[data-place$="/vi"]');
  const place = (await fields.last().getAttribute('data-place'))!;
  const first = (await fields.first().getAttribute('data-place'))!;
  assert.notEqual(first, place);
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  await mine.route('**/kiem-tra**', async (route) => {
    asked.resolve();
    await answer.promise;
    await route.continue();
  });
  await type(mine, at(mine, first), 'Tên đã đổi');
  await asked.promise;
  await at(mine, place).focus();
  await mine.keyboard.press('Control+A');
  await mine.keyboard.type('Hồ sơ của ông ');
  answer.resolve();
  await checked(mine);
  await mine.keyboard.type('bà đã tới');
  await mine.keyboard.press('Tab');
  assert.equal(await at(mine, place).inputValue(), 'Hồ sơ của ông bà đã tới');
  assert.match(await written(mine), /Hồ sơ của ông bà đã tới/);
});

test('A paper template keeps its title and example, which are changed beside its text; it goes through two pairs of eyes', async () => {
  const mine = await province.browser({ as: 'nghiepvu' });
  await openEditor(mine, 'template/receipt.typ');
  await type(mine, at(mine, 'entry/title/vi'), 'Giấy tiếp nhận hồ sơ mới');
  await found(mine).getByText('Chưa thấy lỗi nào').waitFor();
  await mine.getByLabel('Căn cứ của thay đổi').fill('ours');
  await follow(mine.getByRole('button', { name: 'Lưu và kiểm tra' }));
  await mine.waitForURL(/du-thao/);
  const draft = mine.url().split('/').at(-1)!;
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  await controller.api('studio.publish-definition', { draft });
  const now = await province.app.definitions.at<any>('template', 'receipt.typ', '2026-11-18');
  assert.equal(now!.body.entry.title.vi, 'Giấy tiếp nhận hồ sơ mới');
  assert.ok(now!.body.example, 'the example is still there');
});

test('Fields of every kind fit a phone and have no axe violation', async () => {
  const small = await province.browser({ as: 'kiemsoat', width: 360 });
  const mine = await province.browser({ as: 'nghiepvu', width: 360 });
  for (const [on, path] of [
    [small, '/studio/calendar/province/soan'],
    [small, '/studio/procedure/HNM.1426/soan?lang=en'],
    [mine, '/studio/event-rule/many-refusals/soan'],
    [mine, '/studio/message/dossier-accepted/soan'],
    [mine, '/studio/template/receipt.typ/soan'],
  ] as const) {
    await on.goto(path);
    await checked(on);
    assert.deepEqual(await violations(on, { exclude: [['iframe']] }), [], path);
    const over = Number(await on.evaluate('document.documentElement.scrollWidth - innerWidth'));
    assert.ok(over <= 0, `${path} is ${over} px too wide`);
  }
  assert.deepEqual(refused, []);
});

test('After a refused save a form opens at the field that is wrong, not at its first page', async () => {
  const mine = await province.browser({ as: 'nghiepvu', height: 1000 });
  await openEditor(mine, 'form/building-permit');
  const last = (await editor(mine).locator('#form-page option').count()) - 1;
  assert.ok(last > 0, 'it has more than one page');
  await editor(mine).locator('#form-page').selectOption(String(last));
  await editor(mine).locator('.form-fields .form-field').first().click();
  await type(mine, editor(mine).locator('.drawn-panel').getByLabel('Chỉ hỏi khi'), 'co gi > ');
  await mine.getByLabel('Căn cứ của thay đổi').fill('ours');
  await follow(mine.getByRole('button', { name: 'Lưu và kiểm tra' }));
  await mine.locator('.error-summary').waitFor();
  await drawn(mine);
  assert.equal(await mine.locator('#form-page').inputValue(), String(last));
  assert.equal(await mine.locator('.form-field[aria-current]').count(), 1);
});
