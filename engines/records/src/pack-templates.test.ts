import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { parse } from 'yaml';
import { readTemplates, renderPdf } from './index.ts';
import type { Json, RenderedDocument, TemplateEntry } from './index.ts';

const PACKS = join(import.meta.dirname, '../../../packs');
const folder = join(PACKS, 'ha-nam/templates');
const templates = await readTemplates(folder);
const lib = readFileSync(join(folder, 'lib.typ'), 'utf8');
type Data = { [key: string]: Json };

for (const entry of templates.entries) {
  for (const ruleset of entry.forms?.map((form) => form.ruleset) ?? [undefined]) {
    describe(`${entry.key}${ruleset ? ` under ${ruleset}` : ''}`, () => {
      it('prints its example on its own paper, with nothing cut off', async (t) => {
        const printed = await templates.print(entry.key, example(entry), { ruleset });
        const said = textOf(printed, t);
        if (said === undefined) return;
        const form = entry.forms?.find((one) => one.ruleset === ruleset);
        if (form) {
          assert.ok(said.includes(form.title.vi.toUpperCase()), said);
          assert.ok(said.includes(`Mẫu số ${form.number} – Thông tư số ${form.instrument}`), said);
        }
        if (entry.paper === 'A5') assert.match(info(printed), /Page size:\s+419\.\d+ x 595\.\d+ pts/);
        if (entry.paper === 'A4 landscape') assert.match(info(printed), /Page size:\s+841\.\d+ x 595\.\d+ pts/);
      });

      it('prints with no data at all, and with hostile data', async () => {
        assert.ok((await templates.print(entry.key, {}, { ruleset })).pages >= 1);
        assert.ok((await templates.print(entry.key, hostile(example(entry)) as Data, { ruleset })).pages >= 1);
      });
    });
  }
}

describe('the papers of the one-stop', () => {
  it('D1 the receipt is form 01 on one sheet of A5, with code, date of return and QR code', async (t) => {
    const printed = await templates.print('receipt', example('receipt'), { ruleset: 'nd61-2018' });
    assert.equal(printed.pages, 1);
    const said = textOf(printed, t);
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Mã hồ sơ: 000.00.05.H25-261120-0007',
      'Thời gian nhận hồ sơ: 09 giờ 15 phút, ngày 20 tháng 11 năm 2026',
      'Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 18 tháng 12 năm 2026',
      'Phí, lệ phí: 150.000 đ',
    ]) {
      if (said !== undefined) assert.ok(said.includes(part), part);
    }
  });

  it('D7 the ledger prints every row, under its head on every page', async (t) => {
    const rows = example('ledger')['rows'] as Data[];
    const printed = await templates.print('ledger', example('ledger'), { ruleset: 'tt03-2025' });
    assert.ok(printed.pages > 1);
    const said = textOf(printed, t);
    if (said === undefined) return;
    assert.equal(said.match(/Tên thủ tục hành chính/g)?.length, printed.pages);
    for (const row of rows) assert.ok(said.replace(/[\s\u200b]/g, '').includes(String(row['code']).split('-')[2]!));
  });

  it('have in every ruleset the numbers that the ruleset gives them', async () => {
    type Ruleset = { key: string; forms: { number: string; key: string }[] };
    const { rulesets } = parse(readFileSync(join(folder, '../rulesets.yaml'), 'utf8')) as {
      rulesets: Ruleset[];
    };
    const ours = templates.entries.flatMap((entry) =>
      (entry.forms ?? []).map((form) => `${form.ruleset} ${form.number} ${entry.key}`),
    );
    const theirs = rulesets.flatMap(({ key, forms }) => forms.map((form) => `${key} ${form.number} ${form.key}`));
    assert.deepEqual(ours.sort(), theirs.sort());
  });

  it('refuse a form that a ruleset does not have', async () => {
    await assert.rejects(templates.print('stop-notice', {}, { ruleset: 'nd61-2018' }), {
      code: 'records.template-missing',
    });
    await assert.rejects(templates.print('no-such-form', {}), { code: 'records.template-missing' });
  });

  it('all say where they are from', async () => {
    for (const entry of templates.entries) {
      assert.ok(entry.source, entry.key);
      assert.match(readFileSync(join(folder, entry.file), 'utf8'), /^\/\/ source: /m, entry.file);
    }
    const known = new Set(templates.entries.map((entry) => entry.file));
    const files = readdirSync(folder).filter((name) => name.endsWith('.typ') && name !== 'lib.typ');
    assert.deepEqual(
      files.filter((name) => !known.has(name)),
      [],
    );
  });
});

