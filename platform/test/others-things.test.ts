/**
 * Ids of other people's things, on every operation (OWASP ASVS 5, 8.2.2): who has no business with a thing is answered as for
 * one that does not exist, and nothing happens to it. The operations come from the modules, the ids from `thingsOf`; the
 * askers hold every permission there is, but for themselves or in another unit.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { localDate, type Operation, sql } from '@dinh/kernel';
import { begin } from './citizen.ts';
import { kindOf, rightValues } from './others-kinds.ts';
import { wholeDossier } from './others-matters.ts';
import { type Got, type Id, idsOf, type Loose, plain, told, variants } from './others-questions.ts';
import { type Made, thingsOf } from './others-things.ts';
import { openMachine } from './machine.ts';
import { openProvince, type Province, Visitor } from './province.ts';

let province: Province;
let made: Made;
/** To whom the things belong, in one way or another; the one after whom nothing is as it was comes last. */
const owners = ['congdan', 'chuyenvien', 'truongphong', 'motcua', 'a personnel system', 'quantri'];
/** One for each of the owners: what is asked changes those to whom it belongs. */
const sets: Made[] = [];
let right: Readonly<Record<string, object>>;
let asked: { operation: Operation; ids: Id[] }[];
/** Whom one asks as. */
const askers: Record<string, (operation: Operation, input: object) => Promise<Got>> = {};

/** What everybody may see by an id, on purpose. */
const open: Readonly<Record<string, string>> = {
  'procedures.view-version': 'the catalogue is public',
  'procedures.compute-fee': 'the catalogue is public',
  'procedures.compute-duty': 'the catalogue is public',
  'procedures.list-components': 'the catalogue is public',
  'one-stop.view-ticket': 'whoever has the slip of paper sees how many wait before it; it names nobody',
  'identity.resend-sign-up-code':
    'only the browser that began a sign-up knows its id; the code goes to the telephone that stands in it',
  'payments.check-payment': 'who comes back from paying is told how it went; the id is what the provider hands on',
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

/** Where not even the owner is answered differently here, and why: for these the tests below ask little. By operation and field. */
const unanswered: Readonly<Record<string, string>> = {
  'one-stop.reassign-tasks': 'it names no task and nobody who has one, so nothing is moved',
  'one-stop.fee-receipt': 'the payment that is made here is not paid, so it has no receipt',
  'one-stop.undo-reassign': 'whoever asks has moved nothing, so there is nothing to take back',
  'one-stop.undo-assign': 'whoever asks has assigned nothing, so there is nothing to take back',
  'studio.draft-renamed': 'kind and key of the definition are made up here, so there is none of which a draft could be begun',
  'operations.list-tasks person': 'the person is an applicant, who does no step that could be listed',
  'one-stop.receive-dossier authority':
    'a desk enters what the paper says, under nobody’s right to act: whichever is named is refused',
};

const gone = 'one-stop.ticket-changed';
/**
 * Refused in other words than that there is nothing or that it is not allowed, by code. The last test shows that it is for
 * access all the same: those whose things they are get another answer to the same question.
 */
const sameWords: Readonly<Record<string, string>> = {
  'identity.ask-factor': 'identity.way-not-there',
  'one-stop.submit-dossier': 'one-stop.authority-gone',
  'one-stop.receive-dossier': 'one-stop.authority-gone',
  'one-stop.hand-over-dossiers': 'one-stop.hand-over-not-open',
  'one-stop.reassign-tasks': 'one-stop.specialist-needed',
  'one-stop.undo-reassign': 'one-stop.nothing-to-undo',
  'one-stop.undo-assign': 'one-stop.nothing-to-undo',
  'one-stop.recall-ticket': gone,
  'one-stop.serve-ticket': gone,
  'one-stop.finish-ticket': gone,
  'one-stop.miss-ticket': gone,
};

before(async () => {
  // What is made takes hours of its clock; then it is now, by which tokens go.
  province = await openProvince(new Date(Date.now() - 3 * 86_400_000).toISOString());
  const { app } = province;
  made = await thingsOf(province, 'congdan');
  for (const _ of owners) sets.push(await thingsOf(province, 'congdan'));
  itIsNow();
  right = {
    ...rightValues(localDate(app.clock.now())),
    'one-stop.submit-dossier': await wholeDossier(province, 'congdan'),
    'one-stop.receive-dossier': {
      ...(await wholeDossier(province, 'motcua')),
      components: [],
      feeTaken: true,
    },
    'identity.change-post': {
      unit: await province.unit('so-xay-dung'),
      role: 'agency-head',
      add: [],
      remove: [],
    },
  };
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

const rank = ({ name, kind }: Operation): number => (name === 'process.cancel-instance' ? 2 : Number(kind === 'command'));

/** Puts the clock forward to the world's. */
function itIsNow(): void {
  const ahead = Date.now() - province.clock.now().getTime();
  assert.ok(ahead > 0, 'the clock of the province is ahead of the world’s');
  province.clock.advance(ahead);
}

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

const mutations = async () =>
  province.app.db.all(
    sql`select operation, principal, subject from audit.entry where outcome = 'done' and operation = any(${asked.filter(({ operation }) => operation.kind === 'command').map(({ operation }) => operation.name)}) order by 1, 2, 3`,
  );

/**
 * Whether an answer is what access gives: nothing there, or not allowed; or a list without it. What is refused because the
 * input is wrong, or nobody is known, says nothing of access.
 */
function isAboutAccess(operation: string, answer: string, asker: string): boolean {
  const refused = answer.includes(`"code":"${sameWords[operation]}"`);
  // A machine has no session that could await a second step.
  const nobody = asker.startsWith('somebody') || (operation === 'identity.ask-factor' && /machine/.test(asker));
  return refused || (nobody ? answer.startsWith('401') : /^(200|403|404) /.test(answer));
}

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
      if ((everywhere[operation.may] || everywhere[operation.name]) && !/citizen|signed in/.test(name)) continue;
      for (const optional of variants(ids)) {
        const there = await inputFor(operation, ids, optional, true);
        const nowhere = await inputFor(operation, ids, optional, false);
        const [real, none] = [
          told(await askers[name]!(operation, there), there),
          told(await askers[name]!(operation, nowhere), nowhere),
        ];
        const fine = real === none && (operation.kind === 'query' || !real.startsWith('2'));
        if (!fine || !isAboutAccess(operation.name, real, name))
          wrong.push(
            `${operation.name} ${optional?.field ?? ''}\n    there:   ${real.slice(0, 220)}\n    nowhere: ${none.slice(0, 220)}`,
          );
      }
    }
    assert.equal(wrong.length, 0, wrong.join('\n'));
    assert.deepEqual(await mutations(), before);
  });

