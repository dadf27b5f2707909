import { type CommandContext, sql } from '@dinh/kernel';
import type { Dossier } from './dossier.ts';

/** Keys of the papers of the one-stop in the pack's templates. */
export type PaperKind = 'receipt' | 'supplement-request' | 'refusal' | 'apology-extension' | 'stop-notice';

/**
 * Issues a paper: what it says is frozen here, in the transaction of the act; it is printed from this at any time.
 * The dossier's code is read when printing, because an acceptance gives it last.
 */
export function issuePaper(
  ctx: CommandContext,
  dossier: Pick<Dossier, 'id' | 'ruleset'>,
  kind: PaperKind,
  data: Record<string, unknown>,
): void {
  ctx.db.send(
    sql`insert into one_stop.paper (id, dossier_id, template, ruleset, number, data, issued_at, issued_by)
        select ${ctx.newId()}, ${dossier.id}, ${kind}, ${dossier.ruleset}, count(*) + 1,
               ${JSON.stringify({ ...data, official: { name: ctx.principal.name } })}::jsonb, ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid
        from one_stop.paper where dossier_id = ${dossier.id} and template = ${kind}`,
  );
}
