import { type CommandContext, type RecordFacts, sql, type Succession, type UnitFollower, type UnitName } from '@dinh/kernel';
import type { Relocation } from '@dinh/process';
import { settling } from '../model/settling.ts';
import type { Status } from '../model/status.ts';

interface OpenDossier {
  readonly id: string;
  readonly unit: number;
  readonly section: number | null;
  readonly desk: number;
  readonly units: number[];
  readonly field: string;
  readonly status: Status;
  readonly data: unknown;
}

const ids = (units: readonly UnitName[]): number[] => units.map(({ id }) => id);

/** Dossiers `d` under way, as the index of open dossiers says it, of which one of these units knows. */
const under = (units: readonly number[]) => sql`d.status in (1, 2, 4, 5, 6, 9) and d.units && ${[...units]}::int[]`;

/**
 * Dossiers that are under way go on in the unit that follows: agency, section and desk, who may see them, tasks and the places
 * of steps to come, opinions that are awaited, papers that are not yet taken over. Code, reference, dates and history stay.
 * Each says in its history from whom to whom it went; what it was counted under before is kept (`passed_on`).
 */
export const dossiersFollow: UnitFollower = {
  key: 'one-stop.dossiers',
  title: { vi: 'Hồ sơ đang giải quyết, cùng các việc của hồ sơ', en: 'Dossiers under way, with their tasks' },
  count: (db, units) =>
    db.all(
      sql`select x.unit, count(*)::int as count from (
            select case when d.unit_id = any(${ids(units)}::int[]) then d.unit_id
              else (select min(u) from unnest(d.units) u where u = any(${ids(units)}::int[])) end as unit
            from one_stop.dossier d where ${under(ids(units))}) x group by 1`,
    ),
  async follow(ctx, succession, limit) {
    const old = ids(succession.units);
    const dossiers = await ctx.db.all<OpenDossier>(
      sql`select d.id, d.unit_id as unit, d.section_id as section, d.desk_id as desk, d.units, d.business_type as field, d.status, d.data
          from one_stop.dossier d where ${under(old)} order by d.id limit ${limit} for update of d`,
    );
    if (dossiers.length === 0) return 0;
    const moves = dossiers.map((dossier) => moveOf(dossier, succession));
    writeDossiers(ctx, succession, moves);
    await settling.relocate(
      ctx,
      moves.map((move) => relocation(move)),
      succession.title.vi,
    );
    const units = new Set(moves.flatMap(({ before, after }) => [...before.units, ...after.units]));
    ctx.emit({
      name: 'one-stop.dossiers-passed-on',
      key: succession.id,
      topics: ['unit:0', ...[...units].map((unit) => `unit:${unit}`)],
      data: { dossiers: dossiers.length },
    });
    return dossiers.length;
  },
};

interface Move {
  readonly before: OpenDossier;
  readonly after: Pick<OpenDossier, 'unit' | 'section' | 'desk' | 'units'>;
  unit(of: number): number;
}

function moveOf(before: OpenDossier, succession: Succession): Move {
  const facts: RecordFacts = { field: before.field, areas: areasOf(before.data) };
  const unit = (of: number) => succession.successorOf(of, facts)?.id ?? of;
  return {
    before,
    unit,
    after: {
      unit: unit(before.unit),
      section: before.section === null ? null : unit(before.section),
      desk: unit(before.desk),
      units: [...new Set(before.units.map(unit))],
    },
  };
}

/** The communes that answers name: where the applicant lives first, since that is who is served there, then the others. */
export function areasOf(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const entries = Object.entries(data);
  const first = entries.filter(([key]) => key === 'applicant');
  return [...first, ...entries.filter(([key]) => key !== 'applicant')].flatMap(([key, value]) =>
    key === 'commune' && typeof value === 'string' ? [value] : areasOf(value),
  );
}

function writeDossiers(ctx: CommandContext, succession: Succession, moves: readonly Move[]): void {
  const rows = moves.map(({ before, after }) => ({
    id: before.id,
    ...after,
    was: before.unit,
    was_section: before.section,
    was_desk: before.desk,
    status: before.status,
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, unit int, section int, desk int, units int[],
    was int, was_section int, was_desk int, status smallint)`;
  ctx.db.send(
    sql`update one_stop.dossier d set unit_id = x.unit, section_id = x.section, desk_id = x.desk, units = x.units,
          changed_at = ${ctx.now}, version = d.version + 1 from ${given} where d.id = x.id`,
  );
  ctx.db.send(
    sql`insert into one_stop.passed_on (dossier_id, at, succession, from_unit, from_section, from_desk, to_unit)
        select x.id, ${ctx.now}, ${succession.id}::uuid, x.was, x.was_section, x.was_desk, x.unit from ${given} where x.was <> x.unit
        on conflict do nothing`,
  );
  const data = JSON.stringify({ basis: succession.basis, day: succession.day });
  ctx.db.send(
    sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name, unit_id, comment, data)
        select x.id, (select coalesce(max(number), 0) + 1 from one_stop.history h where h.dossier_id = x.id), ${ctx.now}, 'passed-on', x.status,
               ${succession.orderedBy ?? ctx.principal.name}, x.unit, f.name_vi || ' → ' || t.name_vi, ${data}::jsonb
        from ${given} join identity.v_unit f on f.id = x.was join identity.v_unit t on t.id = x.unit where x.was <> x.unit`,
  );
  const pairs = moves.flatMap(({ before, unit }) =>
    before.units.map((from) => ({ id: before.id, from, to: unit(from) })).filter(({ from, to }) => from !== to),
  );
  const placed = sql`jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as x (id uuid, "from" int, "to" int)`;
  ctx.db.send(
    sql`update one_stop.consultation c set unit_id = x."to" from ${placed}
        where c.dossier_id = x.id and c.unit_id = x."from" and c.answered_at is null`,
  );
  ctx.db.send(
    sql`update one_stop.hand_over h set to_unit = x."to" from ${placed}
        where h.dossier_id = x.id and h.to_unit = x."from" and h.taken_at is null`,
  );
}

/** What the process of a dossier knows of units besides the places of its steps: whom to ask. */
function relocation({ before, unit }: Move): Relocation {
  const placed = (value: unknown): unknown => {
    const asked = value as { readonly unit?: unknown } | null;
    return typeof asked === 'object' && typeof asked?.unit === 'number' ? { ...asked, unit: unit(asked.unit) } : value;
  };
  return {
    businessKey: before.id,
    unit,
    values(values) {
      const next = Object.fromEntries(
        Object.entries(values).map(([name, value]): [string, unknown] => {
          if (name === 'consultations' && Array.isArray(value)) return [name, value.map(placed)];
          return [name, name === 'consultation' ? placed(value) : value];
        }),
      );
      return JSON.stringify(next) === JSON.stringify(values) ? values : next;
    },
  };
}
