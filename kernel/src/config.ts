import { resolve } from 'node:path';

/** What an operator decides. Everything has a safe default; all of it comes from the environment. */
export interface Config {
  /** Where the program keeps its own data: database, files, keys. */
  readonly dataFolder: string;
  /** A PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  /** How people reach us, without a slash at the end; QR codes and e-mails point there. */
  readonly publicUrl: string;
  /** The folder of the pack that is loaded at start. */
  readonly packFolder: string;
  /** Demonstration persons and sandbox providers; only ever on a loopback address. */
  readonly demonstration: boolean;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly clamd: string | undefined;
  /** A time-stamping authority (RFC 3161) whose stamps signatures carry. */
  readonly tsaUrl: string | undefined;
  /** Nothing is signed without its stamp. */
  readonly tsaRequired: boolean;
  /** Where it is asked whether a certificate was taken back (OCSP); undefined: where the certificate says; `off`: nowhere. */
  readonly ocspUrl: string | undefined;
  /** Nobody signs in by a certificate of which neither a responder nor a list says that it was not taken back. */
  readonly revocationRequired: boolean;
  /** The header in which the proxy before us hands on the certificate of a client; in lower case. */
  readonly clientCertificateHeader: string | undefined;
  /** The largest file taken, bytes. */
  readonly maxFileBytes: number;
  readonly logLevel: string;
}

/** Reads the configuration. @throws Error that names the variable and what it should be. */
export function readConfig(env: Record<string, string | undefined>, root: string): Config {
  const port = Number(env['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT must be a number from 0 to 65535, not ${env['PORT']}`);
  const host = env['HOST'] ?? '127.0.0.1';
  return {
    dataFolder: resolve(root, env['DINH_DATA'] ?? '.dinh'),
    databaseUrl: env['DATABASE_URL'] || undefined,
    host,
    port,
    publicUrl: (env['DINH_PUBLIC_URL'] ?? `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`).replace(/\/+$/, ''),
    packFolder: resolve(root, env['DINH_PACK'] ?? 'packs/ha-nam'),
    demonstration: isLoopback(host) && env['DINH_DEMO'] !== '0',
    smtpUrl: env['SMTP_URL'] || undefined,
    mailFrom: env['MAIL_FROM'] ?? 'dinh@localhost',
    clamd: env['CLAMD'] || undefined,
    tsaUrl: webAddress(env, 'DINH_TSA_URL'),
    tsaRequired: env['DINH_TSA_REQUIRED'] === '1',
    ocspUrl: env['DINH_OCSP_URL'] === 'off' ? 'off' : webAddress(env, 'DINH_OCSP_URL'),
    revocationRequired: env['DINH_REVOCATION_REQUIRED'] === '1',
    clientCertificateHeader: env['DINH_CLIENT_CERTIFICATE_HEADER']?.toLowerCase() || undefined,
    maxFileBytes: Number(env['DINH_MAX_FILE_MB'] ?? 50) * 1024 * 1024,
    logLevel: env['LOG_LEVEL'] ?? 'info',
  };
}

function webAddress(env: Record<string, string | undefined>, name: string): string | undefined {
  const url = env[name];
  if (!url) return undefined;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error(`${name} must be an address such as https://tsa.example/, not ${url}`);
  return url;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
