import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createAuthority, issueCertificate, openKeyFolder, signerOf, signPdf, verifyPdf } from './index.ts';
import type { Identity, KeyKind } from './index.ts';

const validity = { from: new Date('2026-01-01T00:00:00Z'), years: 5 };
const headSays = {
  at: new Date('2026-11-20T03:00:00Z'),
  name: 'Nguyễn Văn Đức',
  reason: 'Phê duyệt kết quả',
  location: 'Hà Nam',
};
const agencySays = {
  ...headSays,
  at: new Date('2026-11-20T03:05:00Z'),
  name: 'Sở Xây dựng',
  reason: 'Phát hành',
};

let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'dinh-signing-'))));
after(() => rm(folder, { recursive: true }));

for (const kind of ['rsa-2048', 'ecdsa-p256'] as const) {
  describe(`a PDF signed by the head and then by the agency (${kind})`, () => {
    let root: Identity;
    let once: Uint8Array;
    let twice: Uint8Array;
    before(async () => {
      const people = await house(kind);
      root = people.root;
      const picture = await blankPdf([160, 60]);
      const visible = { page: 1, rect: { x: 300, y: 600, width: 160, height: 60 }, appearance: picture };
      once = await signPdf(await blankPdf(), { signer: signerOf(people.head), ...headSays, visible });
      twice = await signPdf(once, { signer: signerOf(people.agency), ...agencySays });
    });

    it('carries two valid signatures, and the second leaves every byte of the first', async () => {
      assert.deepEqual(twice.subarray(0, once.length), once);
      const [first, second, ...more] = await verifyPdf(twice, root.chain);
      assert.equal(more.length, 0);
      assert.deepEqual([first?.valid, second?.valid], [true, true]);
      assert.deepEqual([first?.coversWhole, second?.coversWhole], [false, true]);
      assert.deepEqual(first?.signer, {
        commonName: 'Nguyễn Văn Đức',
        title: 'Giám đốc',
        organisation: 'Sở Xây dựng tỉnh Hà Nam',
        province: 'Hà Nam',
        country: 'VN',
      });
      assert.deepEqual([first?.at, first?.reason, first?.location], [headSays.at, headSays.reason, 'Hà Nam']);
      assert.deepEqual([second?.at, second?.signer?.commonName], [agencySays.at, 'Sở Xây dựng tỉnh Hà Nam']);
    });

    it('P7 is found valid twice by pdfsig', async (t) => {
      if (spawnSync('pdfsig', ['-v']).error) return t.skip('pdfsig (poppler-utils) is not installed');
      const file = join(folder, `${kind}.pdf`);
      await writeFile(file, twice);
      const said = execFileSync('pdfsig', [file], { encoding: 'utf8' });
      assert.equal(said.match(/Signature is Valid\./g)?.length, 2, said);
      assert.equal(said.match(/ETSI\.CAdES\.detached/g)?.length, 2, said);
      assert.match(said, /Common Name: Nguyễn Văn Đức/);
      assert.match(said, /Total document signed/);
    });

    it('is refused when one byte of it is changed', async () => {
      const altered = Uint8Array.from(twice);
      const at = Buffer.from(altered).indexOf('/MediaBox');
      altered[at + 1] = 'm'.charCodeAt(0);
      const reports = await verifyPdf(altered, root.chain);
      assert.ok(reports.every((one) => !one.valid && one.trouble === 'altered'));
    });

    it('is refused when something unsigned is added after the last signature', async () => {
      const document = await PDFDocument.load(twice, { forIncrementalUpdate: true });
      document.addPage([100, 100]);
      const reports = await verifyPdf(await document.commit(), root.chain);
      assert.deepEqual(
        reports.map(({ valid, trouble }) => [valid, trouble]),
        [
          [false, 'changed-after'],
          [false, 'changed-after'],
        ],
      );
    });

    it('is refused by those who trust another root', async () => {
      const stranger = await createAuthority({ commonName: 'Không quen' }, validity, kind);
      const reports = await verifyPdf(twice, stranger.chain);
      assert.deepEqual(
        reports.map((one) => one.trouble),
        ['untrusted', 'untrusted'],
      );
    });
  });
}

