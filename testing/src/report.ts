import { relative } from 'node:path';
import type { run } from 'node:test';
import { inspect } from 'node:util';
import { root } from './paths.ts';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Told {
  /** By absolute path. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly unheard: readonly string[];
}

/** Of all files together. */
export function total(tallies: Iterable<Tally>): Tally {
  const sum: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** With more failed files than this something is broken, and asking again would only take time. */
const fewFailed = 3;

/** The files of which nothing was heard to the end, and those that failed where hardly any did. */
export function toAskAgain({ tallies, unheard }: Told): string[] {
  const failed = [...tallies].filter(([, tally]) => tally.failed > 0).map(([file]) => file);
  return [...new Set([...unheard, ...(failed.length <= fewFailed ? failed : [])])];
}

interface TestEvent {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly line?: number;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: {
    readonly type?: string;
    readonly duration_ms?: number;
    readonly error?: Error & { code?: string; failureType?: string };
  };
}

/**
 * Follows a run: a line per file as it ends, then everything that failed with what its process printed.
 * A failed parent of a failed subtest is not told twice.
 * @param files absolute, that run
 * @param processOf where a file does not run in a process of its own (see groups.ts), whose it is: what that printed is told
 * @returns how each file ended, and of which of them nothing was heard to the end, whatever the others say
 */
export async function follow(
  stream: ReturnType<typeof run>,
  files: readonly string[] = [],
  processOf: ReadonlyMap<string, string> = new Map(),
): Promise<Told> {
  const tallies = new Map<string, Tally>();
  const failures: { event: TestEvent; where: string }[] = [];
  const output = new Map<string, string>();
  const silent = new Set(files);
  const told = new Set<string>();
  const counts = new Map<string, number>();
  /** A file that goes with others in one process is a suite there, named by its path. */
  const fileOf = ({ name, file = '' }: TestEvent): string => (processOf.has(name) ? name : file);
  const tallyOf = (event: TestEvent): Tally => {
    const tally = tallies.get(fileOf(event)) ?? { passed: 0, failed: 0, skipped: 0 };
    tallies.set(fileOf(event), tally);
    return tally;
  };
  const suites = (event: TestEvent): boolean => event.details.type === 'suite';
  const count = ({ file = '' }: TestEvent): unknown => counts.set(file, (counts.get(file) ?? 0) + 1);

  const tell = (file: string, success: boolean, tests: number, skipped: number, ms: number): void => {
    if (told.has(file)) return;
    told.add(file);
    silent.delete(file);
    const left = skipped > 0 ? `, ${skipped} skipped` : '';
    console.log(`${success ? '✔' : '✘'} ${short(file)}  ${tests} tests${left}, ${(ms / 1000).toFixed(1)} s`);
  };
  const tellSuite = ({ name, details }: TestEvent, success: boolean): void => {
    if (processOf.has(name)) tell(name, success, counts.get(name) ?? 0, 0, details.duration_ms ?? 0);
  };

  stream.on('test:pass', (event: TestEvent) => {
    if (suites(event)) tellSuite(event, true);
    if (suites(event) || event.name === event.file) return;
    count(event);
    if (event.skip !== undefined || event.todo !== undefined) tallyOf(event).skipped++;
    else tallyOf(event).passed++;
  });
  stream.on('test:fail', (event: TestEvent) => {
    if (suites(event)) tellSuite(event, false);
    else count(event);
    silent.delete(fileOf(event)); // enough was heard of it
    const parentOfFailed = event.details.error?.failureType === 'subtestsFailed';
    if (event.todo !== undefined) tallyOf(event).skipped++;
    else if (!parentOfFailed || !suites(event)) tallyOf(event).failed++;
    if (event.todo === undefined && !parentOfFailed) failures.push({ event, where: `${short(event.file)}:${event.line ?? 1}` });
  });
  const keep = ({ file, message }: { file?: string; message: string }): void => {
    if (file) output.set(file, (output.get(file) ?? '') + message);
  };
  stream.on('test:stdout', keep);
  stream.on('test:stderr', keep);
  stream.on('test:summary', ({ file, counts: { tests, skipped }, duration_ms: ms, success }) => {
    if (file && files.includes(file)) tell(file, success, tests, skipped, ms);
  });

  for await (const _ of stream);
  for (const file of silent) console.log(`✘ ${short(file)}  ended without saying how`);
  for (const { event, where } of failures) {
    console.log(`\n✘ ${event.name}\n  ${where}\n${indent(describe(event.details.error))}`);
  }
  for (const file of new Set(failures.map(({ event: { file = '' } }) => processOf.get(file) ?? file))) {
    const text = output.get(file)?.trim();
    if (text) console.log(`\nPrinted by ${short(file)}:\n${indent(text.slice(-8_000))}`);
  }
  return { tallies, unheard: [...silent] };
}

function describe(error: (Error & { failureType?: string }) | undefined): string {
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause : inspect(cause, { depth: 6 });
  const own = (cause.stack ?? String(cause)).split('\n').filter((line) => !/^\s+at .*(node:internal|node_modules)/.test(line));
  const extra = cause.cause === undefined ? '' : `\ncaused by ${inspect(cause.cause, { depth: 4 })}`;
  return own.join('\n').replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '') + extra;
}

function short(file: string | undefined): string {
  return file ? relative(root, file) : '?';
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
