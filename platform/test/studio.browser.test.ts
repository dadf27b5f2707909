import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { eventually, follow, says, violations } from '@dinh/testing';
import type { Locator, Page } from 'playwright-core';
import { file, holderOf, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { checked, editor, found, offered, openEditor, type } from './studio-page.ts';

let province: Province;
let page: Page;
let controller: Visitor;
let citizen: Visitor;
const permit = 'HNM.6739-14';
const monday = '2026-11-23';
const house = { workKind: 'house', permitKind: 'new' };
const refused: string[] = [];

before(async () => {
  province = await openProvince();
  controller = await province.signIn('kiemsoat');
  citizen = await province.signIn('congdan');
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
  page.on('pageerror', (error) => refused.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
});
after(() => province.close());

/** A field of the panel. */
const field = (label: string): Locator => editor(page).getByLabel(label, { exact: true }).first();
/** Saves what has been drawn and submits it for Monday. @returns the id of the draft */
const propose = async (): Promise<string> => {
  await found(page).getByText('Chưa thấy lỗi nào').waitFor();
  await page.getByLabel('Căn cứ của thay đổi').fill('Quyết định trình diễn 1/2026');
  await follow(page.getByRole('button', { name: 'Lưu và kiểm tra' }));
  await page.waitForURL(/du-thao/);
  await page.getByLabel('Có hiệu lực từ ngày').fill(monday);
  await follow(page.getByRole('button', { name: 'Trình phê duyệt' }));
  await page.getByText('Đang chờ một người khác phê duyệt').waitFor();
  return page.url().split('/').at(-1)!;
};

/** Leads a dossier to where it is reviewed; says over which steps. */
async function toReview(id: string): Promise<string[]> {
  const ways: Record<string, string> = {
    assign: 'assign',
    study: 'no-consultation',
    appraise: 'propose-approval',
  };
  const steps: string[] = [];
  for (;;) {
    const task = await openTask(province.app, id);
    steps.push(task.element);
    if (task.element === 'review') return steps;
    const who = await province.signIn(await holderOf(province.app, task.unit, task.role));
    if (task.element === 'receive') await who.api('one-stop.accept-dossier', { id, feeTaken: true });
    else
      await who.api('one-stop.complete-step', {
        taskId: task.id,
        version: task.version,
        outcome: ways[task.element] ?? 'agree',
        ...(task.element === 'assign' && {
          specialist: await province.person(await holderOf(province.app, task.unit, 'specialist')),
        }),
        ...(task.element === 'appraise' && { values: {} }),
      });
  }
}

test('P8 a business officer draws a second appraisal, adds a field and changes a fee; they hold from Monday on, for new dossiers', async () => {
  const old = await file(province, citizen, permit, house);
  await province.settle();

  // The process: a step in the way between the appraisal and the review.
  await openEditor(page, 'process/settle-with-consultation');
  const flow = editor(page).locator('#drawn-element option[value="appraised-to-review"]');
  assert.match(await flow.innerText(), /^.+ → Xem xét, rà soát \(Đường đi\)$/, 'a flow is called by what it joins');
  await field('Phần tử').selectOption('appraised-to-review');
  await field('Chèn vào giữa').selectOption({ label: 'Bước do người làm' });
  await editor(page).getByRole('button', { name: 'Chèn vào giữa' }).click();
  await found(page).getByText('Lỗi cần sửa').waitFor();
  assert.match(await found(page).innerText(), /chưa chọn “Vai trò làm bước này”/);
  assert.equal(await page.locator('.drawn-sign').count(), 1, 'the mistake is marked on its element');
  await type(page, field('Tên'), 'Thẩm định lần hai');
  await type(page, field('Tên tiếng Anh'), 'Second appraisal');
  await field('Vai trò làm bước này').selectOption('specialist');
  await field('Ở đơn vị').selectOption('Theo hồ sơ');
  await field('Nơi làm').selectOption('Phòng chuyên môn của thủ tục');
  await field('Giao cho').selectOption('Người của hồ sơ');
  await field('Người ấy là').selectOption('Chuyên viên đã được phân công');
  await field('Hạn của bước').selectOption('Một phần thời hạn của thủ tục');
  await type(page, field('Phần của thời hạn (%)'), '5');
  await editor(page).getByRole('button', { name: 'Thêm cách kết thúc' }).click();
  const outcome = editor(page).locator('.drawn-record').first();
  for (const [label, value] of [
    ['Mã', 'agree'],
    ['Tên', 'Nhất trí'],
    ['Tiếng Anh', 'Agree'],
  ] as const)
    await type(page, outcome.getByLabel(label), value);
  const process = await propose();

  // It is tried on the old dossier, which stands where it stood.
  await follow(page.getByRole('link', { name: 'Chạy thử từng bước' }));
  await page.getByLabel('Lấy giá trị của một hồ sơ cũ').fill(old.reference);
  await follow(page.getByRole('button', { name: 'Lấy giá trị' }));
  for (const step of ['Tiếp nhận', 'Phân công', 'Không cần lấy ý kiến', 'Đề xuất phê duyệt', 'Nhất trí'])
    await follow(page.getByRole('button', { name: step, exact: true }));
  await says(page.locator('main'), /Thẩm định lần hai\nXem xét, rà soát/);
  assert.equal((await openTask(province.app, old.id)).element, 'receive');

  // The form: a field of its own, seen as the applicant will see it.
  await openEditor(page, 'form/building-permit');
  const label = (await offered(page, 'Trang')).find((one) => one.includes('Về công trình'))!;
  await editor(page).locator('#form-page').selectOption({ label });
  await editor(page).getByRole('button', { name: 'Thêm trường' }).click();
  await type(page, field('Nhãn, tiếng Việt'), 'Số tầng hầm');
  await type(page, field('Nhãn, tiếng Anh'), 'Basement floors');
  await type(page, field('Mã'), 'basementFloors');
  await field('Kiểu').selectOption('integer');
  await field('Bắt buộc').selectOption('yes');
  await page.frameLocator('.form-preview').getByLabel('Số tầng hầm').waitFor();
  const form = await propose();
  await page.goto(`/studio/du-thao/${form}?ho-so=${old.reference}`);
  await says(page.locator('main'), /còn 1 mục cần xem lại\s+Số tầng hầm:/);

  // The fee table: one cell.
  await openEditor(page, 'decision/fee-building-permit');
  await page.locator('td.output-cell', { hasText: '75000' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('80000');
  await page.locator('td.input-cell').nth(1).click();
  const fee = await propose();
  await page.goto(`/studio/du-thao/${fee}?ho-so=${old.reference}&quyet-dinh=fee`);
  await says(page.locator('main'), /80000[^]*Quy tắc đã dùng: Số phải nộp: 1/);

  // Somebody else approves; the program runs on.
  for (const draft of [process, form, fee]) await controller.api('studio.publish-definition', { draft });
  await page.goto('/studio/process/settle-with-consultation/so-sanh?cu=1&moi=2');
  const inSight = () =>
    page.locator('.bpmn-shape.bpmn-added').evaluate((step) => {
      const [own, frame] = [step, step.closest('.drawing')!].map((one) => one.getBoundingClientRect());
      return own!.left >= frame!.left && own!.right <= frame!.right;
    });
  await eventually(async () => assert.ok(await inSight(), 'both drawings are turned to what differs'));
  const before = await file(province, citizen, permit, house);
  assert.equal(before.fee, 75_000, 'until Monday the old table holds');
  province.clock.set(`${monday}T08:30:00+07:00`);
  citizen = await province.signIn('congdan');
  await assert.rejects(file(province, citizen, permit, { ...house, basementFloors: 'ba' }), /basementFloors/);
  const now = await file(province, citizen, permit, { ...house, basementFloors: 2 });
  assert.equal(now.fee, 80_000);
  const ways = await toReview(now.id);
  assert.equal(ways.at(-2)!.startsWith('Activity_'), true, ways.join());
  assert.deepEqual(await toReview(old.id), ['receive', 'assign', 'study', 'appraise', 'review'], 'an old one goes its old way');

  // Another old one is moved to the new version on purpose.
  const versions = await province.app.db.all<{ id: string; version: number }>(
    sql`select id, version from kernel.v_definition where kind = 'process' and key = 'settle-with-consultation' order by version`,
  );
  const [from, to] = versions.map((one) => one.id) as [string, string];
  const administrator = await province.signIn('quantri');
  const { problems } = await administrator.api('process.plan-migration', { from, to });
  assert.deepEqual(problems, []);
  await administrator.api('process.migrate-instances', { from, to, reason: 'Áp dụng thẩm định lần hai' });
  assert.equal((await toReview(before.id)).length, 6, 'the one that was moved passes the second appraisal');

  assert.deepEqual(
    refused.filter((one) => !one.includes('Applying inline style')),
    [],
  );
});

test('The editors and trials have no axe violation and fit a phone', async () => {
  const small = await province.browser({ as: 'nghiepvu', width: 360, dark: true });
  for (const path of [
    '/studio/process/settle-standard/soan',
    '/studio/decision/fee-building-permit/soan',
    '/studio/form/building-permit/soan?lang=en',
    '/studio/process/settle-standard/thu',
    '/studio/process/settle-with-consultation/so-sanh?cu=1&moi=2',
  ]) {
    await small.goto(path);
    if (path.includes('/soan')) await checked(small);
    // What bpmn.io draws inside its canvas is its own.
    const ours = { exclude: [['.djs-container'], ['.dmn-js-parent'], ['iframe']] };
    assert.deepEqual(await violations(small, ours), [], path);
    const over = Number(await small.evaluate('document.documentElement.scrollWidth - innerWidth'));
    assert.ok(over <= 0, `${path} is ${over} px too wide`);
  }
});