describe('signing', () => {
  it('refuses a certificate that was not yet in date', async () => {
    const { root, head } = await house('ecdsa-p256');
    const early = { ...headSays, at: new Date('2025-12-31T00:00:00Z') };
    const [report] = await verifyPdf(await signPdf(await blankPdf(), { signer: signerOf(head), ...early }), root.chain);
    assert.equal(report?.trouble, 'expired');
  });

  it('refuses a certificate issued by someone who may not issue', async () => {
    const { root, head } = await house('ecdsa-p256');
    const forged = await issueCertificate(head, { commonName: 'Sở Tư pháp' }, validity, 'ecdsa-p256');
    const [report] = await verifyPdf(await signPdf(await blankPdf(), { signer: signerOf(forged), ...headSays }), root.chain);
    assert.equal(report?.trouble, 'untrusted');
  });

  it('also signs files whose cross-references are streams', async (t) => {
    const { root, head, agency } = await house('ecdsa-p256');
    const document = await PDFDocument.create();
    document.addPage();
    const compressed = await document.save({ useObjectStreams: true });
    const once = await signPdf(compressed, { signer: signerOf(head), ...headSays });
    const twice = await signPdf(once, { signer: signerOf(agency), ...agencySays });
    assert.deepEqual(
      (await verifyPdf(twice, root.chain)).map((one) => one.valid),
      [true, true],
    );
    if (spawnSync('pdfsig', ['-v']).error) return t.skip('pdfsig (poppler-utils) is not installed');
    const file = join(folder, 'streams.pdf');
    await writeFile(file, twice);
    assert.equal(execFileSync('pdfsig', [file], { encoding: 'utf8' }).match(/Signature is Valid\./g)?.length, 2);
  });

  it('says what to do with a file that is no PDF, and finds no signature in it', async () => {
    const { root, head } = await house('ecdsa-p256');
    const rubbish = Buffer.from('Không phải PDF');
    await assert.rejects(signPdf(rubbish, { signer: signerOf(head), ...headSays }), {
      code: 'signing.unsignable-pdf',
    });
    assert.deepEqual(await verifyPdf(rubbish, root.chain), []);
    assert.deepEqual(await verifyPdf(await blankPdf(), root.chain), []);
  });
});

describe('a folder of keys', () => {
  it('keeps keys that only their owner can read, and gives them back', async () => {
    const { root, head } = await house('rsa-2048');
    const keys = await openKeyFolder(join(folder, 'keys'));
    await keys.put('so-xay-dung.head', head);
    assert.equal((await stat(join(folder, 'keys', 'so-xay-dung.head.key.pem'))).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'keys'))).mode & 0o777, 0o700);
    assert.deepEqual([await keys.has('so-xay-dung.head'), await keys.has('nobody')], [true, false]);
    const again = signerOf(await keys.get('so-xay-dung.head'));
    const [report] = await verifyPdf(await signPdf(await blankPdf(), { signer: again, ...headSays }), root.chain);
    assert.equal(report?.valid, true);
  });

  it('opens encrypted keys with their passphrase only', async () => {
    const { head } = await house('ecdsa-p256');
    const place = join(folder, 'locked');
    await (await openKeyFolder(place, 'mật khẩu')).put('head', head);
    assert.deepEqual((await (await openKeyFolder(place, 'mật khẩu')).get('head')).chain, head.chain);
    const wrong = await openKeyFolder(place, 'sai');
    await assert.rejects(wrong.get('head'), { code: 'signing.unknown-key' });
    await assert.rejects(wrong.get('../head'), { code: 'signing.unknown-key' });
  });
});

async function house(kind: KeyKind): Promise<{ root: Identity; head: Identity; agency: Identity }> {
  const organisation = 'Sở Xây dựng tỉnh Hà Nam';
  const root = await createAuthority({ commonName: 'Chứng thực trình diễn Hà Nam' }, validity, kind);
  const head = { commonName: 'Nguyễn Văn Đức', title: 'Giám đốc', organisation, province: 'Hà Nam' };
  return {
    root,
    head: await issueCertificate(root, head, validity, kind),
    agency: await issueCertificate(root, { commonName: organisation, province: 'Hà Nam' }, validity, kind),
  };
}

async function blankPdf(size: [number, number] = [595, 842]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage(size);
  page.drawRectangle({ x: 4, y: 4, width: size[0] - 8, height: size[1] - 8 });
  return document.save({ useObjectStreams: false });
}
