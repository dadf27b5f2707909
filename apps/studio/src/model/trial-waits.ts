import { sql, type Transaction } from '@dinh/kernel';
import type { Graph } from '@dinh/process';
import type { Trial, Wait } from './trial.ts';

/** Something that waits, with its id in the transaction of the trial. */
export type OpenWait = Wait & { readonly id: string };

/** Everything that waits, in the order in which it began; last what people may begin in an ad-hoc sub-process. */
export async function waiting(tx: Transaction, businessKey: string, graph: Graph): Promise<OpenWait[]> {
  const [rows, tokens] = await Promise.all([
    tx.all<Omit<OpenWait, 'nth'>>(
      sql`select * from (
            select t.id, 'complete' as act, t.element, t.name_vi as name, t.role, t.form, t.due_at as "dueAt", t.created_at as began
            from process.v_task t where t.business_key = ${businessKey} and t.state = 'open'
            union all
            select t.id, 'timer', t.element, '', null, null, t.due_at, t.created_at
            from process.v_timer t join process.v_instance i on i.id = t.instance_id
            where i.business_key = ${businessKey} and t.state = 'waiting' and t.kind not in ('work', 'signal')
            union all
            select s.id, s.kind, s.element, s.name, null, null, null, s.created_at
            from process.v_subscription s where s.business_key = ${businessKey} and s.state = 'waiting') w
          order by began, element, id`,
    ),
    tokensOf(tx, businessKey),
  ]);
  const byHand = tokens.flatMap(({ element }) => {
    const node = graph.nodes.get(element);
    return node?.kind === 'ad-hoc' && node.byHand
      ? node.entries.map((entry) => ({
          id: '',
          act: 'start' as const,
          element: entry.id,
          name: '',
          role: null,
          form: null,
          dueAt: null,
        }))
      : [];
  });
  const met = new Map<string, number>();
  return [...rows, ...byHand].map((row) => {
    const place = `${row.act} ${row.element}`;
    const nth = met.get(place) ?? 0;
    met.set(place, nth + 1);
    return { ...row, nth };
  });
}

const tokensOf = (tx: Transaction, businessKey: string) =>
  tx.all<{ element: string; count: number }>(
    sql`select t.element, count(*)::int as count from process.v_token t join process.v_instance i on i.id = t.instance_id
        where i.business_key = ${businessKey} and i.state = 'running' group by t.element order by t.element`,
  );

/** Where the processes of a matter stand. */
export async function standing(
  tx: Transaction,
  businessKey: string,
  graph: Graph,
): Promise<Pick<Trial, 'state' | 'end' | 'tokens' | 'waits' | 'variables'>> {
  const instance = await tx.maybe<{ state: string; end: string | null; variables: Record<string, unknown> }>(
    sql`select state, end_element as end, variables from process.v_instance where business_key = ${businessKey} order by started_at, id limit 1`,
  );
  const waits = (await waiting(tx, businessKey, graph)).map(({ id: _id, ...wait }) => wait);
  return {
    state: instance?.state ?? 'refused',
    end: instance?.end ?? null,
    variables: instance?.variables ?? {},
    tokens: await tokensOf(tx, businessKey),
    waits,
  };
}
