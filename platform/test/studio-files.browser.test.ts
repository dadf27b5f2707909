import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { follow } from '@dinh/testing';
import type { Page } from 'playwright-core';
import { root } from '../src/version.ts';
import { badFiles, camundaDecision, camundaProcess } from './foreign-files.ts';
import { openProvince, type Province } from './province.ts';
import { drawn, editor, found, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;

before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

/** Uploads a file as a draft and saves it. */
async function upload(kind: string, key: string, text: string): Promise<void> {
  await openEditor(page, `${kind}/${key}`);
  await page.locator('#file').setInputFiles({
    name: kind === 'process' ? 'quy-trinh.bpmn' : 'bang-phi.dmn',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text),
  });
  await page.getByLabel('Căn cứ của thay đổi').fill('ours');
  await follow(page.getByRole('button', { name: 'Lưu và kiểm tra' }));
}

/** Saves what has been drawn; the draft as a file that is exported. */
async function saved(): Promise<string> {
  await follow(page.getByRole('button', { name: 'Lưu và kiểm tra' }));
  if (!page.url().includes('/du-thao/')) {
    await follow(page.getByRole('link', { name: 'Xem dự thảo' }));
  }
  const link = page.getByRole('link', { name: 'Tải tệp nguồn' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return readFile(await download.path(), 'utf8');
}

/**
 * Every element of a file with its attributes and words, by expanded names, in an order of its own. Left out is what the
 * schema makes equal: a type that repeats the declared one, `228.0` for `228`, white
 * space; and whether an exclusive gateway shows its sign, which the drawing always says.
 */
const elements = (text: string): Promise<string[]> =>
  page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml');
    const name = (one: { namespaceURI: string | null; localName: string }) => `{${one.namespaceURI ?? ''}}${one.localName}`;
    return [...document.querySelectorAll('*')]
      .map((one) => {
        const attributes = [...one.attributes]
          .filter((at) => at.namespaceURI !== 'http://www.w3.org/2000/xmlns/')
          .filter(
            (at) =>
              at.localName !== 'isMarkerVisible' &&
              !(at.localName === 'type' && /(^|:)(Point|tFormalExpression)$/.test(at.value)),
          )
          .map((at) => `${name(at)}=${at.value.replace(/^(-?\d+)\.0+$/, '$1').replaceAll(/\s+/g, ' ')}`)
          .toSorted();
        const own = [...one.childNodes]
          .filter((child) => child.nodeType === 3 || child.nodeType === 4)
          .map((child) => child.textContent?.trim())
          .join('');
        return `${one.parentElement ? name(one.parentElement) : ''} > ${name(one)} ${attributes.join(' ')} ${own}`;
      })
      .toSorted();
  }, text);

/** What of one file is not in the other. */
function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

async function changed(before: string, after: string): Promise<readonly [lost: string[], made: string[]]> {
  const [old, now] = [await elements(before), await elements(after)];
  return [without(old, now), without(now, old)];
}

/** A field of the panel. */
const field = (label: string) => editor(page).getByLabel(label, { exact: true }).first();

/** Renames an element of the drawing in the panel beside it. */
async function rename(key: string, element: string, name: string): Promise<void> {
  await openEditor(page, `process/${key}`);
  await field('Phần tử').selectOption(element);
  await type(page, field('Tên'), name);
  assert.ok((await written(page)).includes(name));
}

test('A process as Camunda Modeler writes it is drawn, renamed and exported; nothing of its own words is lost', async () => {
  await upload('process', 'camunda-leave', camundaProcess);
  await rename('camunda-leave', 'Activity_1', 'Quyết định cho nghỉ');
  const [lost, made] = await changed(camundaProcess, await saved());
  assert.equal(lost.length, 1, lost.join('\n'));
  assert.equal(made.length, 1, made.join('\n'));
  assert.equal(made[0], lost[0]!.replace('{}name=Decide', '{}name=Quyết định cho nghỉ'));
});

const miwg = join(process.env['DINH_CONFORMANCE'] ?? join(root, '..', 'shared', 'conformance'), 'bpmn-miwg');

for (const file of ['A.2.1', 'A.4.1', 'C.1.1', 'C.3.0'])
  test(
    `The model ${file} of the BPMN MIWG is drawn, renamed and exported without loss`,
    {
      skip: !existsSync(miwg) && 'the models are not here (DINH_CONFORMANCE)',
    },
    async () => {
      const text = await readFile(join(miwg, `${file}.bpmn`), 'utf8');
      const key = `miwg-${file.toLowerCase().replaceAll('.', '-')}`;
      await upload('process', key, text);
      await openEditor(page, `process/${key}`);
      const task = editor(page)
        .locator('#drawn-element option')
        .filter({ hasText: /\([^)]*(việc|Bước)[^)]*\)$/i });
      await rename(key, (await task.first().getAttribute('value'))!, 'Một tên mới');
      const [lost, made] = await changed(text, await saved());
      assert.equal(lost.length, 1, lost.join('\n'));
      // A sub-process that is collapsed gets a plane to be opened on.
      const named = made.filter((one) => !/> \{[^}]*\/DI\}BPMN(Diagram|Plane) /.test(one));
      assert.equal(named.length, 1, made.join('\n'));
      assert.match(named[0]!, /name=Một tên mới/);
    },
  );

