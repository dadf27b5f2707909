import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { module as identity } from '@dinh/identity';
import {
  adjustableClock,
  type App,
  type Call,
  createApp,
  jobContext,
  migrateApp,
  newId,
  publishDefinition,
  readConfig,
  readKeys,
  Refusal,
  sql,
} from '@dinh/kernel';
import { testDatabase } from '@dinh/testing';
import { SMTPServer } from 'smtp-server';
import { parse } from 'yaml';
import { messageCounts, module, type Notice, notify, useSmsDriver } from './index.ts';
import { fill, type MessageTemplate } from './model.ts';

let app: App;
let folder: string;
const clock = adjustableClock('2026-11-18T08:30:00+07:00');
const person = newId(Date.UTC(2026, 0, 1));
/** E-mails that the server took, as they came. */
const mails: string[] = [];
let mailServer: 'takes' | 'refuses' = 'takes';
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    let text = '';
    stream.on('data', (chunk) => (text += String(chunk)));
    stream.on('end', () => {
      if (mailServer === 'refuses') return done(new Error('greylisted'));
      mails.push(text);
      done();
    });
  },
});

const template: Omit<MessageTemplate, 'key'> = {
  channels: ['email', 'sms', 'inbox'],
  subject: { vi: 'Đã tiếp nhận hồ sơ {code}', en: 'Dossier {code} accepted' },
  body: { vi: 'Kính gửi {name}, hẹn trả {due}. {link}', en: 'Dear {name}, due {due}. {link}' },
  sms: { vi: 'Ho so {code} hen tra {due}', en: 'Dossier {code} due {due}' },
};
const notice = (change: Partial<Notice> = {}): Notice => ({
  template: 'accepted',
  to: { name: 'Hoa', personId: person, email: 'hoa@vidu.vn', phone: '0912345678' },
  data: { code: 'H25.15-261118-0001', due: '20/11/2026' },
  about: `dossier:${newId(Date.UTC(2026, 0, 1))}`,
  link: '/ho-so/AB',
  ...change,
});

before(async () => {
  await new Promise<void>((up) => void server.listen(0, '127.0.0.1', up));
  const { port } = server.server.address() as { port: number };
  folder = await mkdtemp(join(tmpdir(), 'dinh-notify-'));
  const { url } = await testDatabase({
    key: 'notify engine',
    migrate: async (to) => void (await migrateApp(to, [identity, module])),
  });
  app = createApp({
    config: {
      ...readConfig({ DINH_DATA: folder, SMTP_URL: `smtp://127.0.0.1:${port}` }, folder),
      logLevel: 'silent',
    },
    databaseUrl: url,
    keys: await readKeys(join(folder, 'keys')),
    modules: [identity, module],
    clock,
  });
  await app.audit.start();
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'message',
      key: 'accepted',
      body: { key: 'accepted', ...template },
      source: 'ours',
      origin: 'pack',
      effectiveFrom: '2020-01-01',
    }),
  );
  await app.db.run(
    sql`insert into identity.person (id, kind, account, name, origin, created_at) values (${person}, 'citizen', 'hoa', 'Hoa', 'self', ${clock.now()})`,
  );
});
after(async () => {
  useSmsDriver(undefined);
  await app.audit.stop();
  await app.db.close();
  await new Promise<void>((closed) => server.close(() => closed()));
  await rm(folder, { recursive: true, force: true });
});

const tell = (what: Notice) => app.db.transaction((db) => notify({ app, now: clock.now(), db }, what));
const messages = (about: string) =>
  app.db.all<{ id: string; channel: string; state: string; attempts: number; body: string; lang: string }>(
    sql`select id, channel, state, attempts, body, lang from notify.message where about = ${about} order by channel`,
  );
const one = async (about: string, channel: string) => (await messages(about)).find((m) => m.channel === channel)!;
const job = () => app.jobs.find((each) => each.name === 'notify.send-message')!;
const send = (id: string) => job().run(jobContext(app, 'notify.send-message'), { id });
const call = (permissions: readonly string[] = []): Call => ({
  principal: {
    kind: 'person',
    id: person,
    name: 'Hoa',
    role: 'official',
    units: [],
    grants: permissions.map((permission) => ({ permission, scope: 'all' as const, units: [] })),
  },
  lang: 'vi',
  origin: { channel: 'web', address: '127.0.0.1', trace: 'test' },
});
const operator = call(['notify.view-outbox', 'notify.resend-message']);

