/**
 * Ids of other people's things, on every operation (OWASP ASVS 5, 8.2.2): who has no business with a thing is answered as for
 * one that does not exist, and nothing happens to it. The operations come from the modules, the ids from `thingsOf`; the
 * askers hold every permission there is, but for themselves or in another unit.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { localDate, type Operation, sql } from '@dinh/kernel';
import fc from 'fast-check';
import { kindOf, rightValues } from './others-kinds.ts';
import { type Made, thingsOf } from './others-things.ts';
import { openMachine } from './machine.ts';
import { openProvince, type Province, Visitor } from './province.ts';

let province: Province;
let made: Made;
let right: Readonly<Record<string, object>>;
let asked: { operation: Operation; ids: Id[] }[];
/** Whom one asks as. */
const askers: Record<string, (operation: Operation, input: object) => Promise<Got>> = {};

interface Id {
  readonly field: string;
  readonly list: boolean;
  readonly needed: boolean;
}
interface Got {
  readonly status: number;
  readonly text: string;
}

/** What everybody may see by an id, on purpose. */
const open: Readonly<Record<string, string>> = {
  'procedures.view-version': 'the catalogue is public',
  'procedures.compute-fee': 'the catalogue is public',
  'procedures.compute-duty': 'the catalogue is public',
  'procedures.list-components': 'the catalogue is public',
  'one-stop.view-ticket': 'whoever has the slip of paper sees how many wait before it; it names nobody',
  'identity.resend-sign-up-code':
    'only the browser that began a sign-up knows its id; the code goes to the telephone that stands in it',
  'payments.check-payment':
    'who comes back from paying is told how it went; the id is what the provider hands on',
};

/**
 * What whoever holds a permission reaches everywhere, on purpose: there is one directory, one catalogue and one set of rules,
 * and a desk serves every citizen who comes. Each look is in the audit trail and is told to the person. By permission or operation.
 */
const everywhere: Readonly<Record<string, string>> = {
  'people.register-person': 'a desk serves whoever comes with a card',
  'people.merge-person': 'records of one person are anywhere',
  'people.view-directory': 'the directory is for all who work here',
  'people.manage-unit': 'the tree of units is one',
  'people.approve-succession': 'the tree of units is one',
  'identity.manage-client': 'systems belong to no unit',
  'identity.watch-sign-ins': 'monitoring watches all',
  'studio.view-definition': 'rules hold for the whole province',
  'identity.view-business': 'a desk serves whoever represents a business',
  'identity.list-representatives': 'a desk serves whoever represents a business',
  'identity.limit-representative': 'a desk ends an impostor',
  'identity.end-representative': 'a desk ends an impostor',
  'identity.view-authority': 'a desk judges what was declared',
  'identity.open-authority-document': 'a desk judges what was declared',
  'identity.check-role-change': 'roles are one set for the province',
  'identity.delegate-authority': 'authority is handed to anybody in the directory',
  'identity.end-authority': 'a desk ends an impostor',
  'results.facts': 'a desk that enters a dossier on paper need not ask for what the province issued itself',
};

const personnel = 'only personnel systems may, each for the persons it brought: scim.test.ts';
const matter = 'a matter without a dossier is nobody’s here: work.test.ts';
const held = 'a task of such a matter is nobody’s here: work-holding.test.ts';
const whole = 'the answers of a whole dossier are asked for first: on-behalf.test.ts';
/** Where not even the owner is answered differently here, and why: for these the tests below ask little. */
const unanswered: Readonly<Record<string, string>> = {
  'identity.list-provisioned': personnel,
  'identity.change-provisioned': personnel,
  'identity.remove-provisioned': personnel,
  'identity.change-post': personnel,
  'work.view-matter': matter,
  'work.complete-task': matter,
  'work.claim-task': held,
  'work.delegate-task': held,
  'work.give-back-task': held,
  'work.escalate-task': held,
  'one-stop.submit-dossier': whole,
  'one-stop.receive-dossier': whole,
  'one-stop.hand-over-dossiers': 'no paper waits to be handed over here: hand-over of papers is of units',
  'identity.ask-factor': 'a code is sent only while somebody signs in',
  'identity.duplicates-of': 'who were told apart are not shown',
  'identity.list-deputies': 'the deputies of a post are in the directory for all',
  'identity.undo-merge': 'a merge of long ago cannot be undone',
  'payments.refund-payment': 'nothing was paid yet',
  'process.retry-incidents': 'the incident is of no step that can be tried again',
  'process.skip-incident': 'the incident is of no step that can be skipped',
};

