import { type Consumer, localDate, newId, sql } from '@dinh/kernel';
import { type Expression, evaluate, fromJson, toJson } from '@dinh/decision';
import { beginners } from '../graphs.ts';
import { type Incoming, keepIncoming } from './keep.ts';

/**
 * Looks at the conditions by which processes begin after every event that they name, each event exactly once: what
 * begins and how far has been read commit together. A process begins when its condition becomes true for what the event
 * is about, and again only after it was false. Events from before a version's first day do not count.
 */
export const startByCondition: Consumer = {
  name: 'process.start-by-condition',
  events: async (app) => [
    ...new Set((await beginners(app, app.clock.now(), 'condition')).flatMap(({ at }) => eventsOf(at.trigger))),
  ],
  async handle(ctx, event) {
    const { db, now } = ctx;
    const about = { name: event.name, key: event.key, at: event.at.toISOString(), data: event.data };
    const scope = fromJson({ event: about }) as Record<string, unknown>;
    const value = (text: Expression) => toJson(evaluate(text, scope, { now }));
    const begun: Incoming[] = [];
    for (const { definition, at, app } of await beginners(ctx.app, now, 'condition')) {
      const { trigger, node } = at;
      if (trigger.type !== 'condition' || !trigger.events.includes(event.name)) continue;
      if (localDate(event.at) < definition.effectiveFrom) continue;
      const per = trigger.per ? value(trigger.per) : event.key;
      const group = (typeof per === 'string' ? per : JSON.stringify(per ?? null)).slice(0, 200);
      if (value(trigger.condition) !== true) {
        db.send(
          sql`delete from process.start_condition where process = ${definition.key} and element = ${node.id} and "group" = ${group}`,
        );
        continue;
      }
      const became = await db.run(
        sql`insert into process.start_condition (process, element, "group") values (${definition.key}, ${node.id}, ${group})
            on conflict do nothing`,
      );
      if (became === 0) continue;
      begun.push({
        owner: app,
        cause: 'condition',
        name: node.id,
        businessKey: newId(now.getTime()),
        variables: { event: about },
        begin: { definition: definition.id, element: node.id },
      });
    }
    keepIncoming(db, now, begun);
  },
};

const eventsOf = (trigger: { readonly type: string; readonly events?: readonly string[] }): readonly string[] =>
  trigger.events ?? [];
