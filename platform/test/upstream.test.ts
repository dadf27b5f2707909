/** Signing in through an identity provider above us, and what happens when it misbehaves. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { localDate, publishDefinition, sql } from '@dinh/kernel';
import { type Answer, openProvince, type Province, Visitor } from './province.ts';

let province: Province;

before(async () => {
  province = await openProvince(new Date().toISOString());
});
after(() => province.close());
beforeEach(() => province.clock.advance(Date.now() - province.clock.now().getTime()));

const somebody = () => new Visitor(province.app, province.address);
const openAccount = async (person: object) => {
  const asked = await somebody().inside('identity.sign-up', person as never);
  const { opened } = await somebody().inside('identity.finish-sign-up', {
    proof: asked.proof,
    code: asked.code!,
  });
  return opened!;
};
let next = 1_000;
const freshNumber = () => `0010880${String(next++).padStart(5, '0')}`;

interface Answered {
  readonly visitor: Visitor;
  readonly callback: string;
  readonly number: string;
}

/** Goes to the stand-in and has it answer. @returns where it sends the browser, not yet gone to */
async function answer(
  choose: Record<string, string> = {},
  visitor = somebody(),
  from = '/dang-nhap/qua/vneid?tiep=%2Fho-so',
): Promise<Answered> {
  const number = choose['number'] ?? freshNumber();
  const sent = await visitor.get(from);
  assert.equal(sent.status, 303, sent.text.slice(0, 200));
  const page = await visitor.get(sent.location!);
  const back = await visitor.submit(page, { person: 'Đoàn Thị Thử', acr: 'LoA2', ...choose, number }, { form: '/gia-lap/vneid' });
  return { visitor, callback: back.location!, number };
}

async function enter(choose: Record<string, string> = {}, visitor?: Visitor) {
  const answered = await answer(choose, visitor);
  return { ...answered, came: await goOn(answered.visitor, await answered.visitor.get(answered.callback)) };
}

/** Who comes for the first time opens the account that they are shown. */
async function goOn(visitor: Visitor, came: Answer): Promise<Answer> {
  if (came.location !== '/dang-nhap/lan-dau/vneid') return came;
  return visitor.submit(await visitor.get(came.location), {}, { form: '/dang-nhap/lan-dau' });
}

const personOf = (number: string) =>
  province.app.db.maybe<{ id: string; name: string; level: number; hash: string | null; birth: string }>(
    sql`select id, name, verified_level as level, password_hash as hash, birth_date::text as birth from identity.person where id_number = ${number}`,
  );
const sessionsOf = async (number: string) =>
  await province.app.db.all<{ level: number; method: string }>(
    sql`select s.level, s.method from identity.session s join identity.person p on p.id = s.person_id where p.id_number = ${number} and s.ended_at is null`,
  );

const refusals = async (): Promise<number> =>
  (
    await province.app.db.one<{ count: number }>(
      sql`select count(*)::int as count from kernel.event where name = 'identity.sign-in-refused'`,
    )
  ).count;

/** Publishes the provider anew with something changed. */
async function configure(change: Record<string, unknown>): Promise<void> {
  const { app } = province;
  const found = await app.db.one<{ body: Record<string, unknown> }>(
    sql`select body from kernel.definition where kind = 'identity-provider' and key = 'vneid' order by version desc limit 1`,
  );
  await app.db.transaction((tx) =>
    publishDefinition(tx, app.clock.now(), {
      kind: 'identity-provider',
      key: 'vneid',
      body: { ...found.body, ...change },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: localDate(app.clock.now()),
    } as never),
  );
  app.definitions.forget();
}

test('Who comes for the first time has an account, at the level that the provider vouches for, and goes on where they were', async () => {
  const { came, number, visitor } = await enter();
  assert.equal(came.location, '/ho-so');
  const person = (await personOf(number))!;
  assert.deepEqual([person.name, person.level, person.birth], ['Đoàn Thị Thử', 2, '1988-03-21']);
  assert.deepEqual(await sessionsOf(number), [{ level: 2, method: 'upstream:vneid' }]);
  assert.equal((await visitor.get('/tai-khoan')).status, 200);
  // The second time it is the same person.
  await enter({ number });
  assert.equal((await personOf(number))!.id, person.id);
});

for (const [acr, level] of [
  ['LoA1', 1],
  ['LoA2', 2],
  ['LoA3', 3],
  ['LoA9', 1],
] as const)
  test(`Its level ${acr} counts as AS-${level}`, async () => {
    const { number } = await enter({ acr });
    assert.equal((await sessionsOf(number))[0]!.level, level);
  });

