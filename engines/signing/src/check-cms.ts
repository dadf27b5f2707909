import { createHash, verify, X509Certificate } from 'node:crypto';
import { OctetString } from 'asn1js';
import type { ObjectIdentifier, Sequence } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';
import type { SignerInfo } from 'pkijs';
import { bytesOf } from './authority.ts';
import { OID } from './cms.ts';
import { fromName } from './names.ts';
import type { Subject } from './names.ts';

/** What a signature may suffer from, the gravest first. */
export type Trouble =
  | 'unreadable'
  | 'altered'
  | 'bad-signature'
  | 'wrong-certificate'
  | 'expired'
  | 'untrusted'
  | 'changed-after';

/** What a detached CMS signature says. */
export type CmsReport = { trouble: Trouble | null; signer: Subject | null; certificate: Uint8Array | null };

/**
 * Checks a detached CMS signature over bytes of which `digest` is the SHA-256, and its certificates up to one of
 * `roots` (DER), valid at the time `at`. Revocation is not asked for.
 */
export function checkDetached(cms: Uint8Array, digest: Uint8Array, roots: Uint8Array[], at: Date): CmsReport {
  let parsed: { info: SignerInfo; certificates: Certificate[] };
  try {
    parsed = parse(cms);
  } catch {
    return { trouble: 'unreadable', signer: null, certificate: null };
  }
  const { info, certificates } = parsed;
  const own = certificates.find((one) => isNamedBy(info, one));
  if (!own) return { trouble: 'wrong-certificate', signer: null, certificate: null };
  const der = new Uint8Array(own.toSchema(false).toBER());
  const chain = certificates.map((one) => new Uint8Array(one.toSchema(false).toBER()));
  return {
    trouble: troubleOf(info, der, digest) ?? chainTrouble(der, chain, roots, at),
    signer: fromName(own.subject),
    certificate: der,
  };
}

function parse(cms: Uint8Array): { info: SignerInfo; certificates: Certificate[] } {
  const content = ContentInfo.fromBER(bytesOf(cms));
  if (content.contentType !== OID.signedData) throw new Error('not signed data');
  const signed = new SignedData({ schema: content.content });
  const info = signed.signerInfos[0];
  if (!info || signed.signerInfos.length !== 1 || signed.encapContentInfo.eContent)
    throw new Error('not one signer');
  return { info, certificates: (signed.certificates ?? []).filter((one) => one instanceof Certificate) };
}

function isNamedBy({ sid }: SignerInfo, certificate: Certificate): boolean {
  return (
    sid instanceof IssuerAndSerialNumber &&
    sid.issuer.isEqual(certificate.issuer) &&
    sid.serialNumber.isEqual(certificate.serialNumber)
  );
}

function troubleOf(info: SignerInfo, der: Uint8Array, digest: Uint8Array): Trouble | null {
  const attributes = info.signedAttrs?.attributes ?? [];
  const valueOf = (type: string): unknown => {
    const found = attributes.filter((one) => one.type === type);
    return found.length === 1 && found[0]!.values.length === 1 ? found[0]!.values[0] : undefined;
  };
  const said = valueOf(OID.messageDigest);
  const kind = valueOf(OID.contentType) as ObjectIdentifier | undefined;
  if (info.digestAlgorithm.algorithmId !== OID.sha256 || !(said instanceof OctetString)) return 'unreadable';
  if (kind?.valueBlock.toString() !== OID.data) return 'unreadable';
  if (!same(said.valueBlock.valueHexView, digest)) return 'altered';
  const key = new X509Certificate(der).publicKey;
  const expected: string[] = key.asymmetricKeyType === 'rsa' ? [OID.rsa, OID.rsaSha256] : [OID.ecdsaSha256];
  if (!expected.includes(info.signatureAlgorithm.algorithmId)) return 'unreadable';
  // Signed as a SET, though it stands in the message under tag [0] (RFC 5652 5.4).
  const signed = Buffer.from(info.signedAttrs!.encodedValue);
  signed[0] = 0x31;
  if (!verify('sha256', signed, key, info.signature.valueBlock.valueHexView)) return 'bad-signature';
  const named = firstCertificateHash(valueOf(OID.signingCertificateV2));
  // Older signatures do not name their certificate; one that does must name this one.
  if (named && !same(named, createHash('sha256').update(der).digest())) return 'wrong-certificate';
  return null;
}

function firstCertificateHash(attribute: unknown): Uint8Array | undefined {
  const ids = (attribute as Sequence | undefined)?.valueBlock.value[0] as Sequence | undefined;
  const id = ids?.valueBlock.value[0] as Sequence | undefined;
  const hash = id?.valueBlock.value.find((one) => one instanceof OctetString);
  return hash?.valueBlock.valueHexView;
}

/** Climbs from a certificate to a trusted root; every step is signed, allowed to sign, and in date. */
function chainTrouble(leaf: Uint8Array, chain: Uint8Array[], roots: Uint8Array[], at: Date): Trouble | null {
  const trusted = roots.map((der) => new X509Certificate(der));
  const known = [...trusted, ...chain.map((der) => new X509Certificate(der))];
  let current = new X509Certificate(leaf);
  for (let step = 0; step < 8; step++) {
    // Written so that a time that is not known counts as out of date.
    if (!(at >= current.validFromDate && at <= current.validToDate)) return 'expired';
    if (trusted.some((root) => root.raw.equals(current.raw))) return null;
    const below = current;
    const issuer = known.find((one) => one.ca && below.checkIssued(one) && below.verify(one.publicKey));
    if (!issuer || issuer.raw.equals(current.raw)) return 'untrusted';
    current = issuer;
  }
  return 'untrusted';
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
