/** R4: bad input. Every operation of all modules but identity gets inputs generated from its own schema. */
import { test } from 'node:test';
import { askOperations, isOurs } from './rubbish-askers.ts';

test('R4 no input of any kind makes an operation of any other module fail, leak, or answer without one clear error', () =>
  askOperations((module, number) => module !== 'identity' && isOurs(number)));
