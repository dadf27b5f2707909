import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xmlText } from '../index.ts';

const said = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><a b="é"/>`;
const kept = said('UTF-8');
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

test('A file is read in the encoding that it shows or declares', () => {
  assert.equal(xmlText(Buffer.from(said('UTF-8'))), kept);
  assert.equal(xmlText(Buffer.from(said('ISO-8859-1'), 'latin1')), kept);
  assert.equal(xmlText(Buffer.from(said('windows-1252'), 'latin1')), kept);
  assert.equal(xmlText(Buffer.from('\ufeff<a b="đ"/>')), '<a b="đ"/>');
  const wide = Buffer.from(`\ufeff${said('UTF-16')}`, 'utf16le');
  assert.equal(xmlText(wide), kept);
  assert.equal(xmlText(swapped(wide)), kept);
  assert.equal(xmlText(wide.subarray(2)), kept, 'without its mark');
  assert.equal(xmlText(swapped(wide.subarray(2))), kept, 'without its mark, the other way round');
});

test('A file that says a wrong or an unknown encoding of itself is read as UTF-8', () => {
  assert.equal(xmlText(Buffer.from(said('utf-16'))), kept);
  assert.equal(xmlText(Buffer.from(said('martian'))), kept);
  assert.equal(xmlText(Buffer.from('')), '');
});
