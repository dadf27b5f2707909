import { type App, type Consumer, type Event, localDate, sql, type Transaction } from '@dinh/kernel';
import { type EventRule, lengthOf, type Pattern } from './event-rule.ts';
import { type Found, hit } from './hit.ts';
import { feel, type Rule, type RuleContext } from './rule-scope.ts';

/** The rules in force today. */
export const rulesNow = (app: App): Promise<readonly Rule[]> =>
  app.definitions.inForce<EventRule>('event-rule', localDate(app.clock.now()));

export const eventsOf = ({ when }: EventRule): string[] =>
  when.kind === 'missing' ? [when.event, ...when.followedBy] : [when.event];

/**
 * Holds every event against the rules that want it, each exactly once: what it leads to and how far has been read
 * commit together. Events from before a rule's first day do not count.
 */
export const matchEvents: Consumer = {
  name: 'process.match-events',
  events: async (app) => [...new Set((await rulesNow(app)).flatMap(({ body }) => eventsOf(body)))],
  async handle(ctx, event) {
    for (const rule of await rulesNow(ctx.app)) {
      if (localDate(event.at) < rule.effectiveFrom || !eventsOf(rule.body).includes(event.name)) continue;
      const { when } = rule.body;
      const scope = {
        event: { name: event.name, key: event.key, at: event.at.toISOString(), data: event.data },
      };
      const follows = when.kind === 'missing' && when.followedBy.includes(event.name);
      if (follows) await settleWaits(ctx, rule, groupOf(rule, scope, event), event);
      if (event.name === when.event && (when.where === undefined || feel(ctx, when.where, scope) === true))
        await see(ctx, rule, when, event, scope, groupOf(rule, scope, event));
    }

    function groupOf(rule: Rule, scope: object, about: Event): string {
      const { per, when } = rule.body;
      // Without `per` a wait goes by what it happened to, and everything else is one group.
      if (per === undefined) return when.kind === 'missing' || when.kind === 'change' ? about.key : '';
      const value = feel(ctx, per, scope);
      return (typeof value === 'string' ? value : JSON.stringify(value ?? null)).slice(0, 200);
    }
  },
};

async function see(ctx: RuleContext, rule: Rule, when: Pattern, event: Event, scope: object, group: string): Promise<void> {
  const { db } = ctx;
  const found = (more: Partial<Found>): Promise<void> => hit(ctx, rule, { group, at: event.at, scope, ...more });
  if (when.kind === 'missing') {
    db.send(
      sql`insert into process.rule_wait (rule, "group", event_id, at, due_at, data)
          values (${rule.key}, ${group}, ${event.id}, ${event.at}, ${new Date(event.at.getTime() + lengthOf(when.within))}, ${JSON.stringify(scope)}::jsonb)
          on conflict do nothing`,
    );
    return;
  }
  if (when.kind === 'change') {
    const value = feel(ctx, when.value, scope) ?? null;
    const before = await db.maybe<{ value: unknown }>(
      sql`select value from process.rule_state where rule = ${rule.key} and "group" = ${group}`,
    );
    if (before && JSON.stringify(before.value) === JSON.stringify(value)) return;
    db.send(
      sql`insert into process.rule_state (rule, "group", value) values (${rule.key}, ${group}, ${JSON.stringify(value)}::jsonb)
          on conflict (rule, "group") do update set value = excluded.value`,
    );
    if (before) await found({ value, detail: { before: before.value, after: value } });
    return;
  }
  const value = when.kind === 'threshold' ? feel(ctx, when.value, scope) : null;
  if (when.kind === 'threshold' && typeof value !== 'number') return; // it says nothing about the figure
  const from = new Date(event.at.getTime() - lengthOf(when.within));
  db.send(
    sql`insert into process.rule_seen (rule, "group", event_id, at, value) values (${rule.key}, ${group}, ${event.id}, ${event.at}, ${value})
        on conflict do nothing`,
  );
  const window = await db.one<Window>(
    sql`with old as (delete from process.rule_seen where rule = ${rule.key} and "group" = ${group} and at <= ${from})
        select count(*)::int as count, sum(value)::float8 as sum, avg(value)::float8 as average, max(value)::float8 as highest, min(value)::float8 as lowest
        from process.rule_seen where rule = ${rule.key} and "group" = ${group} and at > ${from} and at <= ${event.at}`,
  );
  if (when.kind === 'count') {
    if (window.count < when.atLeast) return;
    // It begins to count anew, or every further event would say the same again.
    db.send(sql`delete from process.rule_seen where rule = ${rule.key} and "group" = ${group}`);
    await found({ count: window.count });
    return;
  }
  const figure = when.of === 'last' ? (value as number) : window[when.of];
  const beyond =
    figure !== null && ((when.above !== undefined && figure > when.above) || (when.below !== undefined && figure < when.below));
  if (await crossed(db, rule.key, group, beyond)) await found({ count: window.count, value: figure });
}

type Window = Record<'sum' | 'average' | 'highest' | 'lowest', number | null> & { count: number };

/** Notes whether a figure is beyond its bound. @returns true when it was within before */
async function crossed(db: Transaction, rule: string, group: string, beyond: boolean): Promise<boolean> {
  const before = await db.maybe<{ beyond: boolean }>(
    sql`select beyond from process.rule_state where rule = ${rule} and "group" = ${group}`,
  );
  if ((before?.beyond ?? false) === beyond) return false;
  db.send(
    sql`insert into process.rule_state (rule, "group", beyond) values (${rule}, ${group}, ${beyond})
        on conflict (rule, "group") do update set beyond = excluded.beyond`,
  );
  return beyond;
}

/** What was waited for has come: in time, and nothing is said; or too late, and that is said now. */
async function settleWaits(ctx: RuleContext, rule: Rule, group: string, event: Event): Promise<void> {
  const ended = await ctx.db.all<{ due: Date; data: object; at: Date }>(
    sql`delete from process.rule_wait where rule = ${rule.key} and "group" = ${group} and at <= ${event.at} returning due_at as due, data, at`,
  );
  for (const { due, data, at } of ended)
    if (due < event.at) await hit(ctx, rule, { group, at: due, scope: data, detail: { since: at, cameAt: event.at } });
}
