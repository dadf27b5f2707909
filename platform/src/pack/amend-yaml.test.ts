import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { amendYaml } from './amend-yaml.ts';

const text = `# What a place allows.
source: ours
roles:
  # the desk
  - key: desk
    name: { vi: "Quầy: một", en: Desk }
    permissions: # in this order
      z.receive: unit   # first
      a.view: # two ways
        - assigned # tasks
        - { scope: unit, classes: [basic] }
      m.print: [unit, assigned]
    source: ours
  # the clerk
  - key: clerk
    name: { vi: Văn thư, en: Clerk }
    permissions: { a.view: unit }
    source: ours # said by us
`;
const amend = (changed: Record<string, Record<string, unknown> | null>, added: object[] = [], from = text): string =>
  amendYaml(from, 'roles', 'key', { changed: new Map(Object.entries(changed)), added });

test('Without a change every letter stays', () => {
  assert.equal(amend({}), text);
});

test('What changes is changed in its place; comments, order and ways of writing around it stay', () => {
  const after = amend({
    desk: {
      name: { vi: 'Quầy "hai"' },
      permissions: {
        'z.receive': 'all',
        'a.view': ['own', { scope: 'unit', classes: ['basic'], when: 'my-step' }],
        'm.print': undefined,
        'k.call': { scope: 'unit', fields: ['BA1'] },
      },
    },
    clerk: { permissions: { 'b.sign': 'unit' } },
  });
  assert.equal(
    after,
    text
      .replace('"Quầy: một"', 'Quầy "hai"')
      .replace('z.receive: unit   #', 'z.receive: all   #')
      .replace('- assigned # tasks', '- own')
      .replace('classes: [basic] }', 'classes: [basic], when: my-step }')
      .replace('      m.print: [unit, assigned]\n', '      k.call: { scope: unit, fields: [BA1] }\n')
      .replace('{ a.view: unit }', '{ a.view: unit, b.sign: unit }'),
  );
  assert.equal(parse(after).roles[0].name.vi, 'Quầy "hai"');
});

test('An entry goes with its lines, and new ones come behind the others', () => {
  const after = amend({ clerk: null }, [{ key: 'guard', permissions: { 'a.view': 'own' } }]);
  assert.deepEqual(
    parse(after).roles.map((role: { key: string }) => role.key),
    ['desk', 'guard'],
  );
  assert.match(after, /- assigned # tasks/);
  assert.doesNotMatch(after, /clerk/);
  const first = amend({ desk: null });
  assert.deepEqual(parse(first).roles, parse(text).roles.slice(1));
});

test('A text without the list is refused', () => {
  assert.throws(() => amend({}, [], 'roles: none\n'), /no list/);
});
