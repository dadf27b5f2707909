/** Logic in boxes is written in the studio by fields alone, whatever stands inside of what, and decides as it was written. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '@dinh/testing';
import type { Page } from 'playwright-core';
import { publish } from './general-work.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { editor, found, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;
let officer: Visitor;
before(async () => {
  province = await openProvince();
  officer = await province.signIn('nghiepvu');
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

const boxes = () => editor(page).locator('.dmn-boxes');
const begin = (key: string) => openEditor(page, `decision/${key}`);
const fill = (label: string, value: string) =>
  type(page, boxes().locator(`:is(input, textarea)[aria-label=${JSON.stringify(label)}]`), value);
const kind = (of: string, label: string) => boxes().getByLabel(`${of}: Viết dưới dạng`, { exact: true }).selectOption({ label });
/** By keyboard: a button is reached and pressed. */
async function press(name: string): Promise<void> {
  await boxes().getByRole('button', { name, exact: true }).first().focus();
  await page.keyboard.press('Enter');
}
/** Opens another view of the file. */
const open = (name: string) => editor(page).getByRole('button', { name, exact: true }).click();
/** What a text decides, as a draft that is tried. */
async function decides(key: string, text?: string): Promise<unknown> {
  const { draft, problems } = await officer.api('studio.save-draft', {
    kind: 'decision',
    key,
    text: text ?? (await written(page)),
    source: 'ours',
  });
  assert.deepEqual(problems, []);
  const { value, errors } = await officer.api('studio.try-decision', { draft, decision: 'decision', inputs: {} });
  assert.deepEqual(errors, []);
  return value;
}
/** Turns what dmn-js edits into boxes. */
async function turn(label: string): Promise<void> {
  await editor(page).locator('.drawn-tools').getByLabel('Viết dưới dạng').selectOption({ label });
  await editor(page).getByRole('button', { name: 'Đổi cách viết' }).click();
  await boxes().waitFor();
}
const root = 'Cách tính “decision”';

test('A table is turned into a context with named entries and a result, by keyboard; undone, it is the table again', async () => {
  await begin('boxed-context');
  await turn('Ngữ cảnh: các mục có tên');
  assert.equal(await boxes().getByRole('group').count(), 2, 'the table stands inside as an entry');
  await editor(page).getByRole('button', { name: 'Hoàn tác' }).click();
  await page.locator('.dmn-decision-table-container').waitFor();
  await turn('Ngữ cảnh: các mục có tên');
  await press(`Bỏ: ${root} › Mục 1`);
  await press(`Thêm mục: ${root}`);
  await fill(`${root} › Mục 1: Tên`, 'base');
  await fill(`${root} › Mục 1 base`, '2 * 3');
  await press(`Thêm mục: ${root}`);
  await fill(`${root} › Mục 2: Tên`, 'more');
  await fill(`${root} › Mục 2 more`, 'bas + 1');
  await found(page).getByText('không có gì tên là “bas”').waitFor();
  await fill(`${root} › Mục 2 more`, 'base + 1');
  await press(`Thêm ô kết quả chung: ${root}`);
  await fill(`${root} › Kết quả chung`, '"tổng: " + string(base + more)');
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  assert.equal(await decides('boxed-context'), 'tổng: 13');
  await press(`Đưa lên: ${root} › Mục 2`);
  assert.equal(await boxes().getByLabel(`${root} › Mục 1: Tên`).inputValue(), 'more');
  await editor(page).getByRole('button', { name: 'Hoàn tác' }).click();
  assert.equal(await boxes().getByLabel(`${root} › Mục 1: Tên`).inputValue(), 'base');
});

