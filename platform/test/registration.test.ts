/** Citizens open an account themselves by a code that goes to them, also when the mail server is away for a while. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { module as identity } from '@dinh/identity';
import { jobContext, sha256, sql } from '@dinh/kernel';
import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.ts';
import { type Answer, openProvince, type Province, Visitor } from './province.ts';

let port: number;
let province: Province;
let smtp: SMTPServer | undefined;
before(async () => {
  port = await freePort();
  province = await openProvince(undefined, { smtpUrl: `smtp://127.0.0.1:${port}` });
  (province.app as { log: unknown }).log = { error() {}, warn() {}, info() {}, debug() {} };
});
beforeEach(() => province.app.db.run(sql`delete from identity.attempt`));
afterEach(async () => {
  const server = smtp;
  smtp = undefined;
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
});
after(() => province.close());

/** A mail server; gives the letters that it took. */
async function mail(): Promise<string[]> {
  const letters: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += String(chunk)));
      stream.on('end', () => {
        letters.push(text);
        done();
      });
    },
  });
  smtp = server;
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', () => ready()));
  return letters;
}

let next = 1;
const password = 'mot cum tu chi toi biet 55';

interface Registered {
  readonly visitor: Visitor;
  /** The page that asks for the code. */
  readonly sent: Answer;
  readonly idNumber: string;
  readonly email: string;
}

/** Fills in the form; the code is on its way then. */
async function register(more: Record<string, string> = {}): Promise<Registered> {
  const idNumber = more['idNumber'] ?? `0010880550${String(next++).padStart(2, '0')}`;
  const email = more['email'] ?? `nguoi-${idNumber}@vidu.vn`;
  const visitor = new Visitor(province.app, province.address);
  const page = await visitor.get('/dang-ky?tiep=%2Fho-so');
  const born = { 'birthDate.day': '5', 'birthDate.month': '9', 'birthDate.year': '1990' };
  const fields = { name: 'Lương Thị Mới', idNumber, phone: '0900000555', email, password };
  const sent = await visitor.follow(await visitor.submit(page, { ...fields, ...born, ...more }, { form: '/dang-ky' }));
  assert.equal(sent.status, 200, sent.text);
  return { visitor, sent, idNumber, email };
}

const typing = { form: '/dang-ky/ma' };
const open = async ({ visitor, sent }: Registered, letters: string[]): Promise<Answer> =>
  visitor.submit(sent, { code: await codeIn(letters) }, typing);

/** The newest code that went to an address, as the letters tell it. */
async function codeIn(letters: string[]): Promise<string> {
  await province.settle();
  const text = Buffer.from(letters.at(-1)!.split('\r\n\r\n').slice(1).join(''), 'base64').toString('utf8');
  return (/\b(\d{6})\b/.exec(letters.at(-1)!) ?? /\b(\d{6})\b/.exec(text))![1]!;
}

const adding = { form: '/tai-khoan/bao-mat/them/thu' };

async function confirm({ visitor }: Registered, letters: string[]): Promise<Answer> {
  const page = await visitor.get('/tai-khoan/bao-mat/them/thu?tiep=%2Fho-so');
  const sent = await visitor.submit(page, {}, adding);
  const code = await codeIn(letters);
  return visitor.submit(sent, { 'xt.code': code }, adding);
}

const recoveries = async (idNumber: string): Promise<number> =>
  (
    await province.app.db.one<{ n: number }>(
      sql`select count(*)::int as n from identity.recovery r join identity.person p on p.id = r.person_id where p.account = ${idNumber}`,
    )
  ).n;
const askRecovery = async (account: string): Promise<Answer> => {
  const visitor = new Visitor(province.app, province.address);
  const page = await visitor.get('/lay-lai-tai-khoan');
  const answer = await visitor.submit(page, { account }, { form: '/lay-lai-tai-khoan' });
  const job = identity.jobs!.find(({ name }) => name === 'identity.open-recoveries')!;
  await job.run(jobContext(province.app, job.name), {});
  return answer;
};

test('Who opens an account types the code that came, is signed in and goes on to where they wanted to go', async () => {
  const letters = await mail();
  const person = await register();
  assert.match(person.sent.text, /Mã đã gửi tới\s*<strong>n••••/);
  assert.doesNotMatch(person.sent.text, /Bản trình diễn<\/h2>[^]*\b\d{6}\b/);
  const wrong = await person.visitor.submit(person.sent, { code: '12' }, typing);
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Mã chưa đúng/);
  assert.equal((await person.visitor.get('/tai-khoan')).status, 303);
  assert.equal((await open({ ...person, sent: wrong }, letters)).location, '/ho-so');
  assert.equal((await person.visitor.get('/ho-so')).status, 200);
  assert.doesNotMatch((await person.visitor.get('/tai-khoan')).text, /Xác nhận liên hệ/);
});

