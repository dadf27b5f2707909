import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../database/sql.ts';
import { reach, where } from './access.ts';
import type { Grant, Principal } from './principal.ts';

const permission = 'test.see';
const person = '00000000-0000-4000-8000-000000000001';
const textFor = (...grants: Omit<Grant, 'permission'>[]): string => {
  const principal: Principal = {
    kind: 'person',
    id: person,
    name: '',
    grants: grants.map((grant) => ({ permission, ...grant })),
    units: [],
    role: 'official',
  };
  const at = { unit: sql`r.unit`, assignee: sql`r.assignee` };
  return where(reach(principal, permission), at).compile().text;
};

test('A plan can be kept: few values are told one by one, and many are one value, so that texts do not become many', () => {
  assert.match(textFor({ scope: 'assigned', units: [] }), /r\.assignee = any\(array\[\$1\]::uuid\[\]\)/);
  assert.match(textFor({ scope: 'unit', units: [7, 8] }), /r\.unit = any\(array\[\$1, \$2\]::int\[\]\)/);
  const many = (count: number) => textFor({ scope: 'unit', units: Array.from({ length: count }, (_, n) => n) });
  assert.match(many(5), /r\.unit = any\(\$1::int\[\]\)/);
  assert.equal(many(5), many(500));
});
