import { createHash } from 'node:crypto';
import { Null, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';
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
import type { Signer } from './signer.ts';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  ecdsaSha256: '1.2.840.10045.4.3.2',
} as const;

/**
 * A detached CMS signature (RFC 5652) with the attributes of CAdES/PAdES baseline B (ETSI EN 319 122-1, 319 142-1):
 * content type, message digest and signing-certificate-v2. The time is not among them: PAdES has it in the PDF.
 * @param digest SHA-256 of what is signed
 */
export async function signDetached(digest: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const certificates = signer.chain.map((der) => Certificate.fromBER(bytesOf(der)));
  const own = certificates[0]!;
  const sha256 = new AlgorithmIdentifier({ algorithmId: OID.sha256 });
  const attributes = [
    new Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: OID.data })] }),
    new Attribute({ type: OID.messageDigest, values: [new OctetString({ valueHex: bytesOf(digest) })] }),
    new Attribute({ type: OID.signingCertificateV2, values: [signingCertificateV2(signer.chain[0]!)] }),
  ];
  const toSign = signedBytes(attributes);
  const info = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
    digestAlgorithm: sha256,
    signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: inOrder(attributes) }),
    signatureAlgorithm:
      signer.algorithm === 'rsa-sha256'
        ? new AlgorithmIdentifier({ algorithmId: OID.rsa, algorithmParams: new Null() })
        : new AlgorithmIdentifier({ algorithmId: OID.ecdsaSha256 }),
    signature: new OctetString({ valueHex: bytesOf(await signer.sign(toSign)) }),
  });
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: [sha256],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates,
    signerInfos: [info],
  });
  const content = new ContentInfo({ contentType: OID.signedData, content: signed.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
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
