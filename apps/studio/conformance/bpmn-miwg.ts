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

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.bpmn$/i.test(file) && (!values.only || file.includes(values.only)))
  .sort();
let failed = 0;
for (const file of files) {
  const xml = decodeXml(readFileSync(join(folder, file)));
  let wrong: string[];
  try {
    wrong = await tryModel(xml);
  } catch (error) {
    wrong = [String((error as Error).stack)];
  }
  if (wrong.length > 0) failed++;
  console.log(`${wrong.length > 0 ? 'FAILED' : 'passed'} ${file}`);
  for (const one of wrong.slice(0, values.verbose ? Infinity : 5)) console.log(`    ${one}`);
  if (values.draw) draw(values.draw, file, xml);
}
console.log(`bpmn-miwg: ${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function draw(into: string, file: string, xml: string): void {
  mkdirSync(into, { recursive: true });
  for (const [i, diagram] of diagramsOf(readBpmn(xml).definitions).entries())
    writeFileSync(join(into, `${file.replaceAll('/', '_')}.${i + 1}.svg`), String(drawProcess('en', diagram, { title: file })));
}
