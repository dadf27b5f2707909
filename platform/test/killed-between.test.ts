/**
 * R1 for signing in: one of two servers is killed between two steps; the other takes the next one. Whatever is under way stands in
 * the database, so nobody is locked out and nobody begins again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { eventually } from '@dinh/testing';
import { Authenticator } from './authenticator.ts';
import type { Province } from './province.ts';
import { begin, client, onward, openParty } from './relying-party.ts';
import { Twins } from './twins.ts';
import type { Visitor } from './visitor.ts';

let twins: Twins;
before(async () => {
  twins = await Twins.start();
});
after(() => twins?.close());

/** Kills the server that serves, and sees that it is another one now. */
async function killed(): Promise<void> {
  const before = twins.pid;
  await twins.kill();
  assert.notEqual(twins.pid, before);
}

const password = 'mot cum tu chi toi biet 91';

/** Opens an account on the page, as people do. */
async function signedUp(idNumber: string): Promise<Visitor> {
  const visitor = twins.visitor();
  const page = await visitor.get('/dang-ky');
  const fields = {
    name: 'Vũ Thị Sinh Đôi',
    idNumber,
    phone: '0900000991',
    email: `${idNumber}@vidu.vn`,
    password,
  };
  const born = { 'birthDate.day': '5', 'birthDate.month': '9', 'birthDate.year': '1990' };
  const asked = await visitor.submit(page, { ...fields, ...born }, { form: '/dang-ky' });
  await killed();
  const sent = await visitor.follow(asked);
  const [code = ''] = /\b\d{6}\b(?=<)/.exec(sent.text) ?? [];
  const opened = await visitor.submit(sent, { code }, { form: '/dang-ky/ma' });
  assert.equal(opened.status, 303, opened.text);
  return visitor;
}

test('A sign-in through VNeID goes on after each of its steps', async () => {
  const visitor = twins.visitor();
  const sent = await visitor.get('/dang-nhap/qua/vneid?tiep=%2Fho-so');
  const there = await visitor.get(sent.location!);
  const fields = { number: '001088000991', person: 'Vũ Thị Sinh Đôi' };
  const back = await visitor.submit(there, fields, { form: '/gia-lap/vneid' });
  await killed();
  const came = await visitor.get(back.location!);
  assert.equal(came.location, '/dang-nhap/lan-dau/vneid');
  const first = await visitor.get(came.location);
  await killed();
  const opened = await visitor.submit(first, {}, { form: '/dang-nhap/lan-dau' });
  assert.equal(opened.location, '/ho-so');
  assert.equal((await visitor.get('/tai-khoan')).status, 200);
});

test('The second step of a sign-in is taken by the other server', async () => {
  const owner = await signedUp('001088000992');
  const { proof, seed } = await owner.api('identity.begin-factor', { kind: 'totp' });
  const telephone = new Authenticator(seed!);
  const now = new Date();
  await owner.api('identity.add-factor', { kind: 'totp', proof, code: telephone.code(now) });
  const visitor = twins.visitor();
  const page = await visitor.get('/dang-nhap');
  const asked = await visitor.submit(page, { account: '001088000992', password }, { form: '/dang-nhap' });
  assert.equal(asked.location, '/dang-nhap/buoc-hai');
  await killed();
  const second = await visitor.get(asked.location);
  // Not the one that was taken already; but on a slow machine more than the half minute of a code has gone by meanwhile.
  const code = telephone.code(new Date(Math.max(Date.now(), now.getTime() + 30_000)));
  const inside = await visitor.submit(second, { 'xt.code': code }, { form: '/dang-nhap/buoc-hai' });
  assert.equal(inside.status, 303, inside.text);
  assert.equal((await visitor.get('/tai-khoan')).status, 200);
});

test('The consent that an application asks for, and its code, are taken by the other server', async () => {
  const party = await openParty(twins as unknown as Province);
  const person = await twins.signIn('congdan');
  const { url, checks } = await begin(party, { scope: 'openid profile' });
  let at = await person.get(String(url));
  for (let hop = 0; hop < 6 && !at.text.includes('name="answer"'); hop++) at = await person.get(at.location ?? onward(at.text)!);
  await killed();
  const answered = await person.submit(at, { answer: 'yes' }, { form: '/cap-quyen/' });
  let next = answered.location ?? onward(answered.text)!;
  for (let hop = 0; hop < 6 && !next.startsWith(party.redirectUri); hop++) {
    const got = await person.get(next);
    next = got.location ?? onward(got.text)!;
  }
  await killed();
  const tokens = await client.authorizationCodeGrant(party.config, new URL(next), checks);
  assert.ok(await client.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub));
  await party.close();
});

test('A recovery that one server began is finished by the other', async () => {
  await signedUp('001088000993');
  const { id } = await twins.app.db.one<{ id: string }>(
    sql`update identity.person set origin = 'personnel' where account = '001088000993' returning id`,
  );
  const visitor = twins.visitor();
  const page = await visitor.get('/lay-lai-tai-khoan');
  await visitor.submit(page, { account: '001088000993' }, { form: '/lay-lai-tai-khoan' });
  await killed();
  // Any process that lives looks at what was asked; a day goes by, and any sends the link.
  const { jobs } = twins.app.modules.find(({ name }) => name === 'identity')!;
  const job = jobs!.find(({ name }) => name === 'identity.open-recoveries')!;
  await job.run(jobContext(twins.app, job.name), {});
  await twins.app.db.run(
    sql`update identity.recovery set ready_at = ${new Date()}::timestamptz - interval '1 minute' where person_id = ${id}`,
  );
  await job.run(jobContext(twins.app, job.name), {});
  // The servers look every minute, too: one of them may be at it.
  const { body } = await eventually(async () =>
    twins.app.db.one<{ body: string }>(
      sql`select body from notify.message where template = 'recovery-open' and about = ${`person:${id}`} order by created_at desc limit 1`,
    ),
  );
  const link = /\/lay-lai\/m\/[\w-]+/.exec(body)![0];
  const choose = await visitor.get(link);
  await killed();
  const fresh = 'mot cum tu khac han 92';
  const done = await visitor.submit(choose, { newPassword: fresh }, { form: '/lay-lai/m/' });
  assert.ok(done.status < 400, done.text);
  const again = await twins.visitor().rawApi('identity.sign-in', { account: '001088000993', password: fresh });
  assert.equal(again.status, 200, again.text);
});
