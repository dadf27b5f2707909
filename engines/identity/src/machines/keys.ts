import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Text } from '@dinh/kernel';

/** A key as it is kept and told apart. */
export interface ReadKey {
  readonly jwk: Record<string, unknown>;
  readonly label: string;
  /** When a certificate ends by itself. */
  readonly until?: Date;
}

type Wrong = { readonly wrong: Text };

const notAKey: Text = {
  vi: 'Đây không phải khóa công khai đọc được. Hãy dán khóa công khai dạng PEM hoặc JWK: EC P-256, Ed25519, hoặc RSA từ 2048 bit.',
  en: 'This is no public key that can be read. Paste a public key as PEM or JWK: EC P-256, Ed25519, or RSA of 2048 bits or more.',
};
const isPrivate: Text = {
  vi: 'Đây là khóa bí mật. Đừng gửi nó đi đâu; hãy tạo cặp khóa mới và chỉ dán khóa công khai.',
  en: 'This is a private key. Do not send it anywhere: make a new pair and paste the public half only.',
};
const notACertificate: Text = {
  vi: 'Đây không phải chứng thư số đọc được. Hãy dán chứng thư dạng PEM.',
  en: 'This is no certificate that can be read. Paste it as PEM.',
};
const ended: Text = { vi: 'Chứng thư này đã hết hạn.', en: 'This certificate has ended.' };

/** Reads a public key, PEM or JWK, for `private_key_jwt` (RFC 7523). */
export function readPublicKey(text: string): ReadKey | Wrong {
  if (/PRIVATE KEY/.test(text)) return { wrong: isPrivate };
  try {
    const given = text.trim().startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined;
    if (given && 'd' in given) return { wrong: isPrivate };
    const key = createPublicKey(given ? { key: given as never, format: 'jwk' } : text);
    const alg = algorithmOf(key.asymmetricKeyType, key.asymmetricKeyDetails);
    if (!alg) return { wrong: notAKey };
    const jwk = key.export({ format: 'jwk' });
    const kid = typeof given?.['kid'] === 'string' && given['kid'].length <= 200 ? given['kid'] : undefined;
    return {
      jwk: { ...jwk, use: 'sig', ...(kid !== undefined && { kid }) },
      label: kid ?? `…${String(jwk['x'] ?? jwk['n']).slice(-8)}`,
    };
  } catch {
    return { wrong: notAKey };
  }
}

function algorithmOf(type: string | undefined, details: { namedCurve?: string; modulusLength?: number } | undefined): boolean {
  if (type === 'ec') return details?.namedCurve === 'prime256v1';
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= 2048;
  return type === 'ed25519';
}

/** Reads a certificate, PEM, for `self_signed_tls_client_auth` (RFC 8705): its own fingerprint is what counts. */
export function readCertificateKey(text: string, now: Date): ReadKey | Wrong {
  if (/PRIVATE KEY/.test(text)) return { wrong: isPrivate };
  try {
    const certificate = new X509Certificate(text);
    const until = new Date(certificate.validTo);
    if (until <= now) return { wrong: ended };
    const jwk = certificate.publicKey.export({ format: 'jwk' });
    return {
      jwk: { ...jwk, x5c: [certificate.raw.toString('base64')] },
      label: certificate.subject.split('\n').at(-1)!.slice(0, 200),
      until,
    };
  } catch {
    return { wrong: notACertificate };
  }
}
