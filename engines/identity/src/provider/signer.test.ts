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

test('What the provider signs with, by the key of now, is good by the public one that is published', async () => {
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'now', alg: 'ES256' };
  const keys = { keys: [{ publicKey, privateKey, publicJwk }] } as unknown as SigningKeys;
  const [signer] = signersOf(library, keys);
  assert.deepEqual([signer!.kid, signer!.alg, signer!.keyObject()], ['now', 'ES256', publicKey]);
  for (const paper of ['one', 'two'].map((text) => Buffer.from(text))) assert.ok(isGood(paper, await signer!.sign(paper)));
});

test('Papers that come in one turn are signed together, each with its own signature', async () => {
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'now', alg: 'ES256' };
  const keys = { keys: [{ publicKey, privateKey, publicJwk }] } as unknown as SigningKeys;
  const [signer] = signersOf(library, keys);
  const papers = Array.from({ length: 50 }, (_, n) => Buffer.from(`token ${n}`));
  const given = await Promise.all(papers.map(async (paper) => signer!.sign(paper)));
  papers.forEach((paper, n) => assert.ok(isGood(paper, given[n]!), `paper ${n}`));
  assert.ok(!isGood(papers[0]!, given[1]!));
});
