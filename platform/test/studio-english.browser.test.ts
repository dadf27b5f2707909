import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openProvince, type Province } from './province.ts';
import { editor, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;
const wrong: string[] = [];

before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
  page.on('pageerror', (error) => wrong.push(String(error)));
});
after(() => province.close());

const edit = (path: string) => openEditor(page, `${path}?lang=en`);
const field = (label: string | RegExp): Locator => editor(page).getByLabel(label, { exact: true }).first();
const tag = async (start: RegExp): Promise<string> =>
  new RegExp(`<[\\w:]+ ${start.source}[^>]*>`).exec(await written(page))?.[0] ?? '';

const attributes = (one: string): string[] => (one.match(/[\w:]+="[^"]*"/g) ?? []).toSorted();

test('A process is drawn in English on a page in English; what is typed on it is the English name, and the file keeps the Vietnamese', async () => {
  await edit('process/settle-with-consultation');
  const drawn = await page.locator('.drawn-stage svg').first().innerHTML();
  assert.match(drawn, /Assign a/);
  assert.doesNotMatch(drawn, /Phân công/);
  const before = await tag(/id="assign"/);

  await page.locator('[data-element-id="assign"].djs-shape').dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Hand it out');
  await page
    .locator('.drawn-stage svg')
    .first()
    .click({ position: { x: 400, y: 30 } });
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#text')!.value.includes('Hand it out'));
  assert.match(await tag(/id="assign"/), /name="Phân công thụ lý" dinh:nameEn="Hand it out"/);
  await editor(page).getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(attributes(await tag(/id="assign"/)), attributes(before));

  // Both names stand beside it.
  await field('Element').selectOption('study');
  await type(page, field('Name (Vietnamese)'), 'Xem hồ sơ');
  assert.match(await tag(/id="study"/), /name="Xem hồ sơ" dinh:nameEn="Study the dossier/);
  await type(page, field('Name in English'), '');
  assert.match(await tag(/id="study"/), /name="Xem hồ sơ" dinh:status/, 'what has no English is called as before');
  assert.match(await page.locator('.drawn-stage svg').first().innerHTML(), /Xem hồ sơ/);

  // What is new and has no Vietnamese name is called the same in both until somebody says more.
  await field('Add behind it').selectOption({ label: 'User task' });
  await editor(page).getByRole('button', { name: 'Add behind it' }).click();
  await type(page, field('Name in English'), 'Look again');
  assert.match(await tag(/id="Activity_/), /name="Look again" dinh:nameEn="Look again"/);
  await type(page, field('Name (Vietnamese)'), 'Xem lại');
  assert.match(await tag(/id="Activity_/), /name="Xem lại" dinh:nameEn="Look again"/);
});

test('Groups and notes have names in both languages, where the standard keeps them', async () => {
  await edit('process/settle-short');
  const process = (await written(page))
    .replace(
      '</bpmn:process>',
      '<bpmn:textAnnotation id="note" dinh:nameEn="A note"><bpmn:text>Ghi chú riêng</bpmn:text></bpmn:textAnnotation><bpmn:group id="group" categoryValueRef="value" /></bpmn:process><bpmn:category id="category"><bpmn:categoryValue id="value" value="Nhóm riêng" /></bpmn:category>',
    )
    .replace(
      '</bpmndi:BPMNPlane>',
      '<bpmndi:BPMNShape id="note-shape" bpmnElement="note"><dc:Bounds x="200" y="40" width="100" height="40" /></bpmndi:BPMNShape><bpmndi:BPMNShape id="group-shape" bpmnElement="group"><dc:Bounds x="320" y="20" width="200" height="80" /></bpmndi:BPMNShape></bpmndi:BPMNPlane>',
    );
  await page.getByRole('tab', { name: 'Text' }).click();
  await page.locator('#text').fill(process);
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await page.locator('[data-element-id="group"]').first().waitFor();
  await field('Element').selectOption('group');
  await type(page, field('Name in English'), 'A group of its own');
  assert.match(await tag(/id="value"/), /value="Nhóm riêng" dinh:nameEn="A group of its own"/);
  assert.equal(await tag(/id="group"/), '<bpmn:group id="group" categoryValueRef="value" />');
  await field('Element').selectOption('note');
  assert.equal(await field('Note in English').inputValue(), 'A note');
  await type(page, field('Note (Vietnamese)'), 'Ghi chú khác');
  assert.match(await written(page), /dinh:nameEn="A note">\s*<bpmn:text>Ghi chú khác</);
  assert.match(await page.locator('.drawn-stage svg').first().innerHTML(), /A note/);
});

test('A decision table has its columns in English on a page in English; a column that is copied keeps both names', async () => {
  await edit('decision/fee-building-permit');
  const head = page.locator('.drawn-stage thead');
  assert.match(await head.innerText(), /Kind of work[^]*Amount/);
  assert.doesNotMatch(await head.innerText(), /Loại công trình/);

  await page.locator('th.input-cell').first().click({ button: 'right' });
  await page.getByText('Copy input column').click();
  await page.locator('th.input-cell').first().click({ button: 'right' });
  await page.getByText('Paste input column right').click();
  const columns = (await written(page)).match(/<input [^>]*>/g)!;
  assert.equal(columns.length, 2);
  for (const column of columns) assert.match(column, /label="Loại công trình" dinh:nameEn="Kind of work"/);

  await editor(page).locator('details summary', { hasText: 'Names in both languages' }).click();
  await type(page, field(/^Input column 2 .*: English/), 'Kind again');
  await type(page, field(/^Input column 1 .*: Vietnamese/), 'Công trình');
  await type(page, field('The whole file: English'), 'Fee of the test');
  await type(page, field(/^Rule 1: Reason: English/), 'A new house');
  await type(page, field(/^Rule 1: source, note: Vietnamese/), 'Điều 5');
  const now = await written(page);
  assert.deepEqual(
    now.match(/<input [^>]*>/g)!.map((one) => one.replace(/^.*(label=.*?) ?\/?>$/, '$1')),
    ['label="Công trình" dinh:nameEn="Kind of work"', 'label="Loại công trình" dinh:nameEn="Kind again"'],
  );
  assert.match(now, /<definitions [^>]*name="Lệ phí cấp giấy phép xây dựng"/);
  assert.match(now, /<definitions [^>]*dinh:nameEn="Fee of the test"/);
  assert.match(now, /dinh:nameEn="A new house">/);
  assert.match(now, /<annotationEntry>\s*<text>Điều 5</);
  for (let i = 0; i < 6; i++) await editor(page).getByRole('button', { name: 'Undo' }).click();
  assert.doesNotMatch(await written(page), /Kind again|Công trình"|Điều 5/);
  assert.deepEqual(wrong, []);
});

test('What makes room for a step takes along what is inside of it, at its edge and its names', async () => {
  // A page of its own: what was typed on the other is kept for it.
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
  await edit('process/settle-with-consultation');
  const places = async (): Promise<Record<string, number>> => {
    const found = (await written(page)).matchAll(/bpmnElement="([\w-]+)"[^>]*>\s*<dc:Bounds x="([\d.]+)"/g);
    return Object.fromEntries([...found].map(([, id, x]) => [id!, Number(x)]));
  };
  const before = await places();
  await field('Element').selectOption('assign');
  await field('Add behind it').selectOption({ label: 'User task' });
  await editor(page).getByRole('button', { name: 'Add behind it' }).click();
  await page.waitForFunction(() => /Activity_/.test(document.querySelector<HTMLTextAreaElement>('#text')!.value));
  const now = await places();
  const moved = Object.keys(before).filter((id) => now[id] !== before[id]);
  const ways = new Set(moved.map((id) => now[id]! - before[id]!));
  assert.deepEqual([...ways], [150]);
  for (const [id, x] of Object.entries(before)) if (x > before['study']!) assert.ok(moved.includes(id), id);
});
