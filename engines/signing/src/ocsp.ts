import { randomBytes } from 'node:crypto';
import { Enumerated, GeneralizedTime, Null, OctetString, Primitive, Constructed } from 'asn1js';
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  ExtKeyUsage,
  Extension,
  getCrypto,
  InfoAccess,
  OCSPRequest,
  OCSPResponse,
  ResponseBytes,
  SingleResponse,
} from 'pkijs';
import { bytesOf, type Identity, OCSP_SIGNING, signingKey } from './authority.ts';
import { HASHES } from './hashes.ts';
import { bytesIn } from './time-stamper.ts';

/** What a responder says of a certificate. `unknown`: it does not know it, which is no reason to believe it. */
export type Standing = 'good' | 'revoked' | 'unknown';

/** An answer that was verified, and until when it may be kept. */
export interface OcspAnswer {
  readonly standing: Standing;
  readonly until: Date;
}

const OID = {
  ocsp: '1.3.6.1.5.5.7.48.1',
  basic: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
  authorityInfo: '1.3.6.1.5.5.7.1.1',
  keyUsages: '2.5.29.37',
} as const;

/** Clocks differ; an answer from so far ahead, or so long over, is still taken. Milliseconds. */
const SKEW = 5 * 60_000;
/** An answer that does not say until when it holds is one of this moment. */
const MOMENT = 10 * 60_000;
/** However long a responder lets its answers hold, it is asked again after a day. */
const LONGEST = 24 * 3_600_000;

/** Where the issuer of a certificate (DER) answers, as the certificate says (RFC 5280 4.2.2.1); http and https alone. */
export function responderOf(certificate: Uint8Array): string | undefined {
  const { extensions = [] } = Certificate.fromBER(bytesOf(certificate));
  const info = extensions.find(({ extnID }) => extnID === OID.authorityInfo)?.parsedValue;
  if (!(info instanceof InfoAccess)) return undefined;
  return info.accessDescriptions
    .filter(({ accessMethod, accessLocation }) => accessMethod === OID.ocsp && accessLocation.type === 6)
    .map(({ accessLocation }) => String(accessLocation.value))
    .find((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''));
}

/**
 * Asks a responder (RFC 6960, over HTTP by POST) whether a certificate was taken back by its issuer (both DER). The answer is believed when
 * the issuer has signed it, or somebody whom the issuer lets answer and do nothing else; when it is about this certificate; when it
 * is of now; and when it repeats our random number, where it says one at all: many responders sign their answers ahead.
 * @param patience milliseconds until it counts as not answering
 * @throws Error when it does not answer, or answers what cannot be believed
 */
export async function askResponder(
  certificate: Uint8Array,
  issuer: Uint8Array,
  { url, patience, now }: { readonly url: string; readonly patience: number; readonly now: Date },
): Promise<OcspAnswer> {
  const [own, by] = [certificate, issuer].map((der) => Certificate.fromBER(bytesOf(der))) as [Certificate, Certificate];
  const request = new OCSPRequest();
  // Every responder knows certificates by SHA-1 (RFC 5019 2.1.1); nothing is signed by it.
  await request.createForCertificate(own, { hashAlgorithm: 'SHA-1', issuerCertificate: by });
  const nonce = randomBytes(32);
  request.tbsRequest.requestExtensions = [
    new Extension({ extnID: OID.nonce, extnValue: new OctetString({ valueHex: bytesOf(nonce) }).toBER() }),
  ];
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    body: request.toSchema(true).toBER(),
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw new Error(`the responder answered with ${answer.status}`);
  return judgeAnswer(await bytesIn(answer), { own, by, nonce, now });
}

interface Question {
  readonly own: Certificate;
  readonly by: Certificate;
  readonly nonce: Uint8Array;
  readonly now: Date;
}

async function judgeAnswer(bytes: Uint8Array, { own, by, nonce, now }: Question): Promise<OcspAnswer> {
  const { responseStatus, responseBytes } = OCSPResponse.fromBER(bytesOf(bytes));
  const status = responseStatus.valueBlock.valueDec;
  if (status !== 0) throw new Error(`the responder refused (status ${status})`);
  if (responseBytes?.responseType !== OID.basic) throw new Error('the responder answered in a way that is not known');
  const basic = BasicOCSPResponse.fromBER(bytesOf(responseBytes.response.valueBlock.valueHexView));
  await mustBeSigned(basic, by, now);
  const { responses, responseExtensions = [] } = basic.tbsResponseData;
  const said = responseExtensions.find(({ extnID }) => extnID === OID.nonce)?.extnValue.valueBlock.valueHexView;
  // The number stands in an octet string of its own, or, of some responders, as it is.
  if (said && ![said, said.subarray(2)].some((one) => Buffer.from(one).equals(nonce)))
    throw new Error('the answer is to another question');
  let one: SingleResponse | undefined;
  for (const response of responses) if (await isAbout(response, own, by)) one = response;
  if (!one) throw new Error('the answer is about another certificate');
  const from = one.thisUpdate.getTime();
  const end = one.nextUpdate?.getTime() ?? from + MOMENT;
  if (from > now.getTime() + SKEW) throw new Error('the answer is from a time that has not come');
  if (end < now.getTime() - SKEW) throw new Error('the answer holds no more');
  const until = new Date(Math.min(end, now.getTime() + LONGEST));
  const tag = (one.certStatus as { idBlock: { tagNumber: number } }).idBlock.tagNumber;
  return { standing: (['good', 'revoked'] as const)[tag] ?? 'unknown', until };
}

