import { type App, localDate } from '@dinh/kernel';
import type { Ground } from './ground.ts';
import type { Person } from './people.ts';

/** What of a procedure matters here. */
export interface Filable {
  readonly code: string;
  readonly form: string;
  /** Keys of the components that must come along, on paper. */
  readonly components: readonly string[];
  readonly agency: string;
}

interface Body {
  code: string;
  name: string;
  form: string;
  process: string;
  agency: string;
  channels: readonly string[];
  components: readonly { key: string; required: boolean | string; satisfiedBy?: string; stage?: string }[];
}

/** Procedures with a general form that go the standard way, one for each agency. */
export async function generalProcedures(app: App): Promise<Filable[]> {
  const all = await app.definitions.allAt<Body>('procedure', localDate(app.clock.now()));
  const found = all
    .map(({ body }) => body)
    .filter((p) => p.form === 'general-issue' && p.process === 'settle-standard' && p.channels.includes('online'));
  const byAgency = Map.groupBy(found, (p) => p.agency);
  return [...byAgency.values()].map(([p]) => ({
    code: p!.code,
    form: p!.form,
    agency: p!.agency,
    components: p!.components
      .filter((c) => c.required === true && c.satisfiedBy !== 'form' && c.stage === undefined)
      .map((c) => c.key),
  }));
}

export async function generalProcedure({ app }: Pick<Ground, 'app'>): Promise<Filable> {
  const [first] = await generalProcedures(app);
  if (!first) throw new Error('the pack has no general procedure that can be filed online');
  return first;
}

/** The body of a submission, components on paper. */
export function submission(procedure: Filable, data: Record<string, unknown>): string {
  return JSON.stringify({
    procedure: procedure.code,
    data,
    components: procedure.components.map((key) => ({ key, origin: 'paper' })),
    payAtDesk: true,
  });
}

/** Files one dossier over the API. @returns its id */
export async function submit(ground: Pick<Ground, 'address'>, person: Person, body: string): Promise<string> {
  return (await ask<{ id: string }>(ground, person, 'one-stop/submit-dossier', body)).id;
}

/** Carries out a command over the API. @throws Error with the problem document */
export async function ask<T>({ address }: Pick<Ground, 'address'>, person: Person, path: string, body: string): Promise<T> {
  const answer = await fetch(`${address}/api/${path}`, {
    method: 'POST',
    headers: { ...person.headers, 'content-type': 'application/json' },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return JSON.parse(text) as T;
}
