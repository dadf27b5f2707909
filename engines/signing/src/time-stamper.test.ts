/** Time stamps on signatures (RFC 3161; PAdES baseline T), held against OpenSSL on both sides. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PDFDocument } from '@cantoo/pdf-lib';
import {
  createAuthority,
  type Identity,
  issueCertificate,
  issueStampCertificate,
  signerOf,
  signPdf,
  type TimeStamper,
  timeStamperAt,
  timeStamperOf,
  toPem,
  verifyPdf,
} from './index.ts';

const validity = { from: new Date('2026-01-01T00:00:00Z'), years: 5 };
const at = new Date('2026-11-20T03:00:00Z');
const stampedAt = new Date('2026-11-20T03:00:07Z');

let folder: string;
let root: Identity;
let head: Identity;
let stamps: Identity;
let paper: Uint8Array;
const servers: Server[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dinh-stamps-'));
  root = await createAuthority({ commonName: 'Gốc' }, validity, 'ecdsa-p256');
  head = await issueCertificate(root, { commonName: 'Nguyễn Văn Đức' }, validity, 'ecdsa-p256');
  stamps = await issueStampCertificate(root, { commonName: 'Dấu thời gian' }, validity);
  const document = await PDFDocument.create();
  document.addPage();
  paper = await document.save({ useObjectStreams: false });
});
after(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true });
});

const standIn = (by = stamps) => timeStamperOf(by, () => stampedAt);
const sign = (stamper?: TimeStamper) =>
  signPdf(paper, { signer: signerOf(head), at, name: 'Đức', reason: 'Ký', location: 'Hà Nam', stamper });
const stampOf = async (pdf: Uint8Array, roots = root.chain) => (await verifyPdf(pdf, roots))[0]!.stamp;
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' });
const missing = (program: string, ...args: string[]) => spawnSync(program, args).error !== undefined;

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`;
}

test('A stamped signature tells when it was there, and is as valid as one without', async (t) => {
  const pdf = await sign(standIn());
  const [report] = await verifyPdf(pdf, root.chain);
  assert.equal(report?.valid, true);
  assert.deepEqual(
    [report?.stamp?.at, report?.stamp?.by?.commonName, report?.stamp?.trouble],
    [stampedAt, 'Dấu thời gian', null],
  );
  assert.equal(await stampOf(await sign()), null);
  if (missing('pdfsig', '-v')) return t.skip('pdfsig (poppler-utils) is not installed');
  await writeFile(join(folder, 'stamped.pdf'), pdf);
  assert.match(execFileSync('pdfsig', ['stamped.pdf'], { cwd: folder, encoding: 'utf8' }), /Signature is Valid\./);
});

test('OpenSSL takes the token of the stand-in for a time stamp, and finds it in the signature', async (t) => {
  if (missing('openssl', 'version')) return t.skip('openssl is not installed');
  const digest = createHash('sha256').update('a signature').digest();
  await writeFile(join(folder, 'token.der'), (await standIn()(digest))!);
  await writeFile(join(folder, 'root.pem'), toPem(root.chain[0]!));
  const verify = ['ts', '-verify', '-token_in', '-in', 'token.der', '-CAfile', 'root.pem', '-digest'];
  assert.match(openssl(...verify, digest.toString('hex')), /Verification: OK/);
  assert.throws(() => openssl(...verify, randomBytes(32).toString('hex')));
  const contents = /\/Contents <([0-9a-f]+)>/i.exec(Buffer.from(await sign(standIn())).toString('latin1'))![1]!;
  await writeFile(join(folder, 'cms.der'), Buffer.from(contents, 'hex'));
  const printed = openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', 'cms.der');
  assert.match(printed, /id-smime-aa-timeStampToken[^]*id-smime-ct-TSTInfo/);
});

test('An authority run by OpenSSL stamps over HTTP, with a hash of its own choice', async (t) => {
  if (missing('openssl', 'version')) return t.skip('openssl is not installed');
  let asked = '';
  const url = await serve(async (request, response) => {
    asked = `${request.method} ${request.headers['content-type']} ${request.headers.authorization}`;
    await writeFile(join(folder, 'query.tsq'), request);
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
    response.setHeader('content-type', 'application/timestamp-reply');
    response.end(await readFile(join(folder, 'reply.tsr')));
  });
  await writeFile(join(folder, 'tsa.pem'), toPem(stamps.chain[0]!));
  await writeFile(join(folder, 'tsa.key'), stamps.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(join(folder, 'serial'), '01\n');
  await writeFile(
    join(folder, 'tsa.cnf'),
    `[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha384
default_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n`,
  );
  const before = Math.floor(Date.now() / 1000) * 1000;
  const stamp = await stampOf(await sign(timeStamperAt(url.replace('//', '//tinh:m%E1%BA%ADt@'), 60_000)));
  assert.equal(stamp?.trouble, null);
  assert.ok(stamp.at!.getTime() >= before && stamp.at!.getTime() <= Date.now());
  const secret = Buffer.from('tinh:mật').toString('base64');
  assert.equal(asked, `POST application/timestamp-query Basic ${secret}`);
});

test('What is no stamp for this very request is not taken', async () => {
  const digest = randomBytes(32);
  const answers: [string, RequestListener, RegExp, patience?: number][] = [
    ['an error', (_, response) => response.writeHead(503).end(), /answered with 503/],
    ['rubbish', (_, response) => response.end('<html>'), /./],
    ['nothing', (_, response) => response.end(), /./],
    ['too much', (_, response) => response.end(Buffer.alloc(100_000)), /too long/],
    ['a refusal', (_, response) => response.end(Buffer.from('30053003020102', 'hex')), /refused \(status 2\)/],
    ['another place', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), /./],
    ['no answer', () => {}, /timeout|aborted/i, 300],
  ];
  for (const [name, listener, said, patience = 60_000] of answers)
    await assert.rejects(timeStamperAt(await serve(listener), patience)(digest), said, name);
  // A token that is good in itself, for something else, or given to somebody else before.
  const granted = (token: Uint8Array) => {
    const body = Buffer.concat([Buffer.from('3003020100', 'hex'), token]);
    const head = Buffer.from([0x30, 0x82, 0, 0]);
    head.writeUInt16BE(body.length, 2);
    return Buffer.concat([head, body]);
  };
  const replay = async (of: Uint8Array) => {
    const token = (await standIn()(of))!;
    return timeStamperAt(await serve((_, response) => void response.end(granted(token))), 60_000)(digest);
  };
  await assert.rejects(replay(randomBytes(32)), /the time stamp is altered/);
  await assert.rejects(replay(digest), /for another request/);
});

test('A stamp that proves nothing is told, and the signature stays what it is', async () => {
  const trouble = async (stamper: TimeStamper, roots?: Uint8Array[]) => {
    const [report] = await verifyPdf(await sign(stamper), roots ?? root.chain);
    assert.equal(report?.valid, roots === undefined);
    return report?.stamp?.trouble;
  };
  assert.equal(await trouble((digest) => standIn()(digest.toReversed())), 'altered');
  assert.equal(await trouble(async () => Buffer.from('300506012a0500', 'hex')), 'unreadable');
  // An official's certificate may sign papers; it may not say when.
  assert.equal(await trouble(standIn(head)), 'wrong-certificate');
  const stranger = await createAuthority({ commonName: 'Không quen' }, validity, 'ecdsa-p256');
  const theirs = await issueStampCertificate(stranger, { commonName: 'Giờ lạ' }, validity);
  assert.equal(await trouble(standIn(theirs)), 'untrusted');
  const old = await issueStampCertificate(root, { commonName: 'Giờ cũ' }, { ...validity, years: 0 });
  assert.equal(await trouble(standIn(old)), 'expired');
  // Bytes of a token that were changed on the way.
  const bent = async (digest: Uint8Array) => {
    const token = Buffer.from((await standIn()(digest))!);
    token[token.indexOf('20261120', 0, 'latin1') + 3]! ^= 1;
    return token;
  };
  assert.equal(await trouble(bent), 'altered');
});
