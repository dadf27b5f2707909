/** Every permission that the program asks for, or that a role of the pack gives, has a name in words. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { permissionNames } from '@dinh/kernel';
import { parse } from 'yaml';
import { modules } from '../src/modules.ts';
import { root } from '../src/version.ts';

const nobodys = new Set(['anyone', 'signed-in', 'system']);
/** What only registered systems do (SCIM). */
const forSystems = new Set(['people.provision-person']);
const names = permissionNames(modules);

test('Every permission that operations, pages, rooms and kinds of definitions ask for has a name in both languages', () => {
  const asked = modules.flatMap((m) => [
    ...(m.operations ?? []).map((one) => one.may),
    ...(m.pages ?? []).map((one) => one.may),
    ...(m.rooms ?? []).map((one) => one.may),
    ...(m.definitionKinds ?? []).flatMap((kind) => [kind.editing, kind.publishing]),
  ]);
  const nameless = [...new Set(asked)].filter((may) => !nobodys.has(may) && !names.get(may)?.vi);
  assert.deepEqual(nameless, []);
  for (const [permission, { vi, en }] of names) assert.ok(vi && en && vi !== en, permission);
});

/** What roles of the pack give. */
function givenByRoles(): Set<string> {
  const { roles } = parse(readFileSync(join(root, 'packs/ha-nam/roles.yaml'), 'utf8')) as {
    roles: { permissions: Record<string, unknown> }[];
  };
  return new Set(roles.flatMap((role) => Object.keys(role.permissions)));
}

test('What an operation asks for a role of the pack gives: nothing is there that nobody can do', () => {
  const asked = new Set(modules.flatMap((m) => (m.operations ?? []).map((one) => one.may)));
  const given = givenByRoles();
  assert.deepEqual(
    [...asked].filter((may) => !nobodys.has(may) && !forSystems.has(may) && !given.has(may)),
    [],
  );
});

test('So has every permission that a role of the pack gives, and no two have the same name', () => {
  const given = givenByRoles();
  assert.deepEqual(
    [...given].filter((permission) => !names.has(permission)),
    [],
  );
  assert.equal(new Set([...names.values()].map(({ vi }) => vi)).size, names.size);
});

test('A permission is named by one module only', () => {
  const all = modules.flatMap((m) => Object.keys(m.permissions ?? {}));
  assert.equal(new Set(all).size, all.length);
});
