/**
 * `npm run bench -- accept`: acceptances per second with their gapless code, against the same rows and counter written
 * by hand. See README.md for what is done on each side.
 */
import { answersFor } from '../platform/test/filing.ts';
import { load, mustSucceed } from './lib/clients.ts';
import { countStatements, type Meter, perPiece, printStatements, readMeter, settleDatabase, settleEvents } from './lib/cost.ts';
import { ask, type Filable, generalProcedures, submission, submit } from './lib/dossiers.ts';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { runFloor } from './lib/floor.ts';
import { type Ground, openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { citizens, officials, type Person } from './lib/people.ts';
import { differenceOf, rowsOf, unheard } from './lib/rows.ts';
import { type Script, withCode, writeScript } from './lib/script.ts';

/** One agency with somebody at its desk, and what filing and accepting there write. */
interface Place {
  readonly unit: number;
  readonly unitCode: string;
  readonly desk: readonly Person[];
  /** Writes one more dossier like the first that was filed here. */
  readonly file: Script;
  readonly accept: Script;
}

/** Dossiers that wait at a desk, by the identifiers that stood in the rows of the first. */
type Waiting = readonly Readonly<Record<string, string>>[];

const options = readOptions();
const ground = await openGround(options);
try {
  const [citizen] = await citizens(ground.db, 1);
  const procedures = (await generalProcedures(ground.app)).slice(0, 16);
  const places: Place[] = [];
  for (const procedure of procedures) places.push(await openPlace(ground, citizen!, procedure));
  const one = await compare('all in one unit', [places[0]!]);
  const many = await compare(`over ${places.length} units`, places);
  await statements(places[0]!);
  await mustFollow(ground);
  console.log(`  ratio in one unit ${one.toFixed(3)}, over ${places.length} units ${many.toFixed(3)}; the smaller one counts`);
  process.exitCode = verdict('accept', Math.min(one, many), { atLeast: 0.35 }) ? 0 : 1;
} finally {
  await ground.close();
}

/** Files and accepts one dossier over the API, and writes down what both have done. */
async function openPlace(on: Ground, citizen: Person, procedure: Filable): Promise<Place> {
  const body = submission(procedure, await answersFor(on.app, procedure.form));
  const first = await submit(on, citizen, body);
  await settleDatabase(on.db);
  const filed = await rowsOf(on.db, first);
  const { rows } = await on.db.query<{ unit: number; desk: number; code: string }>(
    `select d.unit_id as unit, d.desk_id as desk, u.code from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id where d.id = $1`,
    [first],
  );
  const { unit, desk, code } = rows[0]!;
  const people = await officials(on.db, desk, 'desk', options.clients);
  const { code: given } = await ask<{ code: string }>(on, people[0]!, 'one-stop/accept-dossier', acceptance(first));
  await settleEvents(on.db); // the message to the applicant is a row of the acceptance too
  const accepted = await rowsOf(on.db, first);
  const did = unheard(differenceOf(filed, accepted));
  const known = filed.map((row) => row.values['id']).filter((id) => typeof id === 'string');
  const accept = await writeScript(on.db, did, known);
  return {
    unit,
    unitCode: code,
    desk: people,
    file: await writeScript(on.db, unheard(differenceOf([], filed))),
    accept: withCode(accept, { unitCode: code, given }),
  };
}

function acceptance(id: string): string {
  return JSON.stringify({ id, feeTaken: true });
}

async function compare(title: string, among: readonly Place[]): Promise<number> {
  console.log(`accept, ${title}: ${options.clients} clients, ${options.seconds} s a phase`);
  const ours: { perSecond: number; cost: Meter; p50: number }[] = [];
  const floors: { perSecond: number; cost: Meter; p50: number }[] = [];
  const placeOf = (client: number) => among[client % among.length]!;
  let rate = 2000; // more than will be done; the next phases prepare by what was done
  const floor = async (): Promise<void> => {
    const given = await prepare(among, rate);
    await settleDatabase(ground.db);
    const {
      floor: f,
      before,
      after,
    } = await runFloor(
      {
        url: ground.postgres.url,
        scripts: Array.from({ length: options.clients }, (_, i) => placeOf(i).accept),
        connections: options.clients,
        seconds: options.seconds,
        given,
      },
      (pid) => readMeter(ground, pid),
    );
    floors.push({ perSecond: f.perSecond, cost: perPiece(before, after, f.done), p50: median(f.times) });
    rate = Math.max(...floors.map((x) => x.perSecond)) * 1.7;
  };
  await floor();
  for (let round = 0; round < options.rounds; round++) {
    const given = await prepare(among, rate);
    await settleDatabase(ground.db);
    const {
      load: l,
      before,
      after,
    } = await load(
      {
        address: ground.address,
        seconds: options.seconds,
        once: true,
        clients: given.map((waiting, i) =>
          waiting.map((ids) => ({
            label: 'accept',
            method: 'POST' as const,
            path: '/api/one-stop/accept-dossier',
            headers: placeOf(i).desk[i]!.headers,
            body: acceptance(ids['dossier']!),
          })),
        ),
      },
      () => readMeter(ground, ground.server.pid),
    );
    mustSucceed(l);
    ours.push({
      perSecond: l.perSecond,
      cost: perPiece(before, after, l.done),
      p50: median(l.times['accept']!),
    });
    await floor();
  }
  const row = (name: string, phases: typeof ours) => {
    const of = (pick: (phase: (typeof ours)[number]) => number) => median(phases.map(pick));
    return [
      name,
      of((p) => p.perSecond),
      of((p) => p.p50),
      of((p) => p.cost.serverCpu),
      of((p) => p.cost.postgresCpu),
      of((p) => p.cost.wal),
    ];
  };
  printTable(
    ['', 'a second', 'median ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'WAL bytes'],
    [row('ours', ours), row('floor', floors)],
  );
  console.log(`  floor, first to last: ${drift(floors[0]!.perSecond, floors.at(-1)!.perSecond)}`);
  return median(ours.map((o) => o.perSecond)) / median(floors.map((f) => f.perSecond));
}

/** Writes enough waiting dossiers for a phase. @returns for each client its own */
async function prepare(among: readonly Place[], perSecond: number): Promise<Waiting[]> {
  const each = Math.ceil((perSecond * (options.seconds + 1.5)) / among.length);
  const byPlace: Waiting[] = [];
  for (const { file } of among) {
    const { floor } = await runFloor(
      { url: ground.postgres.url, scripts: [file], connections: 8, seconds: 600, warmSeconds: 0, runs: each },
      () => 0,
    );
    const dossier = file.fresh.find((f) => f.kind === 'id')!.old;
    byPlace.push(floor.made.map((ids) => ({ ...ids, dossier: ids[dossier]! })));
  }
  const clients = Array.from({ length: options.clients }, (_, i) => i);
  return clients.map((i) => {
    const sharing = clients.filter((c) => c % among.length === i % among.length);
    const all = byPlace[i % among.length]!;
    return all.filter((_, n) => n % sharing.length === sharing.indexOf(i));
  });
}

/** What one acceptance causes in the database, ours and by hand. */
async function statements(place: Place): Promise<void> {
  const pieces = 100;
  const [waiting] = await prepare([place], (pieces * options.clients) / options.seconds);
  await settleDatabase(ground.db);
  const ours = await countStatements(ground, async () => {
    for (const { dossier } of waiting!.slice(0, pieces))
      await ask(ground, place.desk[0]!, 'one-stop/accept-dossier', acceptance(dossier!));
    await settleEvents(ground.db);
  });
  printStatements('ours', ours, pieces);
  const given = (await prepare([place], (pieces * options.clients) / options.seconds)).slice(0, 1);
  await settleDatabase(ground.db);
  const floor = await countStatements(ground, async () => {
    const order = {
      url: ground.postgres.url,
      scripts: [place.accept],
      connections: 1,
      seconds: 60,
      warmSeconds: 0,
    };
    await runFloor({ ...order, runs: pieces, given }, () => 0);
  });
  printStatements('floor', floor, pieces);
}

/** The codes of every unit and day follow each other without a gap: both sides counted with the same counter. */
async function mustFollow({ db }: Ground): Promise<void> {
  const { rows } = await db.query<{ unit: string; last: number; codes: string }>(
    `select c.unit_code as unit, c.last, count(d.id) as codes from one_stop.counter c
       left join one_stop.dossier d on d.code like c.unit_code || '-' || to_char(c.day, 'YYMMDD') || '-%' group by 1, 2, c.day`,
  );
  const wrong = rows.filter((row) => Number(row.codes) !== row.last);
  if (wrong.length > 0) throw new Error(`codes are missing: ${JSON.stringify(wrong)}`);
  const all = rows.reduce((sum, row) => sum + row.last, 0);
  console.log(`  ${plain(all)} codes of ${rows.length} units were given without a gap`);
}
