import type { Words } from '../feel/errors.ts';

/** A DMN file that cannot be read at all. */
export class DmnError extends Error {
  override readonly name = 'DmnError';
  /** What is wrong, for people; `message` is its English. */
  readonly text: Words;
  /** Line of the file, counted from 1. */
  readonly line: number;

  constructor(text: Words, line: number) {
    super(text.en);
    this.text = text;
    this.line = line;
  }
}
