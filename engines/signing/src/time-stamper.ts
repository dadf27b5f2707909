import { createHash, randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, PKIStatus, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';
import { bytesOf, type Identity } from './authority.ts';
import { checkTimeStamp } from './check-cms.ts';
import { OID, signMessage } from './cms.ts';
import { HASHES } from './hashes.ts';
import { signerOf } from './signer.ts';

/**
 * The port behind which a time-stamping authority is: gives a token (RFC 3161 2.4.2, DER) that says when something with
 * this SHA-256 was there, or undefined where it is to be done without.
 */
export type TimeStamper = (digest: Uint8Array) => Promise<Uint8Array | undefined>;

/** Larger answers are from nobody who stamps, or tells of certificates. */
const LARGEST = 65_536;

/**
 * A time-stamping authority at an address (RFC 3161 3.4). The token is for this request and for nothing else; whether it may be
 * trusted is seen when the signature is verified.
 * @param url http or https, with user and password where it asks for them
 * @param patience milliseconds until it counts as not answering
 * @throws Error when it does not answer, refuses, or answers something else
 */
export function timeStamperAt(url: string, patience: number): TimeStamper {
  const { address, authorization } = splitUrl(url);
  return async (digest) => {
    const nonce = positive(8);
    const request = new TimeStampReq({ version: 1, messageImprint: imprintOf(digest), nonce, certReq: true });
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', ...authorization },
      body: request.toSchema().toBER(),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    if (!answer.ok) throw new Error(`the time-stamping authority answered with ${answer.status}`);
    return tokenIn(await bytesIn(answer), digest, nonce);
  };
}

/** The bytes of an answer, as far as an authority has anything to say. @throws Error it is longer */
export async function bytesIn(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tokenIn(bytes: Uint8Array, digest: Uint8Array, nonce: Integer): Uint8Array {
  const { status, timeStampToken } = TimeStampResp.fromBER(bytesOf(bytes));
  const granted = status.status === PKIStatus.granted || status.status === PKIStatus.grantedWithMods;
  if (!granted || !timeStampToken) throw new Error(`the time-stamping authority refused (status ${status.status})`);
  const token = new Uint8Array(timeStampToken.toSchema().toBER());
  // Whom one trusts is asked later; that it stamps this, and by a signature that holds, is seen now.
  const { trouble, nonce: theirs } = checkTimeStamp(token, digest, []);
  if (trouble !== null && trouble !== 'untrusted') throw new Error(`the time stamp is ${trouble}`);
  if (theirs !== Buffer.from(nonce.valueBlock.valueHexView).toString('hex'))
    throw new Error('the time stamp is for another request');
  return token;
}

/** A stand-in for demonstrations: stamps with a key of its own, by the clock that it is given. Worth what its root is worth. */
export function timeStamperOf(identity: Identity, now: () => Date): TimeStamper {
  const signer = signerOf(identity);
  return async (digest) => {
    const said = new TSTInfo({
      version: 1,
      policy: POLICY,
      messageImprint: imprintOf(digest),
      serialNumber: positive(16),
      // Whole seconds, as it is written.
      genTime: new Date(Math.floor(now().getTime() / 1000) * 1000),
    });
    const content = new Uint8Array(said.toSchema().toBER());
    return signMessage({ type: OID.timeStamp, digest: createHash('sha256').update(content).digest(), content }, signer);
  };
}

/** Under the arc for examples (2.999): nobody's policy. */
const POLICY = '2.999.3161';

const imprintOf = (digest: Uint8Array): MessageImprint =>
  new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: HASHES.sha256.oid }),
    hashedMessage: new OctetString({ valueHex: bytesOf(digest) }),
  });

/** A random number, its first bits so that it is positive and as long as it is. */
function positive(bytes: number): Integer {
  const value = randomBytes(bytes);
  value[0] = (value[0]! & 0x3f) | 0x40;
  return new Integer({ valueHex: bytesOf(value) });
}

function splitUrl(url: string): { address: string; authorization: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  if (!username) return { address: address.href, authorization: {} };
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { address: address.href, authorization: { authorization: `Basic ${secret}` } };
}
