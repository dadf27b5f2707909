import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import * as library from 'oidc-provider';
import { plainSignature, signersOf } from './signer.ts';
import type { SigningKeys } from './signing-keys.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const isGood = (data: Uint8Array, signature: Uint8Array, key: KeyObject = publicKey): boolean =>
  verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);

test('A signature in the form of JWS is good whatever the length of its numbers', () => {
  const lengths = new Set<number>();
  for (let n = 0; n < 2000; n++) {
    const data = Buffer.from(`paper ${n}`);
    const der = sign('sha256', data, privateKey);
    lengths.add(der.length);
    const plain = plainSignature(der);
    assert.equal(plain.length, 64);
    assert.ok(isGood(data, plain));
  }
  assert.ok(lengths.size >= 3, `short and long numbers came up: ${[...lengths].join(', ')}`);
});

test('Tokens signed at the same time each get their own signature, and requests are served meanwhile', async () => {
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'now', alg: 'ES256' };
  const [signer] = signersOf(library, {
    keys: [{ publicKey, privateKey, publicJwk }],
  } as unknown as SigningKeys);
  const papers = Array.from({ length: 50 }, (_, n) => Buffer.from(`paper ${n}`));
  let signedYet = 0;
  const signing = papers.map(async (paper) => {
    const signature = await signer!.sign(paper);
    signedYet++;
    return signature;
  });
  await Promise.resolve();
  assert.equal(signedYet, 0, 'none is made by the thread that asks');
  const signatures = await Promise.all(signing);
  papers.forEach((paper, n) => assert.ok(isGood(paper, signatures[n]!)));
});