describe('Misbehaviour', () => {
  for (const misdeed of [
    'fault',
    'lost',
    'rubbish',
    'info-fault',
    'wrong-nonce',
    'wrong-signature',
    'wrong-issuer',
    'wrong-audience',
    'no-signature',
    'hs256',
    'unknown-key',
    'expired',
    'far-skew',
    'other-person',
    'no-number',
    'no-name',
  ])
    test(`${misdeed}: nobody is signed in, monitoring hears of it, and everybody has a way on`, async () => {
      const before = await refusals();
      const { came, visitor, number } = await enter({ misdeed });
      assert.ok(came.status === 422 || came.status === 503, String(came.status));
      assert.equal(came.status === 503, ['fault', 'lost', 'info-fault'].includes(misdeed), String(came.status));
      assert.match(came.text, /Thử lại/);
      assert.match(came.text, /cách khác/);
      assert.equal(await personOf(number), undefined);
      assert.equal((await visitor.get('/tai-khoan')).status, 303);
      assert.equal(await refusals(), before + 1);
      // The next try, in the same browser, is a new one.
      await province.app.db.run(sql`delete from identity.upstream_request`);
      assert.equal((await enter({ number }, visitor)).came.location, '/ho-so');
    });

  test('An account of an organisation signs nobody in, and the page says how its people do', async () => {
    const { came, number } = await enter({ misdeed: 'organisation' });
    assert.equal(came.status, 422);
    assert.match(came.text, /tài khoản cá nhân/);
    assert.equal(await personOf(number), undefined);
  });

  test('When a level is needed it is asked for, in the provider’s own words', async () => {
    const asked = async (query: string) =>
      new URL((await somebody().get(`/dang-nhap/qua/vneid${query}`)).location!, province.address).searchParams.get('acr_values');
    assert.deepEqual(
      [await asked(''), await asked('?muc=3'), await asked('?muc=4'), await asked('?muc=x')],
      ['LoA1', 'LoA3', 'LoA1', 'LoA1'],
    );
  });

  test('It stands for a second factor where how one signs in changes only when it says that it saw both lately', async () => {
    for (const [misdeed, shown] of [
      ['none', true],
      ['no-time', false],
      ['old-proof', false],
    ] as const) {
      const { number } = await enter({ acr: 'LoA3', misdeed });
      const rows = await province.app.db.all(
        sql`select from identity.session_factor f join identity.session s on s.id = f.session_id join identity.person p on p.id = s.person_id
            where p.id_number = ${number} and f.kind = 'upstream'`,
      );
      assert.equal(rows.length > 0, shown, misdeed);
    }
  });

  test('Without a level it is the least', async () => {
    const { number } = await enter({ misdeed: 'no-level' });
    assert.equal((await sessionsOf(number))[0]!.level, 1);
  });

  test('A key that has just begun to sign is read at once, and one that is nowhere not for each who asks', async () => {
    await enter();
    province.clock.advance(11_000);
    const fetched = mock.method(globalThis, 'fetch');
    const times = () => fetched.mock.calls.filter(({ arguments: [url] }) => String(url).endsWith('/jwks')).length;
    try {
      assert.equal((await enter({ misdeed: 'new-key' })).came.location, '/ho-so');
      assert.equal(times(), 1);
      assert.equal((await enter()).came.location, '/ho-so');
      assert.equal(times(), 1, 'what is known is not asked for');
      province.clock.advance(11_000);
      for (let i = 0; i < 3; i++) assert.equal((await enter({ misdeed: 'unknown-key' })).came.status, 422);
      assert.equal(times(), 2, 'rubbish from there is no flood back to it');
      province.clock.advance(11_000);
      assert.equal((await enter({ misdeed: 'new-key' })).came.location, '/ho-so');
    } finally {
      fetched.mock.restore();
    }
  });

  test('Another subject for the same person leads to the same account, and one subject for two to nobody’s', async () => {
    const { number } = await enter();
    const { id } = (await personOf(number))!;
    assert.equal((await enter({ number, misdeed: 'new-subject' })).came.location, '/ho-so');
    assert.equal((await personOf(number))!.id, id);
    await enter({ misdeed: 'same-subject' });
    const other = await enter({ misdeed: 'same-subject' });
    assert.equal(other.came.status, 409);
    assert.equal(await personOf(other.number), undefined);
  });

  test('A clock that is half a minute off is no misbehaviour', async () => {
    assert.equal((await enter({ misdeed: 'skew' })).came.location, '/ho-so');
  });

  test('One that answers very slowly is not waited for, and the others are served meanwhile', async () => {
    const began = performance.now();
    const slow = enter({ misdeed: 'slow' });
    assert.equal((await enter()).came.location, '/ho-so');
    assert.equal((await slow).came.status, 503);
    assert.ok(performance.now() - began < 28_000, 'it is not waited for as long as it likes');
  });

  test('Who cancels there is told, and asked for another way', async () => {
    const { came } = await enter({ cancel: 'yes' });
    assert.equal(came.status, 422);
    assert.match(came.text, /chưa đồng ý/);
  });
});

