import { type CommandContext, localDate, sql } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import type { Scope } from '@dinh/process';
import { dayText } from './day-text.ts';

/** An agency has not answered in time: the head of the one-stop is told (NĐ 61/2018 Điều 19.5b). */
export async function tellLateConsultation(ctx: CommandContext, scope: Scope): Promise<void> {
  const consultation = scope.variables['consultation'] as { unit: number; days: number } | undefined;
  if (!consultation) return;
  const row = await ctx.db.one<{ code: string | null; reference: string; title: string; unit: string }>(
    sql`select d.code, d.reference, d.title, u.name_vi as unit from one_stop.dossier d, identity.v_unit u where d.id = ${scope.businessKey}::uuid and u.id = ${consultation.unit}`,
  );
  const heads = await ctx.db.all<{ person_id: string; name: string; email: string | null }>(
    sql`select distinct o.person_id, o.name, o.email from identity.v_official o where o.role = 'desk-head'
          and o.valid_from <= ${localDate(ctx.now)}::date and (o.valid_to is null or o.valid_to > ${localDate(ctx.now)}::date)`,
  );
  const late = await ctx.db.maybe<{ due_at: Date }>(
    sql`update one_stop.consultation set late_told_at = ${ctx.now} where dossier_id = ${scope.businessKey}::uuid and unit_id = ${consultation.unit} and answered_at is null returning due_at`,
  );
  for (const head of heads) {
    await notify(ctx, {
      template: 'consultation-late',
      to: { name: head.name, personId: head.person_id, email: head.email },
      data: {
        unit: row.unit,
        code: row.code ?? row.reference,
        title: row.title,
        due: dayText(late?.due_at ?? ctx.now),
      },
      about: `dossier:${scope.businessKey}`,
      link: `/ban-lam-viec/ho-so/${scope.businessKey}`,
    });
  }
}
