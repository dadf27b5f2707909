import { declareError, Refusal } from '../errors.ts';
import type { Principal } from './principal.ts';

/** How sure we must be of who asks before something is done. */
export interface Demand {
  /** The least level of assurance, 1 to 4. */
  readonly level: number;
  /** The last factor must have been shown within so many minutes; left out: at any time of the session. */
  readonly minutes?: number;
  /** So many factors of different kinds must have been shown, whatever is known of the person. */
  readonly factors?: 2;
  /** No factors reach the level: the identity must have been checked against papers. Told to whoever asks before they begin. */
  readonly identified?: true;
}

/** Which acts ask for which level; `identity` is the one that knows, from the pack. */
export interface Demands {
  of(operation: string, principal: Principal): Demand | undefined | Promise<Demand | undefined>;
  /** What an online service of a level (1 to 4) asks of whoever files. */
  ofService(level: number | undefined): Promise<Demand | undefined>;
}

export const noDemands: Demands = { of: () => undefined, ofService: async () => undefined };

/** Told over the API with the challenge of RFC 9470; on a screen the person is asked for what is missing and goes on. */
export const assuranceNeeded = declareError('kernel.assurance-needed', 401, {
  vi: 'Việc này cần xác thực ở mức bảo đảm AS-{level}. Xin xác thực thêm rồi làm tiếp.',
  en: 'This needs to be confirmed at assurance level AS-{level}. Please confirm who you are and go on.',
});

/**
 * Asks for a level of a person; the program itself and machines are known by other means.
 * @throws assuranceNeeded with `level` and, when it must be recent, `minutes`; `operation` is put to it by whatever carries that out.
 */
export function demand(principal: Principal, { level, minutes }: Demand, now: Date): void {
  if (principal.kind !== 'person') return;
  const { assurance } = principal;
  const recent =
    minutes === undefined || (assurance !== undefined && now.getTime() - assurance.provedAt.getTime() < minutes * 60_000);
  if ((assurance?.level ?? 1) >= level && recent) return;
  throw assuranceNeeded({ level, ...(minutes !== undefined && { minutes }) });
}

/** Says for which operation more is asked, so that a screen can name it; what says so already stays. */
export function askedFor(operation: string, error: unknown): unknown {
  if (!(error instanceof Refusal) || error.code !== assuranceNeeded.code || 'operation' in error.details) return error;
  return assuranceNeeded({ ...error.details, operation }, { cause: error });
}

/**
 * Why something was refused to somebody whose places give nothing yet: they are told what to show, not that they may not, and so
 * whether or not there is what they asked for.
 * @param permission which was asked for; left out: something that is of officials alone
 * @returns undefined when it has nothing to do with that
 */
export function withheldFrom({ withheld }: Principal, permission?: string): Refusal | undefined {
  if (!withheld || (permission !== undefined && !withheld.permissions.has(permission))) return undefined;
  return assuranceNeeded({ level: withheld.level, factors: 2 });
}
