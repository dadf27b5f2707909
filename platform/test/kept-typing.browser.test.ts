/** What an official has typed comes back to the matter for which it was typed, and to no other. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { follow, says } from '@dinh/testing';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';
const counter = `/ban-lam-viec/tiep-nhan?thu-tuc=${permit}`;

let province: Province;
let citizen: Visitor;
before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
});
after(() => province.close());

test('D1 what was typed for one applicant does not come back on the form of another', async () => {
  const screen = await province.browser({ as: 'motcua' });
  await screen.goto(`${counter}&tim-nguoi=000000000001`);
  await screen.fill('[name="applicant.phone"]', '0987654321');
  await screen.fill('[name="ghi-chu"]', 'Việc của bà Sen');
  await screen.goto('/ban-lam-viec');
  await screen.goto(`${counter}&tim-nguoi=000000000002`);
  assert.equal(await screen.inputValue('[name="applicant.idNumber"]'), '000000000002');
  assert.notEqual(await screen.inputValue('[name="applicant.name"]'), 'Nguyễn Thị Hoa Sen');
  assert.notEqual(await screen.inputValue('[name="applicant.phone"]'), '0987654321');
  assert.equal(await screen.inputValue('[name="ghi-chu"]'), '');
  // For whom it was typed it is there.
  await screen.goto(`${counter}&tim-nguoi=000000000001`);
  assert.equal(await screen.inputValue('[name="ghi-chu"]'), 'Việc của bà Sen');
  await screen.context().close();
});

test('D3 a reason that was typed for one dossier is not proposed for the next', async () => {
  const ids = [];
  for (let i = 0; i < 2; i++) ids.push((await file(province, citizen, permit)).id);
  const screen = await province.browser({ as: 'motcua' });
  const open = async (id: string) => {
    await screen.goto(`/ban-lam-viec?ho-so=${id}`);
    await screen.keyboard.press('c');
    return screen.locator('dialog[open] [name="ly-do"]');
  };
  await (await open(ids[0]!)).fill('Thiếu quyết định giao đất');
  assert.equal(await (await open(ids[1]!)).inputValue(), '');
  assert.equal(await (await open(ids[0]!)).inputValue(), 'Thiếu quyết định giao đất');
  await screen.context().close();
});

test('D1 whose session ends in the middle of a reception is back at the same form after signing in', async () => {
  const screen = await province.browser({ as: 'motcua' });
  await screen.goto(`${counter}&tim-nguoi=000000000001`);
  await screen.fill('[name="ghi-chu"]', 'Hẹn gọi trước khi trả');
  await screen.context().clearCookies();
  await Promise.all([screen.waitForEvent('load'), screen.press('[name="ghi-chu"]', 'Enter')]);
  await follow(screen.locator('main a:has-text("Đăng nhập")').first());
  await follow(screen.locator('button:has-text("Trần Thu Cúc")'));
  assert.equal(await screen.inputValue('[name="ghi-chu"]'), 'Hẹn gọi trước khi trả');
  assert.equal(await screen.inputValue('[name="applicant.name"]'), 'Nguyễn Thị Hoa Sen');
  await screen.context().close();
});

test('What one is typing stays in sight when somebody else is quicker, and on sending one is told who', async () => {
  const { id } = await file(province, citizen, permit);
  const colleague = await province.signIn('trungtam');
  const screen = await province.browser({ as: 'motcua' });
  await screen.goto(`/ban-lam-viec/ho-so/${id}`);
  await screen.waitForSelector('[data-live-state="up"]');
  await screen.keyboard.press('c');
  const typed = screen.locator('dialog[open] [name="ly-do"]');
  await typed.fill('Công trình không thuộc diện cấp phép');
  await colleague.api('one-stop.accept-dossier', { id, feeTaken: true });
  await province.app.events.drain();
  await screen.waitForFunction(() => /Đang xử lý/.test(document.querySelector('.dossier-line')?.textContent ?? ''));
  assert.equal(await typed.inputValue(), 'Công trình không thuộc diện cấp phép');
  await says(screen.locator('dialog[open] [role="status"]'), /Vừa có thay đổi/);
  await Promise.all([screen.waitForURL(/\/viec\/refuse/), screen.keyboard.press('Control+Enter')]);
  const told = (await screen.textContent('main'))!;
  assert.match(told, /Bùi Thị Thủy Tiên vừa cập nhật hồ sơ này/);
  assert.match(told, /Điều bạn đã viết: Công trình không thuộc diện cấp phép/);
  await screen.context().close();
});

test('The values of an old dossier stand in the trial of a process; what was typed for one step does not come back for the next', async () => {
  const { id } = await file(province, citizen, permit);
  await (await province.signIn('motcua')).api('one-stop.accept-dossier', { id, feeTaken: true });
  const { code } = await province.app.db.one<{ code: string }>(sql`select code from one_stop.v_dossier where id = ${id}`);
  const screen = await province.browser({ as: 'nghiepvu' });
  await screen.goto('/studio/process/settle-standard/thu');
  await screen.fill('[name="code"]', code);
  await follow(screen.locator('button:has-text("Lấy giá trị")'));
  await screen.waitForSelector('text=Đang ở đâu');
  assert.match(await screen.inputValue('#values'), /units: /);
  assert.equal(await screen.locator('text=Bỏ phần điền lại').count(), 0);
  const step = screen.locator('table', { hasText: 'Cho đi tiếp' });
  await step.locator('summary').click();
  await step.locator('[name="with"]').fill('note: "một"');
  await follow(step.getByRole('button', { name: 'Tiếp nhận', exact: true }));
  await screen.waitForSelector('table button:has-text("Phân công")');
  assert.equal(await step.locator('[name="with"]').first().inputValue(), '');
  assert.match(await screen.inputValue('#values'), /units: /);
  // What is refused stands as it was typed.
  await screen.fill('[name="code"]', 'không có');
  await follow(screen.locator('button:has-text("Lấy giá trị")'));
  await screen.waitForSelector('.error-summary');
  assert.equal(await screen.inputValue('[name="code"]'), 'không có');
  await screen.context().close();
});
