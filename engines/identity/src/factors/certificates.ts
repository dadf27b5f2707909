import { createVerify, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type App, fold } from '@dinh/kernel';
import { fromPem, isRevoked, listsOf } from '@dinh/signing';

/** A certificate as it is kept: PEM, and how a person knows it again. */
export interface CertificateData {
  readonly pem: string;
  readonly subject: string;
  readonly issuer: string;
  readonly until: string;
}

/**
 * Whose certificates are believed: those laid into `keys/signing/roots` by the operator, the same that a signed paper is
 * held against; in a demonstration also the root that the program has made for itself.
 */
async function roots(app: App): Promise<X509Certificate[]> {
  const folder = join(app.config.dataFolder, 'keys', 'signing');
  const given = await readdir(join(folder, 'roots')).catch(() => []);
  const files = given.filter((name) => name.endsWith('.pem')).map((name) => join(folder, 'roots', name));
  if (app.config.demonstration) files.push(join(folder, 'root.chain.pem'));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.flatMap(fromPem).map((der) => new X509Certificate(der));
}

/** What their issuers have taken back: lists (CRL) that the operator keeps in `keys/signing/crl`; read anew each time. */
async function revocations(app: App): Promise<Uint8Array[]> {
  const folder = join(app.config.dataFolder, 'keys', 'signing', 'crl');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.(crl|pem)$/.test(name));
  const read = await Promise.all(files.map((name) => readFile(join(folder, name)).catch(() => undefined)));
  return read.flatMap((file) => (file ? listsOf(file) : []));
}

const deepest = 6;

/** True when a certificate is in date, was not taken back, and leads to a root by certificates that may issue. */
async function leadsToRoot(
  own: X509Certificate,
  chain: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  revoked: readonly Uint8Array[],
  now: Date,
): Promise<boolean> {
  const inDate = (one: X509Certificate) => one.validFromDate <= now && now < one.validToDate;
  let at = own;
  for (let depth = 0; depth < deepest; depth++) {
    if (!inDate(at)) return false;
    const issuedBy = (one: X509Certificate) => one.ca && at.checkIssued(one) && at.verify(one.publicKey);
    const root = trusted.find((one) => inDate(one) && issuedBy(one));
    const issuer = root ?? chain.find((one) => one.fingerprint256 !== at.fingerprint256 && issuedBy(one));
    if (!issuer || (await isRevoked(at.raw, issuer.raw, revoked))) return false;
    if (root) return true;
    at = issuer;
  }
  return false;
}

/** Reads PEM of a certificate, its issuers behind it. @returns undefined when it is none that we believe */
export async function readCertificate(app: App, pem: string): Promise<X509Certificate | undefined> {
  try {
    const [own, ...chain] = fromPem(pem).map((der) => new X509Certificate(der));
    if (!own || own.ca) return undefined;
    const [trusted, revoked] = await Promise.all([roots(app), revocations(app)]);
    return (await leadsToRoot(own, chain, trusted, revoked, app.clock.now())) ? own : undefined;
  } catch {
    return undefined;
  }
}

/** The certificate that a PEM begins with, whether or not it is believed. */
export const ownOf = (pem: string): X509Certificate => new X509Certificate(fromPem(pem)[0]!);

/** True when a certificate bears the name of a person, however it writes accents. */
export function bearsName(certificate: X509Certificate, name: string): boolean {
  return fold(commonName(certificate, 'subject')).trim() === fold(name).trim();
}

/** The common name of whom a certificate speaks for, or of who issued it. */
export function commonName(certificate: X509Certificate, of: 'subject' | 'issuer'): string {
  const name: string | string[] | undefined = certificate.toLegacyObject()[of].CN;
  return [name].flat()[0] ?? certificate[of];
}

/** A signature as tools write it: base64 of PKCS #1 v1.5 or ECDSA (DER), over SHA-256 of the text. */
export function isSigned(certificate: X509Certificate, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature.replace(/\s/g, ''), 'base64');
  if (bytes.length === 0) return false;
  try {
    return createVerify('sha256').update(text, 'utf8').verify(certificate.publicKey, bytes);
  } catch {
    return false; // a kind of key that signs in another way
  }
}

/** The text that is signed: it says for what, so that a signature made elsewhere is none here. */
export function challengeText(app: App, proof: string, challenge: Buffer): string {
  return `Đình · ${new URL(app.config.publicUrl).host} · ${proof} · ${challenge.toString('hex')}`;
}
