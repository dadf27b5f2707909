import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { firstToDo } from '../model/task.ts';
import { Queue, queueConditions } from './dossier-filter.ts';

const Choice = shape({ value: Type.String(), label: Type.String(), labelEn: Type.String() });

/**
 * Which procedures and agencies stand in a queue, for its filters; of a long queue those of its newest 3,000, of what one
 * has to do those of the most urgent 500.
 */
export const listChoices = query({
  name: 'one-stop.list-choices',
  title: { vi: 'Lựa chọn để lọc', en: 'Choices of the filters' },
  input: shape({ queue: Type.Optional(Queue) }),
  output: shape({ procedures: Type.Array(Choice), units: Type.Array(Choice) }),
  may: 'one-stop.view-dossier',
  async run(ctx, input) {
    const chosen =
      input.queue === 'mine'
        ? sql`(${firstToDo(ctx, { limit: 500 })}) t join one_stop.dossier d on d.id = t.business_key`
        : sql`one_stop.dossier d where ${sql.all(queueConditions(ctx, input.queue))} order by d.submitted_at desc limit 3000`;
    return ctx.db.one(
      sql`with newest as materialized (select d.procedure_code, d.title, d.unit_id from ${chosen})
          select (select coalesce(jsonb_agg(jsonb_build_object('value', x.procedure_code, 'label', x.title, 'labelEn', x.title) order by x.title), '[]')
                  from (select procedure_code, min(title) as title from newest group by 1) x) as procedures,
                 (select coalesce(jsonb_agg(jsonb_build_object('value', u.id::text, 'label', u.name_vi, 'labelEn', u.name_en) order by u.code), '[]')
                  from identity.v_unit u where u.id in (select unit_id from newest)) as units`,
    );
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-choices': typeof listChoices;
  }
}