describe('Attacks', () => {
  test('An answer is good once, and in the browser that began it alone', async () => {
    const mine = await answer();
    const victim = somebody();
    assert.equal((await victim.get(mine.callback)).status, 410);
    assert.equal((await mine.visitor.get(mine.callback)).location, '/dang-nhap/lan-dau/vneid');
    assert.equal((await mine.visitor.get(mine.callback)).status, 410);
    assert.equal((await victim.get('/dang-nhap/lan-dau/vneid')).status, 410);
    const opened = await goOn(mine.visitor, { location: '/dang-nhap/lan-dau/vneid' } as Answer);
    assert.equal(opened.location, '/ho-so');
    assert.equal((await mine.visitor.get('/dang-nhap/lan-dau/vneid')).status, 410, 'it is settled once');
  });

  test('An answer of long ago, with another state, or from another issuer is worth nothing', async () => {
    const late = await answer();
    province.clock.advance(16 * 60_000);
    assert.equal((await late.visitor.get(late.callback)).status, 410);
    province.clock.advance(-16 * 60_000);
    const other = await answer();
    assert.equal((await other.visitor.get(other.callback.replace(/state=[^&]+/, 'state=other'))).status, 410);
    const mixed = await answer();
    assert.equal((await mixed.visitor.get(`${mixed.callback}&iss=https%3A%2F%2Fanother.example`)).status, 422);
  });

  test('Where to go on is only ever a page of ours', async () => {
    const { callback, visitor } = await answer({}, somebody(), '/dang-nhap/qua/vneid?tiep=https%3A%2F%2Fattacker.example');
    assert.equal((await goOn(visitor, await visitor.get(callback))).location, '/');
  });

  const strangers = async (number: string) => {
    const { token } = await openAccount({
      name: 'Kẻ Lạ',
      idNumber: number,
      birthDate: '1990-01-01',
      phone: '0900000777',
      password: 'mot cum tu chi toi biet 77',
    });
    return new Visitor(province.app, province.address, token);
  };

  test('An account that declared somebody’s number, and was never checked, is opened by its password alone', async () => {
    const number = freshNumber();
    const before = await strangers(number);
    const { visitor, callback } = await answer({ number });
    const came = await visitor.get(callback);
    assert.equal(came.location, '/dang-nhap/lan-dau/vneid');
    const page = await visitor.get(came.location);
    assert.match(page.text, /có phải là của bạn/);
    assert.equal((await visitor.get('/tai-khoan')).status, 303, 'the number alone opens nothing');
    const form = { form: '/dang-nhap/lan-dau' };
    const wrong = await visitor.submit(page, { choice: 'mine', password: 'sai' }, form);
    assert.equal(wrong.status, 422);
    const sneaked = await visitor.submit(page, { choice: 'open' }, form);
    assert.equal(sneaked.status, 422, 'it is asked, not assumed');
    const right = await visitor.submit(page, { choice: 'mine', password: 'mot cum tu chi toi biet 77' }, form);
    assert.equal(right.location, '/ho-so');
    const person = (await personOf(number))!;
    assert.deepEqual([person.name, person.level], ['Đoàn Thị Thử', 2]);
    assert.notEqual(person.hash, null);
    assert.equal((await before.get('/tai-khoan')).status, 200);
  });

  test('Who says that it is a stranger’s has an account of their own; the stranger loses the number and is told', async () => {
    const number = freshNumber();
    const thief = await strangers(number);
    const { id: theirs } = (await personOf(number))!;
    const { visitor, callback } = await answer({ number });
    const page = await visitor.get((await visitor.get(callback)).location!);
    const opened = await visitor.submit(page, { choice: 'not-mine' }, { form: '/dang-nhap/lan-dau' });
    assert.equal(opened.location, '/ho-so');
    const mine = (await personOf(number))!;
    assert.notEqual(mine.id, theirs);
    assert.deepEqual([mine.name, mine.level, mine.hash], ['Đoàn Thị Thử', 2, null]);
    assert.equal((await thief.get('/tai-khoan')).status, 303);
    await province.settle();
    const told = await province.app.db.all(
      sql`select 1 from notify.message where template = 'number-proven-by-another' and about = ${`person:${theirs}`}`,
    );
    assert.ok(told.length > 0);
  });

  test('A provider that has seen no papers opens no account by a number', async () => {
    const number = freshNumber();
    await strangers(number);
    const { came } = await enter({ number, acr: 'LoA1' });
    assert.equal(came.status, 409);
    assert.match(came.text, /Đã có tài khoản/);
  });

  test('An account whose papers were seen keeps its password and is linked', async () => {
    const number = freshNumber();
    const { token } = await openAccount({
      name: 'Đoàn Thị Thử',
      idNumber: number,
      birthDate: '1988-03-21',
      phone: '0900000778',
      password: 'mot cum tu chi toi biet 78',
    });
    await province.app.db.run(sql`update identity.person set verified_level = 1 where id_number = ${number}`);
    await enter({ number });
    assert.notEqual((await personOf(number))!.hash, null);
    assert.equal((await new Visitor(province.app, province.address, token).get('/tai-khoan')).status, 200);
    await province.settle();
    const told = await province.app.db.all(
      sql`select 1 from notify.message where template = 'upstream-linked' and about = ${`person:${(await personOf(number))!.id}`}`,
    );
    assert.ok(told.length > 0);
  });

  test('Who is signed in links their own number and nobody else’s', async () => {
    const citizen = await province.signIn('congdan');
    const { number } = await province.app.db.one<{ number: string }>(
      sql`select id_number as number from identity.person where account = 'congdan'`,
    );
    const other = await answer({ number: freshNumber() }, citizen, '/tai-khoan/bao-mat/lien-ket/vneid');
    assert.equal((await citizen.get(other.callback)).status, 409);
    const own = await answer({ number }, citizen, '/tai-khoan/bao-mat/lien-ket/vneid');
    assert.equal((await citizen.get(own.callback)).location, '/tai-khoan/bao-mat?xong=lien-ket');
    assert.match((await citizen.get('/tai-khoan/bao-mat')).text, /Đã liên kết/);
    const { providers } = await citizen.api('identity.list-upstreams', {});
    assert.ok(providers[0]!.linked);
    const removal = await citizen.get('/tai-khoan/bao-mat/go-lien-ket/vneid');
    const removed = await citizen.submit(removal, {}, { form: '/tai-khoan/bao-mat/go-lien-ket' });
    assert.equal(removed.location, '/tai-khoan/bao-mat?xong=go-lien-ket');
    assert.equal((await citizen.api('identity.list-upstreams', {})).providers[0]!.linked, null);
  });

  test('Linking asks first for all that the account has, and the last way in is not taken back', async () => {
    const { visitor } = await enter();
    const gone = await visitor.rawApi('identity.unlink-upstream', { provider: 'vneid' });
    assert.equal(JSON.parse(gone.text).code, 'identity.last-way-in');
    assert.ok((await visitor.api('identity.list-upstreams', {})).providers[0]!.linked);
    province.clock.advance(16 * 60_000);
    const asked = await visitor.get('/tai-khoan/bao-mat/lien-ket/vneid');
    assert.match(asked.location ?? '', /^\/xac-thuc-them/);
    assert.match((await visitor.get(asked.location!)).text, /Xác thực lại bằng VNeID/);
    province.clock.advance(-16 * 60_000);
  });

  test('The list of sessions and the stream of sign-ins name the way', async () => {
    const { visitor, number } = await enter();
    assert.match((await visitor.get('/tai-khoan/bao-mat')).text, /bằng VNeID · AS-2/);
    const { id } = (await personOf(number))!;
    const watcher = await province.signIn('quantri');
    const ways = async () =>
      (await watcher.api('identity.list-sign-in-events', { person: id })).events.map((one) => [one.event, one.method]);
    // Told once no transaction is under way that began before it, in other databases of the cluster either.
    await eventually(async () => assert.deepEqual(await ways(), [['identity.signed-in', 'upstream:vneid']]));
  });

  test('Of two browsers in which the same person opens an account at once, one does, and the other is told', async () => {
    const number = freshNumber();
    const [one, two] = [await answer({ number }), await answer({ number })];
    const pages = await Promise.all(
      [one, two].map(async ({ visitor, callback }) => visitor.get((await visitor.get(callback)).location!)),
    );
    const form = { form: '/dang-nhap/lan-dau' };
    const came = await Promise.all([one, two].map(({ visitor }, i) => visitor.submit(pages[i]!, {}, form)));
    const statuses = came.map(({ status }) => status);
    assert.ok(statuses.includes(303) && statuses.every((status) => status < 500), statuses.join());
    const { n } = await province.app.db.one<{ n: number }>(
      sql`select count(*)::int as n from identity.person where id_number = ${number}`,
    );
    assert.equal(n, 1);
    assert.equal((await enter({ number })).came.location, '/ho-so', 'and comes in the next time');
  });

  test('The link of a record that was merged leads to the record that stayed', async () => {
    const { number } = await enter();
    const { id: merged } = (await personOf(number))!;
    const stays = await province.person('congdan2').catch(() => province.person('congdan'));
    await province.app.db.run(
      sql`update identity.person set state = 'closed', closed_as = 'merged', merged_into = ${stays}, id_number = null, account = null where id = ${merged}`,
    );
    const before = await province.app.db.one<{ number: string | null }>(
      sql`select id_number as number from identity.person where id = ${stays}`,
    );
    await province.app.db.run(sql`update identity.person set id_number = ${number} where id = ${stays}`);
    const { visitor, came } = await enter({ number });
    assert.equal(came.location, '/ho-so');
    const profile = await visitor.api('identity.view-profile', {});
    assert.equal(profile.id, stays);
    await province.app.db.run(sql`update identity.person set id_number = ${before.number} where id = ${stays}`);
  });

  test('Somebody suspended does not come in by it', async () => {
    const { number } = await enter();
    await province.app.db.run(sql`update identity.person set state = 'suspended' where id_number = ${number}`);
    const { came } = await enter({ number });
    assert.equal(came.location, undefined);
    assert.match(came.text, /tạm ngừng/);
  });
});

