/**
 * `npm run bench -- queue`: the desk's queue with its filters, search by name and a dossier's page over 1,000,000
 * dossiers, against SQL written by hand behind the same pages. See README.md for what is done on each side.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fold } from '@dinh/kernel';
import type { Request } from './lib/connection.ts';
import { countStatements, type Statement } from './lib/cost.ts';
import { plain, verdict } from './lib/figures.ts';
import { type Ground, openGround, root } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { type Person, signIn } from './lib/people.ts';
import { compareSides, mustShowTheSame, printPlans } from './lib/sides.ts';

interface Official extends Person {
  readonly role: string;
  readonly unit: number;
}

/** What runs by the clock and not by requests: slow ones would seem to cause it. */
const beside = /kernel\.(revision|event|consumer)|audit\.(seal|stream)|graphile_worker|^(begin|commit|set )/i;

const options = readOptions({ seconds: 10, rounds: 1 });
const ground = await openGround(options, ['bench/lib/desk-server.ts']);
try {
  // The number of statements must not grow with the dossiers: counted on the way there, too.
  const few = Math.min(10_000, options.dossiers);
  const fewer = (await dossiersIn(ground)) <= few;
  if (fewer) await grow(ground, few);
  const before = fewer ? await statementsOf(ground) : undefined;
  await grow(ground, options.dossiers);
  const after = await statementsOf(ground);
  console.log(`  statements per request, with ${fewer ? `${plain(few)} and with ` : ''}${plain(options.dossiers)} dossiers:`);
  for (const [label, count] of after) console.log(`    ${label.padEnd(28)} ${before ? `${before.get(label)} → ` : ''}${count}`);
  for (const [label, count] of after)
    if (before && count > before.get(label)!) throw new Error(`${label}: the number of statements has grown`);

  const people = await chooseOfficials(ground);
  const asked = await Promise.all(people.map(async (one) => ({ ...one, requests: await requestsOf(ground, one) })));
  await mustShowTheSame(ground, asked);
  let [worstMedian, worstP95] = [0, 0];
  for (const users of [1, options.clients]) {
    const found = await compareSides(ground, asked, { name: 'queue', users, ...options });
    worstMedian = Math.max(worstMedian, ...found.map((f) => f.median));
    worstP95 = Math.max(worstP95, ...found.map((f) => f.p95));
  }
  await printPlans(ground);
  const ok = verdict('queue-p95', worstP95, { atMost: 2 });
  process.exitCode = verdict('queue', worstMedian, { atMost: 1.5 }) && ok ? 0 : 1;
} finally {
  await ground.close();
}

async function dossiersIn({ db }: Ground): Promise<number> {
  const { rows } = await db.query<{ there: string }>('select count(*) as there from one_stop.dossier');
  return Number(rows[0]!.there);
}

/** Adds demonstration dossiers until there are so many. */
async function grow(ground: Ground, dossiers: number): Promise<void> {
  const missing = dossiers - (await dossiersIn(ground));
  if (missing <= 0) return;
  const env = {
    ...process.env,
    DINH_DATA: ground.app.config.dataFolder,
    HOST: '127.0.0.1',
    DATABASE_URL: '',
  };
  const args = [join(root, 'platform/src/cli.ts'), 'demo', '--dossiers', String(missing)];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((ended) => child.once('exit', ended));
  if (code !== 0) throw new Error(`dinh demo ended with ${code}`);
  await ground.db.query('vacuum analyze');
  await untilIdle(ground);
}

