import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from './authority.ts';
import { unknownKey } from './errors.ts';

/** Keys by name. */
export type KeyFolder = {
  /** Keeps an identity under a name (letters, digits, `-`, `.`); one already there is replaced. */
  put(name: string, identity: Identity): Promise<void>;
  /** @throws unknownKey when there is none of that name or the passphrase is not the one it was kept with */
  get(name: string): Promise<Identity>;
  has(name: string): Promise<boolean>;
};

/**
 * Keys in files that only their owner can read (folder 0700, files 0600): `<name>.key.pem` (PKCS#8) and
 * `<name>.chain.pem`. With a passphrase keys are kept encrypted (PBES2, AES-256).
 */
export async function openKeyFolder(folder: string, passphrase?: string): Promise<KeyFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const pathOf = (name: string, part: string): string => {
    if (!/^[a-z0-9][a-z0-9.-]*$/i.test(name)) throw unknownKey({ name });
    return join(folder, `${name}.${part}.pem`);
  };
  return {
    async put(name, { privateKey, chain }) {
      const secret = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
      const key = privateKey.export({ type: 'pkcs8', format: 'pem', ...secret }) as string;
      await writeWhole(pathOf(name, 'chain'), chain.map(toPem).join(''));
      await writeWhole(pathOf(name, 'key'), key);
    },
    async get(name) {
      try {
        const privateKey = createPrivateKey({ key: await readFile(pathOf(name, 'key'), 'utf8'), passphrase });
        const chain = fromPem(await readFile(pathOf(name, 'chain'), 'utf8'));
        return {
          kind: privateKey.asymmetricKeyType === 'rsa' ? 'rsa-2048' : 'ecdsa-p256',
          privateKey,
          chain,
        };
      } catch (cause) {
        throw unknownKey({ name }, { cause });
      }
    },
    async has(name) {
      return readFile(pathOf(name, 'key')).then(
        () => true,
        () => false,
      );
    },
  };
}

/** DER as PEM. */
export function toPem(der: Uint8Array): string {
  return new X509Certificate(der).toString();
}

/** Every certificate in a PEM text, as DER. */
export function fromPem(text: string): Uint8Array[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem) => new Uint8Array(new X509Certificate(pem).raw));
}

/** Every list of revoked certificates in a file, PEM or DER, as DER. */
export function listsOf(file: Buffer): Uint8Array[] {
  const blocks = file.toString('latin1').match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g);
  if (!blocks) return [new Uint8Array(file)];
  return blocks.map((pem) => new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')));
}

// A killed process must not leave half a key behind.
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
