import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { zip, type ZipEntry } from './zip.ts';

async function read(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>): Promise<Record<string, string>> {
  const parts: Uint8Array[] = [];
  for await (const part of zip(entries) as AsyncIterable<Uint8Array>) parts.push(part);
  const files = Object.entries(unzipSync(Buffer.concat(parts)));
  return Object.fromEntries(files.map(([name, bytes]) => [name, strFromU8(bytes)]));
}

test('an archive holds texts that are whole, empty, or come piece by piece, under names with accents', async () => {
  async function* pieces() {
    for (let i = 0; i < 300; i++) yield `dòng ${i} ${'x'.repeat(i * 10)}\n`;
  }
  let long = '';
  for await (const piece of pieces()) long += piece;
  assert.deepEqual(
    await read([
      { name: 'thư mục/tờ khai.yaml', content: 'tên: Đình\n' },
      { name: 'empty.txt', content: '' },
      { name: 'none.txt', content: [] },
      { name: 'long.txt', content: pieces() },
    ]),
    { 'thư mục/tờ khai.yaml': 'tên: Đình\n', 'empty.txt': '', 'none.txt': '', 'long.txt': long },
  );
});

test('the next file is asked for only when somebody takes what came before, and others get their turn', async () => {
  let asked = 0;
  function* endless(): Generator<ZipEntry> {
    for (;;) {
      // Random letters, which do not become smaller.
      const content = Array.from({ length: 4096 }, () => Math.random().toString(36).slice(2)).join('');
      yield { name: `${++asked}.txt`, content };
    }
  }
  const stream = zip(endless());
  const taken = stream[Symbol.asyncIterator]();
  await taken.next();
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  assert.ok(asked < 20, `${asked} files were made for nobody`);
  stream.destroy();
});

test('what fails on the way breaks the stream', async () => {
  function* failing(): Generator<ZipEntry> {
    yield { name: 'a', content: 'a' };
    throw new Error('no more');
  }
  await assert.rejects(read(failing()), /no more/);
});
