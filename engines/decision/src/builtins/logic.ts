import { identical } from '../feel/compare.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';

define('not(negand: boolean)', (_, negand: boolean) => !negand);
define('is(value1: any, value2: any)', (_, a: Value, b: Value) => identical(a, b));

/** Three-valued: the decisive value wins, then null (or anything that is no boolean), then the other. */
function combine(list: Value[], decisive: boolean): boolean | null {
  if (list.includes(decisive)) return decisive;
  return list.every((item) => item === !decisive) ? !decisive : null;
}

for (const [name, decisive] of [
  ['all', false],
  ['any', true],
] as const) {
  define(`${name}(list: list)`, (_, list: Value[]) => combine(list, decisive));
  define(`${name}(...list: any)`, (_, list: Value[]) => (list.length === 0 ? null : combine(list, decisive)));
}
