import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from '@dinh/kernel';

/**
 * The certificate that a client showed when it connected, as PEM. TLS ends at the proxy before us, which hands the
 * certificate on in the header that the operator names (`DINH_CLIENT_CERTIFICATE_HEADER`), percent-encoded as nginx'
 * `$ssl_client_escaped_cert` is; the proxy must take away such a header from outside. Without that setting nobody has one.
 */
export function certificateOf(app: App, request: IncomingMessage): string | undefined {
  const header = app.config.clientCertificateHeader;
  const value = header ? request.headers[header] : undefined;
  return typeof value === 'string' ? readCertificate(value)?.toString() : undefined;
}

/** Reads what the proxy hands on; undefined for what is no certificate. */
export function readCertificate(value: string): X509Certificate | undefined {
  if (value === '' || value.length > 16_384) return undefined;
  try {
    return new X509Certificate(decodeURIComponent(value));
  } catch {
    return undefined;
  }
}

/** By what tokens that are bound to a certificate name it: its SHA-256. */
export const thumbprintOf = (certificate: X509Certificate): string =>
  createHash('sha256').update(certificate.raw).digest('base64url');