test('What is one’s own does not open what is another’s beside it', async () => {
  const citizen = await province.signIn('congdan2');
  const ask = by(citizen);
  const draft = /\/([0-9a-f-]{36})/.exec((await begin(citizen, 'HNM.1242')).url)?.[1];
  const reuse = province.app.operation('services.reuse-result');
  const answer = async (resultId: string) => {
    const input = { ...(await inputFor(reuse, idsOf(reuse), undefined, false)), id: draft, resultId };
    return told(await ask(reuse, input), input);
  };
  const real = await answer(made.things['result']!);
  assert.equal(real, await answer(randomUUID()));
  assert.match(real, /services\.result-unknown/);
  const facts = province.app.operation('results.facts');
  for (const input of [
    { personId: made.things['person']! },
    { personId: await province.person('congdan2'), businessId: made.things['firm']! },
    { businessId: made.things['firm']! },
  ]) {
    const { text } = await ask(facts, input);
    assert.doesNotMatch(text, /"papers":\[\{/, JSON.stringify(input));
  }
});

test('The same questions are answered differently to those whose things they are, so the tests above ask something', async () => {
  const unit = await province.unit('so-cong-thuong');
  const personnel = ['people.provision-person', 'people.manage-position'];
  const system = await openMachine(province, 'nhan-su', unit, personnel, 'all');
  let blunt = asked.flatMap(({ operation, ids }) =>
    variants(ids).map((optional) => ({
      operation,
      ids,
      optional,
      name: optional ? `${operation.name} ${optional.field}` : operation.name,
    })),
  );
  for (const account of owners) {
    made = sets.shift()!;
    const ask = account.startsWith('a ') ? byToken(await system()) : by(await province.signIn(account));
    const left: typeof blunt = [];
    for (const one of blunt) {
      const nowhere = await inputFor(one.operation, one.ids, one.optional, false);
      const none = told(await ask(one.operation, nowhere), nowhere);
      const there = await inputFor(one.operation, one.ids, one.optional, true, true);
      const got = told(await ask(one.operation, there), there);
      assert.doesNotMatch(`${none} ${got}`, /kernel\.internal/, one.name);
      if (none === got) left.push(one);
    }
    blunt = left;
  }
  assert.deepEqual(
    blunt.map(({ name }) => name).filter((name) => !unanswered[name]),
    [],
  );
});
