import { type ExplainedKind, isUuid, sql } from '@dinh/kernel';
import { doable, doing, seeing } from './doing.ts';

/** Who holds the role of an open task `t` where it waits. */
const holders = `select o.person_id from identity.v_official o where o.role = t.role and (t.unit_id is null or o.unit_id = t.unit_id)`;
/** For the conditions the moment is of no account: they tell only that it is not theirs. */
const never = new Date(0);

/** A matter of the general list, a paper that came in or goes out among them: whoever began it, takes part in it or was told of it. */
export const matterKind: ExplainedKind = {
  kind: 'matter',
  name: { vi: 'Công việc, văn bản đến và đi', en: 'Matter, incoming or outgoing paper' },
  permissions: [doing],
  from: sql.raw('process.v_instance i'),
  id: sql.raw('i.id'),
  async find(db, text) {
    if (!isUuid(text)) return undefined;
    const found = await db.maybe<{ id: string; title: string | null }>(
      sql`select i.id, i.variables ->> 'title' as title from process.v_instance i where i.id = ${text}::uuid and i.general and i.root_id is null`,
    );
    if (!found) return undefined;
    const title = found.title ?? found.id;
    return { id: found.id, title: { vi: title, en: title }, href: `/cong-viec/${found.id}` };
  },
  visible: (ctx) => seeing(ctx),
  ways: (principal) => [{ scope: seeing({ principal, now: never }) }],
  persons: sql.raw(
    `select i.started_by::uuid where i.started_by ~ '^[0-9a-f-]{36}$'
     union select m.person_id from notify.v_told m where m.about = 'work:' || i.id
     union select x.id from process.v_task t cross join lateral (
       select t.completed_by union select t.assignee union select a.by_person from process.v_assignment a where a.task_id = t.id
       union select h.person_id from (${holders}) h where t.state = 'open') x (id) where t.instance_id = i.id`,
  ),
};

/** A task of such a matter: who may do it. */
export const matterTaskKind: ExplainedKind = {
  kind: 'matter-task',
  name: { vi: 'Bước của công việc', en: 'Step of a matter' },
  permissions: [doing],
  from: sql.raw('process.v_task t'),
  id: sql.raw('t.id'),
  async find(db, text) {
    if (!isUuid(text)) return undefined;
    const found = await db.maybe<{ id: string; vi: string; en: string; instance: string }>(
      sql`select t.id, t.name_vi as vi, t.name_en as en, t.instance_id as instance from process.v_task t where t.id = ${text}::uuid and t.general`,
    );
    return found && { id: found.id, title: { vi: found.vi, en: found.en }, href: `/cong-viec/${found.instance}` };
  },
  visible: (ctx) => doable(ctx),
  ways: (principal) => [{ scope: doable({ principal, now: never }) }],
  persons: sql.raw(`select t.assignee union ${holders}`),
};