/** Waits until the server has done what new dossiers give it to do in the background (tallies, classes of data). */
async function untilIdle({ db }: Ground): Promise<void> {
  for (let idle = 0; idle < 5;) {
    const { rows } = await db.query(
      `select 1 from pg_stat_activity where state <> 'idle' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    idle = rows.length === 0 ? idle + 1 : 0;
    await new Promise((go) => setTimeout(go, 1000));
  }
}

/** Officials of the agencies with most to do: heads, desks, and the centre that sees every unit. */
async function chooseOfficials({ db }: Ground): Promise<Official[]> {
  const { rows } = await db.query<{ id: string; name: string; role: string; unit: number }>(
    `select distinct on (o.role, o.unit_id) p.id, p.name, o.role, o.unit_id as unit
     from identity.v_official o join identity.person p on p.id = o.person_id
     where (o.role = 'agency-head' and o.unit_id in (select unit_id from one_stop.dossier group by 1 order by count(*) desc limit 6))
        or (o.role = 'desk' and o.unit_id in (select desk_id from one_stop.dossier group by 1 order by count(*) desc limit 6))
        or o.role = 'desk-head'
     order by o.role, o.unit_id, p.account`,
  );
  const signed = await signIn(db, rows);
  return signed.map((person, i) => ({ ...person, role: rows[i]!.role, unit: rows[i]!.unit }));
}

/** What each official asks for; all labels are asked for by several of them. */
async function requestsOf({ db }: Ground, { role, unit, headers }: Official): Promise<Request[]> {
  const own = role === 'desk' ? 'desk_id' : 'unit_id';
  const { rows } = await db.query<{ id: string; name: string; unit: number }>(
    `select id, applicant_name as name, unit_id as unit from one_stop.dossier where ($1 or ${own} = $2) and status in (2, 4)
     order by reference limit 12`,
    [role === 'desk-head', unit],
  );
  const get = (label: string, path: string): Request => ({ label, method: 'GET', path, headers });
  const desk = '/ban-lam-viec';
  return rows.flatMap((row) => [
    get('queue', `${desk}?hang=${role === 'agency-head' ? 'dang-giai-quyet' : 'tiep-nhan'}`),
    get('queue, one status', `${desk}?hang=dang-giai-quyet&trang-thai=5`),
    get('queue, late', `${desk}?hang=qua-han`),
    get('queue, one unit', `${desk}?hang=dang-giai-quyet&don-vi=${row.unit}`),
    get('search by name', `${desk}?hang=tat-ca&q=${encodeURIComponent(fold(row.name))}`),
    get('dossier', `${desk}/ho-so/${row.id}`),
  ]);
}

/** Statements that each kind of request causes. */
async function statementsOf(on: Ground): Promise<Map<string, number>> {
  const [official] = (await chooseOfficials(on)).filter((o) => o.role === 'agency-head');
  const byLabel = Map.groupBy(await requestsOf(on, official!), (r) => r.label);
  const found = new Map<string, number>();
  const [several, times] = [8, 20];
  for (const [label, requests] of byLabel) {
    // What is asked depends on the record too, as on whether it has work to move: the most that any of several asks counts.
    for (const { path } of requests.slice(0, several)) {
      const ask = async () => (await fetch(on.address + path, { headers: official!.headers })).arrayBuffer();
      await ask();
      const count = async (): Promise<Statement[]> => {
        const all = await countStatements(on, async () => {
          for (let i = 0; i < times; i++) await ask();
        });
        return all.filter((one) => !beside.test(one.query) && Math.round(one.calls / times) > 0);
      };
      const sum = (counted: Statement[]) => counted.reduce((n, { calls }) => n + Math.round(calls / times), 0);
      // A job that runs by the clock, as the one that tallies, comes and goes; what a request asks is there each time.
      const [one, again] = [await count(), await count()];
      const each = Math.min(sum(one), sum(again));
      const once = [one, again].find((counted) => sum(counted) > each) ?? [];
      for (const { calls, query } of once.filter(({ query: q }) => ![one, again].every((c) => c.some((s) => s.query === q))))
        console.log(`  beside ${label}, once in two: ${calls} × ${query.slice(0, 150)}`);
      found.set(label, Math.max(each, found.get(label) ?? 0));
    }
  }
  return found;
}
