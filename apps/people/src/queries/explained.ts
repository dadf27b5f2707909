import { type App, type ExplainedKind, isUuid, openKind, reach, sql, type Text, waysOf } from '@dinh/kernel';
import { visible } from './list-persons.ts';

/** An account: which officials may see it among the persons. Everybody sees their own, by no permission. */
export const personKind: ExplainedKind = {
  kind: 'person',
  name: { vi: 'Tài khoản', en: 'Account' },
  permissions: ['people.view-person'],
  from: sql.raw('identity.v_person p'),
  id: sql.raw('p.id'),
  async find(db, text) {
    const found = await db.maybe<{ id: string; name: string }>(
      sql`select p.id, p.name from identity.v_person p
          where ${isUuid(text) ? sql`p.id = ${text}::uuid` : sql`(p.id_number = ${text} or p.phone = ${text} or p.email = ${text})`} order by p.id limit 1`,
    );
    return (
      found && {
        id: found.id,
        title: { vi: found.name, en: found.name },
        href: `/quan-tri/nguoi/${found.id}`,
      }
    );
  },
  visible: ({ principal }) => visible(principal, 'people.view-person'),
  ways: (principal, permission) =>
    waysOf(reach(principal, permission), {
      units: sql`(select coalesce(array_agg(o.unit_id), '{}') from identity.v_official o where o.person_id = p.id)`,
    }),
  persons: sql.raw('select null::uuid where false'),
};

/** What an operation is called; by its name when the program has it no more. */
const titleOf = (app: App, name: string): Text =>
  app.modules.flatMap((m) => m.operations ?? []).find((one) => one.name === name)?.title ?? {
    vi: name,
    en: name,
  };

/** A line of the audit trail, by the stream and number under which it is sealed: `stream/number`. */
export const auditKind = openKind(
  {
    kind: 'audit-entry',
    name: { vi: 'Mục nhật ký', en: 'Audit entry' },
    from: sql.raw('audit.v_entry e'),
    id: sql.raw('e.stream'),
    is: (id) => {
      const [stream, number] = id.split('/');
      return sql`e.stream = ${stream}::uuid and e.number = ${number}::bigint`;
    },
    async find(db, text, app) {
      const [, stream = '', number = ''] = /^([0-9a-f-]{36})\/(\d{1,15})$/i.exec(text) ?? [];
      if (!isUuid(stream)) return undefined;
      const found = await db.maybe<{ operation: string }>(
        sql`select operation from audit.v_entry where stream = ${stream}::uuid and number = ${number}::bigint`,
      );
      if (!found) return undefined;
      const { vi, en } = titleOf(app, found.operation);
      const title = { vi: `${vi} · ${number}`, en: `${en} · ${number}` };
      return { id: `${stream}/${number}`, title, href: '/quan-tri/nhat-ky' };
    },
  },
  'audit.view-trail',
);
