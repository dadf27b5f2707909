/**
 * `npm run bench -- portal`: home, search and procedure pages, drawn anew for every request, against the same bytes
 * sent from memory by a bare Fastify. See README.md for what is done on each side.
 */
import { fork } from 'node:child_process';
import { localDate } from '@dinh/kernel';
import { load, mustSucceed } from './lib/clients.ts';
import type { Request } from './lib/connection.ts';
import { type Meter, perPiece, printStatements, countStatements, readMeter } from './lib/cost.ts';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { freePort, openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { hear, say } from './lib/phase.ts';

/** What people type: with accents and without, with a typo, one word and many. */
const searches = [
  'giấy phép xây dựng',
  'giay phep lai xe',
  'lý lịch tư pháp',
  'khai sinh',
  'cap doi giay phep',
  'dat dai',
  'giay phpe kinh doanh',
  'bảo hiểm thất nghiệp',
];

const options = readOptions({ seconds: 5 });
const ground = await openGround(options);
const bare = fork(new URL('lib/bare-server.ts', import.meta.url), { serialization: 'advanced' });
try {
  const procedures = await ground.app.definitions.allAt('procedure', localDate(ground.app.clock.now()));
  const codes = procedures.filter((_, i) => i % Math.ceil(procedures.length / 60) === 0).map((p) => p.key);
  const kinds: Record<string, string[]> = {
    home: ['/'],
    search: searches.map((words) => `/tim-kiem?q=${encodeURIComponent(words)}`),
    procedure: codes.map((code) => `/thu-tuc/${code}`),
  };
  const pages: { path: string; body: string }[] = [];
  for (const path of Object.values(kinds).flat()) {
    const answer = await fetch(ground.address + path);
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    pages.push({ path, body });
  }
  const bareAddress = `http://127.0.0.1:${await freePort()}`;
  await say(bare, { address: bareAddress, pages });
  await hear(bare, 'listening');

  const ratios: number[] = [];
  const rows: (string | number)[][] = [];
  for (const [kind, paths] of Object.entries(kinds)) {
    const requests = (i: number): Request[] =>
      paths.map((_, n) => ({ label: kind, method: 'GET', path: paths[(n + i) % paths.length]! }));
    const phase = async (address: string, node: number) => {
      const clients = Array.from({ length: options.clients }, (_, i) => requests(i));
      const {
        load: l,
        before,
        after,
      } = await load({ address, clients, seconds: options.seconds }, () => readMeter(ground, node));
      mustSucceed(l);
      return {
        perSecond: l.perSecond,
        p50: median(l.times[kind]!),
        cost: perPiece(before, after, l.done),
        client: l.clientCpu,
      };
    };
    type Phase = { perSecond: number; p50: number; cost: Meter; client: number };
    const ours: Phase[] = [];
    const floors: Phase[] = [await phase(bareAddress, bare.pid!)];
    for (let round = 0; round < options.rounds; round++) {
      ours.push(await phase(ground.address, ground.server.pid!));
      floors.push(await phase(bareAddress, bare.pid!));
    }
    const of = (phases: Phase[], pick: (p: Phase) => number) => median(phases.map(pick));
    const ratio = of(ours, (p) => p.perSecond) / of(floors, (p) => p.perSecond);
    ratios.push(ratio);
    const bytes = median(paths.map((path) => Buffer.byteLength(pages.find((p) => p.path === path)!.body)));
    for (const [name, phases] of [
      ['ours', ours],
      ['floor', floors],
    ] as const)
      rows.push([
        `${kind}, ${name}`,
        of(phases, (p) => p.perSecond),
        of(phases, (p) => p.p50),
        of(phases, (p) => p.cost.serverCpu),
        name === 'ours' ? of(phases, (p) => p.cost.postgresCpu) : '',
        of(phases, (p) => p.client),
        name === 'ours' ? ratio : drift(phases[0]!.perSecond, phases.at(-1)!.perSecond),
        name === 'ours' ? plain(bytes) : '',
      ]);
  }
  printTable(
    ['', 'pages a second', 'median ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'clients CPU ms', 'ratio / drift', 'bytes'],
    rows,
  );
  for (const [kind, paths] of Object.entries(kinds)) {
    const counted = await countStatements(ground, async () => {
      for (let i = 0; i < 100; i++) await (await fetch(ground.address + paths[i % paths.length]!)).arrayBuffer();
    });
    printStatements(kind, counted, 100);
  }
  process.exitCode = verdict('portal', Math.min(...ratios), { atLeast: 0.2 }) ? 0 : 1;
} finally {
  bare.kill();
  await ground.close();
}
