import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The keys of this installation: files that only its operator can read, never in the database or the tree. */
export interface Keys {
  readonly seal: { readonly privateKey: KeyObject; readonly publicKey: KeyObject; readonly id: string };
  /** Public keys of all sealers that ever were, by id. */
  readonly sealers: ReadonlyMap<string, KeyObject>;
  /** 32 bytes from which session and CSRF secrets are derived. */
  readonly secret: Buffer;
}

/** Reads the keys from `folder`, making what is missing (mode 0600). */
export async function readKeys(folder: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pem = await readOrMake(join(folder, 'audit-seal.pem'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const secret = await readOrMake(join(folder, 'secret'), () => randomBytes(32).toString('base64'));
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const id = keyId(publicKey);
  const sealers = new Map([[id, publicKey]]);
  // Keys of other machines and of earlier times: their public halves are laid beside ours.
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sealer.pub'))) {
    const key = createPublicKey(await readFile(join(folder, file), 'utf8'));
    sealers.set(keyId(key), key);
  }
  return { seal: { privateKey, publicKey, id }, sealers, secret: Buffer.from(secret, 'base64') };
}

function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

async function readOrMake(path: string, make: () => string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // `wx`: of two programs that start at once, one makes the key and the other reads it.
  await writeFile(path, make(), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readFile(path, 'utf8');
}
