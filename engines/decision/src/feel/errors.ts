/** One sentence in both languages. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** Does what goes down a tree of expressions; one that is deeper than the machine's stack is refused like any other. */
export function withinStack<T>(source: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof RangeError)
      throw new FeelError('syntax', { vi: 'Biểu thức lồng quá sâu.', en: 'The expression is nested too deep.' }, source, 0);
    throw error;
  }
}

/**
 * A FEEL text that cannot be read, or an evaluation that exceeds its bounds.
 * Wrong *values* never throw: FEEL answers them with null and a note (see `Environment.notes`).
 */
export class FeelError extends Error {
  override readonly name = 'FeelError';
  /** What is wrong, for people; `message` is its English. */
  readonly text: Words;
  /** Offset of the first character in question, or -1 when the error has no place in the text. */
  readonly position: number;
  /** The text that was read, if any. */
  readonly source: string;
  /** `clock`: `now()` or `today()` was asked of a caller who gave no clock. */
  readonly kind: 'syntax' | 'budget' | 'clock';

  constructor(kind: FeelError['kind'], text: Words, source = '', position = -1) {
    super(text.en);
    this.text = text;
    this.kind = kind;
    this.source = source;
    this.position = position;
  }
}
