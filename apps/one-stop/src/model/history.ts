import { type CommandContext, type Sql, sql, type Text } from '@dinh/kernel';
import type { Status } from './status.ts';

/** Who did what nobody did: kept in Vietnamese like every name, shown in the language of the page. */
export const theProgram: Text = { vi: 'Hệ thống', en: 'The system' };

/** One act on a dossier, as the control sheet (form 05/06) tells it. */
export interface Act {
  readonly dossierId: string;
  /** `accepted`, `assigned`, `approved` … */
  readonly act: string;
  /** Status after the act. */
  readonly status: Status;
  readonly unitId?: number | null;
  readonly step?: string;
  readonly comment?: string;
  readonly data?: Record<string, unknown>;
  /** False keeps it from the owner's eyes (internal comments). */
  readonly public?: boolean;
  readonly behalfOf?: string | null;
  /** What the process does by itself, in whoever's act it happens. */
  readonly byProgram?: true;
}

/** Writes the act into the history; numbers follow each other because the dossier's row is locked by its change. */
export function recordAct(ctx: CommandContext, act: Act, first = false): void {
  const { principal } = ctx;
  const program = act.byProgram || principal.kind === 'system';
  const number: Sql = first
    ? sql`1`
    : sql`(select coalesce(max(number), 0) + 1 from one_stop.history where dossier_id = ${act.dossierId})`;
  ctx.db.send(
    sql`insert into one_stop.history (dossier_id, number, at, act, status, person_id, person_name, behalf_of, unit_id, step, comment, data, public)
        values (${act.dossierId}, ${number}, ${ctx.now}, ${act.act}, ${act.status}, ${principal.kind === 'person' && !program ? principal.id : null},
                ${program ? theProgram.vi : principal.name}, ${act.behalfOf ?? null}, ${act.unitId ?? null}, ${act.step ?? null}, ${act.comment ?? null},
                ${JSON.stringify(act.data ?? {})}::jsonb, ${act.public ?? true})`,
  );
}
