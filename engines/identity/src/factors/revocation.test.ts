/** What counts of a certificate when a responder, a list, both or neither say whether it was taken back. */
import assert from 'node:assert/strict';
import { createSign, X509Certificate } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import {
  answerAsResponder,
  type Answering,
  createAuthority,
  type Identity,
  issueCertificate,
  issueResponderCertificate,
  listRevoked,
  toPem,
} from '@dinh/signing';
import { type House, nobody, openHouse } from '../test-house.ts';
import { Person, refusal } from '../test-person.ts';
import { mustBeAnswered, readCertificate } from './certificates.ts';

const minute = 60_000;
let house: House;
let root: Identity;
let responder: Identity;
let server: Server;
let url: string;
/** How the responder answers now; undefined: not at all. */
let how: (Partial<Answering> & { by?: Identity }) | undefined;
let asked = 0;
const config = () => house.app.config as { ocspUrl: string | undefined; revocationRequired: boolean };
const lists = () => join(house.app.config.dataFolder, 'keys', 'signing', 'crl');
before(async () => {
  house = await openHouse();
  house.app.messenger = { tell: async () => {}, reaches: () => true };
  await house.load((pack) => {
    const role = pack.roles.find(({ key }) => key === 'administrator')!;
    (role.permissions as Record<string, string>)['identity.watch-sign-ins'] = 'all';
  });
  const validity = { from: new Date(house.clock.now().getTime() - 24 * 60 * minute), years: 5 };
  root = await createAuthority({ commonName: 'Gốc' }, validity, 'ecdsa-p256');
  responder = await issueResponderCertificate(root, { commonName: 'Trả lời' }, validity);
  const roots = join(house.app.config.dataFolder, 'keys', 'signing', 'roots');
  await mkdir(roots, { recursive: true });
  await mkdir(lists(), { recursive: true });
  await writeFile(join(roots, 'goc.pem'), toPem(root.chain[0]!));
  server = createServer(async (request, response) => {
    asked += 1;
    if (!how) return void response.writeHead(503).end();
    const { by = responder, ...more } = how;
    response.end(await answerAsResponder(await buffer(request), by, { standing: () => 'good', now: house.clock.now(), ...more }));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(async () => {
  asked = 0;
  how = {};
  Object.assign(config(), { ocspUrl: undefined, revocationRequired: false });
  for (const name of await readdir(lists())) await rm(join(lists(), name));
  house.clock.advance(2 * minute); // a responder that did not answer is asked again
});
after(async () => {
  server.close();
  await house.close();
});

/** A certificate that nobody has been asked about yet. */
const fresh = (name = 'Hoàng Đức Tùng') =>
  issueCertificate(
    root,
    { commonName: name },
    { from: new Date(house.clock.now().getTime() - minute), years: 2 },
    'ecdsa-p256',
    url,
  );
/** `believed`, `unanswered` (believed without an answer), or `refused`. */
async function seen(one: Identity): Promise<string> {
  const read = await readCertificate(house.app, one.chain.map(toPem).join(''));
  try {
    if (read) mustBeAnswered(house.app, read);
  } catch {
    return 'refused';
  }
  return read ? (read.unanswered ? 'unanswered' : 'believed') : 'refused';
}
const list = async (revoked: Identity[], until?: Date) =>
  writeFile(
    join(lists(), 'thu.crl'),
    await listRevoked(
      root,
      revoked.map(({ chain }) => chain[0]!),
      house.clock.now(),
      until,
    ),
  );

test('A responder’s answer is kept for as long as it holds, and then it is asked again', async () => {
  const own = await fresh();
  assert.deepEqual([await seen(own), await seen(own), asked], ['believed', 'believed', 1]);
  how = { standing: () => 'revoked' };
  assert.equal(await seen(own), 'believed', 'within the hour for which the first answer holds');
  house.clock.advance(61 * minute);
  assert.deepEqual([await seen(own), asked], ['refused', 2]);
});

test('A certificate that was taken back, or that its responder does not know, is refused, whatever the lists say', async () => {
  for (const standing of ['revoked', 'unknown'] as const) {
    const own = await fresh();
    await list([], new Date(house.clock.now().getTime() + 60 * minute));
    how = { standing: () => standing };
    assert.equal(await seen(own), 'refused', standing);
  }
  const listed = await fresh();
  await list([listed]);
  how = {};
  assert.equal(await seen(listed), 'refused', 'a list that names it comes before a responder that calls it good');
});

test('When the responder is silent, late or not to be believed, a list that holds speaks; when neither speaks the operator has decided', async () => {
  const stranger = await createAuthority(
    { commonName: 'Gốc' },
    { from: new Date(house.clock.now().getTime() - minute), years: 1 },
    'ecdsa-p256',
  );
  const bad: [string, typeof how][] = [
    ['silent', undefined],
    ['a wrong signature', { by: stranger }],
    ['an old answer that is played again', { nonce: null, now: new Date(house.clock.now().getTime() - 120 * minute) }],
  ];
  for (const [name, answers] of bad) {
    const own = await fresh();
    how = answers;
    assert.equal(await seen(own), 'unanswered', name);
    config().revocationRequired = true;
    assert.equal(await seen(own), 'refused', name);
    await list([], new Date(house.clock.now().getTime() + 60 * minute));
    assert.equal(await seen(own), 'believed', `${name}, with a list`);
    await list([], new Date(house.clock.now().getTime() - minute));
    assert.equal(await seen(own), 'refused', 'a list that holds no more says nothing good');
    await rm(join(lists(), 'thu.crl'));
    config().revocationRequired = false;
    house.clock.advance(2 * minute);
  }
});

test('One that does not answer is left alone for a minute; `off` asks nobody; an address of the operator goes before the certificate’s', async () => {
  how = undefined;
  assert.deepEqual([await seen(await fresh()), await seen(await fresh()), asked], ['unanswered', 'unanswered', 1]);
  house.clock.advance(2 * minute);
  how = {};
  config().ocspUrl = 'off';
  assert.deepEqual([await seen(await fresh()), asked], ['unanswered', 1]);
  config().ocspUrl = url;
  const elsewhere = await issueCertificate(
    root,
    { commonName: 'Hai' },
    { from: house.clock.now(), years: 1 },
    'ecdsa-p256',
    'http://127.0.0.1:1/',
  );
  house.clock.advance(minute);
  assert.equal(await seen(elsewhere), 'believed');
});

test('An address in a certificate that no root vouches for is never called', async () => {
  const stranger = await createAuthority(
    { commonName: 'Gốc lạ' },
    { from: new Date(house.clock.now().getTime() - minute), years: 1 },
    'ecdsa-p256',
  );
  const own = await issueCertificate(stranger, { commonName: 'Tùng' }, { from: house.clock.now(), years: 1 }, 'ecdsa-p256', url);
  assert.deepEqual([await seen(own), asked], ['refused', 0]);
});

test('Who is let in without an answer is told to whoever watches sign-ins; where answers are asked for they are refused', async () => {
  const own = await fresh();
  const sign = (text: string) => createSign('sha256').update(text, 'utf8').sign(own.privateKey).toString('base64');
  const who = await Person.by(house, 'giamdoc');
  const begun = await who.run('identity.begin-factor', { kind: 'certificate' });
  await who.run('identity.add-factor', {
    kind: 'certificate',
    proof: begun.proof,
    certificate: own.chain.map(toPem).join(''),
    signature: sign(begun.text!),
  });
  house.clock.advance(61 * minute);
  how = undefined;
  const { fingerprint256: certificate } = new X509Certificate(own.chain[0]!);
  const enter = async () => {
    const { proof, text } = await house.app.run('identity.begin-sign-in', { kind: 'certificate' }, nobody);
    return house.app.run('identity.sign-in-by-key', { kind: 'certificate', proof, certificate, signature: sign(text!) }, nobody);
  };
  await enter();
  await house.app.events.drain();
  const { events } = await house.app.run(
    'identity.list-sign-in-events',
    { newest: true, event: 'identity.revocation-unanswered' as never },
    await house.as('quantri'),
  );
  assert.deepEqual(
    events.map(({ name, by }) => [name, by?.kind, by?.name]),
    [['Hoàng Đức Tùng', 'certificate', 'Hoàng Đức Tùng']],
  );
  config().revocationRequired = true;
  await assert.rejects(enter(), refusal('identity.revocation-unanswered'));
});
