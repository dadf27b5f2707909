/**
 * `npm run bench -- queue`: the desk's queue with its filters, search by name and a dossier's page over 1,000,000
 * dossiers, against SQL written by hand behind the same pages. See README.md for what is done on each side.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fold } from '@dinh/kernel';
import { load, mustSucceed } from './lib/clients.ts';
import type { Request } from './lib/connection.ts';
import { countStatements, type Statement } from './lib/cost.ts';
import { drift, median, percentile, plain, printTable, verdict } from './lib/figures.ts';
import { type Ground, openGround, root } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { type Person, signIn } from './lib/people.ts';

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
  console.log(
    `  statements per request, with ${fewer ? `${plain(few)} and with ` : ''}${plain(options.dossiers)} dossiers:`,
  );
  for (const [label, count] of after)
    console.log(`    ${label.padEnd(28)} ${before ? `${before.get(label)} → ` : ''}${count}`);
  for (const [label, count] of after)
    if (before && before.get(label) !== count)
      throw new Error(`${label}: the number of statements has grown`);

  await sameRows(ground);
  let [worstMedian, worstP95] = [0, 0];
  for (const users of [1, options.clients]) {
    const found = await compare(ground, users);
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

async function compare(on: Ground, users: number): Promise<{ median: number; p95: number }[]> {
  const officials = await chooseOfficials(on);
  const lists = await Promise.all(officials.map((official) => requestsOf(on, official)));
  // One user is everybody in turn; many are different people at the same time.
  const clients =
    users === 1
      ? [
          Array.from(
            { length: 72 * lists.length },
            (_, i) => lists[i % lists.length]![Math.floor(i / lists.length) % 72]!,
          ),
        ]
      : Array.from({ length: users }, (_, i) => turned(lists[i % lists.length]!, i));
  const phase = async (prefix: string) => {
    const { load: l } = await load(
      {
        address: on.address,
        seconds: options.seconds,
        clients: clients.map((list) => list.filter(Boolean).map((r) => ({ ...r, path: prefix + r.path }))),
      },
      () => 0,
    );
    mustSucceed(l);
    return l.times;
  };
  const floors = [await phase('/san')];
  const ours: (typeof floors)[number][] = [];
  for (let round = 0; round < options.rounds; round++) {
    ours.push(await phase(''));
    floors.push(await phase('/san'));
  }
  const all = (phases: typeof floors, label: string) => phases.flatMap((p) => p[label] ?? []);
  const labels = Object.keys(ours[0]!);
  const rows = labels.map((label) => {
    const [mine, floor] = [all(ours, label), all(floors, label)];
    const [m, p] = [median(mine) / median(floor), percentile(mine, 0.95) / percentile(floor, 0.95)];
    return {
      label,
      cells: [
        label,
        median(mine),
        median(floor),
        m,
        percentile(mine, 0.95),
        percentile(floor, 0.95),
        p,
        mine.length,
      ],
      m,
      p,
    };
  });
  console.log(`queue, ${users} user${users > 1 ? 's' : ''}, milliseconds:`);
  printTable(
    ['', 'median', 'floor', 'ratio', 'p95', 'floor', 'ratio', 'answers'],
    rows.map((r) => r.cells),
  );
  const whole = (times: (typeof floors)[number]) => median(Object.values(times).flat());
  console.log(`  floor, first to last: ${drift(whole(floors[0]!), whole(floors.at(-1)!))}`);
  return rows.map(({ m, p }) => ({ median: m, p95: p }));
}

function turned<T>(list: readonly T[], by: number): T[] {
  return list.map((_, i) => list[(i + by) % list.length]!);
}

/** Both sides show the same dossiers. */
async function sameRows(on: Ground): Promise<void> {
  for (const official of await chooseOfficials(on)) {
    for (const { path, label } of (await requestsOf(on, official)).slice(0, 6)) {
      const [mine, floor] = await Promise.all(
        ['', '/san'].map(async (prefix) => {
          const answer = await fetch(on.address + prefix + path, { headers: official.headers });
          const page = await answer.text();
          if (!answer.ok) throw new Error(`${prefix}${path}: ${answer.status} ${page.slice(0, 300)}`);
          return (page.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []).join(' ');
        }),
      );
      if (mine !== floor)
        throw new Error(`${label} of ${official.name}: the floor shows other rows (${path})`);
    }
  }
}

/** Statements that each kind of request causes. */
async function statementsOf(on: Ground): Promise<Map<string, number>> {
  const [official] = (await chooseOfficials(on)).filter((o) => o.role === 'agency-head');
  const byLabel = Map.groupBy(await requestsOf(on, official!), (r) => r.label);
  const found = new Map<string, number>();
  for (const [label, [request]] of byLabel) {
    const ask = async () =>
      (await fetch(on.address + request!.path, { headers: official!.headers })).arrayBuffer();
    await ask();
    const times = 20;
    const counted: Statement[] = await countStatements(on, async () => {
      for (let i = 0; i < times; i++) await ask();
    });
    found.set(
      label,
      counted.filter((s) => !beside.test(s.query)).reduce((sum, s) => sum + Math.round(s.calls / times), 0),
    );
  }
  return found;
}

/** How PostgreSQL carries out the floor's statements. */
async function printPlans(on: Ground): Promise<void> {
  const questions = (await (await fetch(`${on.address}/san/cau-hoi`)).json()) as [string, unknown[]][];
  console.log('plans of the floor:');
  for (const [text, values] of questions) {
    const { rows } = await on.db.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, buffers, costs off, timing off) ${text}`,
      values,
    );
    console.log(`  ${text.replace(/\s+/g, ' ').slice(0, 160)}`);
    for (const row of rows) console.log(`    ${row['QUERY PLAN']}`);
  }
}
