import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributesOf, piecesOf } from './xml-pieces.ts';

test('XML falls into tags, text, comments, instructions, declarations and kept text', () => {
  const pieces = [
    '<?xml version="1.0"?>',
    '\n',
    '<!DOCTYPE a [ <!ENTITY b "c>"> ]>',
    `<a b='"<>' c="-->">`,
    'text',
    '<!-- <b> -->',
    '<![CDATA[ </a> ]]>',
    '</a>',
    '\n',
  ];
  assert.deepEqual(piecesOf(pieces.join('')), pieces);
  assert.deepEqual(piecesOf(''), []);
});

test('What is not closed is none, however much of it there is', { timeout: 20_000 }, () => {
  for (const opening of ['<!--', '<?', '<![CDATA[', '<', '<a b="', '<a b=\'"', '<!DOCTYPE [', '<![x]'])
    assert.equal(piecesOf(`<a>${opening.repeat(100_000)}`), undefined, opening);
});

test('Attributes are read with either quote, and a long word that is none costs nothing', { timeout: 20_000 }, () => {
  assert.deepEqual(attributesOf(` id="1" name = 'say "so"' ${'x'.repeat(400_000)}`), [
    { key: 'id', value: '1' },
    { key: 'name', value: 'say &quot;so&quot;' },
  ]);
});
