import { narrowedBy } from '../model/placement.ts';
import { command, reach, shape, sql, where } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { handOverNotOpen } from '../errors.ts';
import { type Dossier, dossierColumns, topicsOf } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { undoable } from '../model/undoable.ts';

/** What the history calls it, and the event. */
const told = {
  made: { act: 'handed-over', event: 'one-stop.papers-handed-over' },
  undone: { act: 'hand-over-undone', event: 'one-stop.papers-not-handed-over' },
  taken: { act: 'taken-over', event: 'one-stop.papers-taken-over' },
} as const;

const Outcome = shape({ id: Type.String(), done: Type.Boolean() });

/**
 * Records that papers went from the desk to the competent agency (`made`), or that the agency has them (`taken`): one
 * dossier or a whole tray (D4; NĐ 61/2018 Điều 18.2, 18.3). What was handed over already is told, not done twice. What was
 * recorded by mistake is taken back (`undone`) for half an hour, unless the agency has said that it has them.
 * @throws handOverNotOpen when none of them could be handed over
 */
export const handOverDossiers = command({
  name: 'one-stop.hand-over-dossiers',
  title: { vi: 'Bàn giao hồ sơ giấy', en: 'Hand over paper dossiers' },
  input: shape({
    ids: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 500 }),
    act: Type.Union([Type.Literal('made'), Type.Literal('taken'), Type.Literal('undone')]),
  }),
  output: shape({ dossiers: Type.Array(Outcome) }),
  may: 'one-stop.view-dossier',
  subject: (input) => (input.ids.length === 1 ? `dossier:${input.ids[0]}` : undefined),
  async run(ctx, { ids, act }) {
    const mine = where(reach(ctx.principal, 'one-stop.hand-over-dossier'), {
      unit: sql`h.from_unit`,
      ...narrowedBy,
    });
    const rule = {
      made: sql`h.made_at is null and ${mine}`,
      undone: sql`h.made_at > ${new Date(ctx.now.getTime() - undoable)} and h.taken_at is null and d.channel <> 'online' and ${mine}`,
      taken: sql`h.made_at is not null and h.taken_at is null and exists (select from identity.v_unit u where u.id = any(${[...ctx.principal.units]}::int[]) and h.to_unit = any(u.path) and u.kind <> 'desk')`,
    }[act];
    const rows = await ctx.db.all<Dossier & { handOver: string; toUnit: number }>(
      sql`select ${dossierColumns}, h.id as "handOver", h.to_unit as "toUnit" from one_stop.hand_over h join one_stop.dossier d on d.id = h.dossier_id
          where h.dossier_id = any(${ids}::uuid[]) and ${rule} order by d.id for update of d, h`,
    );
    if (rows.length === 0) throw handOverNotOpen();
    const set = {
      made: sql`made_at = ${ctx.now}`,
      undone: sql`made_at = null`,
      taken: sql`taken_at = ${ctx.now}, taken_by = ${ctx.principal.id}::uuid`,
    }[act];
    ctx.db.send(sql`update one_stop.hand_over set ${set} where id = any(${rows.map((row) => row.handOver)}::uuid[])`);
    for (const row of rows) {
      recordAct(ctx, {
        dossierId: row.id,
        act: told[act].act,
        status: row.status,
        unitId: act === 'taken' ? row.toUnit : row.deskId,
      });
      ctx.emit({
        name: told[act].event,
        key: row.id,
        topics: topicsOf(row),
      });
    }
    const done = new Set(rows.map((row) => row.id));
    const dossiers: Static<typeof Outcome>[] = ids.map((id) => ({ id, done: done.has(id) }));
    return { dossiers };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.hand-over-dossiers': typeof handOverDossiers;
  }
}
