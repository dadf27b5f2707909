import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { violations } from '@dinh/testing';
import type { Locator, Page } from 'playwright-core';
import { file, holderOf, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

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

const ready = async (kind: string, key: string): Promise<void> => {
  await page.goto(`/studio/${kind}/${key}/soan`);
  await page.waitForSelector('[data-ready]');
};
/** Types into a field of a panel and leaves it: the panel is drawn anew. */
const type = async (field: Locator, value: string): Promise<void> => {
  await field.fill(value);
  await page.keyboard.press('Tab');
  await page.waitForTimeout(60);
};
/** Saves what has been drawn and submits it for Monday. @returns the id of the draft */
const propose = async (): Promise<string> => {
  await page.getByText('Chưa thấy lỗi nào').waitFor();
  await page.getByLabel('Căn cứ của thay đổi').fill('Quyết định trình diễn 1/2026');
  await page.getByRole('button', { name: 'Lưu và kiểm tra' }).click();
  await page.waitForURL(/du-thao/);
  await page.getByLabel('Có hiệu lực từ ngày').fill(monday);
  await page.getByRole('button', { name: 'Trình phê duyệt' }).click();
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
  await ready('process', 'settle-with-consultation');
  const flow = page.locator('#drawn-element option[value="appraised-to-review"]');
  assert.match(await flow.innerText(), /^.+ → Xem xét, rà soát \(Đường đi\)$/, 'a flow is called by what it joins');
  await page.getByLabel('Phần tử', { exact: true }).selectOption('appraised-to-review');
  await page.getByLabel('Chèn vào giữa').first().selectOption({ label: 'Bước do người làm' });
  await page.getByRole('button', { name: 'Chèn vào giữa' }).click();
  await page.getByText('Lỗi cần sửa').waitFor();
  assert.match(await page.locator('.drawn-problems').innerText(), /dinh:role/);
  assert.equal(await page.locator('.drawn-sign').count(), 1, 'the mistake is marked on its element');
  await page.getByLabel('Tên', { exact: true }).fill('Thẩm định lần hai');
  await page.getByLabel('Tên tiếng Anh').fill('Second appraisal');
  await page.getByLabel('Vai trò làm bước này').selectOption('specialist');
  await page.getByLabel('Ở đơn vị').selectOption('Theo hồ sơ');
  await page.getByLabel('Nơi làm').selectOption('Phòng chuyên môn của thủ tục');
  await page.getByLabel('Giao cho').selectOption('Người của hồ sơ');
  await page.getByLabel('Người ấy là').selectOption('Chuyên viên đã được phân công');
  await page.getByLabel('Hạn của bước').selectOption('Một phần thời hạn của thủ tục');
  await type(page.getByLabel('Phần của thời hạn (%)'), '5');
  await page.getByRole('button', { name: 'Thêm cách kết thúc' }).click();
  const outcome = page.locator('.drawn-record').first();
  for (const [label, value] of [
    ['Mã', 'agree'],
    ['Tên', 'Nhất trí'],
    ['Tiếng Anh', 'Agree'],
  ] as const) {
    await outcome.getByLabel(label).fill(value);
    await page.keyboard.press('Tab');
    await page.waitForTimeout(50); // the panel is drawn anew
  }
  const process = await propose();

  // It is tried on the old dossier, which stands where it stood.
  await page.getByRole('link', { name: 'Chạy thử từng bước' }).click();
  await page.getByLabel('Lấy giá trị của một hồ sơ cũ').fill(old.reference);
  await page.getByRole('button', { name: 'Lấy giá trị' }).click();
  for (const step of ['Tiếp nhận', 'Phân công', 'Không cần lấy ý kiến', 'Đề xuất phê duyệt', 'Nhất trí']) {
    const button = page.getByRole('button', { name: step, exact: true });
    if (await button.count()) await button.click();
  }
  assert.match(await page.locator('main').innerText(), /Thẩm định lần hai\nXem xét, rà soát/);
  assert.equal((await openTask(province.app, old.id)).element, 'receive');

  // The form: a field of its own, seen as the applicant will see it.
  await ready('form', 'building-permit');
  const pages = await page.locator('#form-page option').allInnerTexts();
  await page.locator('#form-page').selectOption({ label: pages.find((one) => one.includes('Về công trình'))! });
  await page.getByRole('button', { name: 'Thêm trường' }).click();
  await type(page.getByLabel('Nhãn, tiếng Việt'), 'Số tầng hầm');
  await type(page.getByLabel('Nhãn, tiếng Anh'), 'Basement floors');
  await type(page.getByLabel('Mã', { exact: true }), 'basementFloors');
  await page.getByLabel('Kiểu', { exact: true }).selectOption('integer');
  await page.waitForTimeout(60);
  await page.getByLabel('Bắt buộc', { exact: true }).selectOption('yes');
  await page.frameLocator('.form-preview').getByLabel('Số tầng hầm').waitFor();
  const form = await propose();
  await page.goto(`/studio/du-thao/${form}?ho-so=${old.reference}`);
  assert.match(await page.locator('main').innerText(), /còn 1 mục cần xem lại\s+Số tầng hầm:/);

  // The fee table: one cell.
  await ready('decision', 'fee-building-permit');
  await page.locator('td.output-cell', { hasText: '75000' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('80000');
  await page.locator('td.input-cell').nth(1).click();
  const fee = await propose();
  await page.goto(`/studio/du-thao/${fee}?ho-so=${old.reference}&quyet-dinh=fee`);
  assert.match(await page.locator('main').innerText(), /80000[^]*Quy tắc đã dùng: Số phải nộp: 1/);

  // Somebody else approves; the program runs on.
  for (const draft of [process, form, fee]) await controller.api('studio.publish-definition', { draft });
  await page.goto('/studio/process/settle-with-consultation/so-sanh?cu=1&moi=2');
  const inSight = await page.locator('.bpmn-shape.bpmn-added').evaluate((step) => {
    const [own, frame] = [step, step.closest('.drawing')!].map((one) => one.getBoundingClientRect());
    return own!.left >= frame!.left && own!.right <= frame!.right;
  });
  assert.ok(inSight, 'both drawings are turned to what differs');
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
    if (path.includes('/soan')) await small.waitForSelector('[data-ready]');
    // What bpmn.io draws inside its canvas is its own.
    const ours = { exclude: [['.djs-container'], ['.dmn-js-parent'], ['iframe']] };
    assert.deepEqual(await violations(small, ours), [], path);
    const over = Number(await small.evaluate('document.documentElement.scrollWidth - innerWidth'));
    assert.ok(over <= 0, `${path} is ${over} px too wide`);
  }
});
