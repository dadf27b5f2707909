import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { plainSignature } from './signer.ts';

test('A signature in the form of JWS is good whatever the length of its numbers', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const lengths = new Set<number>();
  for (let n = 0; n < 2000; n++) {
    const data = Buffer.from(`paper ${n}`);
    const der = sign('sha256', data, privateKey);
    lengths.add(der.length);
    const plain = plainSignature(der);
    assert.equal(plain.length, 64);
    assert.ok(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, plain));
  }
  assert.ok(lengths.size >= 3, `short and long numbers came up: ${[...lengths].join(', ')}`);
});
