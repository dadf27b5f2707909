import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersForPdf, renderAnswers } from './answers.ts';
import { prefillForm } from './prefill.ts';
import { renderPage } from './render-page.ts';
import { env, field, formOf } from './testing.ts';
import { validateForm } from './validate.ts';

const draw = (form: ReturnType<typeof formOf>, data: unknown, more = {}) =>
  String(renderPage(form, 'p1', { data, env, action: '/forms/x', ...more }));

test('a page of one question asks it as its heading', () => {
  const html = draw(formOf([field('name', 'text', { required: true })]), {});
  assert.match(html, /<h1[^>]*><label[^>]*for="name"[^>]*>Page 1/);
  assert.equal(html.match(/<h1/g)?.length, 1);
});

test('errors are told at the top with a link, and beside the field', () => {
  const form = formOf([field('name', 'text', { required: true }), field('age', 'integer')]);
  const { errors } = validateForm(form, { age: 'x' }, env);
  const html = draw(form, { age: 'x' }, { errors });
  assert.match(html, /<a href="#name">Hãy nhập name\.<\/a>/);
  assert.match(html, /id="age-error"/);
  assert.match(html, /value="x"/, 'what was typed stays');
});

test('answers are escaped everywhere, in the script that carries them too', () => {
  const form = formOf([field('name', 'text'), field('note', 'multiline')]);
  const html = draw(form, { name: '"><script>alert(1)</script>', note: '</textarea></script>' });
  assert.ok(!html.includes('<script>alert'));
  assert.equal(html.match(/<\/textarea>/g)?.length, 1);
  assert.equal(html.match(/<\/script>/g)?.length, 2, 'the data and the island');
});

test('a conditional field waits in a template until its condition holds', () => {
  const form = formOf([field('has', 'boolean'), field('detail', 'text', { required: true, when: 'has' })]);
  assert.match(draw(form, {}), /<template data-when="detail">/);
  const open = draw(form, { has: true });
  assert.ok(!open.includes('<template'));
  assert.match(open, /<div data-when="detail"><input type="hidden" name="_shown" value="detail"/);
});

test('a condition on another page leaves nothing behind when it does not hold', () => {
  const form = formOf([field('x', 'text'), field('detail', 'text', { when: 'has = true' })], [field('has', 'boolean')]);
  assert.ok(!draw(form, {}).includes('data-when'));
});

test('a repeated group has entries with their own names, buttons and one more in waiting', () => {
  const rows = field('rows', 'group', {
    repeat: { min: 1, max: 5, item: { vi: 'Dòng', en: 'Row' } },
    fields: [field('name', 'text', { required: true })],
  });
  const html = draw(formOf([rows]), { rows: [{ name: 'A' }, { name: 'B' }] });
  assert.match(html, /name="rows\[1\]\.name"[^>]*value="B"/);
  assert.match(html, /name="_remove" value="rows\[1\]"/);
  assert.match(html, /name="_add" value="rows"/);
  assert.match(html, /<template data-next="rows">.*name="rows\[987\]\.name"/s);
  assert.match(draw(formOf([rows]), {}), /name="rows\[0\]\.name"/, 'as many entries as are needed stand ready');
});

test('an entry that the rule asks for cannot be taken out, only one more than that', () => {
  const rows = field('rows', 'group', {
    repeat: { min: 1, max: 5, item: { vi: 'Dòng', en: 'Row' } },
    fields: [field('name', 'text', { required: true })],
  });
  const removable = (data: unknown) =>
    draw(formOf([rows]), data)
      .split('<template')[0]!
      .match(/name="_remove" value="rows\[\d\]" formnovalidate>/g)?.length;
  assert.equal(removable({ rows: [{ name: 'A' }] }), undefined);
  assert.equal(removable({ rows: [{ name: 'A' }, { name: 'B' }] }), 2);
});

test('Enter in a field presses the main button, not one that removes an entry', () => {
  const html = draw(formOf([field('name', 'text')]), {});
  assert.match(html, /<form[^>]*><button class="visually-hidden"/);
});

