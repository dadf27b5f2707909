/** What other tools have written into a file beside its elements goes through the editors of drawings unharmed. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { root } from '../src/version.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
let page: Page;
before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

/** Opens the editor and writes a text under “Văn bản”, then turns to the drawing. */
async function write(kind: string, key: string, change: (text: string) => string): Promise<void> {
  await page.goto(`/studio/${kind}/${key}/soan`);
  await page.waitForSelector('[data-ready]');
  await page.getByRole('tab', { name: 'Văn bản' }).click();
  const field = page.locator('#text');
  await field.fill(change(await field.inputValue()));
  await page.getByRole('tab', { name: 'Bản vẽ' }).click();
}
/** The text once it holds what was done. */
async function textWith(pattern: RegExp): Promise<string> {
  await page.waitForFunction(
    ([source, flags]) => new RegExp(source!, flags).test(document.querySelector<HTMLTextAreaElement>('#text')!.value),
    [pattern.source, pattern.flags],
  );
  return page.locator('#text').inputValue();
}

test('Comments, instructions and formatted words of a process stay where they stood when somebody draws on', async () => {
  await write('process', 'settle-standard', (text) =>
    text
      .replace('?>', '?>\n<!-- drawn by another tool -->')
      .replace(
        /(<bpmn:process [^>]*>)/,
        '$1\n    <!-- of the process -->\n    <?tool keep="1"?>\n    <bpmn:documentation><p xmlns="http://www.w3.org/1999/xhtml">See <b>§ 4</b></p></bpmn:documentation>',
      ),
  );
  await page.getByLabel('Phần tử', { exact: true }).selectOption({ index: 2 });
  await page.getByLabel('Tên', { exact: true }).first().fill('Bước đổi tên');
  await page.keyboard.press('Tab');
  const text = await textWith(/Bước đổi tên/);
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
  await write('decision', key, () => dmn.replace(`<rule id="${rule}"`, `<!-- by the decree -->\n<rule id="${rule}"`));
  await page.getByRole('button', { name: 'Sơ đồ quyết định', exact: true }).click();
  await page.locator('.dmn-called summary').click();
  const name = page.locator('.dmn-called input').first();
  await name.fill('Tên khác');
  await name.press('Tab');
  assert.match(await textWith(/Tên khác/), new RegExp(`<!-- by the decree -->\\s*<rule id="${rule}"`));
});

test('What the drawing cannot keep is told before one draws, and the text stays until one says so', async () => {
  const unknown = '<bpmn:unheardOf id="strange" />';
  await write('process', 'settle-standard', (text) => text.replace('</bpmn:process>', `${unknown}</bpmn:process>`));
  const told = page.locator('.drawn-problems');
  await told.getByText('Vẽ tiếp sẽ mất: unheardOf').waitFor();
  assert.equal(await page.getByRole('tab', { name: 'Văn bản' }).getAttribute('aria-selected'), 'true');
  assert.ok((await page.locator('#text').inputValue()).includes(unknown));
  await told.getByRole('button', { name: 'Vẫn mở bản vẽ' }).click();
  await page.getByLabel('Phần tử', { exact: true }).waitFor();
  assert.ok((await page.locator('#text').inputValue()).includes(unknown), 'until something is drawn');
});
