import { type App, type Loader, openLoader, sql } from '@dinh/kernel';
import { feeReceiptCounters } from '@dinh/payments';
import { forgetReceiptCounters, receiptCounters } from '@dinh/one-stop';
import { readCatalogue, type DemoProcedure } from './catalogue.ts';
import { makeDossier } from './dossier.ts';
import { dropIndexes } from './indexes.ts';
import type { Making } from './making.ts';
import { type Random, seeded } from './random.ts';
import { Rows, tables } from './tables.ts';

const batch = 4000;
/** Of how many days they are, unless told otherwise. */
const usualDays = 730;
/** So many dossiers at most, one in five, are of late and with the people whom a visitor can be. */
const fresh = { most: 60, share: 0.2, days: 21 };

/**
 * Adds made-up dossiers of the last two years (or `days`: of few days, nearly all are under way): all procedures, all agencies,
 * all usual fates. One transaction, rows by COPY (`procedures`: of these codes alone); for many rows indexes and foreign keys
 * are laid anew after them, which is several times quicker. The same seed on the same database on the same day gives the same
 * rows.
 */
export async function loadDemonstration(
  app: App,
  wanted: { dossiers: number; seed?: number; days?: number; procedures?: readonly string[] },
  progress: (done: number, all: number) => void,
): Promise<{ rows: ReadonlyMap<string, number>; seconds: number }> {
  const began = performance.now();
  const whole = await readCatalogue(app);
  const { procedures: only } = wanted;
  const catalogue = only ? { ...whole, procedures: whole.procedures.filter(({ code }) => only.includes(code)) } : whole;
  const { there } = await app.db.one<{ there: number }>(sql`select count(*) as there from one_stop.v_dossier`);
  const making: Making = {
    catalogue,
    random: seeded(wanted.seed ?? there + 1),
    counters: new Map(),
    receipts: new Map(),
    feeReceipts: new Map(),
    applicants: [],
    now: app.clock.now(),
  };
  const loader = await openLoader(app.db.url);
  try {
    await loader.run(
      "begin; set local synchronous_commit = off; set local maintenance_work_mem = '768MB'; set local max_parallel_maintenance_workers = 2",
    );
    const given = await app.db.all<{ place: string; day: string; last: number }>(
      sql`select left(code, -12) as place, '20' || substr(right(code, 11), 1, 6) as day, max(right(code, 4)::int) as last
          from one_stop.v_dossier where code ~ '-\\d{6}-\\d{4}$' group by 1, 2`,
    );
    for (const { place, day, last } of given)
      making.counters.set(`${place}/${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, last);
    const numbered = await app.db.all<{ unit_id: number; year: number; last: number }>(receiptCounters);
    for (const { year, last } of await app.db.all<{ year: number; last: number }>(feeReceiptCounters))
      making.feeReceipts.set(year, last);
    for (const { unit_id, year, last } of numbered) making.receipts.set(`${unit_id}/${year}`, last);
    // Laying the index of a table anew only pays when most of its rows are new.
    const again = wanted.dossiers > 20_000 && wanted.dossiers > there / 2 ? await dropIndexes(loader, tables) : [];
    const rows = await makeRows(loader, making, wanted.dossiers, wanted.days ?? usualDays, (done) =>
      progress(done, wanted.dossiers * 1.5),
    );
    await writeCounters(loader, making);
    for (const [i, statement] of again.entries()) {
      progress(wanted.dossiers * (1 + (0.5 * i) / again.length), wanted.dossiers * 1.5);
      await loader.run(statement);
    }
    await loader.run('commit');
    await loader.run(`analyze ${[...tables, 'one_stop.counter'].join(', ')}`);
    return { rows: rows.counts, seconds: (performance.now() - began) / 1000 };
  } finally {
    await loader.close();
  }
}

async function makeRows(
  loader: Loader,
  making: Making,
  wanted: number,
  days: number,
  progress: (done: number) => void,
): Promise<Rows> {
  const { random, catalogue, now } = making;
  const rows = new Rows();
  const pick = weighted(catalogue.procedures, random);
  const shown = catalogue.procedures.filter((procedure) => procedure.shown);
  const pickShown = weighted(shown, random);
  const late = shown.length === 0 ? 0 : Math.min(fresh.most, Math.floor(wanted * fresh.share));
  let sending: Promise<void> = Promise.resolve();
  // By the time they came, so that indexes on time and the codes of a day grow in order.
  const times = new Float64Array(wanted - late).map(() => submittedAt(random, now, days)).sort();
  const lateTimes = new Float64Array(late)
    .map((_, i) => submittedAt(random, now, Math.min(days, i % 5 === 0 ? 2 : fresh.days)))
    .sort();
  let lateDone = 0;
  for (let done = 0; done < wanted; done++) {
    const time = times[done - lateDone] ?? Infinity;
    const lateTime = lateTimes[lateDone] ?? Infinity;
    if (lateTime < time) {
      makeDossier(rows, making, pickShown(), new Date(lateTime));
      lateDone++;
    } else makeDossier(rows, making, pick(), new Date(time));
    if ((done + 1) % batch > 0 && done + 1 < wanted) continue;
    await sending; // the database takes one batch while the next is made
    sending = rows.send(loader);
    sending.catch(() => {});
    progress(done + 1);
  }
  await sending;
  return rows;
}

/** More of late than two years ago, mostly on working days and in office hours. */
function submittedAt(random: Random, now: Date, span: number): number {
  for (;;) {
    const back = span * (1 - Math.sqrt(0.25 + 0.75 * random.next())) * 2;
    const midnight =
      new Date(now.getTime() - Math.floor(back) * 86_400_000 + 7 * 3_600_000).setUTCHours(0, 0, 0, 0) - 7 * 3_600_000;
    const hour =
      random.next() < 0.85 ? (random.next() < 0.55 ? 7.5 + 4 * random.next() : 13 + 4 * random.next()) : 6 + 17 * random.next();
    const at = midnight + Math.floor(hour * 3_600_000);
    const weekday = new Date(at + 7 * 3_600_000).getUTCDay();
    if ((weekday === 0 || weekday === 6) && random.next() > 0.12) continue;
    if (at <= now.getTime()) return at;
  }
}

/** A few procedures bring most dossiers, as everywhere: the weights fall like 1/rank. */
function weighted(procedures: readonly DemoProcedure[], random: Random): () => DemoProcedure {
  const order = [...procedures].map((procedure) => ({ procedure, by: random.next() })).sort((a, b) => a.by - b.by);
  const sums: number[] = [];
  order.reduce((sum, _, i) => (sums[i] = sum + 1 / (i + 8)), 0);
  return () => {
    const x = random.next() * sums.at(-1)!;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < x) low = middle + 1;
      else high = middle;
    }
    return order[low]!.procedure;
  };
}

/** The day's numbers go on where the made-up codes end; those given before are among them. */
async function writeCounters(loader: Loader, { counters, receipts, feeReceipts }: Making): Promise<void> {
  const lines = [...counters].map(([key, last]) => `${key.replace('/', '\t')}\t${last}\n`);
  await loader.run('truncate one_stop.counter');
  await loader.copy('copy one_stop.counter (unit_code, day, last) from stdin', lines.join(''));
  const registers = [...receipts].map(([key, last]) => `${key.replace('/', '\treceipt\t')}\t${last}\n`);
  await loader.run(forgetReceiptCounters);
  await loader.copy('copy one_stop.paper_counter (unit_id, register, year, last) from stdin', registers.join(''));
  await loader.run('truncate payments.receipt_counter');
  const years = [...feeReceipts].map(([year, last]) => `${year}\t${last}\n`);
  await loader.copy('copy payments.receipt_counter (year, last) from stdin', years.join(''));
}
