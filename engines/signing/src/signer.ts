import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Identity } from './authority.ts';

const signAsync = promisify(sign);

/**
 * The port behind which keys live. A key in a file, in a token (PKCS#11) or at a remote signing service
 * all look like this; nothing above it ever sees a private key.
 */
export type Signer = {
  /** DER certificates: the signer's own first, then up to the root. */
  chain: Uint8Array[];
  algorithm: 'rsa-sha256' | 'ecdsa-sha256';
  /** Signs bytes (SHA-256 of them): PKCS#1 v1.5 for RSA, a DER sequence for ECDSA. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
};

/** A signer whose key is in this process's memory. */
export function signerOf(identity: Identity): Signer {
  return {
    chain: identity.chain,
    algorithm: identity.kind === 'rsa-2048' ? 'rsa-sha256' : 'ecdsa-sha256',
    sign: (bytes) => signAsync('sha256', bytes, identity.privateKey),
  };
}
