/** A DMN file that cannot be read at all. */
export class DmnError extends Error {
  override readonly name = 'DmnError';
  /** Line of the file, counted from 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
