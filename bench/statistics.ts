/**
 * `npm run bench -- statistics --dossiers 1000000`: how long the report of statistics takes on that many dossiers of five
 * years, by period and grouping, and the list behind a figure (A3).
 */
import { execute, newSecret, systemPrincipal } from '@dinh/kernel';
import { median, printTable } from './lib/figures.ts';
import { openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';

const options = readOptions({ rounds: 5 });
const ground = await openGround(options);
try {
  const { rows } = await ground.db.query<{ count: number }>(
    'select count(*)::int as count from one_stop.dossier',
  );
  if (rows[0]!.count < options.dossiers) await fill(options.dossiers - rows[0]!.count);
  await ground.db.query('vacuum analyze one_stop.dossier');
  const year = new Date().getFullYear();
  const periods = {
    'this month': [`${year}-${String(new Date().getMonth() + 1).padStart(2, '0')}-01`, `${year}-12-31`],
    'this year': [`${year}-01-01`, `${year}-12-31`],
    'the year before': [`${year - 1}-01-01`, `${year - 1}-12-31`],
    'six years': [`${year - 5}-01-01`, `${year}-12-31`],
  } as const;
  const table: (string | number)[][] = [];
  for (const [name, [from, to]] of Object.entries(periods))
    for (const by of ['unit', 'procedure', 'month'] as const)
      table.push([
        `${name}, by ${by}`,
        Math.round(await time(() => ask('one-stop.statistics', { from, to, by }))),
      ]);
  const [from, to] = periods['this year'];
  table.push([
    'list behind a figure',
    Math.round(await time(() => ask('one-stop.list-counted', { from, to, figure: 'settledLate' }))),
  ]);
  printTable([`${options.dossiers} dossiers`, 'ms'], table);
} finally {
  await ground.close();
}

function ask(operation: string, input: unknown): Promise<unknown> {
  const principal = systemPrincipal('bench');
  const origin = { channel: 'console', trace: newSecret(8) } as const;
  return execute(ground.app, ground.app.operation(operation), input, { principal, lang: 'vi', origin });
}

/** Median of several runs, milliseconds. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
  }
  return median(times);
}

/** Dossiers of five years over all procedures, as wide as real ones: most settled, some late, refused, withdrawn or under way. */
async function fill(count: number): Promise<void> {
  await ground.db.query(
    `insert into one_stop.dossier (id, reference, code, procedure_code, version_id, form_id, ruleset, title, business_type, unit_id, section_id, desk_id, units, status, channel,
       applicant_name, owner_name, contact, data, delivery, words, submitted_at, accepted_at, limit_minutes, due_at, promised_at, settled_at, returned_at, outcome, changed_at, worked_minutes)
     select gen_random_uuid(), 'bench-' || g.i, case when r > 0.03 then 'bench-' || to_char(s + a, 'YYMMDD') || '-' || g.i end, p.code, p.version_id, p.version_id, 'tt03-2025',
       p.short_name, p.business_type, p.agency_id, p.section_id, p.agency_id, array[p.agency_id],
       case when r <= 0.02 then 3 when r <= 0.03 then 1 when e < now() then 10 when g.i % 9 = 0 then 5 else 4 end, (array['online', 'counter', 'post'])[1 + g.i % 3],
       'Nguyễn Thị Hoa', 'Nguyễn Thị Hoa', '{"name": "Hoa", "phone": "0912345678", "email": ""}', jsonb_build_object('answers', repeat('x', 900)), '{}', 'nguyen thi hoa ' || g.i,
       s, case when r > 0.03 then s + a end, 2250, case when r > 0.03 then s + a + interval '7 days' end, case when r > 0.03 then s + a + interval '7 days' end,
       case when r <= 0.02 then s + a when r > 0.03 and e < now() then e end, case when r > 0.03 and e < now() then e end,
       case when r <= 0.02 then 'not-accepted' when r > 0.03 and e < now() then case when g.i % 40 = 0 then 'withdrawn' when g.i % 50 = 0 then 'refused' else 'granted' end end,
       s, 2000
     from (select i, now() - interval '2 days' - (i::float8 / $1) * interval '5 years' as s, random() as r, random() * interval '1 day' as a, random() as q
           from generate_series(1, $1::int) i) g
     cross join lateral (select s + a + q * interval '9 days' as e) x
     join (select *, row_number() over (order by code) - 1 as n from procedures.v_procedure) p
       on p.n = (g.i::bigint * 7919) % (select count(*) from procedures.v_procedure)`,
    [count],
  );
}
