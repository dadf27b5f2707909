import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from './compiler.ts';
import { failureOf } from './errors.ts';
import { toldOf } from './template-kind.ts';
import { typstSentence } from './typst-sentence.ts';

const said = (text: string): string[] => {
  const outcome = compile('main.typ', new Map([['main.typ', Buffer.from(text)]]));
  return 'problems' in outcome ? outcome.problems.map(({ message }) => typstSentence(message).vi) : [];
};

test('What the compiler usually complains of is said in Vietnamese', () => {
  for (const [text, wanted] of [
    ['#foo', 'không có gì tên là “foo”'],
    ['#f(', 'dấu mở ở đây chưa được đóng lại: thiếu “)”, “]”, “}”, “$”, “*” hoặc “_”'],
    ['#let x = ', 'ở đây cần một biểu thức'],
    ['#if x', 'ở đây cần một khối [ ] hoặc { }'],
    ['#text(size: "a")[b]', 'ở đây cần độ dài có đơn vị (như 3pt, 1cm), nhưng đang là chữ trong ngoặc kép'],
    ['#par(leading: 3)[x]', 'ở đây cần độ dài có đơn vị (như 3pt, 1cm), nhưng đang là số nguyên'],
    ['#text(fill: 3)[x]', 'ở đây cần màu, màu chuyển, hoa văn, nhưng đang là số nguyên'],
    ['#(1 + "a")', 'không cộng được số nguyên với chữ trong ngoặc kép'],
    ['#import "no.typ": x', 'không có tệp “no.typ” bên cạnh mẫu này'],
    ['#let x = (a: 1); #x.b', 'dữ liệu không có mục “b”'],
    ['#table(columns: 2, foo: 3)', 'hàm này không có tham số “foo”'],
    ['#let f(x) = x\n#f()', 'thiếu tham số “x”'],
    ['#"abc', 'chuỗi chữ mở ở đây chưa có dấu ngoặc kép đóng'],
    ['#)', 'dấu “)” không đứng ở đây được'],
    ['#else', 'từ khóa “else” không đứng ở đây được'],
    ['#for x in 3 [a]', 'không lặp qua số nguyên được: cần một danh sách'],
    ['#("a").at(5)', 'lấy phần tử thứ 5, nhưng chỉ có 1 phần tử'],
    ['#calc.foo(1)', '“calc” không có “foo”'],
  ] as const)
    assert.deepEqual(said(text), [wanted], text);
  assert.deepEqual(typstSentence('something new'), { vi: 'something new', en: 'something new' });
});

test('A template that cannot be printed is told with line and column, and with the words of the compiler', () => {
  const outcome = compile('x.typ', new Map([['x.typ', Buffer.from('= Giấy\n\n#thu')]]));
  assert.ok('problems' in outcome);
  const refusal = failureOf('x.typ', outcome.problems);
  const reason = { vi: 'không có gì tên là “thu”', en: 'unknown variable: thu' };
  assert.deepEqual(toldOf(refusal, 'x.typ'), [
    { path: 'x.typ:3:2', where: { vi: 'dòng 3, cột 2', en: 'line 3, column 2' }, reason, line: 3, said: 'unknown variable: thu' },
  ]);
  assert.deepEqual(toldOf(refusal, 'lib.typ')[0]!.where, { vi: 'tệp x.typ, dòng 3, cột 2', en: 'file x.typ, line 3, column 2' });
});
