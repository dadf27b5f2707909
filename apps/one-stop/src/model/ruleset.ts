import { type App, localDate } from '@dinh/kernel';

/** The rules of the one-stop as a dossier needs them; the pack's ruleset, read by its key. */
export interface Rules {
  readonly key: string;
  readonly effectiveFrom: string;
  readonly effectiveTo?: string | null;
  readonly name: { vi: string; en: string };
  readonly rules: {
    readonly supplementNotice: { readonly amount: number; readonly unit: string };
    /** `margin`: what counts as the start of the next working day, which the law gives no length. */
    readonly handOverCutOff: { readonly time: string; readonly margin?: { readonly minutes: number } };
    readonly extension: { readonly times: number; readonly atLeast: { readonly amount: number } };
    readonly warningDays: { readonly value: readonly number[] };
    /** Whether a desk may take back, on the same day, what it took by mistake: `same-day`. */
    readonly deskCorrection?: { readonly value: string };
    /** By when a fee must be there, where the procedure says nothing else. */
    readonly fee?: { readonly paidBy?: 'acceptance' | 'return' };
  };
  readonly forms: readonly {
    readonly number: string;
    readonly key: string;
    /** How papers on this form are numbered in the year: `{sequence:2}/TNHS`. Without it they are not. */
    readonly register?: string;
    readonly name: { vi: string; en: string };
  }[];
}

/**
 * The ruleset in force at `at`; a dossier keeps the one under which it was received.
 * @throws Error when the pack has none for that day.
 */
export async function rulesAt(app: App, at: Date): Promise<Rules> {
  const day = localDate(at);
  const all = await rulesets(app, day);
  const found = all.find((r) => r.effectiveFrom <= day && (!r.effectiveTo || r.effectiveTo >= day));
  if (!found) throw new Error(`no ruleset is in force on ${day}`);
  return found;
}

/** The ruleset that a dossier keeps. */
export async function rulesByKey(app: App, key: string): Promise<Rules> {
  const found = (await rulesets(app, '9999-12-30')).find((r) => r.key === key);
  if (!found) throw new Error(`no ruleset ${key}`);
  return found;
}

const kept = new WeakMap<App, Map<string, { at: number; list: Rules[] }>>();

/** Newest first. Rulesets change a few times in a decade; they are read again every minute. */
async function rulesets(app: App, day: string): Promise<Rules[]> {
  let byDay = kept.get(app);
  if (!byDay) kept.set(app, (byDay = new Map()));
  const last = byDay.get(day);
  if (last && performance.now() - last.at < 60_000) return last.list;
  const list = (await app.definitions.allAt<Rules>('ruleset', day))
    .map((d) => d.body)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  if (byDay.size > 50) byDay.clear();
  byDay.set(day, { at: performance.now(), list });
  return list;
}
