import { Principals, demonstrationPersons } from '@dinh/identity';
import { anonymous, type App, type Call, sql } from '@dinh/kernel';

/** So many results at most are signed by the demonstration heads; each leaves half of what waits to the visitor. */
const most = 8;

interface Step {
  readonly task: string;
  readonly person: string;
}

/**
 * Rows can be made up, signatures cannot: a few results are signed and issued by the demonstration persons whose steps
 * they wait for, so that clerk, desk and register have some. Fewer when fewer wait.
 * @returns how many were signed
 */
export async function makeResults(app: App): Promise<number> {
  const calls = new Map<string, Promise<Call>>();
  const as = (person: string): Promise<Call> => {
    const known = calls.get(person) ?? signIn(app, person);
    calls.set(person, known);
    return known;
  };
  const carryOut = async (element: string, outcome: string): Promise<number> => {
    const steps = await waiting(app, element);
    const half = steps.slice(0, Math.ceil(steps.length / 2));
    for (const { task, person } of half) await app.run('one-stop.complete-step', { taskId: task, outcome }, await as(person));
    return half.length;
  };
  const done = await carryOut('approve', 'sign');
  if (done > 1) await carryOut('stamp', 'issue');
  return done;
}

/** Steps of dossiers that wait for one of the demonstration persons, oldest first. */
function waiting(app: App, element: string): Promise<readonly Step[]> {
  return app.db.all<Step>(
    sql`select t.id as task, o.person_id as person
        from process.v_task t join identity.v_official o on o.unit_id = t.unit_id and o.role = t.role
        where t.owner = 'one-stop' and t.state = 'open' and t.element = ${element} and o.person_id in (${demonstrationPersons})
          and (t.element <> 'stamp' or exists (select from results.v_result r where r.dossier_id = t.business_key::uuid and r.state = 'signed'))
        order by t.created_at, t.id limit ${2 * most}`,
  );
}

async function signIn(app: App, person: string): Promise<Call> {
  const origin = { channel: 'console', address: '127.0.0.1', trace: 'demo' } as const;
  const nobody: Call = { principal: anonymous, lang: 'vi', origin };
  const { token } = await app.run('identity.sign-in-demonstration', { person }, nobody);
  return { ...nobody, principal: await new Principals(app).principal(token) };
}
