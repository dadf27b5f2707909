/**
 * Runs the cases of the OMG DMN Technology Compatibility Kit.
 *
 *   node engines/decision/conformance/dmn-tck.ts FOLDER [--only TEXT] [--verbose] [--csv FILE]
 *
 * FOLDER is the kit's, or any folder below it. A case passes when every result is as expected, or is
 * null where the kit expects an error. Cases that call Java cannot pass and count as failed.
 * `--csv` writes the kit's result file. The last line is `dmn-tck: N passed, M failed`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readDmn } from '@dinh/decision';
import type { Context, DecisionModel, DecisionResult, Value } from '@dinh/decision';
import { readCases } from './cases.ts';
import type { Case } from './cases.ts';
import { difference } from './expected.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, verbose: { type: 'boolean' }, csv: { type: 'string' } },
});
const folder = positionals[0];
if (!folder) {
  console.error('Which folder? dmn-tck.ts FOLDER [--only TEXT] [--verbose] [--csv FILE]');
  process.exit(2);
}

/** Test files (…-test-01.xml) with the folder they lie in. */
function testFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /-test-.*\.xml$/.test(file) && (!values.only || file.includes(values.only)))
    .map((file) => join(root, file))
    .sort();
}

/** The model of a test file, with all other models of its folder as imports. */
async function openModel(folder: string, name: string): Promise<DecisionModel> {
  const others = readdirSync(folder).filter((file) => file.endsWith('.dmn') && file !== name);
  return await readDmn(readFileSync(join(folder, name), 'utf8'), {
    imports: others.map((file) => readFileSync(join(folder, file), 'utf8')),
  });
}

const clock = { now: new Date() };

/** What the model answers for one expected result. */
function answer(model: DecisionModel, test: Case, result: string): DecisionResult {
  if (test.type === 'decision') return model.evaluate(result, test.inputs, clock);
  const name = test.invocable || result;
  return test.type === 'bkm'
    ? model.evaluateKnowledge(name, test.inputs, clock)
    : model.evaluateService(name, test.inputs, clock);
}

/** Why the case fails, or null when it passes. */
function runCase(model: DecisionModel, test: Case): string | null {
  for (const result of test.results) {
    const { value, errors } = answer(model, test, result.name);
    // A service of several decisions answers with all of them, by name.
    const part = test.type === 'decisionService' ? partOf(value, result.name) : undefined;
    const wrong = difference(value, result.expected);
    if (wrong === null || (part !== undefined && difference(part, result.expected) === null)) continue;
    return `${result.name}: ${wrong}${errors.length > 0 ? ` (${errors.join(' | ')})` : ''}`;
  }
  return null;
}

function partOf(value: Value, name: string): Value | undefined {
  const isContext = value !== null && typeof value === 'object' && value.constructor === Object;
  return isContext && Object.hasOwn(value, name) ? (value as Context)[name] : undefined;
}

let passed = 0;
let failed = 0;
const rows: string[] = [];
for (const file of testFiles(folder)) {
  const cases = readCases(readFileSync(file, 'utf8'));
  const where = relative(folder, dirname(file));
  let model: DecisionModel | null = null;
  let broken = '';
  try {
    model = await openModel(dirname(file), cases.model);
  } catch (error) {
    broken = String(error);
  }
  if (values.verbose)
    for (const problem of model?.problems ?? []) console.log(`  ${where}:${problem.line} ${problem.message}`);
  let right = 0;
  for (const test of cases.cases) {
    let wrong: string | null;
    try {
      wrong = model ? runCase(model, test) : broken;
    } catch (error) {
      wrong =
        error instanceof Error
          ? values.verbose
            ? (error.stack ?? error.message)
            : error.message
          : String(error);
    }
    if (wrong === null) right += 1;
    else console.log(`FAILED ${where} ${test.id}: ${wrong}`);
    rows.push(
      [
        where,
        file.replace(/^.*\//, '').replace(/\.xml$/, ''),
        test.id,
        wrong === null ? 'SUCCESS' : 'ERROR',
        '',
      ]
        .map((cell) => `"${cell}"`)
        .join(','),
    );
  }
  passed += right;
  failed += cases.cases.length - right;
  if (right < cases.cases.length) console.log(`${where}: ${right} of ${cases.cases.length}`);
}
if (values.csv) writeFileSync(values.csv, `${rows.join('\n')}\n`);
console.log(`dmn-tck: ${passed} passed, ${failed} failed`);
