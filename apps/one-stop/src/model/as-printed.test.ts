import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPrinted } from './as-printed.ts';

test('A reference is found however its groups were typed', () => {
  for (const typed of ['K7QM-2XWV-9RTB', 'k7qm2xwv9rtb', ' k7qm 2xwv 9rtb ', 'K7QM–2XWV—9RTB', 'K7QM2-XWV9-RTB'])
    assert.equal(asPrinted(typed), 'K7QM-2XWV-9RTB', typed);
});

test('A code keeps its parts; spaces and other strokes stand for its hyphens', () => {
  for (const typed of ['H25.15-261130-0001', 'h25.15 261130 0001', 'H25.15 – 261130 – 0001'])
    assert.equal(asPrinted(typed), 'H25.15-261130-0001', typed);
  assert.equal(asPrinted('H25.15.123-261130-12345'), 'H25.15.123-261130-12345');
});

test('What is neither stays as it was typed, so that it can be told', () => {
  assert.equal(asPrinted('KHONG-CO-MA'), 'KHONG-CO-MA');
  assert.equal(asPrinted('261130123456'), '261130123456');
});
