/** Dossiers of any course, written straight into the tables: for what counts them. */
import { sql } from '@dinh/kernel';
import fc from 'fast-check';
import type { Province } from './province.ts';

/** The procedure that one in seven of them has. */
export const permit = 'HNM.6739-14';

/** What may become of a dossier; hours. */
export interface Course {
  readonly submitted: number;
  readonly waits: number | null;
  readonly takes: number | null;
  readonly allowed: number;
  readonly end: 'granted' | 'refused' | 'withdrawn' | 'stopped';
  readonly state: 4 | 5 | 6;
  readonly channel: 'online' | 'counter' | 'post';
  readonly procedure: number;
}

/** A dossier of any course: hours from the first of September 2026. */
export const course: fc.Arbitrary<Course> = fc.record({
  submitted: fc.integer({ min: 0, max: 1800 }),
  waits: fc.option(fc.integer({ min: 0, max: 200 })),
  takes: fc.option(fc.integer({ min: 0, max: 700 })),
  allowed: fc.integer({ min: 1, max: 500 }),
  end: fc.constantFrom('granted', 'refused', 'withdrawn', 'stopped'),
  state: fc.constantFrom(4, 5, 6),
  channel: fc.constantFrom('online', 'counter', 'post'),
  procedure: fc.nat({ max: 40 }),
});

export const beginning = Date.parse('2026-09-01T00:00:00+07:00');
export const hour = 3_600_000;

/** Puts dossiers as they would stand now after such courses in place of all that are there. */
export async function writeDossiers(province: Pick<Province, 'app' | 'clock'>, dossiers: readonly Course[]): Promise<void> {
  const now = province.clock.now().getTime();
  const rows = dossiers.map((d, i) => {
    const submitted = beginning + d.submitted * hour;
    const accepted = d.waits === null ? null : submitted + d.waits * hour;
    const ended = d.takes === null ? null : (accepted ?? submitted) + d.takes * hour;
    const settled = ended !== null && ended <= now ? ended : null;
    const at = (time: number | null) => (time === null || time > now ? null : new Date(time).toISOString());
    const ends = { granted: 10, refused: 9, withdrawn: 7, stopped: 8 };
    return {
      i,
      submitted: new Date(submitted).toISOString(),
      accepted: at(accepted),
      due: accepted === null || accepted > now ? null : new Date(accepted + d.allowed * hour).toISOString(),
      settled: at(settled),
      status:
        settled === null ? (accepted === null ? 1 : d.state) : accepted === null ? (d.end === 'withdrawn' ? 7 : 3) : ends[d.end],
      outcome: settled === null ? null : accepted === null ? (d.end === 'withdrawn' ? 'withdrawn' : 'not-accepted') : d.end,
      channel: d.channel,
      procedure: d.procedure,
    };
  });
  await province.app.db.run(sql`truncate one_stop.dossier cascade`);
  await province.app.db.run(
    sql`insert into one_stop.dossier (id, reference, code, procedure_code, version_id, form_id, ruleset, title, business_type, unit_id, section_id, desk_id, units, status,
          channel, applicant_name, owner_name, contact, data, delivery, words, submitted_at, accepted_at, limit_minutes, due_at, settled_at, outcome, changed_at, worked_minutes)
        select gen_random_uuid(), 'R' || r.i, case when r.accepted is not null then 'H25.00-' || to_char(r.accepted at time zone 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-' || lpad(r.i::text, 4, '0') end,
          p.code, p.version_id, p.version_id, 'tt03-2025', p.short_name, p.business_type, p.agency_id, p.section_id, p.agency_id, array[p.agency_id], r.status,
          r.channel, 'Hoa', 'Hoa', '{}', '{}', '{}', '', r.submitted, r.accepted, 480, r.due, r.settled, r.outcome, r.submitted, case when r.status in (9, 10) then 240 end
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (i int, submitted timestamptz, accepted timestamptz, due timestamptz, settled timestamptz, status smallint, outcome text, channel text, procedure int)
        join (select *, row_number() over (order by code) - 1 as n from procedures.v_procedure) p
          on case when r.procedure < 6 then p.code = ${permit} else p.n = r.procedure * 20 end`,
  );
}