describe('a result', () => {
  for (const key of ['result-general', 'result-building-permit', 'result-criminal-record']) {
    it(`${key} keeps places for the head's signature and the agency's stamp, which covers a third of it`, async () => {
      const { places } = await templates.print(key, example(key));
      assert.deepEqual(
        places.map((one) => one.role),
        ['head', 'agency'],
      );
      const [head, agency] = places.map((one) => one.rect);
      assert.equal(places[0]?.page, places[1]?.page);
      const overlap = agency!.x + agency!.width - head!.x;
      assert.ok(Math.abs(overlap / agency!.width - 1 / 3) < 0.01);
    });
  }
});

describe('a criminal record certificate', () => {
  it('calls nobody clean whose inquiry was not entered', async (t) => {
    const data = example('result-criminal-record');
    const saying = async (convictions: Json): Promise<string | undefined> =>
      textOf(
        await templates.print('result-criminal-record', {
          ...data,
          values: { ...(data['values'] as Data), convictions },
        }),
        t,
      );
    if ((await saying('')) === undefined) return;
    assert.match((await saying(''))!, /Tình trạng án tích: Không có án tích/);
    assert.match((await saying([]))!, /Tình trạng án tích: Không có án tích/);
    assert.match((await saying(null))!, /Tình trạng án tích: ……/);
    assert.match((await saying('Án treo, Bản án số 12'))!, /Tình trạng án tích: Án treo, Bản án số 12/);
  });
});

describe('words for numbers, money and dates', () => {
  for (const [code, expected] of [
    ['money-words("0")', 'Không đồng'],
    ['money-words(15)', 'Mười lăm đồng'],
    ['money-words(21)', 'Hai mươi mốt đồng'],
    ['money-words(105)', 'Một trăm lẻ năm đồng'],
    ['money-words(150000)', 'Một trăm năm mươi nghìn đồng'],
    ['money-words(1005021)', 'Một triệu không trăm lẻ năm nghìn không trăm hai mươi mốt đồng'],
    ['money-words(2000000000)', 'Hai tỷ đồng'],
    ['money(1234567)', '1.234.567 đ'],
    ['decimal(4650.75)', '4.650,75'],
    ['date-words("2026-02-03")', 'ngày 03 tháng 02 năm 2026'],
    ['date-words("2026-11-20T20:00:00Z")', 'ngày 21 tháng 11 năm 2026'],
    ['moment-words("2026-11-20T09:05:00+09:00")', '07 giờ 05 phút, ngày 20 tháng 11 năm 2026'],
    ['moment-short("2026-12-18T17:00")', '18/12/2026 17:00'],
    ['date-short("không phải ngày")', ''],
    ['date-short("2026-02-30")', ''],
  ] as const) {
    it(`${code} is “${expected}”`, async (t) => {
      const template = `#import "lib.typ": *\n#set text(font: "Tinos")\n[#${code}]`;
      const said = textOf({ pdf: await renderPdf({ template, data: {}, assets: { 'lib.typ': lib } }) }, t);
      if (said !== undefined) assert.equal(said.trim(), `[${expected}]`);
    });
  }
});

function example(of: TemplateEntry | string): Data {
  const name = typeof of === 'string' ? of : of.file.replace('.typ', '');
  return JSON.parse(readFileSync(join(folder, 'examples', `${name}.json`), 'utf8')) as Data;
}

/** The same shape with every text replaced by what people with bad intentions type. */
function hostile(value: Json): Json {
  if (typeof value === 'string') return '#panic("x") */ `$ <script> 汉\u0000 ' + value;
  if (Array.isArray(value)) return value.map(hostile);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hostile(item ?? null)]));
  }
  return value;
}

function textOf({ pdf }: Pick<RenderedDocument, 'pdf'>, t: TestContext): string | undefined {
  if (spawnSync('pdftotext', ['-v']).error) {
    t.skip('pdftotext (poppler-utils) is not installed');
    return undefined;
  }
  const said = spawnSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }).stdout;
  return said.normalize('NFC').replace(/\s+/g, ' ');
}

function info({ pdf }: RenderedDocument): string {
  return spawnSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' }).stdout;
}
