/**
 * `npm run bench -- process`: durable process instances per second, against the same rows written by hand in as many
 * transactions, and against bpmn-engine with its state saved after every step. See README.md for what is done on each side.
 */
import { createProcessEngine } from '@dinh/process';
import { countStatements, perPiece, printStatements, readMeter } from './lib/cost.ts';
import { decide } from './lib/small-decision.ts';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { openHouse } from './lib/house.ts';
import { readOptions } from './lib/options.ts';
import { openFloor } from './lib/process-floor.ts';
import { openOther } from './lib/process-other.ts';
import { profiled } from './lib/profiled.ts';
import { model, pause } from './lib/process-model.ts';

const options = readOptions({ seconds: 8, rounds: 3 });
const house = await openHouse(options.clients + 2);
try {
  const { app } = house;
  const definition = await house.publish('bench', model);
  const engine = createProcessEngine({
    owner: 'bench',
    decide: (_ctx, { variables }) => decide(Number(variables['amount'])),
  });
  await engine.fireDueTimers(app);

  /** Our side: start, two tasks with the decision between them; a worker beside fires the timers that are due. */
  async function ours(seconds: number, clients = options.clients): Promise<number> {
    const until = performance.now() + seconds * 1000;
    let firing = true;
    let ended = 0;
    const worker = (async () => {
      while (firing) {
        const fired = await engine.fireDueTimers(app);
        if (performance.now() < until) ended += fired;
        await new Promise((wake) => setTimeout(wake, pause));
      }
    })();
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < until) {
          const first = await house.command((ctx) =>
            engine.startProcess(ctx, { definition, businessKey: ctx.newId(), variables: { amount: 120 } }),
          );
          const second = await house.command((ctx) => engine.completeTask(ctx, { taskId: first.opened[0]!.id, outcome: 'ok' }));
          await house.command((ctx) => engine.completeTask(ctx, { taskId: second.opened[0]!.id, outcome: 'ok' }));
        }
      }),
    );
    firing = false;
    await worker;
    await engine.fireDueTimers(app);
    return ended / seconds;
  }

  /** Runs a phase and prints what an instance cost; ours under the profiler when that is asked for. */
  async function metered(name: string, side: (seconds: number) => Promise<number>): Promise<number> {
    const before = await readMeter(house, process.pid);
    const run = () => side(options.seconds);
    const rate = await (name === 'ours' && options.profile ? profiled(options.profile, run) : run());
    const cost = perPiece(before, await readMeter(house, process.pid), rate * options.seconds);
    console.log(
      `  ${name}: ${plain(cost.serverCpu)} ms of Node, ${plain(cost.postgresCpu)} ms of PostgreSQL and ${plain(cost.wal)} bytes of WAL an instance`,
    );
    return rate;
  }

  const settle = async () => {
    await house.db.query('vacuum analyze');
    await house.db.query('checkpoint');
  };
  await ours(1); // warm
  const floor = await openFloor(house, definition.id, options.clients);
  await floor.run(1);
  await floor.mustMatch();
  for (const [name, side] of [
    ['ours', ours],
    ['floor', floor.run],
  ] as const) {
    // One client: what is said of the statements is said of one instance after the other.
    let ended = 0;
    const statements = await countStatements(house, async () => void (ended = 2 * (await side(2, 1))));
    printStatements(name, statements, ended);
  }
  const other = await openOther(house, options.clients);
  await other.run(1);
  const figures = { ours: [] as number[], floor: [] as number[], other: [] as number[] };
  for (let round = 0; round < options.rounds; round++) {
    await settle();
    figures.floor.push(await metered('floor', floor.run));
    await settle();
    figures.ours.push(await metered('ours', ours));
    await settle();
    figures.other.push(await other.run(options.seconds));
  }
  await settle();
  figures.floor.push(await floor.run(options.seconds));
  const { rows } = await house.db.query(`select count(*)::int as n from process.instance where state <> 'completed'`);
  printTable(
    ['instances a second', 'median', 'all'],
    Object.entries(figures).map(([name, all]) => [name, median(all), all.map(plain).join(' ')]),
  );
  console.log(`  the floor moved by ${drift(figures.floor[0]!, figures.floor.at(-1)!)}; ${rows[0].n} instances have not ended`);
  const byHand = median(figures.ours) / median(figures.floor);
  const against = median(figures.ours) / median(figures.other);
  const good = verdict('process-other', against, { atLeast: 8 });
  process.exitCode = verdict('process', byHand, { atLeast: 0.5 }) && good ? 0 : 1;
  await floor.close();
  await other.close();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await house.close();
}
