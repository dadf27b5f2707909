/**
 * Runs the cases of the OMG DMN Technology Compatibility Kit.
 *
 *   node engines/decision/conformance/dmn-tck.ts FOLDER [--only TEXT] [--verbose] [--csv FILE]
 *
 * FOLDER is the kit's, or any folder below it. A case passes when every result is as expected, or is
 * null where the kit expects an error. Cases that call Java cannot pass: they count as failed, and the
 * line before the last says how many they are. The kit's own result file `tck_results.csv` is written
 * into `.dinh/conformance`, or where `--csv` says. A file that cannot be read is a failed case, never
 * the end of the run. The last line is `dmn-tck: N passed, M failed`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Context, DecisionModel, DecisionResult, Value } from '@dinh/decision';
import { readCases } from './cases.ts';
import type { Case } from './cases.ts';
import { difference } from './expected.ts';
import { filesIn, openModel, textOf } from './models.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    verbose: { type: 'boolean' },
    csv: { type: 'string', default: '.dinh/conformance/tck_results.csv' },
  },
});
const folder = positionals[0];
if (!folder) {
  console.error('Which folder? dmn-tck.ts FOLDER [--only TEXT] [--verbose] [--csv FILE]');
  process.exit(2);
}

interface Outcome {
  readonly id: string;
  /** Why the case failed; null when it passed. */
  readonly wrong: string | null;
}

/** Files that hold test cases, whatever they are called; none, with a word, where there is no such folder. */
function testFiles(root: string): string[] {
  let files: string[] = [];
  try {
    files = filesIn(root);
  } catch (error) {
    console.log(`${root} cannot be read: ${inWords(error)}`);
    process.exitCode = 1;
  }
  return files
    .filter((file) => file.endsWith('.xml') && (!values.only || file.includes(values.only)))
    .filter((file) => basename(file).includes('-test-') || /<([\w-]+:)?testCases[\s>]/.test(headOf(file)));
}

function headOf(file: string): string {
  try {
    return textOf(file).slice(0, 20_000);
  } catch {
    return '';
  }
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
function judge(model: DecisionModel, test: Case): string | null {
  if (test.broken !== null) return test.broken;
  for (const result of test.results) {
    let answered: DecisionResult;
    try {
      answered = answer(model, test, result.name);
    } catch (error) {
      if (result.error) continue;
      throw error;
    }
    const { value, errors } = answered;
    // A service of several decisions answers with all of them, by name.
    const part = test.type === 'decisionService' ? partOf(value, result.label) : undefined;
    const wrong = difference(value, result.expected);
    if (wrong === null || (part !== undefined && difference(part, result.expected) === null)) continue;
    return `${result.label}: ${wrong}${errors.length > 0 ? ` (${errors.join(' | ')})` : ''}`;
  }
  return null;
}

function partOf(value: Value, name: string): Value | undefined {
  const isContext = value !== null && typeof value === 'object' && value.constructor === Object;
  return isContext && Object.hasOwn(value, name) ? (value as Context)[name] : undefined;
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return values.verbose ? (error.stack ?? error.message) : error.message;
}

async function runFile(file: string): Promise<Outcome[]> {
  let cases: Case[];
  let model: DecisionModel | null = null;
  let broken = '';
  try {
    const read = readCases(textOf(file));
    cases = read.cases;
    model = await openModel(dirname(file), read.model).catch((error: unknown) => {
      broken = inWords(error);
      return null;
    });
  } catch (error) {
    return [{ id: '', wrong: inWords(error) }];
  }
  if (values.verbose)
    for (const problem of model?.problems ?? []) console.log(`  ${basename(file)}:${problem.line} ${problem.message.en}`);
  return cases.map((test) => {
    try {
      return { id: test.id, wrong: model ? judge(model, test) : broken };
    } catch (error) {
      return { id: test.id, wrong: inWords(error) };
    }
  });
}

/** The folder of a test as the kit writes it: from its level on (`compliance-level-3`, `non-compliant`). */
function kitFolder(file: string): string {
  const path = resolve(dirname(file)).split('/');
  const level = path.findLastIndex((part) => /^(?:compliance-level-\d+|non-compliant)$/.test(part));
  if (level >= 0) return path.slice(level).join('/');
  return relative(folder as string, dirname(file)) || basename(dirname(resolve(file)));
}

const cell = (text: string): string => `"${text.replaceAll('"', '""').replace(/\s+/g, ' ')}"`;

let passed = 0;
let failed = 0;
let java = 0;
const rows: string[] = [];
for (const file of testFiles(folder)) {
  const where = kitFolder(file);
  const outcomes = await runFile(file);
  for (const { id, wrong } of outcomes) {
    if (wrong !== null) console.log(`FAILED ${where} ${id}: ${wrong}`);
    if (wrong && /Java are not supported|External functions are not supported/.test(wrong)) java += 1;
    rows.push([where, basename(file, '.xml'), id, wrong === null ? 'SUCCESS' : 'ERROR', wrong ?? ''].map(cell).join(','));
  }
  const right = outcomes.filter((outcome) => outcome.wrong === null).length;
  passed += right;
  failed += outcomes.length - right;
  if (right < outcomes.length) console.log(`${where}: ${right} of ${outcomes.length}`);
}
try {
  mkdirSync(dirname(values.csv), { recursive: true });
  writeFileSync(values.csv, `${rows.join('\n')}\n`);
  console.log(`${values.csv}: ${rows.length} cases`);
} catch (error) {
  console.log(`${values.csv} cannot be written: ${inWords(error)}`);
}
if (java > 0) console.log(`${java} of the failed cases need functions in Java.`);
console.log(`dmn-tck: ${passed} passed, ${failed} failed`);
