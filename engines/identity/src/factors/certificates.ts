import { createVerify, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type App, fold } from '@dinh/kernel';
import { fromPem } from '@dinh/signing';
import { revocationUnanswered } from '../errors.ts';
import { revocationLists, revocationOf } from './revocation.ts';

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

/**
 * Whether a certificate is in date, was not taken back, and leads to a root by certificates that may issue.
 * @returns undefined when it is not; `unanswered` when nobody said of the certificate itself whether it was taken back. Of
 * those of its issuers it is asked, too, but that nobody answers is no hindrance: authorities answer for those whom they
 * certify.
 */
async function leadsToRoot(
  app: App,
  own: X509Certificate,
  chain: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): Promise<{ unanswered: boolean } | undefined> {
  const now = app.clock.now();
  const lists = await revocationLists(app);
  const inDate = (one: X509Certificate) => one.validFromDate <= now && now < one.validToDate;
  const path: { one: X509Certificate; issuer: X509Certificate }[] = [];
  let at = own;
  for (let depth = 0; depth < deepest; depth++) {
    if (!inDate(at)) return undefined;
    const issuedBy = (one: X509Certificate) => one.ca && at.checkIssued(one) && at.verify(one.publicKey);
    const root = trusted.find((one) => inDate(one) && issuedBy(one));
    const issuer = root ?? chain.find((one) => one.fingerprint256 !== at.fingerprint256 && issuedBy(one));
    if (!issuer) return undefined;
    path.push({ one: at, issuer });
    // Only now is anybody asked: an address in a certificate that nobody vouches for is not called.
    if (root) return notTakenBack(app, path, lists);
    at = issuer;
  }
  return undefined;
}

async function notTakenBack(
  app: App,
  path: readonly { one: X509Certificate; issuer: X509Certificate }[],
  lists: readonly Uint8Array[],
): Promise<{ unanswered: boolean } | undefined> {
  const said = await Promise.all(path.map(async ({ one, issuer }) => revocationOf(app, one.raw, issuer.raw, lists)));
  if (said.includes('revoked')) return undefined;
  return { unanswered: said[0] === 'unanswered' };
}

/** A certificate that is believed. */
export interface Believed {
  readonly certificate: X509Certificate;
  /** Neither a responder nor a list said whether it was taken back. */
  readonly unanswered: boolean;
}

/** @throws revocationUnanswered nobody said whether it was taken back, and the operator wants to be told (`DINH_REVOCATION_REQUIRED`). */
export function mustBeAnswered(app: App, { unanswered }: Believed): void {
  if (unanswered && app.config.revocationRequired) throw revocationUnanswered();
}

/** Reads PEM of a certificate, its issuers behind it. @returns undefined when it is none that we believe */
export async function readCertificate(app: App, pem: string): Promise<Believed | undefined> {
  try {
    const [own, ...chain] = fromPem(pem).map((der) => new X509Certificate(der));
    if (!own || own.ca) return undefined;
    const leads = await leadsToRoot(app, own, chain, await roots(app));
    return leads && { certificate: own, ...leads };
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
