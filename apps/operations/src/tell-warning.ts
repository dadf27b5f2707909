import { type Consumer, localDate, sql } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import { unitNames } from './queries/unit-names.ts';

const mostPeople = 50;

/** Tells the people whom an event rule wants to warn: who holds the role, in the unit it names or anywhere. */
export const tellWarning: Consumer = {
  name: 'operations.tell-warning',
  events: ['process.rule-hit'],
  async handle(ctx, event) {
    const { role, unit, about, title, message } = event.data;
    if (!role) return;
    const today = localDate(ctx.now);
    const people = await ctx.db.all<{ id: string; name: string; email: string | null }>(
      sql`select distinct o.person_id as id, o.name, o.email from identity.v_official o
          where o.role = ${role} and (${unit}::int is null or o.unit_id = ${unit}::int) and o.state = 'active'
            and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) order by o.person_id limit ${mostPeople}`,
    );
    const agency = about ? (await unitNames(ctx.db, [about])).get(about) : undefined;
    for (const { id, name, email } of people)
      await notify(ctx, {
        template: 'event-warning',
        to: { name, personId: id, email },
        data: { title: agency ? `${title.vi} – ${agency.vi}` : title.vi, message: message.vi },
        about: `rule-hit:${event.key}`,
        link: '/dieu-hanh/canh-bao',
      });
  },
};