test('an address offers communes under their districts and says its parts', () => {
  const form = formOf([field('home', 'address', { required: true })]);
  const html = draw(form, { home: { province: 'ha-nam', commune: 'vinh-tru', detail: 'Số 5' } });
  assert.match(html, /<optgroup label="Huyện Lý Nhân"><option value="vinh-tru" selected>/);
  const [section] = answersForPdf(form, { home: { commune: 'vinh-tru', detail: 'Số 5' } }, env);
  assert.equal(section?.rows[0]?.value, 'Số 5, Thị trấn Vĩnh Trụ, Huyện Lý Nhân, Tỉnh Hà Nam');
});

test('answers are said as people read them, with links to change them', () => {
  const form = formOf([
    field('price', 'money'),
    field('day', 'date'),
    field('ok', 'boolean'),
    field('area', 'decimal', { suffix: { vi: 'm²', en: 'm²' } }),
    field('phone', 'phone'),
    field('secret', 'computed', { value: 'price * 2', hidden: true }),
  ]);
  const data = { price: 1500000, day: '2026-11-21', ok: false, area: 120.5, phone: '0912345678' };
  const values = answersForPdf(form, data, env)[0]?.rows.map((row) => row.value);
  assert.deepEqual(values, ['1.500.000\u00a0đ', '21/11/2026', 'Không', '120,5\u00a0m²', '0912 345 678']);
  const html = String(renderAnswers(form, data, env, { changeHref: (page, path) => `/edit/${page}#${path}` }));
  assert.match(html, /<a href="\/edit\/p1#day"\s*>Sửa<span class="visually-hidden"> day<\/span>/);
});

test('of a form that came on paper only what was typed in is shown, with the headings above it', () => {
  const form = formOf([
    field('height', 'decimal'),
    field('floors', 'integer'),
    field('owner', 'group', { fields: [field('nickname', 'text')] }),
    field('site', 'group', { fields: [field('plot', 'text'), field('sheet', 'text')] }),
  ]);
  const html = String(renderAnswers(form, { floors: 3, site: { plot: '289' } }, env, { answered: true }));
  for (const shown of ['floors', 'site', 'plot']) assert.match(html, new RegExp(`>\\s*(?:<strong>)?${shown}`));
  assert.doesNotMatch(html, /height|owner|nickname|sheet/);
});

test('known facts fill empty answers and say where they come from; bad ones are left out', () => {
  const form = formOf([
    field('name', 'personName', { prefill: 'applicant.name' }),
    field('phone', 'phone', { prefill: 'applicant.phone' }),
    field('plot', 'text', { prefill: 'results.land-certificate.parcel' }),
    field('copies', 'integer', { default: 1 }),
  ]);
  const facts = {
    applicant: {
      from: { vi: 'tài khoản của bạn', en: 'your account' },
      value: { name: 'Nguyễn Văn A', phone: 'none' },
    },
    'results.land-certificate': {
      from: { vi: 'giấy chứng nhận số 7', en: 'certificate 7' },
      value: { parcel: '12' },
    },
  };
  const { data, origins } = prefillForm(form, { name: '' }, facts, env);
  assert.deepEqual(data, { name: 'Nguyễn Văn A', plot: '12', copies: 1 });
  assert.deepEqual(origins, {
    name: { vi: 'Lấy từ tài khoản của bạn.', en: 'From your account.' },
    plot: { vi: 'Lấy từ giấy chứng nhận số 7.', en: 'From certificate 7.' },
  });
  assert.equal(prefillForm(form, { name: 'B' }, facts, env).data['name'], 'B');
  assert.match(draw(form, data, { origins }), /id="name-origin">Lấy từ tài khoản của bạn\./);
});

test('a question that waits for an answer of its page is filled in with what is known, and only once it is asked', () => {
  const form = formOf([
    field('way', 'choice', { options: [{ value: 'post', label: { vi: 'Bưu chính', en: 'Post' } }] }),
    field('name', 'personName', { when: 'way = "post"', prefill: 'applicant.name' }),
  ]);
  const from = { vi: 'tài khoản của bạn', en: 'your account' };
  const facts = { applicant: { from, value: { name: 'Nguyễn Văn A' } } };
  const known = prefillForm(form, {}, facts, env);
  assert.equal(known.data['name'], undefined);
  const [, waiting] = draw(form, known.data, known).split('<template data-when="name">');
  assert.match(waiting!, /value="Nguyễn Văn A"/);
  assert.match(waiting!, /Lấy từ tài khoản của bạn\./);
  assert.equal(prefillForm(form, { way: 'post' }, facts, env).data['name'], 'Nguyễn Văn A');
});
