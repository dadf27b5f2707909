/** R3: mail, SMS and payment providers fail in every way; dossiers go on, messages come later, an operator sees it. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { type Job, jobContext, sql } from '@dinh/kernel';
import { useSmsDriver } from '@dinh/notify';
import { SMTPServer } from 'smtp-server';
import { file, type FiledDossier } from './filing.ts';
import { freePort } from './free-port.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';

let port: number;
let province: Province;
let citizen: Visitor;
let desk: Visitor;
let smtp: SMTPServer | Server | undefined;
before(async () => {
  port = await freePort();
  province = await openProvince(undefined, { smtpUrl: `smtp://127.0.0.1:${port}` });
  (province.app as { log: unknown }).log = { error() {}, warn() {}, info() {}, debug() {} };
  citizen = await province.signIn('congdan');
  desk = await province.signIn('motcua');
});
afterEach(async () => {
  useSmsDriver(undefined);
  await stopMail();
});
after(() => province.close());

async function stopMail(): Promise<void> {
  const server = smtp;
  smtp = undefined;
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
}

/** A mail server that refuses what `refuse` says; gives the letters that it took. */
async function mail(refuse?: (address: string) => string | undefined): Promise<string[]> {
  const letters: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const why = refuse?.(address);
      done(why ? Object.assign(new Error(why), { responseCode: 451 }) : null);
    },
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

const fileWithMail = (): Promise<FiledDossier> =>
  file(province, citizen, permit, {
    workKind: 'house',
    permitKind: 'new',
    applicant: { email: 'hoasen@vidu.vn' },
  });

/** Time goes by: whatever waits for a later try is tried now. */
async function tryAgain(): Promise<void> {
  await province.app.db.run(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
  await province.settle();
}

const messages = (id: string, channel: string) =>
  province.app.db.all<{ state: string; attempts: number; error: string | null }>(
    sql`select state, attempts, error from notify.message where about = ${`dossier:${id}`} and channel = ${channel} order by created_at`,
  );

test('R3 without its mail server a dossier goes on, the letter waits where an operator sees it, and goes out once later', async () => {
  const filed = await fileWithMail();
  await province.settle();
  const [waiting] = await messages(filed.id, 'email');
  assert.equal(waiting?.state, 'failed');
  assert.match(waiting.error!, /ECONNREFUSED/);
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true }); // the dossier goes on all the same

  const administrator = await province.signIn('quantri');
  assert.match((await administrator.get('/quan-tri/thu-di')).text, /ECONNREFUSED/);

  const letters = await mail();
  await tryAgain();
  assert.deepEqual(new Set((await messages(filed.id, 'email')).map((m) => m.state)), new Set(['sent']));
  const count = letters.length;
  await tryAgain();
  assert.equal(letters.length, count, 'nothing goes out twice');
});

test('R3 a mail server that refuses for now is tried again', async () => {
  let busy = true;
  const letters = await mail(() => (busy ? '451 busy' : undefined));
  const filed = await fileWithMail();
  await province.settle();
  assert.equal((await messages(filed.id, 'email'))[0]?.state, 'failed');
  busy = false;
  await tryAgain();
  assert.equal((await messages(filed.id, 'email'))[0]?.state, 'sent');
  assert.equal(letters.length, 1);
});

test('R3 a mail server that hangs up in the middle holds up nobody', async () => {
  const server = createServer((socket) => void setTimeout(() => socket.destroy(), 100));
  smtp = server;
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', () => ready()));
  const filed = await fileWithMail();
  await province.settle();
  assert.equal((await messages(filed.id, 'email'))[0]?.state, 'failed');
});

test('R3 an SMS gateway that throws is tried again', async () => {
  let down = true;
  let sent = 0;
  useSmsDriver(() => ({
    async send() {
      if (down) throw new Error('the gateway is down');
      sent++;
    },
  }));
  const filed = await fileWithMail();
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  await province.settle();
  const waiting = await messages(filed.id, 'sms');
  assert.ok(waiting.length > 0 && waiting.every((m) => m.state === 'failed' && m.error?.includes('the gateway is down')));
  down = false;
  await tryAgain();
  assert.deepEqual(
    (await messages(filed.id, 'sms')).filter((m) => m.state !== 'sent'),
    [],
  );
  assert.equal(sent, waiting.length);
});

for (const behaviour of ['silent', 'twice', 'delayed'] as const)
  test(`R3 a payment provider that answers ${behaviour}: the dossier is paid once, by reconciliation at the latest`, async () => {
    const { app, clock } = province;
    const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' }, { payAtDesk: false });
    assert.equal(filed.feeState, 'due');
    await citizen.api('one-stop.pay-online', { id: filed.id, provider: 'sandbox' });
    const { ref } = await app.db.one<{ ref: string }>(
      sql`select provider_ref as ref from payments.v_payment where subject = ${`dossier:${filed.id}`}`,
    );
    const system = jobContext(app, 'test').call;
    await app.run(app.operation('payments.sandbox-pay'), { ref, behaviour }, system);
    await province.settle();
    clock.advance(5 * 60_000);
    const reconcile = app.jobs.find((job) => job.name === 'payments.reconcile') as Job;
    await reconcile.run(jobContext(app, reconcile.name), {});
    await tryAgain();
    await reconcile.run(jobContext(app, reconcile.name), {});
    await province.settle();
    const payments = await app.db.all<{ state: string }>(
      sql`select state from payments.v_payment where subject = ${`dossier:${filed.id}`}`,
    );
    assert.deepEqual(payments, [{ state: 'paid' }]);
    const dossier = await app.db.one<{ fee_state: string; paid: number }>(
      sql`select d.fee_state, (select count(*) from one_stop.history h where h.dossier_id = d.id and h.act = 'fee-paid') as paid from one_stop.dossier d where id = ${filed.id}`,
    );
    assert.deepEqual(dossier, { fee_state: 'paid', paid: 1 });
  });
