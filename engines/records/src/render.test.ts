import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { renderDocument, renderPdf } from './index.ts';
import { qrSvg } from './qr.ts';

const template = `
  #let data = json("data.json")
  #set page(paper: "a5")
  #set text(font: "Tinos", lang: "vi")
  = #data.title
  #data.body
`;
const title = 'Phiếu';

describe('printing data on a template', () => {
  it('never takes data for source', async (t) => {
    const body = '#read("/etc/passwd") *không đậm* $x$ "]} \\ @preview/x <div>';
    const said = textOf(await renderPdf({ template, data: { title, body } }), t);
    if (said !== undefined) assert.ok(said.includes('#read("/etc/passwd") *không đậm* $x$'), said);
  });

  it('keeps every Vietnamese accent, composed or not, as text that can be copied', async (t) => {
    const body = 'Ễ ễ Ử ử Ậ ậ Ợ ợ Ỹ ỹ Đ đ ₫ “Nguyễn” – 1.234,50 m²';
    const said = textOf(await renderPdf({ template, data: { title, body: body.normalize('NFD') } }), t);
    if (said !== undefined) assert.ok(said.includes(body.normalize('NFC')), said);
  });

  it('puts its fonts into the file', async (t) => {
    const pdf = await renderPdf({ template, data: { title, body: 'Hồ sơ' } });
    const said = tool('pdffonts', ['-'], pdf, t);
    if (said !== undefined) assert.match(said, /Tinos-Regular\s+CID TrueType\s+Identity-H\s+yes yes yes/);
  });

  it('is archival (PDF/A-2a), and the same data give the same bytes', async () => {
    const at = new Date('2026-11-20T03:00:00Z');
    const pdf = await renderPdf({ template, data: { title, body: 'Hồ sơ' }, at });
    assert.match(Buffer.from(pdf).toString('latin1'), /pdfaid:part>2<.*pdfaid:conformance>A</s);
    assert.deepEqual(await renderPdf({ template, data: { title, body: 'Hồ sơ' }, at }), pdf);
  });

  it('R4 prints whatever people type: signs that no font has, controls, broken surrogates, a very long word', async () => {
    for (const body of ['汉字 😀', 'a\u0000b\u001b\u009f', '\ud800x\udfff', '\ue000\ufffe', '\u202eđảo', 'x'.repeat(50_000)]) {
      assert.ok((await renderPdf({ template, data: { title, body } })).length > 1000);
    }
  });

  it('tells which places it keeps free for signatures', async () => {
    const place = `#box(width: 50mm, height: 20mm, context [#metadata((role: "head", page: here().page(),
      x: here().position().x.pt(), y: here().position().y.pt(), width: 141.7, height: 56.7))<signature-place>])`;
    const { places, pages } = await renderDocument({
      template: `#set page(margin: 72pt)\n${place}`,
      data: {},
    });
    assert.equal(pages, 1);
    assert.deepEqual(places, [{ role: 'head', page: 1, rect: { x: 72, y: 72, width: 141.7, height: 56.7 } }]);
  });

  it('draws the QR code of the text `qr`', async () => {
    const source = '#let data = json("data.json")\n#image(bytes(data.qrSvg), format: "svg", alt: "QR")';
    const pdf = await renderPdf({ template: source, data: { qr: 'https://dichvucong.example/kq/A7' } });
    assert.ok(pdf.length > 1000);
    assert.match(qrSvg('https://dichvucong.example/kq/A7'), /^<svg [^>]+viewBox="0 0 33 33"/);
  });
});

describe('a template with a mistake', () => {
  it('is refused in the words of the compiler, with file, line and column', async () => {
    assert.deepEqual(await failure('Xin chào\n#let x = {'), {
      code: 'records.template-failed',
      place: 'receipt.typ:2:10',
      message: 'unclosed delimiter',
    });
    assert.equal((await failure('#import "lib.typ": broken\n#broken()')).place, 'lib.typ:1:17');
  });

  it('cannot read files of this machine, nor fetch from another', async () => {
    for (const source of ['#read("/etc/passwd")', '#read("../../index.ts")', '#read("render.ts")']) {
      const { code, message } = await failure(source);
      assert.equal(code, 'records.template-failed');
      assert.ok(!message?.includes(import.meta.dirname), message);
    }
    assert.match((await failure('#import "@preview/tiaoma:0.2.0": *')).message ?? '', /not fetched/);
  });

  it('that never ends is given up, and the next paper comes out all the same', async () => {
    const endless = '#for a in range(99999) { for b in range(99999) { for c in range(99999) {} } }';
    const given = renderPdf({ template: endless, data: {}, patienceMs: 300 });
    await assert.rejects(given, { code: 'records.template-failed' });
    assert.ok((await renderPdf({ template, data: { title, body: 'Hồ sơ' } })).length > 1000);
  });

  it('does not spoil the next print', async () => {
    await failure('#let x = {');
    assert.ok((await renderPdf({ template, data: { title, body: 'Hồ sơ' } })).length > 1000);
  });
});

async function failure(source: string): Promise<{ code: string; place?: string; message?: string }> {
  try {
    await renderPdf({
      template: source,
      data: {},
      name: 'receipt.typ',
      assets: { 'lib.typ': '#let broken() = data.missing' },
    });
    return { code: 'none' };
  } catch (error) {
    const { code, fields } = error as { code: string; fields: { path: string; message: { en: string } }[] };
    return { code, place: fields[0]?.path, message: fields[0]?.message.en };
  }
}

function tool(name: string, args: string[], input: Uint8Array, t: TestContext): string | undefined {
  if (spawnSync(name, ['-v']).error) {
    t.skip(`${name} (poppler-utils) is not installed`);
    return undefined;
  }
  return execFileSync(name, args, { input, encoding: 'utf8' });
}

function textOf(pdf: Uint8Array, t: TestContext): string | undefined {
  return tool('pdftotext', ['-layout', '-', '-'], pdf, t)?.normalize('NFC').replace(/\s+/g, ' ');
}
