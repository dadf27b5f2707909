/**
 * `npm run bench -- login`: password sign-ins over the HTTP API, each one direct POST with its session and audit entry,
 * against the bare argon2id of the same parameters on the same cores. See README.md for what is done on each side.
 */
import { fork } from 'node:child_process';
import { load, mustSucceed } from './lib/clients.ts';
import type { Request } from './lib/connection.ts';
import { countStatements, type Meter, perPiece, printStatements, readMeter } from './lib/cost.ts';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { hear, say } from './lib/phase.ts';

const options = readOptions({ seconds: 10, clients: 8 });
const ground = await openGround(options);
const floor = fork(new URL('lib/argon-floor.ts', import.meta.url), { serialization: 'advanced' });

const bare = async (): Promise<number> => {
  await say(floor, { seconds: options.seconds, lanes: options.clients });
  return hear<number>(floor, 'hashes');
};
const signIn = (account: string): Request => ({
  label: 'sign-in',
  method: 'POST',
  path: '/api/identity/sign-in',
  headers: { 'sec-fetch-site': 'same-origin' },
  body: JSON.stringify({ account, password: 'dinh' }),
});

interface Written {
  readonly sessions: number;
  readonly entries: number;
}

/** What sign-ins leave behind: a session and an audit entry each. */
async function written(): Promise<Written> {
  const { rows } = await ground.db.query<Written>(
    `select (select count(*)::int from identity.session) as sessions,
            (select count(*)::int from audit.entry where operation = 'identity.sign-in' and outcome = 'done') as entries`,
  );
  return rows[0]!;
}

try {
  const { rows } = await ground.db.query<{ account: string; hash: string }>(
    `select account, password_hash as hash from identity.person where password_hash is not null and state = 'active' and not two_steps
     order by account limit 200`,
  );
  if (rows.length < options.clients) throw new Error('the pack has too few persons with a password');
  for (const { account, hash } of rows)
    if (!hash.startsWith('$argon2id$v=19$m=19456,t=2,p=1$')) throw new Error(`${account}: ${hash.slice(0, 30)}`);
  const clients = Array.from({ length: options.clients }, (_, i) =>
    rows.filter((_row, n) => n % options.clients === i).map(({ account }) => signIn(account)),
  );
  const phase = async () => {
    const was = await written();
    const {
      load: l,
      before,
      after,
    } = await load({ address: ground.address, clients, seconds: options.seconds }, () => readMeter(ground, ground.server.pid));
    mustSucceed(l);
    const is = await written();
    const [sessions, entries] = [is.sessions - was.sessions, is.entries - was.entries];
    if (sessions < l.done || entries < l.done || sessions !== entries)
      throw new Error(`${l.done} sign-ins left ${sessions} sessions and ${entries} audit entries`);
    return {
      perSecond: l.perSecond,
      p50: median(l.times['sign-in']!),
      cost: perPiece(before, after, l.done),
      client: l.clientCpu,
    };
  };
  const floors: number[] = [await bare()];
  const ours: { perSecond: number; p50: number; cost: Meter; client: number }[] = [];
  for (let round = 0; round < options.rounds; round++) {
    ours.push(await phase());
    floors.push(await bare());
  }
  const of = (pick: (p: (typeof ours)[number]) => number) => median(ours.map(pick));
  const ratio = of((p) => p.perSecond) / median(floors);
  printTable(
    ['', 'a second', 'median ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'clients CPU ms', 'ratio / drift'],
    [
      [
        'sign-ins',
        of((p) => p.perSecond),
        of((p) => p.p50),
        of((p) => p.cost.serverCpu),
        of((p) => p.cost.postgresCpu),
        of((p) => p.client),
        ratio,
      ],
      ['bare argon2id', median(floors), '', (2 * 1000) / median(floors), '', '', drift(floors[0]!, floors.at(-1)!)],
    ],
  );
  console.log(`  accounts ${rows.length}, clients ${options.clients}; floor between ${floors.map(plain).join(', ')}`);
  const counted = await countStatements(ground, async () => {
    for (let i = 0; i < 50; i++) {
      const { path, body, headers } = clients[i % clients.length]![0]!;
      const answer = await fetch(ground.address + path, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'application/json' },
      });
      if (!answer.ok) throw new Error(await answer.text());
    }
  });
  printStatements('sign-in', counted, 50);
  process.exitCode = verdict('login', ratio, { atLeast: 0.8 }) ? 0 : 1;
} finally {
  floor.kill();
  await ground.close();
}
