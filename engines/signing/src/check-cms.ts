import { createHash, verify, X509Certificate } from 'node:crypto';
import { OctetString } from 'asn1js';
import type { ObjectIdentifier, Sequence } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, TSTInfo } from 'pkijs';
import type { SignerInfo } from 'pkijs';
import { bytesOf } from './authority.ts';
import { OID } from './cms.ts';
import { type Hash, HASHES, hashNamed } from './hashes.ts';
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

/** What a time stamp on a signature says: that it was there at that moment, if there is no trouble with it. */
export type StampReport = {
  at: Date | null;
  by: Subject | null;
  trouble: Trouble | null;
  /** The number by which who asked for it knows it again, hex. */
  nonce: string | null;
};

/** What a detached CMS signature says. */
export type CmsReport = {
  trouble: Trouble | null;
  signer: Subject | null;
  certificate: Uint8Array | null;
  /** Null when it has none (baseline B). */
  stamp: StampReport | null;
};

const UNREADABLE: CmsReport = { trouble: 'unreadable', signer: null, certificate: null, stamp: null };

/**
 * Checks a detached CMS signature over bytes of which `digest` is the SHA-256, and its certificates up to one of
 * `roots` (DER), valid at the time `at`. Revocation is not asked for.
 */
export function checkDetached(cms: Uint8Array, digest: Uint8Array, roots: Uint8Array[], at: Date): CmsReport {
  let parsed: Parsed;
  try {
    parsed = parse(cms);
  } catch {
    return UNREADABLE;
  }
  const { info } = parsed;
  const report = checkSigner(parsed, OID.data, (hash) => (hash === 'sha256' ? digest : undefined), roots, at);
  return { ...report, stamp: stampOn(info, roots) };
}

/** Checks a message's only signer. @param digestOf the content's digest; undefined when it is not taken by that hash */
function checkSigner(
  { info, certificates }: Parsed,
  type: string,
  digestOf: (hash: Hash) => Uint8Array | undefined,
  roots: Uint8Array[],
  at: Date,
): Omit<CmsReport, 'stamp'> {
  const own = certificates.find((one) => isNamedBy(info, one));
  if (!own) return { trouble: 'wrong-certificate', signer: null, certificate: null };
  const der = new Uint8Array(own.toSchema(false).toBER());
  const chain = certificates.map((one) => new Uint8Array(one.toSchema(false).toBER()));
  return {
    trouble: troubleOf(info, der, type, digestOf) ?? chainTrouble(der, chain, roots, at),
    signer: fromName(own.subject),
    certificate: der,
  };
}

function stampOn(info: SignerInfo, roots: Uint8Array[]): StampReport | null {
  const found = (info.unsignedAttrs?.attributes ?? []).find((one) => one.type === OID.signatureTimeStamp);
  if (!found) return null;
  const [token] = found.values ?? []; // the library leaves it out where there is none
  const digest = createHash('sha256').update(info.signature.valueBlock.valueHexView).digest();
  return checkTimeStamp(new Uint8Array((token as Sequence | undefined)?.toBER() ?? []), digest, roots);
}

/** Checks a time-stamp token (RFC 3161) over bytes of which `digest` is the SHA-256, up to one of `roots`. */
export function checkTimeStamp(token: Uint8Array, digest: Uint8Array, roots: Uint8Array[]): StampReport {
  let parsed: Parsed;
  let said: TSTInfo;
  let content: ArrayBuffer;
  try {
    parsed = parse(token, OID.timeStamp);
    content = parsed.content!;
    said = TSTInfo.fromBER(content);
  } catch {
    return { at: null, by: null, trouble: 'unreadable', nonce: null };
  }
  const { hashAlgorithm, hashedMessage } = said.messageImprint;
  const at = said.genTime;
  const report = checkSigner(parsed, OID.timeStamp, (hash) => createHash(hash).update(Buffer.from(content)).digest(), roots, at);
  const isOver = hashAlgorithm.algorithmId === HASHES.sha256.oid && same(hashedMessage.valueBlock.valueHexView, digest);
  const trouble = isOver ? report.trouble : 'altered';
  const uses = report.certificate && new X509Certificate(report.certificate).keyUsage;
  const mayStamp = uses?.length === 1 && uses[0] === OID.timeStamping;
  return {
    at,
    by: report.signer,
    trouble: trouble ?? (mayStamp ? null : 'wrong-certificate'),
    nonce: said.nonce ? Buffer.from(said.nonce.valueBlock.valueHexView).toString('hex') : null,
  };
}

type Parsed = { info: SignerInfo; certificates: Certificate[]; content?: ArrayBuffer | undefined };

function parse(cms: Uint8Array, type: string = OID.data): Parsed {
  const content = ContentInfo.fromBER(bytesOf(cms));
  if (content.contentType !== OID.signedData) throw new Error('not signed data');
  const signed = new SignedData({ schema: content.content });
  const info = signed.signerInfos[0];
  const inside = signed.encapContentInfo;
  if (!info || signed.signerInfos.length !== 1) throw new Error('not one signer');
  if (inside.eContentType !== type || (type === OID.data) !== !inside.eContent) throw new Error('other content');
  return {
    info,
    content: inside.eContent?.getValue(),
    certificates: (signed.certificates ?? []).filter((one) => one instanceof Certificate),
  };
}

function isNamedBy({ sid }: SignerInfo, certificate: Certificate): boolean {
  return (
    sid instanceof IssuerAndSerialNumber &&
    sid.issuer.isEqual(certificate.issuer) &&
    sid.serialNumber.isEqual(certificate.serialNumber)
  );
}

function troubleOf(
  info: SignerInfo,
  der: Uint8Array,
  type: string,
  digestOf: (hash: Hash) => Uint8Array | undefined,
): Trouble | null {
  const attributes = info.signedAttrs?.attributes ?? [];
  const valueOf = (type: string): unknown => {
    const found = attributes.filter((one) => one.type === type);
    return found.length === 1 && found[0]!.values.length === 1 ? found[0]!.values[0] : undefined;
  };
  const said = valueOf(OID.messageDigest);
  const kind = valueOf(OID.contentType) as ObjectIdentifier | undefined;
  const hash = hashNamed(info.digestAlgorithm.algorithmId);
  const digest = hash && digestOf(hash);
  if (!digest || !(said instanceof OctetString)) return 'unreadable';
  if (kind?.valueBlock.toString() !== type) return 'unreadable';
  if (!same(said.valueBlock.valueHexView, digest)) return 'altered';
  const key = new X509Certificate(der).publicKey;
  const expected: string[] = key.asymmetricKeyType === 'rsa' ? [OID.rsa, HASHES[hash].rsa] : [HASHES[hash].ecdsa];
  if (!expected.includes(info.signatureAlgorithm.algorithmId)) return 'unreadable';
  // Signed as a SET, though it stands in the message under tag [0] (RFC 5652 5.4).
  const signed = Buffer.from(info.signedAttrs!.encodedValue);
  signed[0] = 0x31;
  if (!verify(hash, signed, key, info.signature.valueBlock.valueHexView)) return 'bad-signature';
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
