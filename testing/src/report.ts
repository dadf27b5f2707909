import { relative } from 'node:path';
import type { run } from 'node:test';
import { inspect } from 'node:util';
import { root } from './paths.ts';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
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
    readonly duration_ms: number;
    readonly error?: Error & { code?: string; failureType?: string };
  };
}

/** The test around all files that a process runs in turn; it is none itself. */
export const inTurn = 'test files in turn';
/** What such a process prints before each of them, so that what they print can be told apart. */
export const announcement = (file: string): string => `\0${file}\0`;

/** Follows runs, one or several at once: a line per file as it ends, and at the end everything that failed. */
export class Report {
  readonly tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  readonly #failures: { event: TestEvent; where: string; file: string }[] = [];
  readonly #printed = new Map<string, string>();
  readonly #ended = new Set<string>();

  /** To the run's end. A failed parent of a failed subtest is not counted twice. */
  async follow(stream: ReturnType<typeof run>): Promise<void> {
    let counted = { tests: 0, skipped: 0 };
    let inside = false; // of a process that runs files in turn
    let printing: string | undefined;

    const ended = (event: TestEvent, passed: boolean): void => {
      const { type, error, duration_ms: time } = event.details;
      const suite = type === 'suite';
      const whole = inside && suite && event.nesting === 1; // a file among others
      const parentOfFailed = error?.failureType === 'subtestsFailed';
      if (event.name === inTurn && (passed || parentOfFailed)) return;
      if (!suite) {
        counted.tests++;
        if (event.skip !== undefined || event.todo !== undefined) counted.skipped++;
      }
      if (passed) this.#pass(event, suite);
      else this.#fail(event, suite, parentOfFailed, whole ? event.name : short(event.file));
      if (!whole) return;
      this.#line(passed, event.name, counted, time);
      counted = { tests: 0, skipped: 0 };
    };
    stream.on('test:dequeue', ({ name, nesting }) => (inside ||= nesting === 0 && name === inTurn));
    stream.on('test:pass', (event: TestEvent) => ended(event, true));
    stream.on('test:fail', (event: TestEvent) => ended(event, false));
    const keep = ({ file, message }: { file?: string; message: string }): void => {
      for (const [at, text] of message.split('\0').entries()) {
        if (at % 2 === 1) printing = text;
        else if (text) this.#print(printing ?? short(file), text);
      }
    };
    stream.on('test:stdout', keep);
    stream.on('test:stderr', keep);
    stream.on('test:summary', ({ file, counts, duration_ms: time, success }) => {
      if (file && !inside) this.#line(success, short(file), counts, time);
    });
    for await (const _ of stream);
  }

  /** Files that were to be run and of which no end was heard count as failed: a process may end in good order too early. */
  mustHaveEnded(files: readonly string[]): void {
    for (const file of files.filter((one) => !this.#ended.has(one))) {
      console.log(`\n✘ ${file} did not come to its end`);
      this.tally.failed++;
    }
  }

  /** Says what failed and how, with what its process printed. */
  tellFailures(): void {
    for (const { event, where } of this.#failures)
      console.log(`\n✘ ${event.name}\n  ${where}\n${indent(describe(event.details.error))}`);
    for (const file of new Set(this.#failures.map((failure) => failure.file))) {
      const text = this.#printed.get(file)?.trim();
      if (text) console.log(`\nPrinted by ${file}:\n${indent(text.slice(-8_000))}`);
    }
  }

  #pass(event: TestEvent, suite: boolean): void {
    if (suite || event.name === event.file) return;
    if (event.skip !== undefined || event.todo !== undefined) this.tally.skipped++;
    else this.tally.passed++;
  }

  #fail(event: TestEvent, suite: boolean, parentOfFailed: boolean, file: string): void {
    if (event.todo !== undefined) this.tally.skipped++;
    else if (!parentOfFailed || !suite) this.tally.failed++;
    if (event.todo === undefined && !parentOfFailed)
      this.#failures.push({ event, where: `${short(event.file)}:${event.line ?? 1}`, file });
  }

  #line(success: boolean, file: string, counts: { tests: number; skipped: number }, time: number): void {
    this.#ended.add(file);
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    const mark = success ? '✔' : '✘';
    console.log(`${mark} ${file}  ${counts.tests} tests${skipped}, ${(time / 1000).toFixed(1)} s`);
  }

  #print(file: string, text: string): void {
    this.#printed.set(file, (this.#printed.get(file) ?? '') + text);
  }
}

/** Follows one run to its end, and says what failed in it. */
export async function follow(stream: ReturnType<typeof run>): Promise<Tally> {
  const report = new Report();
  await report.follow(stream);
  report.tellFailures();
  return report.tally;
}

function describe(error: (Error & { failureType?: string }) | undefined): string {
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause : inspect(cause, { depth: 6 });
  const own = (cause.stack ?? String(cause))
    .split('\n')
    .filter((line) => !/^\s+at .*(node:internal|node_modules)/.test(line));
  const extra = cause.cause === undefined ? '' : `\ncaused by ${inspect(cause.cause, { depth: 4 })}`;
  return own.join('\n').replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '') + extra;
}

function short(file: string | undefined): string {
  return file ? relative(root, file) : '?';
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
