import { type CommandContext, localDate, sql, type Text } from '@dinh/kernel';
import type { Dossier } from './dossier.ts';
import { rulesByKey } from './ruleset.ts';

/** Keys of the papers of the one-stop in the pack's templates. */
export type PaperKind = 'receipt' | 'supplement-request' | 'refusal' | 'apology-extension' | 'stop-notice';

/**
 * Issues a paper: what it says is frozen here, in the transaction of the act; it is printed from this at any time.
 * The dossier's code is read when printing, because an acceptance gives it last. Where the ruleset says how this paper
 * is numbered, it takes the next number of its agency's register of the year. That counter stays locked to the commit,
 * so that numbers follow each other without a gap: issue the paper as late in an act as can be.
 * @param title what the paper is called, where only its template knows: one that a process prints by drawing
 */
export async function issuePaper(
  ctx: CommandContext,
  dossier: Pick<Dossier, 'id' | 'unitId' | 'ruleset'>,
  kind: PaperKind | (string & {}),
  data: Readonly<Record<string, unknown>>,
  title?: Text,
): Promise<void> {
  const { forms } = await rulesByKey(ctx.app, dossier.ruleset);
  const format = forms.find((form) => form.key === kind)?.register;
  const year = Number(localDate(ctx.now).slice(0, 4));
  // What a process prints by itself, or in the act of an applicant, no official signs.
  const official = title && ctx.principal.role !== 'official' ? {} : { official: { name: ctx.principal.name } };
  const { before, width, after } = registerFormat(format ?? '', year);
  ctx.db.send(
    sql`with counted as (
          insert into one_stop.paper_counter as c (unit_id, register, year, last)
          select ${dossier.unitId}::int, ${kind}, ${year}::int, 1 where ${format !== undefined}::boolean
          on conflict (unit_id, register, year) do update set last = c.last + 1 returning last)
        insert into one_stop.paper (id, dossier_id, template, ruleset, number, data, issued_at, issued_by, title, register_number)
        select ${ctx.newId()}, ${dossier.id}, ${kind}, ${dossier.ruleset},
               (select count(*) + 1 from one_stop.paper where dossier_id = ${dossier.id} and template = ${kind}),
               ${JSON.stringify({ ...data, ...official })}::jsonb, ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid, ${title ? JSON.stringify(title) : null}::jsonb,
               (select ${before}::text || lpad(last::text, greatest(${width}::int, length(last::text)), '0') || ${after}::text from counted)`,
  );
}

/** `{sequence:2}/TNHS` in parts: what stands before the number, its least digits, what stands after; `{YYYY}` is filled in. */
export function registerFormat(format: string, year: number): { before: string; width: number; after: string } {
  const [, before = '', width = '1', after = ''] =
    /^(.*?)\{sequence(?::(\d))?\}(.*)$/.exec(format.replaceAll('{YYYY}', String(year))) ?? [];
  return { before, width: Number(width), after };
}

/** The last numbers of receipts, one row for each agency and year: `unit_id`, `year`, `last`. */
export const receiptCounters = sql`select unit_id, year, last from one_stop.paper_counter where register = 'receipt'`;

/** Forgets the last numbers of receipts; for a loader that writes them anew in the same transaction. */
export const forgetReceiptCounters = "delete from one_stop.paper_counter where register = 'receipt'";
