import { createHash, KeyObject, randomBytes } from 'node:crypto';
import { BitString, Integer, OctetString } from 'asn1js';
import {
  AccessDescription,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  Extension,
  GeneralName,
  InfoAccess,
} from 'pkijs';
import { toName } from './names.ts';
import type { Subject } from './names.ts';

/** RSA-2048 is what every reader of PDFs accepts; P-256 signs some ten times faster. Both with SHA-256. */
export type KeyKind = 'rsa-2048' | 'ecdsa-p256';

/** A key with the certificates that speak for it: DER, its own first, then up to the root. */
export type Identity = { kind: KeyKind; privateKey: KeyObject; chain: Uint8Array[] };

export type Validity = { from: Date; years: number };

/** The use of a certificate that may answer for its issuer whether others were taken back (RFC 6960 4.2.2.2). */
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

const ALGORITHM = {
  'rsa-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  'ecdsa-p256': { name: 'ECDSA', namedCurve: 'P-256' },
} as const;

// Bits of KeyUsage, from the left (RFC 5280 4.2.1.3).
const KEY_USAGE = { signer: 0b11000000, authority: 0b00000110 };

/**
 * Makes a root of trust for a demonstration or a test: it signs itself and is worth what its maker is worth.
 * In real use certificates come from the government's or a licensed public authority, and no root is made here.
 */
export function createAuthority(subject: Subject, validity: Validity, kind: KeyKind = 'rsa-2048'): Promise<Identity> {
  return makeIdentity(subject, validity, kind, undefined);
}

/**
 * Issues a certificate, with a new key, for a person or for an agency (its stamp) under `authority`.
 * @param responder where it is asked whether it was taken back (OCSP)
 */
export function issueCertificate(
  authority: Identity,
  subject: Subject,
  validity: Validity,
  kind: KeyKind = 'rsa-2048',
  responder?: string,
): Promise<Identity> {
  return makeIdentity(subject, validity, kind, authority, { responder });
}

/** Issues a certificate, with a new key, that may answer for `authority` whether others were taken back, and do nothing else. */
export function issueResponderCertificate(authority: Identity, subject: Subject, validity: Validity): Promise<Identity> {
  return makeIdentity(subject, validity, 'ecdsa-p256', authority, { use: 'answer' });
}

/** Issues a certificate, with a new key, that may stamp times and nothing else. */
export function issueStampCertificate(
  authority: Identity,
  subject: Subject,
  validity: Validity,
  kind: KeyKind = 'ecdsa-p256',
): Promise<Identity> {
  return makeIdentity(subject, validity, kind, authority, { use: 'stamp' });
}

interface What {
  readonly use?: 'stamp' | 'answer';
  readonly responder?: string | undefined;
}

async function makeIdentity(
  subject: Subject,
  validity: Validity,
  kind: KeyKind,
  authority: Identity | undefined,
  what: What = {},
): Promise<Identity> {
  const pair = await crypto.subtle.generateKey(ALGORITHM[kind], true, ['sign', 'verify']);
  const issuer = authority && Certificate.fromBER(bytesOf(authority.chain[0]!));
  const certificate = new Certificate();
  certificate.version = 2;
  // Positive and of 16 bytes: the first bit must be clear.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  certificate.serialNumber = new Integer({ valueHex: bytesOf(serial) });
  certificate.subject = toName(subject);
  certificate.issuer = issuer ? issuer.subject : toName(subject);
  certificate.notBefore.value = validity.from;
  certificate.notAfter.value = yearsAfter(validity);
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey);
  certificate.extensions = extensionsFor(certificate, issuer ?? certificate, authority === undefined, what);
  await certificate.sign(authority ? await signingKey(authority) : pair.privateKey, 'SHA-256');
  return {
    kind,
    privateKey: KeyObject.from(pair.privateKey),
    chain: [new Uint8Array(certificate.toSchema(true).toBER()), ...(authority?.chain ?? [])],
  };
}

function extensionsFor(
  certificate: Certificate,
  issuer: Certificate,
  isAuthority: boolean,
  { use, responder }: What,
): Extension[] {
  const usage = new Uint8Array([isAuthority ? KEY_USAGE.authority : KEY_USAGE.signer]);
  const extensions = [
    extension('2.5.29.19', true, new BasicConstraints(isAuthority ? { cA: true } : {})),
    extension('2.5.29.15', true, {
      toSchema: () => new BitString({ valueHex: bytesOf(usage), unusedBits: isAuthority ? 1 : 6 }),
    }),
    extension('2.5.29.14', false, { toSchema: () => keyIdentifier(certificate) }),
  ];
  if (isAuthority) return extensions;
  return [
    ...extensions,
    extension('2.5.29.35', false, new AuthorityKeyIdentifier({ keyIdentifier: keyIdentifier(issuer) })),
    // Document signing (RFC 9336), and e-mail protection because older readers know no other use for a signature.
    // One that stamps does nothing else, and says so in a way that must be heeded (RFC 3161 2.3).
    extension('2.5.29.37', use !== undefined, new ExtKeyUsage({ keyPurposes: purposes[use ?? 'sign'] })),
    ...(responder === undefined ? [] : [extension('1.3.6.1.5.5.7.1.1', false, answeredAt(responder))]),
  ];
}

const purposes = {
  sign: ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'],
  stamp: ['1.3.6.1.5.5.7.3.8'],
  answer: [OCSP_SIGNING],
};

/** Where the issuer is asked for this certificate (RFC 5280 4.2.2.1). */
const answeredAt = (url: string): InfoAccess =>
  new InfoAccess({
    accessDescriptions: [
      new AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: new GeneralName({ type: 6, value: url }) }),
    ],
  });

function extension(extnID: string, critical: boolean, value: { toSchema(): { toBER(): ArrayBuffer } }): Extension {
  return new Extension({ extnID, critical, extnValue: value.toSchema().toBER() });
}

function keyIdentifier(certificate: Certificate): OctetString {
  const key = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return new OctetString({ valueHex: bytesOf(createHash('sha1').update(key).digest()) });
}

/** The key of an identity, as the library of certificates signs with it. */
export function signingKey(identity: Identity): Promise<CryptoKey> {
  const der = identity.privateKey.export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', bytesOf(der), ALGORITHM[identity.kind], false, ['sign']);
}

function yearsAfter({ from, years }: Validity): Date {
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until;
}

/** The bytes alone, as an ArrayBuffer of their own: a Buffer may be a window on a larger one. */
export function bytesOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
