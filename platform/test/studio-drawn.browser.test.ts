/** Notices and papers are drawn in the studio from lists alone, by keyboard. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { publish } from './general-work.ts';
import { openProvince, type Province } from './province.ts';
import { editor, found, offered, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;
before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

const field = (label: string) => editor(page).getByLabel(label, { exact: true }).first();
const element = async (tag: string): Promise<string> =>
  new RegExp(`<bpmn:${tag} id="[^]*?(/>|</bpmn:${tag}>)`).exec(await written(page))![0];
const pick = async (label: string, words: string | RegExp): Promise<void> => {
  const value = await field(label).locator('option').filter({ hasText: words }).first().getAttribute('value');
  await field(label).selectOption(value);
};
/** Puts a step behind one that is there. */
async function add(behind: string, what: string, name: string): Promise<void> {
  await field('Phần tử').selectOption(behind);
  await field('Thêm sau đó').selectOption({ label: what });
  await editor(page).getByRole('button', { name: 'Thêm sau đó' }).click();
  await type(page, field('Tên'), name);
}
async function fill(rows: readonly (readonly [target: string, value: string])[]): Promise<void> {
  const list = editor(page).getByRole('group', { name: 'Điền vào mẫu' });
  for (const [i, [target, value]] of rows.entries()) {
    await list.getByRole('button', { name: 'Thêm chỗ cần điền' }).click();
    await list.getByLabel('Chỗ trống trong mẫu').nth(i).selectOption(target);
    await type(page, list.getByLabel('Giá trị (FEEL)').nth(i), value);
  }
}

test('A message to the applicant, one to a role in a unit and a paper are picked from lists; the check says what is missing', async () => {
  await openEditor(page, 'process/settle-short');
  await add('filed', 'Việc gửi đi', 'Báo người nộp');
  await pick('Mẫu thông báo', 'supplement-requested');
  await editor(page).getByText('mẫu này cần được điền: items, reason').waitFor();
  await pick('Gửi cho', 'applicant');
  await found(page).getByText('mẫu còn chỗ chưa được điền: “items”, “reason”').first().waitFor();
  await fill([
    ['items', '"Bản vẽ"'],
    ['reason', '"Thiếu chữ ký"'],
  ]);
  const send = await element('sendTask');
  assert.match(send, /dinh:notice="supplement-requested" dinh:to="applicant"/);
  assert.match(send, /<dinh:input target="items" value="(&#34;|&quot;|")Bản vẽ/);
  const told = /id="(\w+)"/.exec(send)![1]!;

  await add(told, 'Gửi thông điệp', 'Báo Một cửa');
  await pick('Mẫu thông báo', 'result-ready');
  await pick('Gửi cho', 'role');
  await pick('Vai trò nhận', '(desk)');
  await field('Ở đơn vị').selectOption('Theo hồ sơ');
  await field('Nơi làm').selectOption('units.reception');
  const thrown = (await written(page)).match(/<bpmn:intermediateThrowEvent [^>]*name="Báo Một cửa"[^>]*>/)![0];
  assert.match(thrown, /dinh:to="role" dinh:role="desk" dinh:unit="units\.reception"/);

  await add(told, 'Bước do máy làm', 'In giấy');
  await pick('In giấy từ mẫu', '(stop-notice)');
  await fill([
    ['reasons', '["x"]'],
    ['cause', '"agency"'],
    ['askedAt', 'null'],
    ['stoppedAt', 'now()'],
    ['refund', 'null'],
  ]);
  assert.match(await element('serviceTask'), /dinh:paper="stop-notice"/);
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
});

test('The whole drawing fits beside the palette: nothing of it lies under it', async () => {
  await openEditor(page, 'process/settle-standard');
  await page.getByRole('button', { name: 'Vừa khung' }).click();
  const [shapes, hidden] = await page.evaluate(() => {
    const box = (one: Element) => one.getBoundingClientRect();
    const palette = box(document.querySelector('.djs-palette')!);
    const stage = box(document.querySelector('.drawn-stage')!);
    const all = [...document.querySelectorAll('.djs-shape > .djs-visual')].map(box);
    const under = all.filter((one) => one.left < palette.right && one.top < palette.bottom && one.bottom > palette.top);
    const outside = all.filter(
      (one) => one.left < stage.left || one.right > stage.right || one.top < stage.top || one.bottom > stage.bottom,
    );
    return [all.length, under.length + outside.length];
  });
  assert.ok(shapes > 10);
  assert.equal(hidden, 0);
});

