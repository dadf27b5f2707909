/** The event log held against IEEE 1849-2016: its XML schema, written here as what may stand in what, and its rules of keys. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Parser } from 'saxen';
import type { Trace } from '../queries/list-events.ts';
import { xes } from './xes.ts';

interface Piece {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
  readonly parts: Piece[];
}

const written: readonly Trace[] = [
  {
    id: '0199d8f0-0000-7000-8000-000000000001',
    businessKey: 'H42.01-261120-0001 <"&>',
    version: 3,
    events: [
      {
        name: 'Thẩm định\thồ sơ\n& kiểm tra\u0001\uFFFE',
        task: '0199d8f0-0000-7000-8000-000000000002',
        element: 'appraise',
        transition: 'schedule',
        at: '2026-11-20T08:00:00+07:00',
        resource: null,
        role: 'specialist',
        group: 'Phòng Quản lý xây dựng',
        outcome: null,
      },
      {
        name: 'Thẩm định\thồ sơ\n& kiểm tra\u0001\uFFFE',
        task: '0199d8f0-0000-7000-8000-000000000002',
        element: 'appraise',
        transition: 'complete',
        at: '2026-11-20T10:30:00.250+07:00',
        resource: 'Lê Minh Trúc',
        role: 'specialist',
        group: 'Phòng Quản lý xây dựng',
        outcome: 'granted',
      },
    ],
  },
  { id: '0199d8f0-0000-7000-8000-000000000003', businessKey: 'x', version: 3, events: [] },
];

async function* each(): AsyncGenerator<Trace> {
  yield* written;
}

async function log(): Promise<Piece> {
  let xml = '';
  for await (const part of xes('settle-standard', each())) xml += part;
  const root: Piece = { name: '', values: {}, parts: [] };
  const open = [root];
  const parser = new Parser();
  parser.on('error', (error: Error) => assert.fail(error));
  parser.on('warn', (error: Error) => assert.fail(error));
  parser.on('openTag', (name: string, values: () => Record<string, string>, decode: (text: string) => string) => {
    const own = Object.entries(values()).map(([key, value]) => [key, decode(value)] as const);
    const piece: Piece = { name, values: Object.fromEntries(own), parts: [] };
    open.at(-1)!.parts.push(piece);
    open.push(piece);
  });
  parser.on('closeTag', () => void open.pop());
  parser.parse(xml);
  assert.equal(root.parts.length, 1);
  return root.parts[0]!;
}

// XML Schema's names and values, as far as they are used.
const name = /^[\p{L}_:][\p{L}\p{N}._:-]*$/u;
const simpleName = /^[\p{L}_][\p{L}\p{N}._-]*$/u;
const valueOf: Readonly<Record<string, RegExp>> = {
  string: /^[^]*$/,
  date: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  int: /^[+-]?\d{1,18}$/,
};
const attributes = Object.keys(valueOf);

/** What stands in an element, in this order. */
const inside: Readonly<Record<string, readonly string[]>> = {
  log: ['extension', 'global', 'classifier', ...attributes, 'trace', 'event'],
  trace: [...attributes, 'event'],
  event: attributes,
  global: attributes,
  extension: [],
  classifier: [],
  ...Object.fromEntries(attributes.map((one) => [one, []])),
};
const rank = (parent: string, child: string) => {
  assert.ok(inside[parent]!.includes(child), `${child} in ${parent}`);
  // Attributes stand among themselves in any order.
  return inside[parent]!.indexOf(attributes.includes(child) ? attributes[0]! : child);
};

function* all(piece: Piece): Generator<Piece> {
  yield piece;
  for (const part of piece.parts) yield* all(part);
}
const keysOf = (piece: Piece) => piece.parts.flatMap(({ values }) => values['key'] ?? []);

test('Every element stands where the schema has it, with the attributes it requires and values of their types', async () => {
  const root = await log();
  assert.equal(root.name, 'log');
  assert.match(root.values['xes.version']!, /^\d+(\.\d+)?$/, 'a decimal');
  assert.equal(root.values['xmlns'], 'http://www.xes-standard.org/');
  for (const piece of all(root)) {
    const ranks = piece.parts.map((part) => rank(piece.name, part.name));
    assert.deepEqual(
      ranks,
      ranks.toSorted((x, y) => x - y),
      `order in ${piece.name}`,
    );
    const { values } = piece;
    if (valueOf[piece.name]) {
      assert.match(values['key']!, name);
      assert.match(values['value']!, valueOf[piece.name]!, values['key']);
    }
    if (piece.name === 'extension') {
      assert.match(values['name']!, simpleName);
      assert.match(values['prefix']!, simpleName);
      assert.ok(URL.canParse(values['uri']!));
    }
    if (piece.name === 'classifier') assert.match(values['name']!, simpleName);
    if (piece.name === 'classifier' || piece.name === 'global') assert.ok(['event', 'trace'].includes(values['scope']!));
    // No two attributes of one thing share a key.
    assert.equal(new Set(keysOf(piece)).size, keysOf(piece).length);
  }
});

test('A key with a prefix belongs to a declared extension that knows it; what every event has is declared, and classifiers use it', async () => {
  const root = await log();
  const known: Readonly<Record<string, readonly string[]>> = {
    concept: ['name', 'instance'],
    lifecycle: ['model', 'transition', 'state'],
    org: ['resource', 'role', 'group'],
    time: ['timestamp'],
  };
  const declared = root.parts.filter(({ name }) => name === 'extension').map(({ values }) => values['prefix']!);
  for (const key of [...all(root)].flatMap(({ values }) => values['key'] ?? [])) {
    const [prefix, rest] = key.split(':');
    if (rest === undefined) continue;
    assert.ok(declared.includes(prefix!), key);
    assert.ok(known[prefix!]?.includes(rest), key);
  }
  for (const scope of ['trace', 'event']) {
    const globals = root.parts.filter(({ name, values }) => name === 'global' && values['scope'] === scope).flatMap(keysOf);
    assert.ok(globals.length > 0);
    for (const one of [...all(root)].filter(({ name }) => name === scope))
      for (const key of globals) assert.ok(keysOf(one).includes(key), `${scope} without ${key}`);
    for (const { values } of root.parts.filter(({ name, values }) => name === 'classifier' && values['scope'] === scope))
      for (const key of values['keys']!.split(' ')) assert.ok(globals.includes(key), key);
  }
});

test('Names come back as they were, without what XML cannot hold; both events of a task carry its identifier', async () => {
  const root = await log();
  const [first] = root.parts.filter(({ name }) => name === 'trace');
  const value = (piece: Piece, key: string) => piece.parts.find(({ values }) => values['key'] === key)?.values['value'];
  assert.equal(value(first!, 'concept:name'), 'H42.01-261120-0001 <"&>');
  const events = first!.parts.filter(({ name }) => name === 'event');
  assert.deepEqual(
    events.map((one) => [value(one, 'concept:name'), value(one, 'concept:instance')]),
    events.map(() => ['Thẩm định\thồ sơ\n& kiểm tra', '0199d8f0-0000-7000-8000-000000000002']),
  );
  assert.deepEqual(
    events.map((one) => value(one, 'time:timestamp')),
    ['2026-11-20T01:00:00.000Z', '2026-11-20T03:30:00.250Z'],
  );
});
