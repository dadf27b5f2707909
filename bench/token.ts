/**
 * `npm run bench -- token`: tokens of systems (client credentials), ES256, each written into the audit trail and revocable
 * at once, against oidc-provider alone with its in-memory adapter and tokens of the same form. See README.md.
 */
import { fork } from 'node:child_process';
import { systemPrincipal } from '@dinh/kernel';
import { load, mustSucceed } from './lib/clients.ts';
import type { Request } from './lib/connection.ts';
import { type Meter, perPiece, readMeter } from './lib/cost.ts';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { freePort, openGround } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { hear, say } from './lib/phase.ts';
import type { TokenFloorOrder } from './lib/token-floor.ts';

const options = readOptions({ seconds: 5 });
const ground = await openGround(options);
const floor = fork(new URL('lib/token-floor.ts', import.meta.url), { serialization: 'advanced' });
const id = `may-do-${Date.now()}`;
const scope = 'people.view-directory';
try {
  const secret = await register();
  const floorAddress = `http://127.0.0.1:${await freePort()}`;
  await say(floor, { address: floorAddress, id, secret, scope } satisfies TokenFloorOrder);
  await hear(floor, 'listening');
  const headers = {
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = `grant_type=client_credentials&scope=${scope}`;
  await seeThatTheyAreAlike(headers, body, [ground.address, floorAddress]);
  await seeThatItIsRevoked(headers, body);

  type Phase = { perSecond: number; p50: number; cost: Meter; client: number };
  const phase = async (address: string, node: number): Promise<Phase> => {
    const request: Request = { label: 'token', method: 'POST', path: '/oidc/token', headers, body };
    const clients = Array.from({ length: options.clients }, () => [request]);
    const { load: l, before, after } = await load({ address, clients, seconds: options.seconds }, () => readMeter(ground, node));
    mustSucceed(l);
    return {
      perSecond: l.perSecond,
      p50: median(l.times['token']!),
      cost: perPiece(before, after, l.done),
      client: l.clientCpu,
    };
  };
  const ours: Phase[] = [];
  const floors: Phase[] = [await phase(floorAddress, floor.pid!)];
  for (let round = 0; round < options.rounds; round++) {
    ours.push(await phase(ground.address, ground.server.pid!));
    floors.push(await phase(floorAddress, floor.pid!));
  }
  const of = (phases: Phase[], pick: (p: Phase) => number) => median(phases.map(pick));
  printTable(
    ['', 'tokens a second', 'median ms', 'Node CPU ms', 'PostgreSQL CPU ms', 'clients CPU ms'],
    (
      [
        ['ours', ours],
        ['oidc-provider alone', floors],
      ] as const
    ).map(([name, phases]) => [
      name,
      of(phases, (p) => p.perSecond),
      of(phases, (p) => p.p50),
      of(phases, (p) => p.cost.serverCpu),
      name === 'ours' ? of(phases, (p) => p.cost.postgresCpu) : '',
      of(phases, (p) => p.client),
    ]),
  );
  const { rows } = await ground.db.query<{ entries: number }>(
    `select count(*)::int as entries from audit.entry where operation = 'identity.issue-token'`,
  );
  console.log(`  ${plain(rows[0]!.entries)} tokens stand in the audit trail`);
  console.log(`  floor, first to last: ${drift(floors[0]!.perSecond, floors.at(-1)!.perSecond)}`);
  const ratio = of(ours, (p) => p.perSecond) / of(floors, (p) => p.perSecond);
  process.exitCode = verdict('token', ratio, { atLeast: 0.6 }) ? 0 : 1;
} finally {
  floor.kill();
  await ground.close();
}

/** A system with one permission. @returns its secret */
async function register(): Promise<string> {
  const { app } = ground;
  const call = {
    principal: systemPrincipal('bench'),
    lang: 'vi' as const,
    origin: { channel: 'console' as const, trace: 'bench' },
  };
  await app.run(
    'identity.register-client',
    { id, kind: 'machine', authMethod: 'client_secret_basic', name: { vi: 'Máy đo', en: 'Bench' } },
    call,
  );
  await app.run('identity.set-client-permissions', { id, permissions: [{ permission: scope, scope: 'all' }] }, call);
  const { secret } = await app.run('identity.add-client-key', { client: id, days: 1 }, call);
  return secret!;
}

async function tokenOf(address: string, headers: Record<string, string>, body: string): Promise<string> {
  const answer = await fetch(`${address}/oidc/token`, { method: 'POST', headers, body });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!token) throw new Error(`${address} gives no token: ${answer.status}`);
  return token;
}

/** Both sides give out the same: the same members, the same algorithm. */
async function seeThatTheyAreAlike(headers: Record<string, string>, body: string, addresses: readonly string[]): Promise<void> {
  const forms = await Promise.all(
    addresses.map(async (address) => {
      const token = await tokenOf(address, headers, body);
      const parts = token.split('.').slice(0, 2);
      const [head, claims] = parts.map(
        (part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>,
      );
      return JSON.stringify([Object.keys(head!).sort(), head!['alg'], Object.keys(claims!).sort()]);
    }),
  );
  if (new Set(forms).size !== 1) throw new Error(`the tokens differ:\n${forms.join('\n')}`);
}

/** A token of ours is good at the API, and is not from the moment at which it is taken back. */
async function seeThatItIsRevoked(headers: Record<string, string>, body: string): Promise<void> {
  const token = await tokenOf(ground.address, headers, body);
  const asked = async () =>
    (
      await fetch(`${ground.address}/api/identity/list-officials`, {
        headers: { authorization: `Bearer ${token}` },
      })
    ).status;
  const before = await asked();
  await fetch(`${ground.address}/oidc/token/revocation`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ token }),
  });
  const after = await asked();
  if (before !== 200 || after !== 401) throw new Error(`a revoked token: ${before}, then ${after}`);
}