test('A relation has columns with types and rows; a list, a condition and a loop stand inside of each other', async () => {
  await begin('boxed-relation');
  await turn('Danh sách');
  await kind(`${root} › Mục 1`, 'Bảng dữ liệu: dòng và cột');
  const relation = `${root} › Mục 1`;
  await fill(`${relation} › Cột 1: Tên`, 'kind');
  await press(`Thêm cột: ${relation}`);
  await fill(`${relation} › Cột 2: Tên`, 'fee');
  await boxes().getByLabel(`${relation} › Cột 2: Kiểu`, { exact: true }).selectOption('number');
  await press(`Thêm dòng: ${relation}`);
  await kind(`${relation} › Dòng 1, kind`, 'Biểu thức');
  await fill(`${relation} › Dòng 1, kind`, '"nhà"');
  await fill(`${relation} › Dòng 1, fee`, '75000');
  await fill(`${relation} › Dòng 2, kind`, '"khác"');
  await fill(`${relation} › Dòng 2, fee`, '150000');
  await press(`Thêm mục: ${root}`);
  await kind(`${root} › Mục 2`, 'Nếu … thì …');
  await fill(`${root} › Mục 2 › Nếu`, '1 > 2');
  await kind(`${root} › Mục 2 › Nếu không thì`, 'Tính cho từng mục');
  const loop = `${root} › Mục 2 › Nếu không thì`;
  await fill(`${loop} › Gọi mỗi mục là`, 'n');
  await fill(`${loop} › Danh sách`, '[1, 2]');
  await fill(`${loop} › Tính`, 'n * 10');
  await fill(`${root} › Mục 2 › Thì`, 'null');
  assert.match(await written(page), /<conditional id="[^]*<for [^>]*iteratorVariable="n"/);
  const anything = (await written(page)).replace('typeRef="string"', 'typeRef="Any"');
  assert.deepEqual(await decides('boxed-relation', anything), [
    [
      { kind: 'nhà', fee: 75000 },
      { kind: 'khác', fee: 150000 },
    ],
    [10, 20],
  ]);
});

test('A function of the file is called by an invocation, which asks for its parameters; its body is a table that is edited too', async () => {
  const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="call" namespace="urn:boxed-call">
  <businessKnowledgeModel id="rate" name="rate"><variable id="rate_v" name="rate"/><encapsulatedLogic id="rate_f"><formalParameter id="rate_p" name="area" typeRef="number"/>
    <decisionTable id="rate_t" hitPolicy="FIRST"><input id="ri" label="Diện tích"><inputExpression id="rie" typeRef="number"><text>area</text></inputExpression></input><output id="ro" name="r"/>
      <rule id="r1"><inputEntry id="r1i"><text>&lt;= 100</text></inputEntry><outputEntry id="r1o"><text>10</text></outputEntry></rule></decisionTable></encapsulatedLogic></businessKnowledgeModel>
  <decision id="decision" name="decision"><variable id="dv" name="decision"/><knowledgeRequirement id="k"><requiredKnowledge href="#rate"/></knowledgeRequirement></decision>
</definitions>`;
  await publish(province, 'decision', 'boxed-call', { dmn });
  await begin('boxed-call');
  await open('decision');
  await boxes().getByText('Chưa có cách tính nào').waitFor();
  await kind(root, 'Gọi hàm');
  await fill(`${root} › Hàm được gọi`, 'rate');
  await fill(`${root} › Tham số 1 area`, '120');
  await open('rate');
  const table = 'Cách tính “rate” › Hàm tính';
  await press(`Thêm quy tắc: ${table}`);
  await fill(`${table} › Quy tắc 2, Đầu ra 1`, '20');
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  assert.equal(await decides('boxed-call'), 20);
  await boxes().getByLabel(`${table}: Cách chọn quy tắc`).selectOption({ label: 'Gom, cộng lại' });
  assert.match(await written(page), /hitPolicy="COLLECT" aggregation="SUM"/);
});

test('A decision is added and told from what it is computed, by keyboard; a table of another tool that asks for nothing is told so', async () => {
  const panel = editor(page).locator('.drawn-panel');
  const enter = async (label: string, value: string, act: string): Promise<void> => {
    await panel.getByLabel(label).fill(value);
    await panel.getByRole('button', { name: act, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  const dish = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Dish" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="dish" name="dish"><variable id="dv" name="dish"/><decisionTable id="t" hitPolicy="FIRST"><input id="i" label="Season"><inputExpression id="ie" typeRef="string"><text>season</text></inputExpression></input><output id="o" name="dish"/>
  <rule id="r"><inputEntry id="e"><text>"winter"</text></inputEntry><outputEntry id="u"><text>"soup"</text></outputEntry></rule></decisionTable></decision></definitions>`;
  await publish(province, 'decision', 'needs', { dmn: dish });
  await begin('needs');
  await page.locator('td.output-cell').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('"phở"');
  await page.keyboard.press('Tab');
  await found(page).getByText('không có gì tên là “season”').first().waitFor();
  await panel.getByText('Tính từ những gì').click();
  await enter('Tên dữ liệu vào mới', 'season', 'Thêm dữ liệu vào');
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  assert.match(await written(page), /<requiredInput href="#(\w+)" \/>[^]*<inputData id="\1" name="season">/);
  await open('Sơ đồ quyết định');
  assert.equal(await page.locator('.djs-connection').count(), 1, 'what it asks for is drawn');
  await enter('Tên quyết định mới', 'drink', 'Thêm quyết định');
  await boxes().getByText('Chưa có cách tính nào').waitFor();
  await panel.getByLabel('dish quyết định khác').check();
  await kind('Cách tính “drink”', 'Danh sách');
  await fill('Cách tính “drink” › Mục 1', 'dish');
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  await panel.getByLabel('dish quyết định khác').uncheck();
  await found(page).getByText('không có gì tên là “dish”').first().waitFor();
  await open('dish');
  await panel.getByLabel('drink quyết định khác').waitFor();
});

test('What a table leaves open is said while one writes, in words, and leads to the table; it stops nobody', async () => {
  await begin('fee-building-permit');
  await found(page).getByText('Chưa thấy lỗi nào.').waitFor();
  assert.equal(await found(page).getByText('Nên xem lại').count(), 0, 'it leaves nothing open');
  await page.locator('td.input-cell').nth(1).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('"works"');
  await page.locator('td.input-cell').first().click();
  const note = found(page).getByRole('button', {
    name: '“Số phải nộp”: Không quy tắc nào áp dụng khi Loại công trình: chữ khác.',
  });
  await note.waitFor();
  assert.ok(await found(page).getByText('Chưa thấy lỗi nào.').isVisible());
});

test('A file of DMN 1.3 is not offered what 1.4 has added; a mistake in a box is gone to; nothing is written before something changes', async () => {
  const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="sum" namespace="urn:boxed-sum">
<decision id="plain" name="plain"><variable id="pv" name="plain"/><literalExpression id="pl"><text>2</text></literalExpression></decision>
<decision id="sum" name="sum"><variable id="v" name="sum"/><context id="c"><contextEntry id="e1"><variable id="v1" name="base"/><literalExpression id="l1"><text>2</text></literalExpression></contextEntry><contextEntry id="e2"><literalExpression id="l2"><text>base + 1</text></literalExpression></contextEntry></context></decision></definitions>`;
  await publish(province, 'decision', 'boxed-sum', { dmn });
  await begin('boxed-sum');
  await open('sum');
  const sum = 'Cách tính “sum”';
  const offered = await boxes().getByLabel(`${sum} › Kết quả chung: Viết dưới dạng`).locator('option').allInnerTexts();
  assert.ok(offered.includes('Danh sách') && !offered.includes('Nếu … thì …'), offered.join());
  await open('plain');
  assert.equal(await written(page), dmn);
  await open('sum');
  await fill(`${sum} › Kết quả chung`, 'base +');
  const wrong = found(page).getByRole('button').first();
  await wrong.waitFor();
  await open('plain');
  await wrong.click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.includes('Kết quả chung'));
  assert.equal(await page.locator('.box.has-problem').count(), 1);
});

test('On a page in English everything of it is English, it fits a phone, and has no axe violation', async () => {
  const phone = await province.browser({ as: 'nghiepvu', width: 360, height: 800 });
  await openEditor(phone, 'decision/boxed-sum?lang=en');
  await editor(phone).getByRole('button', { name: 'sum', exact: true }).click();
  await phone.locator('.dmn-boxes').getByText('Logic “sum”', { exact: true }).waitFor();
  assert.doesNotMatch(await phone.locator('.dmn-boxes').innerText(), /[ạảãàáâậầấẩẫăắằặẳẵđêếềệểễôốồộổỗơớờợởỡưứừựửữ]/i);
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  for (const screen of [phone, page]) assert.deepEqual(await violations(screen, { include: [['.dmn-boxes']] }), []);
});
