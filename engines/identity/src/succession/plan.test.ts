import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type PlanLine, type StandingUnit, wholeLines } from './plan.ts';
import { Successors } from './successors.ts';

const unit = (key: string, parent: string | null, kind: string, name: string): StandingUnit => ({
  id: 0,
  key,
  code: key.toUpperCase(),
  parent,
  kind,
  level: ['desk', 'clerk', 'section'].includes(kind) ? 'section' : 'district',
  name: { vi: name, en: name },
});

const standing = [
  unit('tinh', null, 'province', 'Tỉnh'),
  unit('huyen', 'tinh', 'district', 'Huyện'),
  unit('huyen.desk', 'huyen', 'desk', 'Một cửa huyện'),
  unit('huyen.dat', 'huyen', 'section', 'Phòng Đất đai'),
  unit('huyen.y-te', 'huyen', 'section', 'Phòng Y tế'),
  unit('huyen.dat.to', 'huyen.dat', 'section', 'Tổ đo đạc'),
  unit('xa-a', 'huyen', 'commune', 'Xã A'),
];
const begin = (key: string, parent: string, kind: string, name: string) => ({
  key,
  code: key.toUpperCase(),
  parent,
  kind,
  level: 'commune',
  name: { vi: name, en: name },
});
const begins = [
  begin('xa-1', 'tinh', 'commune', 'Xã 1'),
  begin('xa-1.desk', 'xa-1', 'desk', 'Một cửa xã 1'),
  begin('xa-1.dat', 'xa-1', 'section', 'Phòng Đất đai'),
  begin('xa-2', 'tinh', 'commune', 'Xã 2'),
];

test('Inner units go to their like in the successor, by the conditions of the unit above', () => {
  const lines = wholeLines(
    {
      begins,
      changes: [],
      lines: [
        { from: 'huyen', to: 'xa-2', areas: ['xa-b'] },
        { from: 'huyen', to: 'xa-1' },
        { from: 'xa-a', to: 'xa-1' },
      ],
    },
    standing,
  );
  const of = new Successors(lines);
  assert.equal(of.of('huyen.desk'), 'xa-1.desk');
  assert.equal(of.of('huyen.desk', { areas: ['xa-b'] }), 'xa-2', 'a commune without a desk takes it itself');
  assert.equal(of.of('huyen.dat'), 'xa-1.dat', 'by its name');
  assert.equal(of.of('huyen.y-te'), 'xa-1', 'no section is called so');
  assert.equal(of.of('huyen.dat.to'), 'xa-1.dat', 'what stands below it follows');
  assert.equal(of.of('tinh'), undefined);
  assert.equal(lines.filter((line) => line.derived).length, 8);
});

test('What is written for an inner unit is not derived, nor for one that has moved away', () => {
  const lines = wholeLines(
    {
      begins,
      changes: [{ unit: 'huyen.y-te', parent: 'tinh' }],
      lines: [
        { from: 'huyen', to: 'xa-1' },
        { from: 'huyen.dat', to: 'xa-2' },
      ],
    },
    standing,
  );
  const of = new Successors(lines);
  assert.equal(of.of('huyen.dat'), 'xa-2');
  assert.equal(of.of('huyen.y-te'), undefined);
});

test('A line fits by field with all below it and by place; the first that fits decides', () => {
  const of = new Successors([
    { from: 'so', to: 'a', fields: ['BA002.001'] },
    { from: 'so', to: 'b', fields: ['BA002.001.004'], areas: ['x'] },
    { from: 'so', to: 'c' },
  ]);
  assert.equal(of.of('so', { field: 'BA002.001.004', areas: ['x'] }), 'a');
  assert.equal(of.of('so', { field: 'BA002.0011' }), 'c', 'a code that only begins alike is another');
  assert.equal(of.of('so', {}), 'c');
  assert.equal(of.rest('so'), 'c');
  assert.deepEqual(
    of.pairs().map((p) => [p.to, p.archive]),
    [
      ['a', false],
      ['b', false],
      ['c', true],
    ],
  );
});

test('A record that concerns several places goes with the first of them, whatever the order of the lines; a line before them without a place comes first', () => {
  const of = new Successors([
    { from: 'huyen', to: 'dat', fields: ['G'] },
    { from: 'huyen', to: 'a', areas: ['x'] },
    { from: 'huyen', to: 'b', areas: ['y'] },
    { from: 'huyen', to: 'c' },
  ]);
  assert.equal(of.of('huyen', { areas: ['y', 'x'] }), 'b');
  assert.equal(of.of('huyen', { areas: ['x', 'y'] }), 'a');
  assert.equal(of.of('huyen', { areas: ['z', 'y'] }), 'b');
  assert.equal(of.of('huyen', { field: 'G', areas: ['y'] }), 'dat');
  assert.equal(of.of('huyen', { areas: ['z'] }), 'c');
});

test('Whatever the lines, a record of a unit with a last line has one successor, and of one that goes on none', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const some = fc.option(fc.array(fc.constantFrom('F', 'F.1', 'G'), { minLength: 1 }), { nil: undefined });
  const lineOf = fc.record({ from: key, to: key, fields: some, areas: some });
  fc.assert(
    fc.property(fc.array(lineOf), key, some, some, (lines, from, fields, areas) => {
      const of = new Successors([...lines, { from, to: 'last' }] as PlanLine[]);
      const facts = { ...(fields && { field: fields[0]! }), ...(areas && { areas }) };
      assert.notEqual(of.of(from, facts), undefined);
      for (const other of ['a', 'b', 'c', 'd']) if (!of.from.includes(other)) assert.equal(of.of(other, facts), undefined);
    }),
  );
});
