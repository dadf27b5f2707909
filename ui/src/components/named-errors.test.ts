import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, type Html } from '../html.ts';
import { radios } from './choices.ts';
import { errorSummary, type FormError } from './form.ts';
import { textarea, textInput } from './inputs.ts';
import { details } from './notice.ts';
import { nameErrors } from './named-errors.ts';

const short = { vi: 'Cần ít nhất 3 ký tự.', en: 'At least 3 characters are needed.' };
const drawn = (errors: FormError[], ...fields: Html[]) =>
  String(nameErrors('vi', html`${errorSummary('vi', errors)}<form>${fields}</form>`));
const reason = (more: object = {}) =>
  textarea('vi', { name: 'ly-do', id: 'stop-ly-do', label: { vi: 'Lý do à', en: 'Reason' }, ...more });

test('What an operation says of a field is told with the label of its control, leads to it, and stands beside it', () => {
  const page = drawn([{ of: 'reason', message: short }], reason({ hint: 'Sẽ được đọc' }));
  assert.match(page, /<li><a href="#stop-ly-do">Lý do à: Cần ít nhất 3 ký tự\.<\/a><\/li>/);
  assert.match(
    page,
    /<textarea(?=[^>]* aria-invalid="true")(?=[^>]* aria-describedby="stop-ly-do-hint stop-ly-do-error")[^>]* data-focus|<textarea data-focus(?=[^>]* aria-invalid="true")(?=[^>]* aria-describedby="stop-ly-do-hint stop-ly-do-error")/,
  );
  assert.match(page, /Lý do à<\/label\s*><p class="field-error" id="stop-ly-do-error">[\s\S]*Cần ít nhất 3 ký tự\./);
  assert.match(page, /<div class="field field-wrong" data-field="ly-do">/);
  assert.doesNotMatch(page, /data-of|class="error-summary"[^>]*data-focus/, 'the field has the focus, not the summary');
});

test('A control that says so itself is not told twice; of several errors the summary keeps the focus', () => {
  const name = textInput('vi', { name: 'name', label: 'Tên', optional: true, error: short });
  const page = drawn(
    [
      { of: 'name', message: short },
      { of: 'reason', message: short },
    ],
    name,
    reason(),
  );
  assert.equal(page.match(/id="name-error"/g)?.length, 1);
  assert.match(page, /<a href="#name">Tên: Cần/);
  assert.match(page, /class="error-summary"[^>]*data-focus/);
});

test('Choices are called by their question; a value inside of a group by the last part of its path', () => {
  const kind = radios('vi', {
    name: 'kind',
    label: 'Kết quả thẩm tra',
    choices: [{ value: 'a', label: 'Được' }],
  });
  const report = textInput('vi', { name: 'kq-height', label: 'Chiều cao' });
  const page = drawn(
    [
      { of: 'kind', message: short },
      { of: 'values.height', message: short },
    ],
    kind,
    report,
  );
  assert.match(page, /<a href="#kind">Kết quả thẩm tra: Cần/);
  assert.match(page, /<a href="#kq-height">Chiều cao: Cần/);
});

test('A message that names its field is left as it is; what the page does not ask for leads nowhere', () => {
  const hidden = html`<input type="hidden" name="id" value="x" />`;
  const page = drawn(
    [
      { of: 'reason', plain: true, message: 'Xin ghi lý do.' },
      { of: 'id', message: short },
    ],
    hidden,
    reason(),
  );
  assert.match(page, /<a href="#stop-ly-do">Xin ghi lý do\.<\/a>/);
  assert.match(page, /<li>Cần ít nhất 3 ký tự\.<\/li>/);
});

test('Of several forms that ask for the same the one that stands open is the one that was refused', () => {
  const asking = (id: string, open: boolean) =>
    details('vi', {
      summary: id,
      open,
      body: textarea('vi', { name: 'reason', id, label: `Lý do ${id}` }),
    });
  const page = drawn([{ of: 'reason', message: short }], asking('dung', false), asking('dong', true));
  assert.match(page, /<a href="#dong">Lý do dong: Cần/);
  assert.match(page, /id="dong-error"/);
  const closed = drawn([{ of: 'reason', message: short }], asking('dung', false));
  assert.match(closed, /<a href="#dung">/, 'where all are folded, it is the first');
});

test('Of several fields alike the one at fault is found by its place', () => {
  const days = [0, 1].map((i) => textInput('vi', { name: `so-ngay-${i}`, label: 'Trả lời trong' }));
  const page = drawn([{ of: 'consultations.1.days', message: short }], ...days);
  assert.match(page, /<a href="#so-ngay-1">Trả lời trong: Cần/);
});