test('A decision as Camunda Modeler writes it: a cell is changed in the table, and nothing else', async () => {
  await upload('decision', 'camunda-dish', camundaDecision);
  await openEditor(page, 'decision/camunda-dish');
  await page.locator('td.output-cell', { hasText: 'soup' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('"phở"');
  await page.locator('td.input-cell').nth(1).click();
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#text')!.value.includes('phở'));
  const [lost, made] = await changed(camundaDecision, await saved());
  assert.equal(lost.length, 1, lost.join('\n'));
  assert.equal(made[0], lost[0]!.replace('"soup"', '"phở"'));
  assert.equal(made.length, 1, made.join('\n'));
});

test('Bad files are refused in the screen with the element named, and the program stays up', async () => {
  for (const [what, text, said] of badFiles) {
    await upload('process', 'bad-file', text);
    const summary = await page.locator('.error-summary').innerText();
    assert.match(summary, said, what);
    assert.ok(!/Lỗi hệ thống|500/.test(await page.locator('h1').innerText()), what);
    // The editor opens on it all the same: the text can be mended.
    await drawn(page);
    // What is no text at all cannot be shown as it is.
    const begins = (content: string) => content.replaceAll('\r\n', '\n').trim().slice(0, 60);
    if (!text.includes('\0')) assert.equal(begins(await page.locator('#text').inputValue()), begins(text), `${what}: the file`);
    assert.equal((await province.get('/')).status, 200, what);
  }
});

test('Units, persons and deadlines of a step are picked from lists, by name; FEEL can be written all the same', async () => {
  await openEditor(page, 'process/settle-short');
  const step = async (): Promise<string> => /<bpmn:userTask id="appraise"[^>]*>/.exec(await written(page))![0];
  await field('Phần tử').selectOption('appraise');
  assert.equal(await field('Nơi làm').inputValue(), 'units.section');
  await field('Ở đơn vị').selectOption('Một đơn vị trong danh bạ');
  const name = field('Tên đơn vị');
  await type(page, name, 'Phòng không có thật');
  await editor(page).getByText('Không có tên này trong danh sách').waitFor();
  assert.match(await step(), /dinh:unit="units.section"/, 'nothing was written');
  await type(page, name, 'Phòng Quản lý xây dựng – Sở Xây dựng');
  assert.match(await step(), /dinh:unit="&#34;so-xay-dung\.[\w-]+&#34;"|dinh:unit="&quot;so-xay-dung\.[\w-]+&quot;"/);
  assert.equal(await name.inputValue(), 'Phòng Quản lý xây dựng – Sở Xây dựng');
  await field('Giao cho').selectOption('Người đang ít việc nhất');
  assert.match(await step(), /dinh:choose="least-loaded"/);
  assert.doesNotMatch(await step(), /dinh:assignee/);
  await field('Hạn của bước').selectOption('Số ngày làm việc');
  await type(page, field('Ngày làm việc'), '2');
  assert.match(await step(), /dinh:due="duration\((&#34;|&quot;)P2D(&#34;|&quot;)\)"/);
  assert.doesNotMatch(await step(), /dinh:share/);
  await field('Hạn của bước').selectOption('Đến ngày ghi trong tờ khai');
  await field('Trường ngày').selectOption({ label: 'Ngày cấp giấy tờ (Người nộp hồ sơ)' });
  assert.match(await step(), /dinh:due="applicant.idIssuedOn"/);
  await field('Hạn của bước').selectOption('Biểu thức FEEL');
  await type(page, field('Biểu thức FEEL'), 'if urgent then duration("PT4H") else duration("P1D")');
  assert.match(await step(), /dinh:due="if urgent/);

  // A timer, made here, counts working days.
  await field('Thêm sau đó').selectOption({ label: 'Chờ thời gian' });
  await editor(page).getByRole('button', { name: 'Thêm sau đó' }).click();
  await field('Chờ').selectOption('Số giờ làm việc');
  await type(page, editor(page).getByLabel('Số giờ làm việc').last(), '4');
  assert.match(await written(page), /dinh:working="true"[^>]*>\s*<bpmn:timeDuration[^>]*>PT4H</);

  // A unit that is not in the directory is told by the step's name.
  await field('Phần tử').selectOption('appraise');
  await field('Ở đơn vị').selectOption('Biểu thức FEEL');
  await type(page, field('Biểu thức FEEL'), '"phong-khong-co"');
  await found(page).getByText('“Thẩm định hồ sơ”: không có đơn vị “phong-khong-co” trong danh bạ').waitFor();
});