test('A template is filled, and what the sender forgot is an error that names it', async () => {
  assert.equal(fill('{a} và {b}, {a}', { a: 'một', b: 2 }), 'một và 2, một');
  assert.equal(fill('{a}', { a: '{b} $& $1' }), '{b} $& $1');
  assert.throws(() => fill('Hẹn {due}', {}), /“due”/);
  const wrong = notice({ data: { code: 'x' } });
  await assert.rejects(tell(wrong), /“due”/);
  assert.deepEqual(await messages(wrong.about), []);
  await assert.rejects(tell(notice({ template: 'nothing' })), /no message template nothing/);
});

test('People hear by every channel for which there is an address, in their language', async () => {
  const all = notice();
  await tell(all);
  assert.deepEqual(
    (await messages(all.about)).map((m) => [m.channel, m.state, m.body]),
    [
      ['email', 'queued', `Kính gửi Hoa, hẹn trả 20/11/2026. ${app.config.publicUrl}/ho-so/AB`],
      ['inbox', 'sent', `Kính gửi Hoa, hẹn trả 20/11/2026. ${app.config.publicUrl}/ho-so/AB`],
      // no gateway: it stays in the house, in the log
      ['sms', 'sent', 'Ho so H25.15-261118-0001 hen tra 20/11/2026'],
    ],
  );
  const some = notice({ to: { name: 'Mẩy', phone: '0900000001', email: '', lang: 'en' } });
  await tell(some);
  assert.deepEqual(
    (await messages(some.about)).map((m) => [m.channel, m.body]),
    [['sms', 'Dossier H25.15-261118-0001 due 20/11/2026']],
  );
  const none = notice({ to: { name: 'Không ai' } });
  await tell(none);
  assert.deepEqual(await messages(none.about), []);
});

test('R3 a message is tried again with the same Message-ID until it has gone, and goes once', async () => {
  const what = notice();
  await tell(what);
  const { id } = await one(what.about, 'email');
  mailServer = 'refuses';
  await assert.rejects(send(id), /greylisted/);
  await assert.rejects(send(id), /greylisted/);
  assert.deepEqual(
    { ...(await one(what.about, 'email')), body: '' },
    { id, channel: 'email', state: 'failed', attempts: 2, body: '', lang: 'vi' },
  );
  mailServer = 'takes';
  mails.length = 0;
  await send(id);
  await send(id); // the end of the first was not recorded by the queue
  assert.equal(mails.length, 1);
  assert.match(mails[0]!, new RegExp(`Message-ID: <${id}@dinh>`));
  assert.equal((await one(what.about, 'email')).state, 'sent');
});

test('R3 after twenty tries it is given up; an operator sees it, sends it again, and it has its tries anew', async () => {
  const tries: string[] = [];
  useSmsDriver(() => ({
    send: async (message) => {
      tries.push(message.id);
      throw new Error('gateway down');
    },
  }));
  const what = notice({ to: { name: 'Hoa', phone: '0912345678' } });
  await tell(what);
  const { id } = await one(what.about, 'sms');
  for (let i = 0; i < 20; i++) await assert.rejects(send(id), /gateway down/);
  assert.equal((await one(what.about, 'sms')).state, 'given-up');
  await send(id); // nothing more happens by itself
  assert.equal(tries.length, 20);
  assert.equal((await messageCounts(app)).givenUp, 1);
  const { messages: shown } = await app.run('notify.list-messages', { state: 'given-up' }, operator);
  assert.deepEqual(
    shown.map((m) => [m.id, m.error, m.attempts]),
    [[id, 'gateway down', 20]],
  );
  await app.run('notify.resend-message', { id }, operator);
  await assert.rejects(send(id), /gateway down/);
  assert.equal((await one(what.about, 'sms')).state, 'failed');
  useSmsDriver(() => ({ send: async () => {} }));
  await send(id);
  assert.equal((await one(what.about, 'sms')).state, 'sent');
  await assert.rejects(
    app.run('notify.resend-message', { id }, operator),
    (error) => error instanceof Refusal && error.code === 'notify.message-not-found',
  );
});

test('The outbox is read page by page, each message once, and found without accents, also when typed decomposed', async () => {
  const about = `dossier:${newId(Date.UTC(2026, 0, 1))}`;
  for (let i = 0; i < 7; i++) await tell(notice({ about })); // all in the same instant
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const page: { messages: { id: string }[]; next: string | null } = await app.run(
      'notify.list-messages',
      { about, limit: 4, ...(next && { cursor: next }) },
      operator,
    );
    seen.push(...page.messages.map((m) => m.id));
    next = page.next;
  } while (next);
  assert.equal(seen.length, 21);
  assert.equal(new Set(seen).size, 21);
  const found = async (search: string) =>
    (await app.run('notify.list-messages', { about, search, limit: 200 }, operator)).messages.length;
  for (const typed of ['tiếp nhận', 'tiep nhan', 'TIẾP NHẬN', 'tiếp nhận'.normalize('NFD')])
    assert.equal(await found(typed), 21, typed);
  assert.equal(await found('hoa@vidu'), 7);
  for (const typed of ['%', '_', '\\', 'tiếp%nhận']) assert.equal(await found(typed), 0, typed);
  for (const cursor of ['x', '-'.repeat(36), newId(0)])
    assert.ok(await app.run('notify.list-messages', { about, cursor }, operator));
  await assert.rejects(
    app.run('notify.list-messages', {}, call()),
    (error) => error instanceof Refusal && error.code === 'kernel.not-allowed',
  );
});

