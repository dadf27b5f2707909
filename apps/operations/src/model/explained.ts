import { type ExplainedKind, isUuid, reach, sql, type Sql, waysOf } from '@dinh/kernel';
import { instancesWithin, placement, watching } from '../queries/processes.ts';

/** An instance of a process in monitoring: whoever may watch a place in which a task of it is or was. */
export const instanceKind: ExplainedKind = {
  kind: 'instance',
  name: { vi: 'Lượt chạy của quy trình', en: 'Instance of a process' },
  permissions: [watching],
  from: sql.raw('process.v_instance i'),
  id: sql.raw('i.id'),
  async find(db, text) {
    if (!isUuid(text)) return undefined;
    const found = await db.maybe<{ id: string; key: string; began: string }>(
      sql`select i.id, d.key, to_char(i.started_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI') as began
          from process.v_instance i join kernel.v_definition d on d.id = i.definition_id where i.id = ${text}::uuid`,
    );
    if (!found) return undefined;
    const title = `${found.key}, ${found.began}`;
    return { id: found.id, title: { vi: title, en: title }, href: `/dieu-hanh/luot/${found.id}` };
  },
  visible: (ctx) => instancesWithin(ctx),
  ways: (principal, permission) => {
    const some = (condition: Sql) =>
      sql`exists (select from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id and ${condition})`;
    const mine = reach(principal, permission);
    if (mine.all) return [{ scope: sql.raw('true') }];
    return waysOf(mine, placement).map(
      (way) => Object.fromEntries(Object.entries(way).map(([part, condition]) => [part, some(condition as Sql)])) as never,
    );
  },
  persons: sql.raw('select null::uuid where false'),
};
