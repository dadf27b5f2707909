/**
 * `npm run bench -- statistics --dossiers 1000000`: how long the report of statistics takes on that many dossiers of five
 * years, by period and grouping, from tallies and, as floor, by reading the dossiers; both are first seen to answer the
 * same. And the list behind a figure (A3).
 */
import assert from 'node:assert/strict';
import { execute, jobContext, newSecret, systemPrincipal } from '@dinh/kernel';
import { median, printTable, verdict } from './lib/figures.ts';
import { openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';

const options = readOptions({ rounds: 5 });
const ground = await openGround(options);
try {
  const { rows } = await ground.db.query<{ count: number }>('select count(*)::int as count from one_stop.dossier');
  if (rows[0]!.count < options.dossiers) await fill(options.dossiers - rows[0]!.count, rows[0]!.count);
  await ground.db.query('vacuum analyze one_stop.dossier');
  const year = new Date().getFullYear();
  const periods = {
    'this month': [`${year}-${String(new Date().getMonth() + 1).padStart(2, '0')}-01`, `${year}-12-31`],
    'this year': [`${year}-01-01`, `${year}-12-31`],
    'the year before': [`${year - 1}-01-01`, `${year - 1}-12-31`],
    'six years': [`${year - 5}-01-01`, `${year}-12-31`],
  } as const;
  // Both sides are asked at the same moment: a dossier may pass its limit at any.
  const now = ground.app.clock.now();
  Object.assign(ground.app.clock, { now: () => now });
  const questions = Object.entries(periods).flatMap(([name, [from, to]]) =>
    (['unit', 'procedure', 'month'] as const).map((by) => ({
      name: `${name}, by ${by}`,
      input: { from, to, by },
    })),
  );
  const run = async () => {
    const all = new Map<string, { answer: string; ms: number }>();
    for (const { name, input } of questions) {
      let answer: { rows: unknown; total: unknown };
      const ms = await time(async () => (answer = (await ask('one-stop.statistics', input)) as typeof answer));
      all.set(name, { answer: JSON.stringify([answer!.rows, answer!.total]), ms });
    }
    return all;
  };
  await ground.db.query('delete from one_stop.tally_moment');
  const floor = await run();
  const counting = await keepTally();
  await ground.db.query('vacuum analyze one_stop.tally');
  const ours = await run();
  for (const [name, { answer }] of floor) assert.ok(ours.get(name)!.answer === answer, `${name}: tallies and dossiers differ`);
  printTable(
    [`${options.dossiers} dossiers`, 'ms', 'by reading the dossiers'],
    [...ours].map(([name, { ms }]) => [name, Math.round(ms), Math.round(floor.get(name)!.ms)]),
  );
  const lists: (string | number)[][] = [];
  for (const name of ['this year', 'six years'] as const)
    for (const figure of ['received', 'settledLate', 'pastLimit']) {
      const [from, to] = periods[name];
      const ms = await time(() => ask('one-stop.list-counted', { from, to, figure }));
      lists.push([`${figure}, ${name}`, Math.round(ms)]);
    }
  printTable(['list behind a figure', 'ms'], lists);
  const { rows: size } = await ground.db.query(
    `select count(*)::int as rows, count(distinct at)::int as moments, (pg_total_relation_size('one_stop.tally') / 1e6)::int as mb from one_stop.tally`,
  );
  console.log(
    `counting ${size[0].moments} moments took ${(counting / 1000).toFixed(1)} s: ${size[0].rows} rows, ${size[0].mb} MB`,
  );
  const ratio = Math.max(
    ...questions.filter(({ name }) => name.startsWith('six years')).map(({ name }) => ours.get(name)!.ms / floor.get(name)!.ms),
  );
  process.exitCode = verdict('statistics', ratio, { atMost: 0.25 }) ? 0 : 1;
} finally {
  await ground.close();
}

function ask(operation: string, input: unknown): Promise<unknown> {
  const principal = systemPrincipal('bench');
  const origin = { channel: 'console', trace: newSecret(8) } as const;
  return execute(ground.app, ground.app.operation(operation), input, { principal, lang: 'vi', origin });
}

/** Counts what is over, as the job does. @returns milliseconds */
async function keepTally(): Promise<number> {
  const job = ground.app.jobs.find(({ name }) => name === 'one-stop.keep-tally')!;
  const begin = performance.now();
  await job.run(jobContext(ground.app, job.name), {});
  return performance.now() - begin;
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
async function fill(count: number, there: number): Promise<void> {
  await ground.db.query(
    `insert into one_stop.dossier (id, reference, code, procedure_code, version_id, form_id, ruleset, title, business_type, unit_id, section_id, desk_id, units, status, channel,
       applicant_name, owner_name, contact, data, delivery, words, submitted_at, accepted_at, limit_minutes, due_at, promised_at, settled_at, returned_at, outcome, changed_at, worked_minutes)
     select gen_random_uuid(), 'bench-' || g.n, case when r > 0.03 then 'bench-' || to_char(s + a, 'YYMMDD') || '-' || g.n end, p.code, p.version_id, p.version_id, 'tt03-2025',
       p.short_name, p.business_type, p.agency_id, p.section_id, p.agency_id, array[p.agency_id],
       case when r <= 0.02 then 3 when r <= 0.03 then 1 when e < now() then 10 when g.i % 9 = 0 then 5 else 4 end, (array['online', 'counter', 'post'])[1 + g.i % 3],
       'Nguyễn Thị Hoa', 'Nguyễn Thị Hoa', '{"name": "Hoa", "phone": "0912345678", "email": ""}', jsonb_build_object('answers', repeat('x', 900)), '{}', 'nguyen thi hoa ' || g.i,
       s, case when r > 0.03 then s + a end, 2250, case when r > 0.03 then s + a + interval '7 days' end, case when r > 0.03 then s + a + interval '7 days' end,
       case when r <= 0.02 then s + a when r > 0.03 and e < now() then e end, case when r > 0.03 and e < now() then e end,
       case when r <= 0.02 then 'not-accepted' when r > 0.03 and e < now() then case when g.i % 40 = 0 then 'withdrawn' when g.i % 50 = 0 then 'refused' else 'granted' end end,
       s, 2000
     from (select i, i + $2::int as n, now() - interval '2 days' - (i::float8 / $1) * interval '5 years' as s, random() as r, random() * interval '1 day' as a, random() as q
           from generate_series(1, $1::int) i) g
     cross join lateral (select s + a + q * interval '9 days' as e) x
     join (select *, row_number() over (order by code) - 1 as n from procedures.v_procedure) p
       on p.n = (g.i::bigint * 7919) % (select count(*) from procedures.v_procedure)`,
    [count, there],
  );
}