describe('The only way in', () => {
  const password = 'mot cum tu chi toi biet 79';
  const number = '001088099999';
  const byPassword = () => somebody().rawApi('identity.sign-in', { account: number, password });

  test('is the only one for citizens, not for officials, and opens the others again while it does not answer', async () => {
    await openAccount({
      name: 'Công Dân Cũ',
      idNumber: number,
      birthDate: '1988-03-21',
      phone: '0900000779',
      password,
    });
    await configure({ onlyWayFor: ['citizen'] });
    assert.equal(JSON.parse((await byPassword()).text).code, 'identity.only-upstream');
    await assert.rejects(
      somebody().inside('identity.sign-up', {
        name: 'Công Dân Mới',
        idNumber: freshNumber(),
        birthDate: '1988-03-21',
        phone: '0900000780',
        password,
      }),
      /identity.only-upstream/,
    );
    assert.equal((await somebody().rawApi('identity.sign-in', { account: 'quantri', password: 'dinh' })).status, 200);
    // It falls over: after three who could not come in, the old ways are open, and the page says so.
    await province.app.db.run(sql`delete from identity.upstream_request`);
    for (let turn = 0; turn < 3; turn++) await enter({ misdeed: 'fault' });
    assert.equal((await byPassword()).status, 200);
    assert.match((await somebody().get('/dang-nhap')).text, /đang không trả lời/);
    // It is back: the next who comes in by it closes them.
    province.clock.advance(1000);
    assert.equal((await enter()).came.location, '/ho-so');
    assert.equal((await byPassword()).status, 403);
    await configure({ onlyWayFor: [] });
  });

  test('Without a demonstration there is no stand-in, and a provider that is not set up says so', async () => {
    (province.app.config as { demonstration: boolean }).demonstration = false;
    try {
      assert.equal((await somebody().get('/gia-lap/vneid/.well-known/openid-configuration')).status, 404);
      assert.equal((await somebody().get('/dang-nhap/qua/vneid')).status, 404);
      await configure({ standIn: false });
      const sent = await somebody().get('/dang-nhap/qua/vneid');
      assert.equal(sent.status, 503);
      assert.match(sent.text, /cách khác/);
    } finally {
      (province.app.config as { demonstration: boolean }).demonstration = true;
      await configure({ standIn: true });
    }
  });
});
