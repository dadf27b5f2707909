import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { fieldErrors } from './field-errors.ts';
import { checker } from './operation.ts';

const Count = Type.Object({ kind: Type.Literal('count'), atLeast: Type.Integer(), within: Type.String() });
const Missing = Type.Object({ kind: Type.Literal('missing'), followedBy: Type.Array(Type.String()) });
const Shape = Type.Object({
  colour: Type.Union([Type.Literal('red'), Type.Literal('green')]),
  required: Type.Union([Type.Boolean(), Type.String()]),
  when: Type.Union([Count, Missing]),
});
const told = (value: unknown, shape = Shape as Parameters<typeof checker>[0]) =>
  fieldErrors(checker(shape).Errors(value), value).map(({ path, message }) => `${path}: ${message.vi}`);

test('Of a choice between constants all are named, of a choice between types all types', () => {
  const when = { kind: 'count', atLeast: 1, within: 'P1D' };
  assert.deepEqual(told({ colour: 'blue', required: 3, when }), [
    'colour: Phải là một trong: red, green.',
    'required: Ở đây cần true hoặc false hoặc chữ.',
  ]);
});

test('Of a choice between shapes only what is wrong with the one that was meant is told', () => {
  const right = { colour: 'red', required: true };
  assert.deepEqual(told({ ...right, when: { kind: 'count', atLeast: 'x' } }), [
    'when.within: Cần có mục này.',
    'when.atLeast: Ở đây cần số nguyên.',
  ]);
  assert.deepEqual(told({ ...right, when: { kind: 'missing' } }), ['when.followedBy: Cần có mục này.']);
});

test('Of a text that is empty it is said that it is needed, whatever form it should have', () => {
  const Dated = Type.Object({
    day: Type.String({ pattern: '^[0-9]{4}$' }),
    at: Type.String({ format: 'date-time' }),
  });
  assert.deepEqual(told({ day: '', at: 'x' }, Dated), ['day: Cần ghi mục này.', 'at: Giá trị này chưa đúng dạng.']);
});
