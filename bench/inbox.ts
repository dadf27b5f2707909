/**
 * `npm run bench -- inbox`: an official's task list among 2,000,000 open tasks, against SQL written by hand behind the
 * same page, server and session. See README.md for what is done on each side.
 */
import { fold } from '@dinh/kernel';
import type { Request } from './lib/connection.ts';
import { settleDatabase } from './lib/cost.ts';
import { verdict } from './lib/figures.ts';
import { type Ground, openGround } from './lib/ground.ts';
import { fillTasks } from './lib/open-tasks.ts';
import { readOptions } from './lib/options.ts';
import { type Person, signIn } from './lib/people.ts';
import { type Asking, compareSides, mustShowTheSame, printPlans } from './lib/sides.ts';

const options = readOptions({ seconds: 10, rounds: 1, dossiers: 2_000_000 });
const ground = await openGround(options, ['bench/lib/desk-server.ts']);
try {
  await fillTasks(ground.app, options.dossiers);
  await settleDatabase(ground.db);
  const asking = await askings(ground);
  await mustShowTheSame(ground, asking);
  let worst = 0;
  for (const users of [1, options.clients]) {
    const found = await compareSides(ground, asking, { name: 'inbox', users, ...options });
    worst = Math.max(worst, ...found.map((one) => one.median));
  }
  await printPlans(ground);
  process.exitCode = verdict('inbox', worst, { atMost: 1.5 }) ? 0 : 1;
} finally {
  await ground.close();
}

/** Of each role whose holders have tasks, those in the two units with most of them; and who receives for all agencies. */
async function askings(on: Ground): Promise<Asking[]> {
  const { rows } = await on.db.query<{ id: string; name: string; role: string }>(
    `with held as (select o.person_id, o.role, o.unit_id,
        (select count(*) from process.task t where t.state = 'open' and t.unit_id = o.unit_id and t.role = o.role) as n
      from identity.v_official o),
     ranked as (select *, dense_rank() over (partition by role order by n desc, unit_id) as place from held
       where n > 0 or role = 'central-desk')
     select distinct on (r.role, r.place) p.id, p.name, r.role from ranked r join identity.person p on p.id = r.person_id
     where r.place <= 2 order by r.role, r.place, p.account`,
  );
  const signed = await signIn(on.db, rows);
  return Promise.all(signed.map(async (person, i) => ({ ...person, requests: await requestsOf(on, person, rows[i]!.role) })));
}

/**
 * What an official asks for: the list, the next page, those of one procedure, those of one name, the late ones if there are any; of who
 * receives for all agencies the list and the next page.
 */
async function requestsOf(on: Ground, { headers }: Person, role: string): Promise<Request[]> {
  const list = '/ban-lam-viec?hang=cua-toi';
  const all = role === 'central-desk';
  const get = (label: string, path: string): Request => ({
    label: all ? `${label}, all agencies` : label,
    method: 'GET',
    path,
    headers,
  });
  const pageOf = async (path: string) => (await fetch(on.address + path, { headers })).text();
  const idsOn = (page: string) => [...page.matchAll(/id="hs-([0-9a-f-]{36})"/g)].map(([, id]) => id!);
  const page = await pageOf(list);
  const ids = idsOn(page);
  const next = /href="([^"]*[?&;]sau=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  if (ids.length === 0 || !next) throw new Error(`too few tasks on the list of a ${role}`);
  const { rows } = await on.db.query<{ name: string; procedure: string }>(
    'select owner_name as name, procedure_code as procedure from one_stop.dossier where id = any($1) order by id limit 6',
    [ids],
  );
  const first = [get('tasks', list), get('tasks, next page', next)];
  if (all) return first;
  // What has not been accepted yet is never late: there the floor would go through everything, and ours ends a page before.
  const late = get('tasks, late', `${list}&han=late`);
  const hasLate = idsOn(await pageOf(late.path)).length > 0;
  return rows.flatMap(({ name, procedure }) => [
    ...first,
    get('tasks, one procedure', `${list}&thu-tuc=${encodeURIComponent(procedure)}`),
    get('tasks, by name', `${list}&q=${encodeURIComponent(fold(name))}`),
    ...(hasLate ? [late] : []),
  ]);
}
