import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inFeel, inWords, told } from '@dinh/kernel';
import { Type } from 'typebox';
import { namesIn, placeInWords, type Schema, shapeOf } from './schema.ts';
import { compareBodies } from './schema-diff.ts';

const Body = Type.Object({
  title: inWords('Tên', 'Title'),
  unit: Type.String(told('Đơn vị', 'Unit', { names: 'unit' })),
  papers: Type.Array(
    Type.Object({
      key: Type.String(),
      name: inWords('Tên giấy', 'Name'),
      copies: Type.Integer(told('Số bản', 'Copies')),
      required: Type.Union([Type.Boolean(), inFeel('Khi', 'When')], told('Bắt buộc', 'Required')),
    }),
    told('Thành phần', 'Papers'),
  ),
  when: Type.Union(
    [
      Type.Object({ kind: Type.Literal('count'), atLeast: Type.Integer(told('Ít nhất', 'At least')) }),
      Type.Object({ kind: Type.Literal('change'), value: Type.String() }),
    ],
    told('Khi nào', 'When'),
  ),
  shares: Type.Record(Type.String(), Type.Number(), told('Phần', 'Shares')),
}) as unknown as Schema;
const paper = (key: string, name: string, copies = 1) => ({
  key,
  name: { vi: name, en: name },
  copies,
  required: true,
});
const body = {
  title: { vi: 'Một', en: 'One' },
  unit: 'a',
  papers: [paper('x', 'Đơn'), paper('y', 'Bản vẽ')],
  when: { kind: 'count', atLeast: 2 },
  shares: { receive: 0.5 },
};

test('Each part of a schema has the field that fits it', () => {
  const is = (name: string) => shapeOf(Body.properties![name]!).is;
  assert.deepEqual(['title', 'unit', 'papers', 'when', 'shares'].map(is), ['words', 'text', 'list', 'kinds', 'table']);
  assert.equal(shapeOf(Body.properties!['papers']!.items!.properties!['required']!).is, 'sometimes');
  assert.deepEqual(namesIn(Body), ['unit']);
});

test('A place is told in words, with entries by their names', () => {
  const at = (path: string) => placeInWords(Body, body, path)?.vi;
  assert.equal(at('papers.1.copies'), 'Thành phần › 2 “Bản vẽ” › Số bản');
  assert.equal(at('/papers/0/name/en'), 'Thành phần › 1 “Đơn” › Tên giấy › tiếng Anh');
  assert.equal(at('when.atLeast'), 'Khi nào › Ít nhất');
  assert.equal(at('shares.receive'), 'Phần › “receive”');
  assert.equal(at(''), undefined);
});

test('Two bodies are compared part by part: what came, went, changed or only moved', () => {
  const changes = (after: object) =>
    compareBodies(Body, body, { ...body, ...after }).map(
      ({ change, place }) => `${change} ${place.map((one) => one.vi).join(' › ')}`,
    );
  assert.deepEqual(changes({}), []);
  assert.deepEqual(changes({ title: { vi: 'Hai', en: 'One' } }), ['changed Tên']);
  assert.deepEqual(changes({ papers: [paper('x', 'Đơn', 2), paper('z', 'Ảnh')] }), [
    'changed Thành phần › Đơn › Số bản',
    'added Thành phần › Ảnh',
    'removed Thành phần › Bản vẽ',
  ]);
  // One that is put in between moves nobody.
  assert.deepEqual(changes({ papers: [paper('z', 'Ảnh'), ...body.papers] }), ['added Thành phần › Ảnh']);
  assert.deepEqual(changes({ papers: body.papers.toReversed() }).length, 2);
  assert.deepEqual(changes({ when: { kind: 'change', value: 'x' } }), ['changed Khi nào']);
  assert.deepEqual(changes({ shares: { receive: 0.4, sign: 0.1 } }), ['changed Phần › receive', 'added Phần › sign']);
});
