/** Decisions and processes are drawn without a mouse: chosen, added, joined, renamed, removed and taken back, the focus where one goes on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openProvince, type Province } from './province.ts';
import { editor, found, openEditor, written } from './studio-page.ts';

let province: Province;
let page: Page;
before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

const field = (label: string): Locator => editor(page).getByLabel(label, { exact: true });
const button = (name: string): Locator => editor(page).getByRole('button', { name, exact: true });
/** Presses what has been reached by the tabulator. */
async function press(what: Locator): Promise<void> {
  await what.focus();
  await page.keyboard.press('Enter');
}
/** Chooses in a list by typing, as a keyboard does. */
async function choose(list: Locator, label: RegExp): Promise<void> {
  const value = await list.locator('option').filter({ hasText: label }).first().getAttribute('value');
  await list.focus();
  await list.selectOption(value);
}
async function type(label: string, words: string): Promise<void> {
  await field(label).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(words);
  await page.keyboard.press('Tab');
}
/** What is drawn has put this into the text, or taken it out. */
const wrote = async (pattern: RegExp, there = true): Promise<void> =>
  assert.equal(pattern.test(await written(page)), there, `${pattern.source} in the text: ${there}`);
const focusIs = (label: string): Promise<unknown> =>
  page.waitForFunction((words) => {
    const now = document.activeElement as HTMLSelectElement | null;
    return now?.labels?.[0]?.textContent === words;
  }, label);

test('An element of a decision diagram is renamed, opened, removed with what leads to it, and comes back', async () => {
  await openEditor(page, 'decision/fee-building-permit');
  await press(button('Sơ đồ quyết định'));
  const list = field('Phần tử của sơ đồ');
  await list.waitFor();
  await choose(list, /\(dữ liệu vào\)/);
  await focusIs('Phần tử của sơ đồ');
  const name = await field('Tên trong biểu thức').inputValue();
  const id = new RegExp(`<inputData id="([^"]*)" name="${name}"`).exec(await written(page))![1];
  await press(button('Xóa khỏi sơ đồ'));
  await wrote(new RegExp(`<inputData [^>]*name="${name}"`), false);
  assert.doesNotMatch(
    await written(page),
    new RegExp(`href="#${id}"|dmnElementRef="${id}"`),
    'nothing leads to it, nothing shows it',
  );
  await focusIs('Phần tử của sơ đồ');
  await found(page).getByText(`không có gì tên là “${name}”`).first().waitFor();
  await press(button('Hoàn tác'));
  await wrote(new RegExp(`<inputData [^>]*name="${name}"`));
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  await choose(list, /\(dữ liệu vào\)/);
  await type('Tên trong biểu thức', 'newName');
  await wrote(/<inputData [^>]*name="newName"[^]*?<variable [^>]*name="newName"/);
  await choose(list, /\(quyết định\)/);
  await press(button('Mở cách tính'));
  await page.locator('.tjs-table, .dmn-decision-table-container').first().waitFor();
  await press(button('Sơ đồ quyết định'));
  await list.waitFor();
});

test('A decision that is added beside the diagram can be removed there again', async () => {
  await openEditor(page, 'decision/fee-building-permit');
  await press(button('Sơ đồ quyết định'));
  await field('Tên quyết định mới').waitFor();
  await field('Tên quyết định mới').focus();
  await page.keyboard.type('extra');
  await press(button('Thêm quyết định'));
  await wrote(/<decision [^>]*name="extra"/);
  await press(button('Sơ đồ quyết định'));
  const list = field('Phần tử của sơ đồ');
  await list.waitFor();
  await choose(list, /extra \(quyết định\)/);
  await press(button('Xóa khỏi sơ đồ'));
  await wrote(/<decision [^>]*name="extra"/, false);
  await button('extra').waitFor({ state: 'detached' });
});

test('A process gets a note and loses a step by keyboard; the focus stays where one goes on', async () => {
  await openEditor(page, 'process/settle-standard');
  await choose(field('Phần tử'), /\(Bước do người làm\)/);
  const step = await field('Phần tử').inputValue();
  await press(button('Thêm ghi chú'));
  await wrote(/<bpmn:textAnnotation [^>]*id=/);
  await type('Ghi chú', 'Theo Điều 15');
  await wrote(/<bpmn:text>Theo Điều 15<\/bpmn:text>/);
  await press(button('Xóa'));
  await wrote(/Theo Điều 15/, false);
  await focusIs('Phần tử');
  await press(button('Hoàn tác'));
  await wrote(/Theo Điều 15/);
  await choose(field('Phần tử'), /Cả quy trình|The whole/);
  await field('Phần tử').selectOption(step);
  await press(button('Xóa'));
  await wrote(new RegExp(`<bpmn:userTask id="${step}"`), false);
  await focusIs('Phần tử');
  await press(button('Hoàn tác'));
  await wrote(new RegExp(`<bpmn:userTask id="${step}"`));
});

test('An agency gets lanes by keyboard', async () => {
  await openEditor(page, 'process/settle-standard');
  await press(button('Thêm cơ quan tham gia: Làm'));
  await wrote(/<bpmn:participant /);
  await press(button('Thêm làn phía dưới'));
  await wrote(/<bpmn:lane [^]*<bpmn:lane /);
});