test('Who goes off to read the message finds the page of the code again: after a reload, in the other language, by Back', async () => {
  const letters = await mail();
  const person = await register();
  assert.match((await person.visitor.get('/dang-ky/ma')).text, /Mã đã gửi tới\s*<strong>n••••/);
  assert.match((await person.visitor.get('/dang-ky/ma?lang=en')).text, /The code went to/);
  const sent = await person.visitor.get('/dang-ky/ma?lang=vi');
  assert.equal((await open({ ...person, sent }, letters)).location, '/ho-so');
  assert.equal((await person.visitor.get('/dang-ky/ma')).location, '/tai-khoan', 'it is over');
  assert.equal((await province.get('/dang-ky/ma')).location, '/dang-ky', 'nothing was sent to this browser');
});

test('What is wrong with a request for an account is told all at once, in the order of the page', async () => {
  const visitor = new Visitor(province.app, province.address);
  const born = { 'birthDate.day': '31', 'birthDate.month': '2', 'birthDate.year': '1990' };
  const page = await visitor.get('/dang-ky');
  const sent = await visitor.submit(page, { ...born, password: '12345678' }, { form: '/dang-ky' });
  assert.equal(sent.status, 422);
  const [summary] = /class="error-summary"[\s\S]*?<\/ul>/.exec(sent.text)!;
  assert.deepEqual(
    [...summary.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id),
    ['name', 'idNumber', 'birthDate', 'phone', 'password'],
  );
  assert.match(summary, /Ngày này không có[\s\S]*dễ đoán/);
  const empty = await visitor.submit(page, {}, { form: '/dang-ky' });
  assert.match(empty.text, /Hãy đặt mật khẩu/);
});

test('Who opens an account and was on no way is told at home that it is open, and what to do next', async () => {
  const letters = await mail();
  const person = await register({ tiep: '' });
  const home = await person.visitor.follow(await open(person, letters));
  assert.match(home.text, /Tài khoản của bạn đã mở/);
  assert.match(home.text, /Bạn đã đăng nhập với tên Lương Thị Mới/);
  assert.doesNotMatch((await person.visitor.get('/')).text, /Tài khoản của bạn đã mở/);
  // The address alone tells nobody anything.
  assert.doesNotMatch((await province.get('/?xong=tai-khoan')).text, /Tài khoản của bạn đã mở/);
});

test('Whether a number or an address has an account nobody learns who asks for one; only whoever holds the address hears of it', async () => {
  const letters = await mail();
  const one = await register();
  await open(one, letters);
  const fresh = await register();
  const sameAddress = await register({ email: one.email });
  const sameNumber = await register({ idNumber: one.idNumber, email: 'ke-to-mo@vidu.vn' });
  const shown = ({ sent }: Registered) =>
    sent.text.replace(/name="(signUp|proof|to|_key)" value="[^"]*"|<strong>[^<]*•[^<]*<\/strong>/g, '');
  for (const other of [sameAddress, sameNumber]) {
    assert.equal(other.sent.status, fresh.sent.status);
    assert.equal(shown(other), shown(fresh));
  }
  const refused = await open(sameNumber, letters);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Số định danh này đã có tài khoản/);
  await province.settle();
  const { address } = await province.app.db.one<{ address: string }>(
    sql`select address from notify.message where template = 'sign-up-tried' and channel = 'email'`,
  );
  assert.equal(address, one.email, 'its owner is told');
});

test('An address counts for getting the account back once it was confirmed, and not before', async () => {
  const letters = await mail();
  const person = await register();
  const before = await askRecovery(person.idNumber);
  assert.equal(await recoveries(person.idNumber), 0);
  await open(person, letters);
  province.clock.advance(8 * 24 * 3_600_000);
  await province.app.db.run(sql`delete from identity.attempt`);
  const after = await askRecovery(person.idNumber);
  assert.equal(await recoveries(person.idNumber), 1);
  assert.deepEqual([before.status, before.text], [after.status, after.text], 'the answer tells nothing');
});