async function isAbout({ certID }: SingleResponse, own: Certificate, by: Certificate): Promise<boolean> {
  const hash = { '1.3.14.3.2.26': 'SHA-1', [HASHES.sha256.oid]: 'SHA-256' }[certID.hashAlgorithm.algorithmId];
  if (!hash) return false;
  const id = new CertID();
  await id.createForCertificate(own, { hashAlgorithm: hash, issuerCertificate: by });
  return id.isEqual(certID);
}

/** @throws Error neither the issuer nor somebody whom it lets answer (RFC 6960 4.2.2.2) has signed it. */
async function mustBeSigned(basic: BasicOCSPResponse, by: Certificate, now: Date): Promise<void> {
  const { algorithmId } = basic.signatureAlgorithm;
  if (!Object.values(HASHES).some(({ rsa, ecdsa }) => rsa === algorithmId || ecdsa === algorithmId))
    throw new Error('the answer is signed in a way that is not taken');
  const delegates: Certificate[] = [];
  for (const one of basic.certs ?? []) if (await mayAnswer(one, by, now)) delegates.push(one);
  for (const { subjectPublicKeyInfo } of [by, ...delegates]) {
    const holds = getCrypto(true)
      .verifyWithPublicKey(
        bytesOf(basic.tbsResponseData.tbsView),
        basic.signature,
        subjectPublicKeyInfo,
        basic.signatureAlgorithm,
      )
      .catch(() => false); // a key of another kind
    if (await holds) return;
  }
  throw new Error('the answer is not signed by whoever may answer');
}

async function mayAnswer(one: Certificate, by: Certificate, now: Date): Promise<boolean> {
  const usage = one.extensions?.find(({ extnID }) => extnID === OID.keyUsages)?.parsedValue;
  if (!(usage instanceof ExtKeyUsage) || !usage.keyPurposes.includes(OCSP_SIGNING)) return false;
  if (one.notBefore.value > now || one.notAfter.value <= now) return false;
  return one.issuer.isEqual(by.subject) && (await one.verify(by).catch(() => false));
}

/** How a stand-in answers; what is left out is as a good responder does it. */
export interface Answering {
  standing(serial: string): Standing;
  readonly now: Date;
  /** Minutes until which the answer holds; null: it does not say. */
  readonly minutes?: number | null;
  /** The random number that it repeats; null: none. */
  readonly nonce?: Uint8Array | null;
}

/**
 * A stand-in responder for trials and tests: answers a request (DER) about a certificate of `issuer` with the key of `by`, which is the
 * issuer or holds a certificate that may answer.
 */
export async function answerAsResponder(
  request: Uint8Array,
  by: Identity,
  { standing, now, minutes = 60, nonce }: Answering,
): Promise<Uint8Array> {
  const { tbsRequest } = OCSPRequest.fromBER(bytesOf(request));
  const certID = tbsRequest.requestList[0]!.reqCert;
  const asked = tbsRequest.requestExtensions?.find(({ extnID }) => extnID === OID.nonce);
  const own = Certificate.fromBER(bytesOf(by.chain[0]!));
  const basic = new BasicOCSPResponse();
  const { tbsResponseData } = basic;
  tbsResponseData.responderID = own.subject;
  tbsResponseData.producedAt = now;
  const single = new SingleResponse({ certID });
  single.certStatus = statusOf(standing(Buffer.from(certID.serialNumber.valueBlock.valueHexView).toString('hex')), now);
  single.thisUpdate = now;
  if (minutes !== null) single.nextUpdate = new Date(now.getTime() + minutes * 60_000);
  tbsResponseData.responses = [single];
  const repeated = nonce === undefined ? asked?.extnValue.valueBlock.valueHexView : nonce;
  if (repeated) tbsResponseData.responseExtensions = [new Extension({ extnID: OID.nonce, extnValue: bytesOf(repeated) })];
  basic.certs = [own];
  await basic.sign(await signingKey(by), 'SHA-256');
  const response = new OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new ResponseBytes({
      responseType: OID.basic,
      response: new OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  });
  return new Uint8Array(response.toSchema().toBER());
}

/** CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT NULL } */
function statusOf(standing: Standing, at: Date): Primitive | Constructed {
  if (standing === 'revoked')
    return new Constructed({ idBlock: { tagClass: 3, tagNumber: 1 }, value: [new GeneralizedTime({ valueDate: at })] });
  return new Primitive({ idBlock: { tagClass: 3, tagNumber: standing === 'good' ? 0 : 2 }, lenBlock: new Null().lenBlock });
}