before(async () => {
  province = await openProvince(new Date().toISOString());
  const { app } = province;
  made = await thingsOf(province, 'congdan');
  right = rightValues(localDate(app.clock.now()));
  const operations = app.modules.flatMap((m) => m.operations ?? []).filter((o) => o.api !== false);
  asked = operations
    .filter(({ may }) => may !== 'system')
    .map((operation) => ({ operation, ids: idsOf(operation) }))
    .filter(({ ids }) => ids.length > 0)
    // Looked at first, then changed; what ends a whole process comes last.
    .toSorted((a, b) => rank(a.operation) - rank(b.operation));

  const permissions = [...new Set(operations.map(({ may }) => may))].filter((one) => one.includes('.'));
  const unit = await province.unit('so-cong-thuong');
  await holdEverything('sct.giamdoc', unit, permissions, 'unit-tree');
  await holdEverything('quantri', unit, permissions, 'all');
  const machine = await openMachine(province, 'may-khac', unit, permissions);
  const as = async (account: string) => by(await province.signIn(account));
  askers['another citizen'] = await as('congdan2');
  askers['an official of another unit who may do everything there'] = await as('sct.giamdoc');
  askers['a machine that may do everything in another unit'] = byToken(await machine());
  askers['somebody who is not signed in'] = by(new Visitor(app, province.address));
});
after(() => province.close());

const rank = ({ name, kind }: Operation): number =>
  name === 'process.cancel-instance' ? 2 : Number(kind === 'command');

/** Gives somebody a place with every permission that there is. */
async function holdEverything(account: string, unit: number, permissions: string[], scope: string) {
  const { app } = province;
  await app.db.run(
    sql`insert into identity.role (key, name_vi, name_en, place, permissions, source)
        values (${`all-${scope}`}, 'Mọi quyền', 'Everything', 'unit', ${JSON.stringify(permissions.map((permission) => ({ permission, scope })))}::jsonb, 'ours')`,
  );
  await app.db.run(
    sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, valid_from, created_at)
        values (${randomUUID()}, ${await province.person(account)}, ${unit}, ${`all-${scope}`}, 'Thử', 'Trial', '2020-01-01', ${app.clock.now()})`,
  );
  await app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity'`);
  await app.db.run(sql`update identity.person set revision = revision + 1 where account = ${account}`);
}

const by = (visitor: Visitor) => async (operation: Operation, input: object) => {
  const { status, text } = await visitor.rawApi(operation.name, input);
  return { status, text };
};
const byToken = (token: string) =>
  by(new Visitor(province.app, province.address, undefined, { authorization: `Bearer ${token}` }));

interface Loose {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Loose[];
  readonly properties?: Record<string, Loose>;
  readonly required?: readonly string[];
  readonly items?: Loose;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
}
const isId = ({ format, pattern = '' }: Loose) => format === 'uuid' || pattern.includes('a-fA-F]{8}');

function idsOf(operation: Operation): Id[] {
  const { properties = {}, required = [] } = operation.input as Loose;
  return Object.entries(properties).flatMap(([field, schema]) => {
    const single = [schema, ...(schema.anyOf ?? [])].some(isId);
    const list = schema.items !== undefined && isId(schema.items);
    // Where a page of a list goes on is the id of no thing.
    if ((!single && !list) || /^(after|before|cursor|proof)$/.test(field)) return [];
    return [{ field, list, needed: required.includes(field) }];
  });
}

/** Something that a schema takes, always the same. */
function plain(schema: Loose): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return plain(schema.anyOf[0]!);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, plain(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => plain(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      if (schema.format === 'date') return '2027-03-01';
      if (schema.format === 'date-time') return '2027-03-01T09:00:00+07:00';
      if (isId(schema)) return randomUUID();
      if (schema.pattern && !schema.pattern.startsWith('^[^'))
        return fc.sample(fc.stringMatching(new RegExp(schema.pattern)), { numRuns: 1, seed: 7 })[0];
      return 'Việc của người khác'.padEnd(schema.minLength ?? 0, '.');
    default:
      return {};
  }
}

