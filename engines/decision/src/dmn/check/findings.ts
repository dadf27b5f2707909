/** What the check of a model has found. */
import type { Words } from '../../feel/errors.ts';

export type { Words };

export interface Finding {
  /**
   * `error`: evaluates to nothing or to an accident, and must not be published. `warning`: allowed, but
   * worth a look. `note`: what the check cannot judge.
   */
  readonly severity: 'error' | 'warning' | 'note';
  readonly kind: 'unreadable' | 'name' | 'type' | 'gap' | 'overlap' | 'unreachable' | 'not-checked';
  /** Name of the decision or business knowledge. */
  readonly decision: string;
  /** Id of the element in the file; null when it has none. */
  readonly elementId: string | null;
  /** Line in the file, counted from 1. */
  readonly line: number;
  /** Rules of the table that are concerned, counted from 1. */
  readonly rules: readonly number[];
  readonly message: Words;
  /** The place as people know it, where `message` says nothing of it. */
  readonly where?: Words;
}
