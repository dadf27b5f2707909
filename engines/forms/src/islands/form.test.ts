import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { eventually, follow, openBrowser, says, violations } from '@dinh/testing';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { FIELD_TYPES, type FieldType } from '../definition.ts';
import { renderPage } from '../render-page.ts';
import { env, field, formOf } from '../testing.ts';
import { type FormError, validateForm } from '../validate.ts';

let browser: Browser;
let script: string;

before(async () => {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./form.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  script = result.outputFiles[0]?.text ?? '';
  browser = await openBrowser();
});
after(() => browser?.close());

/** Opens the page of a form with the island; posts are answered by what was posted. */
async function open(form: ReturnType<typeof formOf>, data: unknown = {}, errors: readonly FormError[] = []): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  const html = `<!doctype html><html lang="vi"><body>${String(renderPage(form, 'p1', { data, env, action: '/post', errors }))}</body></html>`;
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url.includes('/assets/')) return route.fulfill({ contentType: 'text/javascript', body: script });
    if (url.endsWith('/post')) return route.fulfill({ contentType: 'text/plain', body: route.request().postData() ?? '' });
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
  });
  await page.goto('http://form.test/');
  return page;
}

const posted = async (page: Page): Promise<[string, string][]> => {
  await follow(page.locator('.button-group button').first());
  return [...new URLSearchParams(await page.locator('body').innerText())];
};

test('the island is small and needs nothing of Node', () => {
  assert.ok(gzipSync(script).length < 45_000, `${gzipSync(script).length} bytes`);
});

test('a conditional field comes and goes with its condition, and what was typed stays', async () => {
  const page = await open(formOf([field('has', 'boolean'), field('detail', 'text', { required: true, when: 'has' })]));
  await page.check('input[name=has][value=true]');
  await page.fill('input[name=detail]', 'abc');
  await page.check('input[name=has][value=false]');
  await page.locator('input[name=detail]').waitFor({ state: 'detached' });
  await page.check('input[name=has][value=true]');
  assert.equal(await page.inputValue('input[name=detail]'), 'abc');
  assert.deepEqual(await posted(page), [
    ['has', 'true'],
    ['_shown', 'detail'],
    ['detail', 'abc'],
  ]);
  await page.close();
});

test('a wrong answer is told when its field is left, and no longer when it is put right', async () => {
  const page = await open(formOf([field('phone', 'phone', { required: true }), field('day', 'date'), field('x', 'text')]));
  await page.focus('input[name=phone]');
  await page.focus('input[name=x]');
  assert.equal(await page.locator('.field-error').count(), 0, 'nothing typed, nothing said');
  await page.fill('input[name=phone]', '123');
  await page.focus('input[name=x]');
  await says(page.locator('#phone-error'), /Lỗi: Hãy nhập phone có 10 hoặc 11 chữ số/);
  assert.equal(await page.getAttribute('#phone', 'aria-describedby'), 'phone-error');
  await page.fill('input[name=phone]', '0912345678');
  await page.focus('input[name=x]');
  await page.locator('.field-error').waitFor({ state: 'detached' });
  await page.fill('input[name="day.day"]', '30');
  await page.fill('input[name="day.month"]', '2');
  assert.equal(await page.locator('.field-error').count(), 0, 'a date is judged as a whole');
  await page.fill('input[name="day.year"]', '2020');
  await page.focus('input[name=x]');
  await says(page.locator('#day-error'), /ngày có thật/);
  await page.close();
});

test('an error that goes when its field is left does not move the button away while it is pressed', async () => {
  const one = formOf([field('phone', 'phone', { required: true })]);
  const page = await open(one, { phone: '12' }, validateForm(one, { phone: '12' }, env).errors);
  await page.evaluate(`document.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    globalThis.sent = true;
  })`);
  await page.fill('input[name=phone]', '0912345678');
  const { x, y, width } = (await page.locator('form button').last().boundingBox())!;
  await page.mouse.click(x + width / 2, y + 2, { delay: 60 });
  await page.waitForFunction('globalThis.sent');
  await page.locator('.field-error').waitFor({ state: 'detached' });
  await page.close();
});

test('entries are added, removed and numbered anew without the server; sums follow', async () => {
  const rows = field('rows', 'group', {
    repeat: { max: 3, item: { vi: 'Dòng', en: 'Row' } },
    fields: [field('amount', 'money'), field('why', 'text', { when: 'amount > 100' })],
  });
  const total = field('total', 'computed', { value: 'sum(rows[amount != null].amount)', format: 'money' });
  const page = await open(formOf([rows, total]), { rows: [{ amount: 1 }] });
  const add = page.locator('button[name=_add]');
  await add.click();
  await add.click();
  await add.waitFor({ state: 'hidden' }); // no room for a fourth
  await page.fill('input[name="rows[1].amount"]', '2');
  await page.fill('input[name="rows[2].amount"]', '3000');
  await page.fill('input[name="rows[2].why"]', 'because');
  await says(page.locator('[data-computed=total] output'), /3\.003\sđ/);
  await page.click('button[name=_remove][value="rows[1]"]');
  await eventually(async () => assert.deepEqual(await page.locator('h2').allInnerTexts(), ['Dòng 1', 'Dòng 2']));
  assert.equal(await page.getAttribute('input[name="rows[1].amount"]', 'id'), 'rows-1-amount');
  await says(page.locator('[data-computed=total] output'), /3\.001\sđ/);
  assert.deepEqual(await posted(page), [
    ['rows[0].amount', '1'],
    ['rows[1].amount', '3000'],
    ['_shown', 'rows[1].why'],
    ['rows[1].why', 'because'],
  ]);
  await page.close();
});

test('an address shows the parts that its province asks for', async () => {
  const page = await open(formOf([field('home', 'address')]));
  await page.locator('[name="home.locality"]').waitFor({ state: 'hidden' });
  await page.selectOption('[name="home.province"]', 'other');
  await page.locator('[name="home.commune"]').waitFor({ state: 'hidden' });
  await page.locator('[name="home.locality"]').waitFor();
  await page.close();
});

test('pages with every type of field, with answers and with errors, have no axe violation', async () => {
  const options = ['a', 'b'].map((value) => ({
    value,
    label: { vi: value, en: value },
    hint: { vi: 'x', en: 'x' },
  }));
  const more = { hint: { vi: 'Gợi ý', en: 'Hint' }, required: true };
  const own: Partial<Record<FieldType, object>> = {
    choice: { options },
    choices: { options },
    computed: { value: '1' },
    code: { list: 'countries' },
    group: {
      fields: [field('x', 'text', more)],
      repeat: { min: 1, max: 3, item: { vi: 'Dòng', en: 'Row' } },
    },
    info: { text: { vi: 'Một câu.', en: 'A sentence.' } },
  };
  const form = formOf(FIELD_TYPES.map((type) => field(`f_${type}`, type, { ...more, ...own[type] })));
  for (const errors of [[], validateForm(form, {}, env).errors]) {
    const page = await open(form, {}, errors);
    assert.deepEqual(await violations(page, 'form'), []);
    await page.close();
  }
});
