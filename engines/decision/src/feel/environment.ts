import { FeelError } from './errors.ts';
import { dateTimeFromInstant } from './temporal.ts';
import type { FeelDateTime } from './temporal.ts';
import type { Context, Value } from './values.ts';

export interface EvaluateOptions {
  /** The moment that `now()` and `today()` answer, by the caller's clock; without it asking for them is a FeelError. */
  now?: Date;
  /** IANA zone of `now()` and `today()`; default Asia/Ho_Chi_Minh. */
  zone?: string;
  /** Bound on the work of one evaluation; default 2,000,000 steps. A step is about one list element or call. */
  steps?: number;
}

/** A rule of a decision table that matched. */
export interface RuleFired {
  /** Name of the decision (or business knowledge) whose table it is. */
  readonly decision: string;
  /** Place of the rule in the table, counted from 1. */
  readonly rule: number;
  /** The rule's id in the file. */
  readonly ruleId: string | null;
  readonly annotations: readonly string[];
  /** Values of the inputs by their label (or expression). */
  readonly inputs: Context;
  /** The same in the order of the columns. */
  readonly values: readonly Value[];
  /** Values of the outputs by name. */
  readonly outputs: Context;
}

/** A rule that matched, with those before it. */
export interface FiredRule {
  readonly before: FiredRule | null;
  describe(): RuleFired;
}

const NO_OPTIONS: EvaluateOptions = {};
const DEFAULT_STEPS = 2_000_000;
const MAX_DEPTH = 1000;
const MAX_NOTES = 100;
/** Longest text an evaluation may build. */
const MAX_TEXT = 4_000_000;

/** What one evaluation shares: its bounds, its clock, and notes on why something became null. */
export class Environment {
  private noted: string[] | null = null;
  /** The rule of a decision table that matched last; it knows the one before. */
  firedRules: FiredRule | null = null;
  private left: number;
  private depth = 0;
  private readonly options: EvaluateOptions;
  private moment: FeelDateTime | null = null;

  constructor(options: EvaluateOptions = NO_OPTIONS) {
    this.options = options;
    this.left = options.steps ?? DEFAULT_STEPS;
  }

  /** Counts work; throws FeelError when the bound is reached. */
  step(count = 1): void {
    this.left -= count;
    if (this.left < 0)
      throw new FeelError('budget', {
        vi: 'Biểu thức tính quá nhiều bước.',
        en: 'The expression takes too many steps.',
      });
  }

  /** Throws FeelError when a text of this length may not be built. */
  text(length: number): void {
    this.step(length >> 6);
    if (length > MAX_TEXT)
      throw new FeelError('budget', {
        vi: 'Biểu thức tạo ra chuỗi quá dài.',
        en: 'The expression builds too long a text.',
      });
  }

  /** Goes one call deeper; throws FeelError when calls nest too deep. Every `down` has its `up`. */
  down(): void {
    this.step();
    if (++this.depth > MAX_DEPTH)
      throw new FeelError('budget', {
        vi: 'Các hàm gọi nhau quá sâu.',
        en: 'Function calls are nested too deep.',
      });
  }

  up(): void {
    this.depth -= 1;
  }

  /** Records why a value is null, and answers null. */
  note(message: string): null {
    this.noted ??= [];
    if (this.noted.length < MAX_NOTES) this.noted.push(message);
    return null;
  }

  /** Why values became null so far. */
  get notes(): readonly string[] {
    return this.noted ?? [];
  }

  /** The rules of decision tables that matched so far, in their order. */
  get fired(): RuleFired[] {
    const fired: RuleFired[] = [];
    for (let rule = this.firedRules; rule; rule = rule.before) fired.push(rule.describe());
    return fired.reverse();
  }

  /** The present moment, the same throughout one evaluation. */
  get now(): FeelDateTime {
    if (!this.moment) {
      if (!this.options.now)
        throw new FeelError('clock', {
          vi: 'Ở đây không dùng được now() và today().',
          en: 'now() and today() need a clock: pass the option “now”.',
        });
      const millis = this.options.now.getTime();
      this.moment = dateTimeFromInstant(BigInt(millis) * 1_000_000n, this.options.zone ?? 'Asia/Ho_Chi_Minh');
      if (!this.moment)
        throw new FeelError('budget', {
          vi: 'Đồng hồ không cho ngày mà FEEL biết.',
          en: 'The clock shows no date that FEEL knows.',
        });
    }
    return this.moment;
  }
}
