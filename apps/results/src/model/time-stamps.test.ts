import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { App } from '@dinh/kernel';
import { timeStampMissing } from '../errors.ts';
import { timeStamper } from './time-stamps.ts';

let asked = 0;
const server = createServer((_, response) => {
  asked++;
  response.writeHead(503).end();
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
after(() => server.close());
const tsaUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

const warned: unknown[] = [];
const app = (config: Partial<App['config']>): App =>
  ({
    config: { demonstration: false, tsaUrl: undefined, tsaRequired: false, ...config },
    log: { warn: (...said: unknown[]) => warned.push(said) },
    metrics: { count: () => {} },
  }) as unknown as App;

test('An authority that does not answer is done without, and not asked again at once', async () => {
  asked = 0;
  const stamp = (await timeStamper(app({ tsaUrl, demonstration: true })))!;
  assert.equal(await stamp(Buffer.alloc(32)), undefined);
  assert.equal(await stamp(Buffer.alloc(32)), undefined);
  assert.deepEqual([asked, warned.length], [1, 1]);
});

test('Where stamps are required nothing is signed without one, and each try asks', async () => {
  asked = 0;
  const stamp = (await timeStamper(app({ tsaUrl, tsaRequired: true })))!;
  for (let n = 0; n < 2; n++) await assert.rejects(stamp(Buffer.alloc(32)), { code: timeStampMissing.code });
  assert.equal(asked, 2);
});

test('Outside a demonstration there is no stand-in', async () => {
  assert.equal(await timeStamper(app({})), undefined);
});
