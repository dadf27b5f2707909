/** Whether a certificate was taken back, asked of a responder of our own (RFC 6960), and held against OpenSSL. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import {
  answerAsResponder,
  type Answering,
  askResponder,
  createAuthority,
  type Identity,
  issueCertificate,
  issueResponderCertificate,
  issueStampCertificate,
  responderOf,
  toPem,
} from './index.ts';

const validity = { from: new Date('2026-01-01T00:00:00Z'), years: 5 };
const now = new Date('2026-11-20T03:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

let root: Identity;
let own: Identity;
let responder: Identity;
const servers: Server[] = [];
before(async () => {
  root = await createAuthority({ commonName: 'Gốc' }, validity, 'ecdsa-p256');
  own = await issueCertificate(root, { commonName: 'Đức' }, validity, 'ecdsa-p256', 'http://ocsp.example/hoi');
  responder = await issueResponderCertificate(root, { commonName: 'Trả lời' }, validity);
});
after(() => servers.forEach((server) => server.close()));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
/** A responder that answers in this way, by this key. */
const answering = (how: Partial<Answering> = {}, by = responder) =>
  serve(async (request, response) => {
    assert.equal(request.headers['content-type'], 'application/ocsp-request');
    response.end(await answerAsResponder(await buffer(request), by, { standing: () => 'good', now, ...how }));
  });
const ask = async (url: string, patience = 60_000, at = now) =>
  askResponder(own.chain[0]!, root.chain[0]!, { url, patience, now: at });

test('A responder says that a certificate is good, was taken back, or is not known; the issuer itself may answer, too', async () => {
  for (const standing of ['good', 'revoked', 'unknown'] as const)
    for (const by of [responder, root])
      assert.deepEqual(await ask(await answering({ standing: () => standing }, by)), { standing, until: minutes(60) });
  assert.equal(await responderOf(own.chain[0]!), 'http://ocsp.example/hoi');
  assert.equal(await responderOf(root.chain[0]!), undefined);
});

test('It is about the very certificate that was asked for', async () => {
  const other = await issueCertificate(root, { commonName: 'Khác' }, validity, 'ecdsa-p256');
  let serial = '';
  await ask(await answering({ standing: (one) => ((serial = one), 'good') }));
  assert.ok(Buffer.from(own.chain[0]!).includes(Buffer.from(serial, 'hex')));
  // Whatever is asked, it answers for another one.
  const url = await serve(async (_, response) => {
    const theirs = await serve(async (request, inner) => {
      response.end(await answerAsResponder(await buffer(request), responder, { standing: () => 'good', now, nonce: null }));
      inner.end();
    });
    await askResponder(other.chain[0]!, root.chain[0]!, { url: theirs, patience: 60_000, now }).catch(() => {});
  });
  await assert.rejects(ask(url), /about another certificate/);
});

test('An answer by whoever may not answer, or that was changed on the way, is not believed', async () => {
  const stranger = await createAuthority({ commonName: 'Gốc' }, validity, 'ecdsa-p256');
  const theirs = await issueResponderCertificate(stranger, { commonName: 'Trả lời' }, validity);
  const over = await issueResponderCertificate(root, { commonName: 'Cũ' }, { ...validity, years: 0 });
  const stamps = await issueStampCertificate(root, { commonName: 'Dấu thời gian' }, validity);
  for (const by of [stranger, theirs, over, stamps, own])
    await assert.rejects(ask(await answering({}, by)), /not signed by whoever may answer/);
  const bent = await serve(async (request, response) => {
    const answer = await answerAsResponder(await buffer(request), responder, { standing: () => 'revoked', now });
    answer[Buffer.from(answer).indexOf('20261120', 0, 'latin1') + 3]! ^= 1;
    response.end(answer);
  });
  await assert.rejects(ask(bent), /not signed by whoever may answer/);
});

test('An old answer that is played again is not believed: by its random number, and without one by its time', async () => {
  await assert.rejects(ask(await answering({ nonce: Buffer.from('0420' + '00'.repeat(32), 'hex') })), /to another question/);
  assert.equal((await ask(await answering({ nonce: null }))).standing, 'good', 'answers that are signed ahead say no number');
  await assert.rejects(ask(await answering({ nonce: null, now: minutes(-70) })), /holds no more/);
  await assert.rejects(ask(await answering({ nonce: null, now: minutes(-20), minutes: null })), /holds no more/);
  await assert.rejects(ask(await answering({ now: minutes(30) })), /has not come/);
  assert.deepEqual(
    (await ask(await answering({ minutes: 60 * 24 * 30 }))).until,
    minutes(24 * 60),
    'it is asked again after a day',
  );
});

test('What is no answer in time is none', async () => {
  const answers: [RequestListener, RegExp][] = [
    [(_, response) => response.writeHead(503).end(), /answered with 503/],
    [(_, response) => response.end('<html>'), /./],
    [(_, response) => response.end(Buffer.alloc(100_000)), /too long/],
    [(_, response) => response.end(Buffer.from('30030a0106', 'hex')), /refused \(status 6\)/],
    [(_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), /./],
  ];
  for (const [listener, said] of answers) await assert.rejects(ask(await serve(listener)), said);
  await assert.rejects(ask(await serve(() => {}), 300), /timeout|aborted/i);
});

test('OpenSSL asks the stand-in and is told; the stand-in of OpenSSL is asked and believed', async (t) => {
  if (spawnSync('openssl', ['version']).error) return t.skip('openssl is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'dinh-ocsp-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'root.pem'), toPem(root.chain[0]!));
  await writeFile(join(folder, 'own.pem'), toPem(own.chain[0]!));
  await writeFile(join(folder, 'r.pem'), toPem(responder.chain[0]!));
  await writeFile(join(folder, 'r.key'), responder.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', ['ocsp', ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const chain = ['-issuer', 'root.pem', '-CAfile', 'root.pem'];
  openssl(...chain, '-cert', 'own.pem', '-reqout', 'request.der', '-no_nonce');
  const { readFile } = await import('node:fs/promises');
  const real = new Date();
  const answer = await answerAsResponder(await readFile(join(folder, 'request.der')), responder, {
    standing: () => 'revoked',
    now: real,
  });
  await writeFile(join(folder, 'answer.der'), answer);
  assert.match(
    openssl(
      ...chain,
      '-cert',
      'own.pem',
      '-respin',
      'answer.der',
      '-no_nonce',
      '-attime',
      `${Math.floor(real.getTime() / 1000)}`,
    ),
    /own\.pem: revoked/,
  );

  const serial = BigInt(`0x${Buffer.from(own.chain[0]!).subarray(15, 31).toString('hex')}`)
    .toString(16)
    .toUpperCase();
  await writeFile(join(folder, 'index.txt'), `V\t311231235959Z\t\t${serial}\tunknown\t/CN=Duc\n`);
  const url = await serve(async (request, response) => {
    await writeFile(join(folder, 'q.der'), await buffer(request));
    openssl(
      '-index',
      'index.txt',
      '-CA',
      'root.pem',
      '-rsigner',
      'r.pem',
      '-rkey',
      'r.key',
      '-reqin',
      'q.der',
      '-respout',
      'a.der',
      '-ndays',
      '1',
    );
    response.end(await readFile(join(folder, 'a.der')));
  });
  assert.equal((await ask(url, 60_000, new Date())).standing, 'good');
});
