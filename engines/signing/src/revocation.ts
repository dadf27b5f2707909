import { Certificate, CertificateRevocationList, RevokedCertificate, Time } from 'pkijs';
import { bytesOf, type Identity, signingKey } from './authority.ts';

/**
 * Whether one of these lists of revoked certificates (RFC 5280 5; DER), signed by the issuer of this certificate (both DER), names it. What
 * is no list, or is signed by somebody else, says nothing; a list that is out of date still says what it says.
 */
export async function isRevoked(certificate: Uint8Array, issuer: Uint8Array, lists: readonly Uint8Array[]): Promise<boolean> {
  if (lists.length === 0) return false;
  const [own, by] = [certificate, issuer].map((der) => Certificate.fromBER(bytesOf(der))) as [Certificate, Certificate];
  for (const bytes of lists) {
    try {
      const list = CertificateRevocationList.fromBER(bytesOf(bytes));
      // Asked in this order: most lists are of others, and none of them names it.
      if (list.isCertificateRevoked(own) && (await list.verify({ issuerCertificate: by }))) return true;
    } catch {
      continue;
    }
  }
  return false;
}

/** Makes a list of certificates (DER) that an authority takes back, as DER: for a demonstration or a test. */
export async function listRevoked(authority: Identity, certificates: readonly Uint8Array[], at: Date): Promise<Uint8Array> {
  const list = new CertificateRevocationList();
  list.version = 1;
  list.issuer = Certificate.fromBER(bytesOf(authority.chain[0]!)).subject;
  list.thisUpdate = new Time({ value: at });
  list.revokedCertificates = certificates.map(
    (der) =>
      new RevokedCertificate({
        userCertificate: Certificate.fromBER(bytesOf(der)).serialNumber,
        revocationDate: new Time({ value: at }),
      }),
  );
  await list.sign(await signingKey(authority), 'SHA-256');
  return new Uint8Array(list.toSchema(true).toBER());
}
