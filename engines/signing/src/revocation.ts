import { Certificate, CertificateRevocationList, RevokedCertificate, Time } from 'pkijs';
import { bytesOf, type Identity, signingKey } from './authority.ts';

/**
 * What lists of revoked certificates (RFC 5280 5; DER) say of a certificate of this issuer (both DER): it was taken back; a
 * list that holds at this moment does not name it; or nothing. What is no list, or is signed by somebody else, says nothing.
 * That one was taken back is heard from an old list, too; that it was not, only from one that says until when it holds.
 */
export async function byLists(
  certificate: Uint8Array,
  issuer: Uint8Array,
  lists: readonly Uint8Array[],
  now: Date,
): Promise<'good' | 'revoked' | undefined> {
  let good = false;
  if (lists.length === 0) return undefined;
  const [own, by] = [certificate, issuer].map((der) => Certificate.fromBER(bytesOf(der))) as [Certificate, Certificate];
  for (const bytes of lists) {
    try {
      const list = CertificateRevocationList.fromBER(bytesOf(bytes));
      // Asked in this order: most lists are of others, and none of them names it.
      const named = list.isCertificateRevoked(own);
      const holds = list.thisUpdate.value <= now && list.nextUpdate !== undefined && list.nextUpdate.value > now;
      if ((named || (holds && list.issuer.isEqual(by.subject))) && (await list.verify({ issuerCertificate: by }))) {
        if (named) return 'revoked';
        good = true;
      }
    } catch {
      continue;
    }
  }
  return good ? 'good' : undefined;
}

/** Makes a list of certificates (DER) that an authority takes back, as DER: for a demonstration or a test. */
export async function listRevoked(
  authority: Identity,
  certificates: readonly Uint8Array[],
  at: Date,
  until?: Date,
): Promise<Uint8Array> {
  const list = new CertificateRevocationList();
  list.version = 1;
  list.issuer = Certificate.fromBER(bytesOf(authority.chain[0]!)).subject;
  list.thisUpdate = new Time({ value: at });
  if (until) list.nextUpdate = new Time({ value: until });
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
