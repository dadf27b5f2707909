import { command, job, jobContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { hit } from './hit.ts';
import { matchEvents, rulesNow } from './match.ts';
import type { Rule } from './rule-scope.ts';

const batch = 200;

/** Tells what should have followed and did not. Any number of workers share the work; each wait ends once. */
export const endWaits = command({
  name: 'process.end-waits',
  title: { vi: 'Báo sự kiện không đến đúng hạn', en: 'Tell of events that did not come in time' },
  api: false,
  input: shape({}),
  output: shape({ ended: Type.Integer() }),
  may: 'system',
  async run(ctx) {
    const rules = new Map<string, Rule>((await rulesNow(ctx.app)).map((rule) => [rule.key, rule]));
    const due = await ctx.db.all<{ rule: string; group: string; at: Date; due: Date; data: object }>(
      sql`delete from process.rule_wait w using (
            select rule, "group", event_id from process.rule_wait where due_at <= ${ctx.now} order by due_at limit ${batch} for update skip locked) d
          where w.rule = d.rule and w."group" = d."group" and w.event_id = d.event_id
          returning w.rule, w."group", w.at, w.due_at as due, w.data`,
    );
    for (const { rule: key, group, at, due: passed, data } of due) {
      const rule = rules.get(key); // a rule that holds no more says nothing
      if (rule) await hit(ctx, rule, { group, at: passed, scope: data, detail: { since: at } });
    }
    return { ended: due.length };
  },
});

/** Every minute. What has happened but not been read yet may be what is waited for, so it looks only when all is read. */
export const watchWaits = job({
  name: 'process.watch-waits',
  every: 1,
  async run({ app, now }) {
    const { waiting } = await app.db.one<{ waiting: boolean }>(
      sql`select exists (select from process.rule_wait where due_at <= ${now}) as waiting`,
    );
    if (!waiting || !(await app.events.upToDate(matchEvents.name))) return;
    const { call } = jobContext(app, 'process.watch-waits');
    while ((await app.run(endWaits, {}, call)).ended === batch);
  },
});
