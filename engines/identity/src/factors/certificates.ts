import { createVerify, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type App, fold } from '@dinh/kernel';
import { fromPem } from '@dinh/signing';

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

const deepest = 6;

/** True when a certificate is in date and leads to a root by certificates that may issue. */
function leadsToRoot(
  own: X509Certificate,
  chain: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: Date,
): boolean {
  const inDate = (one: X509Certificate) => one.validFromDate <= now && now < one.validToDate;
  let at = own;
  for (let depth = 0; depth < deepest; depth++) {
    if (!inDate(at)) return false;
    const issuedBy = (one: X509Certificate) => one.ca && at.checkIssued(one) && at.verify(one.publicKey);
    if (trusted.some((root) => inDate(root) && issuedBy(root))) return true;
    const next = chain.find((one) => one.fingerprint256 !== at.fingerprint256 && issuedBy(one));
    if (!next) return false;
    at = next;
  }
  return false;
}

/** Reads PEM of a certificate, its issuers behind it. @returns undefined when it is none that we believe */
export async function readCertificate(app: App, pem: string): Promise<X509Certificate | undefined> {
  try {
    const [own, ...chain] = fromPem(pem).map((der) => new X509Certificate(der));
    if (!own || own.ca || !leadsToRoot(own, chain, await roots(app), app.clock.now())) return undefined;
    return own;
  } catch {
    return undefined;
  }
}

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
