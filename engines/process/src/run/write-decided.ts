import { type Sql, sql } from '@dinh/kernel';
import { rowSet } from './row-set.ts';
import type { Step } from './step.ts';

const rows = rowSet({
  id: 'uuid',
  instance: 'uuid',
  element: 'text',
  vi: 'text',
  en: 'text',
  decision: 'text',
  definitionId: 'uuid',
  version: 'int',
  inputs: 'jsonb',
  value: 'jsonb',
  fired: 'jsonb',
  names: 'jsonb',
});

/** What steps have decided and why: it stays with the instance, whatever the decision says later. */
export function newDecisions(steps: readonly Step[]): Sql | undefined {
  const decided = steps.flatMap((step) =>
    step.decided.map((one) => ({
      ...one,
      ...step.graph.nodes.get(one.element)!.name,
      instance: step.instance.id,
    })),
  );
  if (decided.length === 0) return undefined;
  return sql`insert into process.decided (id, instance_id, element, label_vi, label_en, decision, definition_id, version, inputs, output, fired, names, at)
    select id, instance, element, vi, en, decision, "definitionId", version, inputs, coalesce(value, 'null'::jsonb), fired, names,
      ${steps[0]!.ctx.now}::timestamptz from ${rows(decided)} x`;
}
