import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from '../database/sql.ts';
import { openGround, type Ground } from '../test-ground.ts';
import { detectType } from './detect.ts';
import { scanFile } from './scan.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
  await mkdir(join(ground.folder, 'files', 'tmp'), { recursive: true });
});
after(() => ground.close());

let files = 0;
async function lay(content: Uint8Array | string): Promise<string> {
  const path = join(ground.folder, 'files', 'tmp', `f${files++}`);
  await writeFile(path, content);
  return path;
}
// In two halves, so that this file is not taken for a virus.
const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}' + '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

test('The type is told by the content, whatever the name says', async () => {
  const known: [Uint8Array | string, string | undefined][] = [
    ['%PDF-1.7\n', 'pdf'],
    [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), 'jpg'],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'png'],
    [Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('word/document.xml')]), 'docx'],
    [Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('xl/workbook.xml')]), 'xlsx'],
    [Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('word/document.xml word/vbaProject.bin')]), undefined],
    ['MZ\u0090 an .exe named .pdf', undefined],
    ['<html>', undefined],
    ['', undefined],
  ];
  for (const [content, short] of known) assert.equal((await detectType(await lay(content)))?.short, short, String(content));
});

test('The EICAR signature is found at the start, in the middle and across the borders of what is read at once', async () => {
  assert.equal(await scanFile(await lay(eicar), undefined), 'infected');
  assert.equal(await scanFile(await lay(`%PDF-1.4 ${'x'.repeat(1000)}${eicar}${'y'.repeat(99)}`), undefined), 'infected');
  for (const border of [64 * 1024, 128 * 1024])
    for (const before of [1, 34, eicar.length - 1])
      assert.equal(
        await scanFile(
          await lay(Buffer.concat([Buffer.alloc(border - before, 32), Buffer.from(eicar), randomBytes(70_000)])),
          undefined,
        ),
        'infected',
        `${before} bytes before ${border}`,
      );
  assert.equal(await scanFile(await lay(eicar.slice(0, -1)), undefined), 'clean');
});

test('ClamAV decides when it is configured; when it does not answer nothing is taken', async () => {
  let answer = 'stream: OK\0';
  let got = 0;
  const clamd: Server = createServer((socket) => {
    let data = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      data = Buffer.concat([data, chunk]);
      if (!data.subarray(-4).equals(Buffer.alloc(4))) return;
      got = data.length;
      socket.end(answer);
    });
  });
  await new Promise<void>((ready) => clamd.listen(0, '127.0.0.1', ready));
  const address = `127.0.0.1:${(clamd.address() as { port: number }).port}`;
  const path = await lay(Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(200_000, 1)]));
  assert.equal(await scanFile(path, address), 'clean');
  assert.ok(got > 200_000);
  answer = 'stream: Win.Test FOUND\0';
  assert.equal(await scanFile(path, address), 'infected');
  answer = 'INSTREAM size limit exceeded. ERROR\0';
  await assert.rejects(scanFile(path, address), /kernel\.unavailable/);
  await new Promise((done) => clamd.close(done));
  await assert.rejects(scanFile(path, address), /kernel\.unavailable/);
});

test('A file is kept once under its content, and only who brought it may attach it', async () => {
  const { files: store, db } = ground.app;
  const first = await store.take(await lay('%PDF-1.4 the same'), 'a.pdf', ['pdf'], undefined, 'hoa');
  const second = await store.take(await lay('%PDF-1.4 the same'), 'b.pdf', ['pdf'], undefined, 'sen');
  assert.equal(first.hash, second.hash);
  const { kept, holders } = await db.one<{ kept: number; holders: number }>(
    sql`select (select count(*) from kernel.file) as kept, (select count(*) from kernel.file_holder) as holders`,
  );
  assert.deepEqual({ kept, holders }, { kept: 1, holders: 2 });
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(first.hash)) chunks.push(chunk as Buffer);
  assert.equal(Buffer.concat(chunks).toString(), '%PDF-1.4 the same');
  assert.throws(() => store.path('../../etc/passwd'), /not a file hash/);
});

test('What is too large, empty, of a wrong type or infected is refused by name', async () => {
  const { files: store } = ground.app;
  const take = async (content: string, accept = ['pdf'], max?: number) => store.take(await lay(content), 'tệp.pdf', accept, max);
  await assert.rejects(take('%PDF-1.4 12345678', ['pdf'], 8), /file-too-large.*tệp\.pdf/);
  await assert.rejects(take(''), /file-empty/);
  await assert.rejects(take('%PDF-1.4', ['jpg']), /file-type-refused/);
  // A program that was renamed, a broken scan: to convert a PDF to PDF would be no advice.
  await assert.rejects(take('MZ\x90\0'), /file-misnamed/);
  await assert.rejects(take(`%PDF-1.4 ${eicar}`), /file-infected/);
});
