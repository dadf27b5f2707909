import { renderHere } from './render.ts';
import type { Outcome, RenderInput } from './render.ts';

/** What the printer's process answers: how the paper came out, and how much memory the process holds (bytes). */
export type Printed = { outcome: Outcome; memory: number };

// The printer's process: takes one paper after another, and ends with the program that started it.
process.on('message', (input: RenderInput) => {
  const answer: Printed = { outcome: press(input), memory: process.memoryUsage.rss() };
  // Nobody to tell: the program is gone.
  process.send!(answer, (error: Error | null) => error && process.exit());
});
process.on('disconnect', () => process.exit());
// A Ctrl-C in the terminal, or a stop of the whole group, reaches this process too; the program decides when it is done with it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

function press(input: RenderInput): Outcome {
  try {
    return renderHere(input);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ message, file: '', line: null, column: null }] };
  }
}
