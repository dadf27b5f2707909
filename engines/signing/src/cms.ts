import { createHash } from 'node:crypto';
import { fromBER, Null, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { bytesOf } from './authority.ts';
import { HASHES } from './hashes.ts';
import type { Signer } from './signer.ts';
import type { TimeStamper } from './time-stamper.ts';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
  /** What a time stamp says (TSTInfo). */
  timeStamp: '1.2.840.113549.1.9.16.1.4',
  /** The use of a certificate that may stamp, and may do nothing else (RFC 3161 2.3). */
  timeStamping: '1.3.6.1.5.5.7.3.8',
  rsa: '1.2.840.113549.1.1.1',
} as const;

/**
 * A detached CMS signature (RFC 5652) with the attributes of CAdES/PAdES baseline B (ETSI EN 319 122-1, 319 142-1):
 * content type, message digest and signing-certificate-v2. The time is not among them: PAdES has it in the PDF.
 * @param digest SHA-256 of what is signed
 * @param stamper where the signature is given its time: baseline T
 */
export function signDetached(digest: Uint8Array, signer: Signer, stamper?: TimeStamper): Promise<Uint8Array> {
  return signMessage({ type: OID.data, digest, stamper }, signer);
}

/** A signed message of one signer. @param message.content stands inside; without it the signature is detached */
export async function signMessage(
  message: {
    readonly type: string;
    readonly digest: Uint8Array;
    readonly content?: Uint8Array;
    readonly stamper?: TimeStamper | undefined;
  },
  signer: Signer,
): Promise<Uint8Array> {
  const { type, digest, content, stamper } = message;
  const certificates = signer.chain.map((der) => Certificate.fromBER(bytesOf(der)));
  const own = certificates[0]!;
  const sha256 = new AlgorithmIdentifier({ algorithmId: HASHES.sha256.oid });
  const attributes = [
    new Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: type })] }),
    new Attribute({ type: OID.messageDigest, values: [new OctetString({ valueHex: bytesOf(digest) })] }),
    new Attribute({ type: OID.signingCertificateV2, values: [signingCertificateV2(signer.chain[0]!)] }),
  ];
  const signature = await signer.sign(signedBytes(attributes));
  const token = await stamper?.(createHash('sha256').update(signature).digest());
  const info = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
    digestAlgorithm: sha256,
    signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: inOrder(attributes) }),
    signatureAlgorithm:
      signer.algorithm === 'rsa-sha256'
        ? new AlgorithmIdentifier({ algorithmId: OID.rsa, algorithmParams: new Null() })
        : new AlgorithmIdentifier({ algorithmId: HASHES.sha256.ecdsa }),
    signature: new OctetString({ valueHex: bytesOf(signature) }),
    ...(token && { unsignedAttrs: stampedBy(token) }),
  });
  const inside = new EncapsulatedContentInfo({ eContentType: type });
  // Set afterwards: given at once it would be cut into pieces, which is not DER.
  if (content) inside.eContent = new OctetString({ valueHex: bytesOf(content) });
  const signed = new SignedData({
    version: type === OID.data ? 1 : 3,
    digestAlgorithms: [sha256],
    encapContentInfo: inside,
    certificates,
    signerInfos: [info],
  });
  const whole = new ContentInfo({ contentType: OID.signedData, content: signed.toSchema(true) });
  return new Uint8Array(whole.toSchema().toBER());
}

/** The attribute signature-time-stamp (RFC 3161 appendix A, ETSI EN 319 122-1 5.3). @throws Error when the token is no DER */
function stampedBy(token: Uint8Array): SignedAndUnsignedAttributes {
  const { result, offset } = fromBER(bytesOf(token));
  if (offset !== token.length || !Buffer.from(result.toBER()).equals(token))
    throw new Error('the time stamp is not written in DER');
  const values = [result];
  return new SignedAndUnsignedAttributes({
    type: 1,
    attributes: [new Attribute({ type: OID.signatureTimeStamp, values })],
  });
}

/** What is really signed: the attributes as a DER SET (RFC 5652 5.4), its members sorted by their bytes. */
function signedBytes(attributes: Attribute[]): Uint8Array {
  return new Uint8Array(new Asn1Set({ value: inOrder(attributes).map((one) => one.toSchema()) }).toBER());
}

function inOrder(attributes: Attribute[]): Attribute[] {
  return attributes
    .map((one) => [Buffer.from(one.toSchema().toBER()), one] as const)
    .toSorted(([a], [b]) => Buffer.compare(a, b))
    .map(([, one]) => one);
}

/** ESSCertIDv2 of the signer's certificate with SHA-256, which is the default and so is not named (RFC 5035). */
function signingCertificateV2(certificate: Uint8Array): Sequence {
  const hash = createHash('sha256').update(certificate).digest();
  const id = new Sequence({ value: [new OctetString({ valueHex: bytesOf(hash) })] });
  return new Sequence({ value: [new Sequence({ value: [id] })] });
}
