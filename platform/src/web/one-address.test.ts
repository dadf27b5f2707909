import assert from 'node:assert/strict';
import { test } from 'node:test';
import { properAddress } from './one-address.ts';

const own = 'http://127.0.0.1:8080';

test('Other names of the machine lead to the address that the program calls its own, with path and query', () => {
  assert.equal(properAddress(own, 'localhost:8080', '/ho-so?trang=2'), `${own}/ho-so?trang=2`);
  assert.equal(properAddress(own, '[::1]:8080', '/'), `${own}/`);
  assert.equal(properAddress('http://localhost:8080', '127.0.0.1:8080', '/'), 'http://localhost:8080/');
  assert.equal(properAddress(own, 'localhost:8080', '//elsewhere.vn'), `${own}//elsewhere.vn`);
});

test('Whatever may stay stays: its own address, a name on the network, another port, no name', () => {
  for (const host of ['127.0.0.1:8080', 'dichvucong.hanam.gov.vn', 'dichvucong.hanam.gov.vn:8080', 'localhost:9000', undefined])
    assert.equal(properAddress(own, host, '/'), undefined);
  assert.equal(properAddress('https://dichvucong.hanam.gov.vn', 'localhost', '/'), undefined);
});