test('What is going to be drawn anew, or checked, is busy from the act on for whoever reads by a machine; many changes are drawn once', async () => {
  await openEditor(page, 'process/settle-short');
  await field('Phần tử').selectOption('appraise');
  await field('Tên').waitFor();
  const [panel, list, drawings] = await page.evaluate(async () => {
    const [panel, list] = ['.drawn-panel', '.drawn-problems'].map((one) => document.querySelector(one)!);
    const field = panel!.querySelector<HTMLInputElement>('[data-place="Tên"]')!;
    let drawings = 0;
    new MutationObserver(() => drawings++).observe(panel!, { childList: true });
    for (const name of ['Một', 'Hai', 'Ba']) {
      field.value = name;
      field.dispatchEvent(new Event('change'));
    }
    const begun = panel!.ariaBusy;
    await new Promise<void>((drawn) => new MutationObserver(() => drawn()).observe(panel!, { childList: true }));
    return [[begun, panel!.ariaBusy], list!.ariaBusy, drawings];
  });
  assert.deepEqual([panel, list, drawings], [['true', null], 'true', 1]);
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  assert.match(await written(page), /name="Ba"/);
});

test('Whoever types faster than the panel is drawn loses nothing', async () => {
  const slow = await province.browser({ as: 'nghiepvu', height: 1000 });
  await slow.addInitScript(
    'const begin = window.setTimeout; window.setTimeout = (work, after = 0) => begin(work, Number(after) + 400)',
  );
  await openEditor(slow, 'process/settle-short');
  await editor(slow).getByLabel('Phần tử', { exact: true }).selectOption('appraise');
  await editor(slow).locator('.drawn-record').first().getByLabel('Mã').focus();
  for (const words of ['mot', 'Hai', 'Three']) {
    await slow.keyboard.press('Control+A');
    await slow.keyboard.type(words);
    await slow.keyboard.press('Tab');
  }
  assert.match(await written(slow), /<dinh:outcome key="mot" vi="Hai" en="Three" kind="primary" ?\/>/);
  await slow.context().close();
});

test('Lists offer what may stand there: behind what, inside of what, and by the app that runs the process', async () => {
  await openEditor(page, 'process/offered');
  assert.ok(!(await offered(page, 'Đặt vào trong')).includes('Sự kiện bắt đầu'), 'it has one');
  assert.ok((await offered(page, 'Đặt vào trong')).includes('Bắt đầu theo thời gian'));
  await add('start', 'Cổng chờ sự kiện', 'Chọn');
  const waits = await offered(page, 'Thêm sau đó');
  assert.ok(waits.length > 0 && waits.every((one) => /^(Chờ|Việc chờ nhận)/.test(one)), waits.join());
  await field('Phần tử').selectOption('start');
  const ends = await offered(page, 'Thêm sau đó');
  assert.ok(ends.includes('Kết thúc bằng lỗi') && !ends.some((one) => /Kết thúc.*hủy/.test(one)), ends.join());
  await field('Phần tử').selectOption('');
  await field('Chạy trong ứng dụng').selectOption('work');
  await add('start', 'Việc gửi đi', 'Báo');
  await pick('Mẫu thông báo', 'result-ready');
  const hearers = await offered(page, 'Gửi cho');
  assert.ok(hearers.some((one) => one.includes('(role)')) && !hearers.some((one) => one.includes('(applicant)')), hearers.join());
  await add('start', 'Bước do máy làm', 'In');
  await editor(page).getByText('không in giấy tờ được').first().waitFor();
  assert.equal((await offered(page, 'In giấy từ mẫu')).length, 1, 'nothing but none');
});

test('A decision that imports another is drawn: a cell is changed, and the import and what it is used for stay', async () => {
  const dmn = (name: string, inside: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d-${name}" name="${name}" namespace="urn:${name}">${inside}</definitions>`;
  const table = (id: string, more: string, cell: string): string =>
    `<decision id="${id}" name="${id}"><variable id="${id}-v" name="${id}"/>${more}<decisionTable id="${id}-t" hitPolicy="FIRST"><input id="${id}-i" label="Mức"><inputExpression id="${id}-e"><text>${cell}</text></inputExpression></input><output id="${id}-o" name="${id}"/><rule id="${id}-r"><inputEntry id="${id}-c"><text>-</text></inputEntry><outputEntry id="${id}-u"><text>7</text></outputEntry></rule></decisionTable></decision>`;
  await publish(province, 'decision', 'test-rates', { dmn: dmn('rates', table('rate', '', '1')) });
  const used = '<import id="i" name="rates" namespace="urn:rates" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>';
  const needs = '<informationRequirement id="n"><requiredDecision href="urn:rates#rate"/></informationRequirement>';
  await publish(province, 'decision', 'test-due', {
    dmn: dmn('due', used + table('due', needs, 'rates.rate')),
  });
  await openEditor(page, 'decision/test-due');
  await page.locator('td.output-cell').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('8');
  await page.locator('td.input-cell').first().click();
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#text')!.value.includes('>8<'));
  const now = await written(page);
  assert.match(now, /<import [^>]*namespace="urn:rates"/);
  assert.match(now, /<requiredDecision href="urn:rates#rate" ?\/>/);
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
});