test('What the pack says waits until an address is confirmed', async () => {
  const letters = await mail();
  const person = await register();
  await open(person, letters);
  // As whoever comes from a provider above us that does not say how they are reached.
  await province.app.db.run(sql`update identity.person set contact_confirmed = false where account = ${person.idNumber}`);
  await province.app.db.run(
    sql`delete from identity.factor where person_id = (select id from identity.person where account = ${person.idNumber})`,
  );
  const business = { taxCode: '0700123455', name: 'Công ty TNHH Xác Nhận' };
  const refused = await person.visitor.rawApi('identity.register-business', business);
  assert.equal(refused.status, 403);
  assert.equal(JSON.parse(refused.text).code, 'identity.contact-unconfirmed');
  const page = await person.visitor.get('/tai-khoan/doanh-nghiep');
  const told = await person.visitor.submit(page, business, { form: '/tai-khoan/doanh-nghiep' });
  assert.match(told.text, /Xác nhận liên hệ/);
  await confirm(person, letters);
  const { business: id } = await person.visitor.api('identity.register-business', business);
  // Declared by whoever represents it, until a desk has seen its papers.
  const mine = async () => (await person.visitor.api('identity.list-my-businesses', {})).businesses[0]!;
  assert.deepEqual([(await mine()).id, (await mine()).verified], [id, false]);
});

test('The mail server is lost in the middle: the code is asked for again when it is back, and nothing is typed twice', async () => {
  const person = await register();
  const { visitor, sent } = person;
  await province.settle();
  const { state } = await province.app.db.one<{ state: string }>(
    sql`select state from notify.message where template = 'confirmation-code' and address = ${person.email}`,
  );
  assert.equal(state, 'failed');
  assert.match(sent.text, /đến chậm/);

  province.clock.advance(11 * 60_000); // that code has run out
  const letters = await mail();
  const again = await visitor.follow(await visitor.submit(sent, { again: '1' }, typing));
  assert.equal(again.status, 200, again.text);
  assert.equal((await open({ ...person, sent: again }, letters)).location, '/ho-so');
  assert.equal((await visitor.get('/ho-so')).status, 200);
});

test('Codes to one address come after waits that grow, and nobody waits for good', async () => {
  await mail();
  const { visitor, idNumber } = await register();
  const { id: signUp } = await province.app.db.one<{ id: string }>(
    sql`select id from identity.sign_up where id_number = ${idNumber}`,
  );
  const waits: number[] = [];
  for (let turn = 0; turn < 12; turn++) {
    const again = await visitor.rawApi('identity.resend-sign-up-code', { signUp });
    if (again.status !== 429) continue;
    const { seconds } = JSON.parse(again.text).details;
    waits.push(seconds);
    province.clock.advance(seconds * 1000);
  }
  assert.ok(waits.length > 2, waits.join());
  assert.deepEqual(
    waits,
    [...waits].sort((a, b) => a - b),
  );
  assert.ok(waits.at(-1)! > waits[0]!);
  province.clock.advance(61_000);
  assert.equal((await visitor.rawApi('identity.resend-sign-up-code', { signUp })).status, 200);
});

test('A link of a recovery that is worth nothing any more says so at once, or when its page was open, and leads to asking anew', async () => {
  const visitor = new Visitor(province.app, province.address);
  const token = 's'.repeat(43);
  const over = (text: string) => {
    assert.match(text, /Liên kết này không còn dùng được/);
    const main = /<main[^]*<\/main>/.exec(text)![0];
    assert.match(main, /href="\/lay-lai-tai-khoan"/);
    assert.doesNotMatch(main, /<form/, 'no form that would be in vain');
  };
  await province.app.db.run(
    sql`insert into identity.recovery (id, person_id, kind, address, cancel, open, started_at, ready_at, until)
        select gen_random_uuid(), id, 'email', 'hoa@vidu.vn', ${sha256(token)}, ${sha256(token)}, ${province.clock.now()}, ${province.clock.now()},
          ${new Date(province.clock.now().getTime() + 60_000)} from identity.person where account = 'congdan'`,
  );
  const links = [
    ['/lay-lai/d/', {}],
    ['/lay-lai/m/', { newPassword: 'ba con vịt qua cầu' }],
  ] as const;
  const open = await Promise.all(links.map(async ([path]) => visitor.get(`${path}${token}`)));
  province.clock.advance(60_000);
  for (const [i, [path, fields]] of links.entries()) {
    const sent = await visitor.submit(open[i]!, fields, { form: path });
    assert.equal(sent.status, 422);
    over(sent.text);
    const dead = await visitor.get(`${path}${token}`);
    assert.equal(dead.status, 404);
    over(dead.text);
  }
});