test('One’s own inbox counts what is unread, and nothing of others', async () => {
  const mine = async () => app.run('notify.my-messages', { limit: 5 }, call());
  await app.run('notify.read-messages', {}, call());
  assert.equal((await mine()).unread, 0);
  clock.advance(1000);
  await tell(notice());
  await tell(notice({ to: { name: 'Mẩy', email: 'may@vidu.vn' } }));
  const { messages: shown, unread } = await mine();
  assert.equal(unread, 1);
  assert.equal(shown[0]!.readAt, null);
  assert.equal(shown[0]!.link, '/ho-so/AB');
  await app.run('notify.read-messages', {}, call());
  assert.equal((await mine()).unread, 0);
});

test('A message with a secret is read by nobody, forgotten once it is sent, and never sent too late', async () => {
  const config = app.config as { demonstration: boolean };
  const was = config.demonstration;
  config.demonstration = false;
  mailServer = 'takes';
  mails.length = 0;
  const secretUntil = new Date(clock.now().getTime() + 600_000);
  try {
    const what = notice({
      secretUntil,
      to: { name: 'Hoa', email: 'hoa@vidu.vn' },
      data: { code: '481516', due: '' },
    });
    await tell(what);
    const { id } = await one(what.about, 'email');
    const { messages: shown } = await app.run('notify.list-messages', { about: what.about }, operator);
    assert.deepEqual([shown[0]!.secret, shown[0]!.body], [true, '']);
    await send(id);
    assert.match(mails[0]!, /hoa@vidu.vn/);
    assert.deepEqual(
      (await messages(what.about)).map((m) => [m.state, m.body]),
      [['sent', '']],
    );

    const late = notice({ secretUntil, to: { name: 'Hoa', email: 'hoa@vidu.vn' } });
    await tell(late);
    clock.advance(600_000);
    await send((await one(late.about, 'email')).id);
    assert.equal(mails.length, 1);
    assert.deepEqual(
      (await messages(late.about)).map((m) => [m.state, m.body]),
      [['given-up', '']],
    );

    const nowhere = notice({
      secretUntil: new Date(clock.now().getTime() + 1000),
      to: { name: 'Hoa', phone: '0912345678' },
    });
    useSmsDriver(undefined);
    await tell(nowhere);
    assert.deepEqual(
      (await messages(nowhere.about)).map((m) => [m.state, m.body]),
      [['sent', '']],
    );
  } finally {
    config.demonstration = was;
  }
});

test('No SMS of the pack is longer than 160 characters, whatever is put in, and none needs accents', async () => {
  const text = await readFile(new URL('../../../packs/ha-nam/messages.yaml', import.meta.url), 'utf8');
  const { messages: templates } = parse(text) as { messages: MessageTemplate[] };
  const long: Record<string, string> = {
    code: 'H25.15.01-261118-12345',
    number: 'H25.15.01-261118-12345',
    reference: 'ABCD-EFGH-JKLM',
    due: '30/11/2026',
    former: '20/11/2026',
    amount: '9.999.999.999.999',
    at: '09:00 30/11/2026',
    link: 'https://dichvucong.hanam.gov.vn/ho-so/ABCD-EFGH-JKLM',
    minutes: '10',
  };
  // Links that open or stop something carry a secret of 43 letters.
  const secret = {
    ...long,
    until: '09:00, 30/11/2026',
    link: `https://dichvucong.hanam.gov.vn/lay-lai/m/${'x'.repeat(43)}`,
  };
  for (const { key, channels, sms } of templates) {
    assert.equal(channels.includes('sms'), sms !== undefined, `${key}: a text for SMS and the channel go together`);
    for (const words of Object.values(sms ?? {})) {
      const filled = fill(words, key.startsWith('recovery-') ? secret : long);
      assert.ok(filled.length <= 160, `${key}: ${filled.length} characters: ${filled}`);
      assert.match(filled, /^[\x20-\x7e]+$/, `${key}: needs accents, an SMS then has only 70 characters`);
    }
  }
});
