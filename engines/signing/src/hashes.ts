/** The hashes that signatures are checked with, by name: their own identifier, and those of signatures with them. */
export const HASHES = {
  sha256: {
    oid: '2.16.840.1.101.3.4.2.1',
    rsa: '1.2.840.113549.1.1.11',
    ecdsa: '1.2.840.10045.4.3.2',
  },
  sha384: {
    oid: '2.16.840.1.101.3.4.2.2',
    rsa: '1.2.840.113549.1.1.12',
    ecdsa: '1.2.840.10045.4.3.3',
  },
  sha512: {
    oid: '2.16.840.1.101.3.4.2.3',
    rsa: '1.2.840.113549.1.1.13',
    ecdsa: '1.2.840.10045.4.3.4',
  },
} as const;
export type Hash = keyof typeof HASHES;

export function hashNamed(oid: string): Hash | undefined {
  return (Object.keys(HASHES) as Hash[]).find((name) => HASHES[name].oid === oid);
}
