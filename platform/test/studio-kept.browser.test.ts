/** What other tools have written into a file beside its elements goes through the editors of drawings unharmed. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { root } from '../src/version.ts';
import { openProvince, type Province } from './province.ts';
import { checked, editor, found, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;
before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

/** Opens the editor and writes a text under “Văn bản”, then turns to the drawing. */
async function write(path: string, change: (text: string) => string): Promise<void> {
  await openEditor(page, path);
  await page.getByRole('tab', { name: 'Văn bản' }).click();
  const field = page.locator('#text');
  await field.fill(change(await field.inputValue()));
  await page.getByRole('tab', { name: 'Bản vẽ' }).click();
}
const field = (label: string): Locator => editor(page).getByLabel(label, { exact: true }).first();

test('Comments, instructions and formatted words of a process stay where they stood when somebody draws on', async () => {
  await write('process/settle-standard', (text) =>
    text
      .replace('?>', '?>\n<!-- drawn by another tool -->')
      .replace(
        /(<bpmn:process [^>]*>)/,
        '$1\n    <!-- of the process -->\n    <?tool keep="1"?>\n    <bpmn:documentation><p xmlns="http://www.w3.org/1999/xhtml">See <b>§ 4</b></p></bpmn:documentation>',
      ),
  );
  await field('Phần tử').selectOption({ index: 2 });
  await type(page, field('Tên'), 'Bước đổi tên');
  const text = await written(page);
  assert.match(text, /Bước đổi tên/);
  assert.match(text, /\?>\s*<!-- drawn by another tool -->\s*<bpmn:definitions/);
  assert.match(
    text,
    /<bpmn:process [^>]*>\s*<!-- of the process -->\s*<\?tool keep="1"\?>\s*<bpmn:documentation><p xmlns="http:\/\/www.w3.org\/1999\/xhtml">See <b>§ 4<\/b><\/p><\/bpmn:documentation>/,
  );
  assert.doesNotMatch(text, /kept:/);
});

test('Comments of a decision stay too', async () => {
  const key = 'fee-building-permit';
  const dmn = await readFile(join(root, `packs/ha-nam/decisions/${key}.dmn`), 'utf8');
  const rule = /<rule id="([^"]*)"/.exec(dmn)![1];
  await write(`decision/${key}`, () => dmn.replace(`<rule id="${rule}"`, `<!-- by the decree -->\n<rule id="${rule}"`));
  await editor(page).getByRole('button', { name: 'Sơ đồ quyết định', exact: true }).click();
  await editor(page).locator('.dmn-called summary').click();
  await type(page, editor(page).locator('.dmn-called input').first(), 'Tên khác');
  const text = await written(page);
  assert.match(text, /Tên khác/);
  assert.match(text, new RegExp(`<!-- by the decree -->\\s*<rule id="${rule}"`));
});

test('A mistake in the text of a paper leads to its line, and stands in Vietnamese with the words of Typst below', async () => {
  await page.goto('/studio/template/apology-extension.typ/soan');
  await page.waitForSelector('[data-ready]');
  const field = page.locator('#text');
  const before = await field.inputValue();
  await field.fill(`${before.trimEnd()}\n#thu`);
  await page.getByLabel('Căn cứ của thay đổi').fill('ours');
  await page.getByRole('button', { name: 'Lưu và kiểm tra' }).click();
  const told = page.locator('.drawn-problems');
  await told.getByText('unknown variable: thu').waitFor();
  await told.getByRole('button', { name: /^Dòng \d+, cột 2: không có gì tên là “thu”/ }).click();
  await page.waitForFunction(() => {
    const text = document.activeElement as HTMLTextAreaElement;
    return text.id === 'text' && text.value.slice(text.selectionStart, text.selectionEnd) === '#thu';
  });
});

test('What the drawing cannot keep is told before one draws, and the text stays until one says so', async () => {
  const unknown = '<bpmn:unheardOf id="strange" />';
  await write('process/settle-standard', (text) => text.replace('</bpmn:process>', `${unknown}</bpmn:process>`));
  await checked(page); // what the check answers afterwards does not take it away
  await found(page).getByText('Vẽ tiếp sẽ mất: unheardOf').waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Văn bản' }).getAttribute('aria-selected'), 'true');
  assert.ok((await page.locator('#text').inputValue()).includes(unknown));
  await found(page).getByRole('button', { name: 'Vẫn mở bản vẽ' }).click();
  await field('Phần tử').waitFor();
  assert.ok((await page.locator('#text').inputValue()).includes(unknown), 'until something is drawn');
});
