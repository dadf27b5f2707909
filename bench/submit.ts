/**
 * `npm run bench -- submit`: complete submissions per second over HTTP, against the same rows written by hand.
 * See README.md for what is done on each side.
 */
import { answersFor } from '../platform/test/filing.ts';
import { mustSucceed, load } from './lib/clients.ts';
import { countStatements, type Meter, perPiece, printStatements, readMeter, settleDatabase, settleEvents } from './lib/cost.ts';
import { drift, median, percentile, plain, printTable, verdict } from './lib/figures.ts';
import { runFloor } from './lib/floor.ts';
import { openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { citizens } from './lib/people.ts';
import { generalProcedure, submission, submit } from './lib/dossiers.ts';
import { differenceOf, rowsOf, unheard } from './lib/rows.ts';
import { writeScript } from './lib/script.ts';

const options = readOptions();
const ground = await openGround(options);
try {
  const people = await citizens(ground.db, options.clients);
  const procedure = await generalProcedure(ground);
  const body = submission(procedure, await answersFor(ground.app, procedure.form));
  console.log(`submit: ${procedure.code}, form ${procedure.form}, ${options.clients} clients, ${options.seconds} s a phase`);

  const sample = await submit(ground, people[0]!, body);
  await settleEvents(ground.db); // the message to the applicant is a row of the submission too
  const rows = await rowsOf(ground.db, sample);
  const script = await writeScript(ground.db, unheard(differenceOf([], rows)));
  const byTable = Map.groupBy(rows, (row) => row.table);
  console.log(`  rows: ${[...byTable].map(([table, { length }]) => `${table} ${length}`).join(', ')}`);

  const ours: { perSecond: number; cost: Meter; times: readonly number[]; client: number }[] = [];
  const floors: { perSecond: number; cost: Meter; times: readonly number[] }[] = [];
  const behind: number[] = [];
  const floor = async (): Promise<void> => {
    behind.push(await settleDatabase(ground.db));
    const order = {
      url: ground.postgres.url,
      scripts: [script],
      connections: options.clients,
      seconds: options.seconds,
    };
    const { floor: f, before, after } = await runFloor(order, (pid) => readMeter(ground, pid));
    floors.push({ perSecond: f.perSecond, cost: perPiece(before, after, f.done), times: f.times });
  };
  await floor();
  for (let round = 0; round < options.rounds; round++) {
    await settleDatabase(ground.db);
    const {
      load: l,
      before,
      after,
    } = await load(
      {
        address: ground.address,
        seconds: options.seconds,
        clients: people.map((person) => [
          {
            label: 'submit',
            method: 'POST',
            path: '/api/one-stop/submit-dossier',
            headers: person.headers,
            body,
          },
        ]),
      },
      () => readMeter(ground, ground.server.pid),
    );
    mustSucceed(l);
    ours.push({
      perSecond: l.perSecond,
      cost: perPiece(before, after, l.done),
      times: l.times['submit']!,
      client: l.clientCpu,
    });
    await floor();
  }

  const side = (name: string, phases: readonly { perSecond: number; cost: Meter; times: readonly number[] }[]) => {
    const of = (pick: (phase: (typeof phases)[number]) => number) => median(phases.map(pick));
    return [
      name,
      of((p) => p.perSecond),
      of((p) => median(p.times)),
      of((p) => percentile(p.times, 0.95)),
      of((p) => p.cost.serverCpu),
      of((p) => p.cost.postgresCpu),
      of((p) => p.cost.wal),
    ];
  };
  printTable(
    ['', 'a second', 'median ms', 'p95 ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'WAL bytes'],
    [side('ours', ours), side('floor', floors)],
  );
  console.log(`  the clients themselves: ${plain(median(ours.map((o) => o.client)))} ms CPU per submission`);
  console.log(`  floor, first to last: ${drift(floors[0]!.perSecond, floors.at(-1)!.perSecond)}`);

  console.log(
    `  after each of our phases the messages to applicants were written within ${behind.map(plain).slice(1).join(', ')} s`,
  );

  const pieces = 200;
  await settleDatabase(ground.db);
  const counted = await countStatements(ground, async () => {
    for (let i = 0; i < pieces; i++) await submit(ground, people[i % people.length]!, body);
    await settleEvents(ground.db);
  });
  await settleDatabase(ground.db);
  const floorCounted = await countStatements(ground, async () => {
    await runFloor(
      {
        url: ground.postgres.url,
        scripts: [script],
        connections: 1,
        seconds: 60,
        warmSeconds: 0,
        runs: pieces,
      },
      () => 0,
    );
  });
  printStatements('ours', counted, pieces);
  printStatements('floor', floorCounted, pieces);
  process.exitCode = verdict('submit', median(ours.map((o) => o.perSecond)) / median(floors.map((f) => f.perSecond)), {
    atLeast: 0.35,
  })
    ? 0
    : 1;
} finally {
  await ground.close();
}
