/**
 * Runs the models of the BPMN Model Interchange Working Group, or any others.
 *
 *   node apps/studio/conformance/bpmn-miwg.ts FOLDER [--only TEXT] [--verbose] [--draw FOLDER]
 *
 * Every `.bpmn` below FOLDER is read, validated, drawn, written and read again; it passes when all of it went without a
 * problem and nothing of the file was lost: elements, attributes, shapes, edges, names and their places, waypoints, and
 * what other tools have put in. `--draw` keeps the drawings as SVG. The last line is `bpmn-miwg: N passed, M failed`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diagramsOf, readBpmn } from '@dinh/process';
import { drawProcess } from '@dinh/ui';
import { decodeXml } from '../src/model/decode-xml.ts';
import { tryModel } from './miwg-model.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, verbose: { type: 'boolean' }, draw: { type: 'string' } },
});
const folder = positionals[0];
if (!folder) {
  console.error('Which folder? bpmn-miwg.ts FOLDER [--only TEXT] [--verbose] [--draw FOLDER]');
  process.exit(2);
}

let found: string[] = [];
try {
  found = readdirSync(folder, { recursive: true, encoding: 'utf8' });
} catch (error) {
  console.log(`${folder} cannot be read: ${(error as Error).message}`);
  process.exitCode = 1;
}
const files = found.filter((file) => /\.bpmn(?:2|20\.xml)?$/i.test(file) && (!values.only || file.includes(values.only))).sort();
let failed = 0;
for (const file of files) {
  let wrong: string[];
  try {
    const xml = decodeXml(readFileSync(join(folder, file)));
    wrong = await tryModel(xml);
    if (values.draw) draw(values.draw, file, xml);
  } catch (error) {
    wrong = [String((error as Error).stack)];
  }
  if (wrong.length > 0) failed++;
  console.log(`${wrong.length > 0 ? 'FAILED' : 'passed'} ${file}`);
  for (const one of wrong.slice(0, values.verbose ? Infinity : 5)) console.log(`    ${one}`);
}
console.log(`bpmn-miwg: ${files.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function draw(into: string, file: string, xml: string): void {
  mkdirSync(into, { recursive: true });
  for (const [i, diagram] of diagramsOf(readBpmn(xml).definitions).entries())
    writeFileSync(join(into, `${file.replaceAll('/', '_')}.${i + 1}.svg`), String(drawProcess('en', diagram, { title: file })));
}