/**
 * An input with the ids of things that exist, or of none; all else in it is right.
 * @param anew makes the thing for this question alone, so that no question before has changed it
 */
async function inputFor(
  operation: Operation,
  ids: readonly Id[],
  optional: Id | undefined,
  real: boolean,
  anew = false,
): Promise<object> {
  const input = { ...(plain(operation.input as Loose) as Record<string, unknown>), ...fitting(operation) };
  for (const id of ids) {
    if (!id.needed && id !== optional) continue;
    const kind = kindOf(operation.name, id.field, made.things);
    const make = anew && kind !== undefined ? made.again[kind] : undefined;
    // What others-things.ts has no kind for is asked about in vain; the last test names it.
    const value = (real && ((await make?.()) ?? (kind !== undefined && made.things[kind]))) || randomUUID();
    input[id.field] = id.list ? [value] : value;
  }
  return input;
}

/** The right values for an operation, of those that its input knows. */
function fitting(operation: Operation): object {
  const known = (operation.input as Loose).properties ?? {};
  return Object.fromEntries(Object.entries(right[operation.name] ?? {}).filter(([field]) => field in known));
}

/** What an answer tells, without what is different in every answer. */
function told({ status, text }: Got, input: object): string {
  let out = text.replace(/"(number|instance|at|now)":"[^"]*"/g, '');
  for (const value of Object.values(input).flat())
    if (typeof value === 'string' && value.length > 30) out = out.replaceAll(value, 'ID');
  return `${status} ${out}`;
}

const variants = (ids: readonly Id[]): (Id | undefined)[] => {
  const optional = ids.filter(({ needed }) => !needed);
  return ids.some(({ needed }) => needed) || optional.length === 0 ? [undefined, ...optional] : optional;
};
const mutations = async () =>
  province.app.db.all(
    sql`select operation, principal, subject from audit.entry where outcome = 'done' and operation = any(${asked.filter(({ operation }) => operation.kind === 'command').map(({ operation }) => operation.name)}) order by 1, 2, 3`,
  );

for (const name of [
  'another citizen',
  'an official of another unit who may do everything there',
  'a machine that may do everything in another unit',
  'somebody who is not signed in',
])
  test(`What belongs to others is not there for ${name}, in any operation`, async () => {
    const wrong: string[] = [];
    const before = await mutations();
    for (const { operation, ids } of asked) {
      if (open[operation.name]) continue;
      if ((everywhere[operation.may] || everywhere[operation.name]) && !/citizen|signed in/.test(name))
        continue;
      for (const optional of variants(ids)) {
        const there = await inputFor(operation, ids, optional, true);
        const nowhere = await inputFor(operation, ids, optional, false);
        const [real, none] = [
          told(await askers[name]!(operation, there), there),
          told(await askers[name]!(operation, nowhere), nowhere),
        ];
        const fine = real === none && (operation.kind === 'query' || !real.startsWith('2'));
        if (!fine)
          wrong.push(
            `${operation.name} ${optional?.field ?? ''}\n    there:   ${real.slice(0, 220)}\n    nowhere: ${none.slice(0, 220)}`,
          );
      }
    }
    assert.equal(wrong.length, 0, wrong.join('\n'));
    assert.deepEqual(await mutations(), before);
  });

test('The same questions are answered differently to those whose things they are, so the tests above ask something', async () => {
  // The one after whom nothing is as it was comes last.
  const own = ['congdan', 'chuyenvien', 'truongphong', 'motcua', 'quantri'];
  // Made before anybody asks: what is asked changes those to whom it belongs.
  const sets: Made[] = [];
  for (const _ of own) sets.push(await thingsOf(province, 'congdan'));
  let blunt = asked;
  for (const account of own) {
    made = sets.shift()!;
    const ask = by(await province.signIn(account));
    const left: typeof blunt = [];
    for (const one of blunt) {
      let sharp = false;
      for (const optional of variants(one.ids)) {
        const nowhere = await inputFor(one.operation, one.ids, optional, false);
        const none = told(await ask(one.operation, nowhere), nowhere);
        const there = await inputFor(one.operation, one.ids, optional, true, true);
        sharp ||= none !== told(await ask(one.operation, there), there);
      }
      if (!sharp) left.push(one);
    }
    blunt = left;
  }
  assert.deepEqual(
    blunt.map(({ operation }) => operation.name).filter((name) => !unanswered[name]),
    [],
  );
});
