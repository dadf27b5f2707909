import { endToken, enter, leave } from './move.ts';
import type { Motions } from './step.ts';
import { goOff } from './trigger.ts';

export const motions: Motions = { enter, leave, endToken, goOff };
