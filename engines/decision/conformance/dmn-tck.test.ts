/** The runner of the kit over folders that are laid out otherwise, or hold what is broken: it always comes to its last line. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

const folder = mkdtempSync(join(tmpdir(), 'dinh-tck-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const csv = join(folder, 'out', 'tck_results.csv');

function put(path: string, text: string, encoding: 'utf8' | 'utf16le' | 'latin1' = 'utf8'): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, encoding);
}

/** Runs the program; what it prints by lines, and the rows of its result file. */
async function run(root: string): Promise<{ lines: string[]; rows: string[] }> {
  const program = join(import.meta.dirname, 'dmn-tck.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, root, '--csv', csv]).catch((error) => error);
  return { lines: String(stdout).trim().split('\n'), rows: readFileSync(csv, 'utf8').trim().split('\n') };
}

const model = (encoding = 'UTF-8') => `<?xml version="1.0" encoding="${encoding}"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<inputData id="i" name="số"><variable name="số" typeRef="number"/></inputData>
<decision id="d" name="gấp đôi"><variable name="gấp đôi"/><informationRequirement><requiredInput href="#i"/></informationRequirement><literalExpression><text>số * 2</text></literalExpression></decision>
<decision id="e" name="endless"><variable name="endless"/><literalExpression><text>count(for i in 1..1000000000 return i)</text></literalExpression></decision>
<businessKnowledgeModel id="k" name="more"><variable name="more"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n + 1</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decisionService id="s" name="service"><variable name="service"/><outputDecision href="#d"/><inputData href="#i"/></decisionService>
</definitions>`;
const number = (value: number) => `<value xsi:type="xsd:decimal">${value}</value>`;
const given = (name: string, value: number) => `<inputNode name="${name}">${number(value)}</inputNode>`;
const wanted = (name: string, expected: number | null, more = '') =>
  `<resultNode name="${name}" ${more}>${expected === null ? '' : `<expected>${number(expected)}</expected>`}</resultNode>`;
const cases = (inside: string, encoding = 'UTF-8', of = 'm.dmn') => `<?xml version="1.0" encoding="${encoding}"?>
<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>${of}</modelName><labels><label>nhãn</label></labels>${inside}</testCases>`;
const one = (id: string, inside: string, more = '') =>
  `<testCase id="${id}" ${more}><description>x</description>${inside}</testCase>`;
const doubled = one('001', given('số', 2) + wanted('gấp đôi', 4));

test('cases directly in the folder, in any encoding, of services, business knowledge and errors', async () => {
  put('a/m.dmn', `\ufeff${model('UTF-16')}`, 'utf16le');
  put(
    'a/m-test-01.xml',
    `\ufeff${cases(
      doubled +
        one('service', given('số', 3) + wanted('gấp đôi', 6), 'type="decisionService" invocableName="service"') +
        one('bkm', given('n', 3) + wanted('more', 4), 'type="bkm" invocableName="more"') +
        one('wrong', given('số', 3) + wanted('gấp đôi', 7)) +
        one('error', wanted('gấp đôi', null, 'errorResult="true"')) +
        one('unknown', wanted('none', null, 'errorResult="true"')) +
        one('endless', wanted('endless', null, 'errorResult="true" cast="x"')) +
        one('nothing expected', wanted('none', 1)),
      'UTF-16',
    )}`,
    'utf16le',
  );
  const { lines, rows } = await run(join(folder, 'a'));
  assert.equal(lines.at(-1), 'dmn-tck: 6 passed, 2 failed');
  assert.equal(rows[0], '"a","m-test-01","001","SUCCESS",""');
  assert.match(rows[3]!, /^"a","m-test-01","wrong","ERROR","gấp đôi: expected 7, got 6"$/);
});

test('levels beside each other, folders behind links, and files that are broken: each fails alone', async () => {
  put('kit/compliance-level-2/0001-a/m.dmn', model());
  put('kit/compliance-level-2/0001-a/m-test-01.xml', cases(doubled));
  put('kit/non-compliant/0002-b/m.dmn', model());
  put('kit/non-compliant/0002-b/m-test-01.xml', cases(doubled));
  put('kit/non-compliant/0003-no-model/x-test-01.xml', cases(doubled, 'UTF-8', 'x.dmn'));
  put('kit/non-compliant/0004-no-xml/x-test-01.xml', '<testCases>');
  put('kit/non-compliant/0005-no-dmn/x.dmn', 'xin chào');
  put('kit/non-compliant/0005-no-dmn/x-test-01.xml', cases(doubled, 'UTF-8', 'x.dmn'));
  put('kit/non-compliant/0006-empty/x-test-01.xml', '');
  put('kit/non-compliant/readme.xml', '<readme/>');
  mkdirSync(join(folder, 'kit/compliance-level-3'), { recursive: true });
  symlinkSync(join(folder, 'kit/compliance-level-2/0001-a'), join(folder, 'kit/compliance-level-3/0001-linked'));
  symlinkSync(join(folder, 'kit'), join(folder, 'kit/compliance-level-3/round'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'kit/compliance-level-3/dangling-test-01.xml'));
  const { lines, rows } = await run(join(folder, 'kit'));
  const results = rows.map((row) => row.split('","').slice(0, 4).join(' ').replaceAll('"', ''));
  assert.deepEqual(results, [
    'compliance-level-2/0001-a m-test-01 001 SUCCESS',
    'non-compliant/0002-b m-test-01 001 SUCCESS',
    'non-compliant/0003-no-model x-test-01 001 ERROR',
    'non-compliant/0004-no-xml x-test-01  ERROR',
    'non-compliant/0005-no-dmn x-test-01 001 ERROR',
    'non-compliant/0006-empty x-test-01  ERROR',
  ]);
  assert.equal(lines.at(-1), 'dmn-tck: 2 passed, 4 failed');
});

test('a folder that is not there still ends with the last line', async () => {
  put('out/tck_results.csv', '');
  const { lines } = await run(join(folder, 'nowhere'));
  assert.equal(lines.at(-1), 'dmn-tck: 0 passed, 0 failed');
});
