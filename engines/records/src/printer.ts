import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { failureOf, nameOf } from './errors.ts';
import type { Printed } from './press.ts';
import type { Outcome, RenderedDocument, RenderInput } from './render.ts';

// A ledger of 10,000 rows takes some seconds; what takes longer than this is a template that never ends.
const PATIENCE_MS = 60_000;
// Typst keeps what it laid out; after a very long paper the process is not worth its memory.
const MEMORY_LIMIT = 600e6;

type Job = { input: RenderInput; settle: (outcome: Outcome) => void };

const queue: Job[] = [];
let current: { job: Job; patience: NodeJS.Timeout } | undefined;
let press: ChildProcess | undefined;

/**
 * Prints data on a Typst template as PDF/A-2a with its fonts inside and its text extractable.
 * The data never become source: whatever stands in them is printed as it is. The work is done in a process of its own
 * (started by the first paper), so that the program goes on answering whatever a template does; papers come out in the
 * order in which they were asked for.
 * @returns the PDF, its number of pages, and the places that it keeps free for signatures
 * @throws templateFailed with the compiler's words when the template does not compile, or never ends
 */
export async function renderDocument(input: RenderInput): Promise<RenderedDocument> {
  const outcome = await new Promise<Outcome>((settle) => {
    queue.push({ input, settle });
    printNext();
  });
  if ('problems' in outcome) throw failureOf(nameOf(input), outcome.problems);
  return outcome.printed;
}

/** As `renderDocument`, for those who want only the PDF. */
export async function renderPdf(input: RenderInput): Promise<Uint8Array> {
  return (await renderDocument(input)).pdf;
}

function printNext(): void {
  const job = current ? undefined : queue.shift();
  if (!job) return;
  const running = (press ??= startPress());
  const patience = setTimeout(() => stop(running, 'the template takes too long'), job.input.patienceMs ?? PATIENCE_MS);
  current = { job, patience };
  // An idle press does not keep the program from ending, one at work does.
  running.ref();
  running.channel?.ref();
  running.send(job.input);
}

function finish(outcome: Outcome): void {
  if (!current) return;
  clearTimeout(current.patience);
  const { job } = current;
  current = undefined;
  press?.unref();
  press?.channel?.unref();
  job.settle(outcome);
  printNext();
}

function startPress(): ChildProcess {
  // No environment: a template's compiler has no business with the program's secrets.
  const started = fork(new URL('./press.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    env: {},
  });
  started.on('message', ({ outcome, memory }: Printed) => {
    if (started !== press) return;
    if (memory > MEMORY_LIMIT) {
      press = undefined;
      started.kill('SIGKILL');
    }
    finish(outcome);
  });
  started.on('error', (error) => stop(started, error.message));
  started.on('exit', () => stop(started, 'the printer ended unexpectedly; try again'));
  return started;
}

/** Ends a press with the paper it works on; the next paper starts another. */
function stop(stopped: ChildProcess, message: string): void {
  if (stopped !== press) return;
  press = undefined;
  stopped.kill('SIGKILL');
  finish({ problems: [{ message, file: '', line: null, column: null }] });
}
