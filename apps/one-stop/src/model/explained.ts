import { formatMoney } from '@dinh/ui';
import { type ExplainedKind, isUuid, type Principal, reach, sql, waysOf } from '@dinh/kernel';
import { deskWork, placementOf, visible } from './dossier.ts';
import { narrowedBy, narrowedByDossierOf } from './placement.ts';
import { doable } from './task.ts';

/** Whose a dossier `d` is, to whom it was ever given, and who acts for its owner. */
const personsOf = sql.raw(
  `select d.applicant_id union select d.owner_id
   union select a.agent_id from identity.v_authority a where a.subject_id = d.owner_id
   union select t.assignee from process.v_task t where t.business_key = d.id::text`,
);

/** The conditions of a permission on a dossier: what waits at a desk goes by the desk. */
function dossierWays(principal: Principal, permission: string) {
  const atDesk = deskWork.find(([work]) => work === permission);
  if (!atDesk) return waysOf(reach(principal, permission), placementOf(principal, 'one-stop.view-dossier'));
  return waysOf(reach(principal, permission), { unit: sql`d.desk_id`, ...narrowedBy }).map((way) => ({
    ...way,
    scope: sql`(${way.scope} and d.status = ${atDesk[1]})`,
  }));
}

const permissions = ['one-stop.view-dossier', ...deskWork.map(([work]) => work)];

export const dossierKind: ExplainedKind = {
  kind: 'dossier',
  name: { vi: 'Hồ sơ', en: 'Dossier' },
  permissions,
  from: sql.raw('one_stop.dossier d'),
  id: sql.raw('d.id'),
  async find(db, text) {
    const found = await db.maybe<{ id: string; number: string; title: string }>(
      sql`select d.id, coalesce(d.code, d.reference) as number, d.title from one_stop.dossier d
          where ${isUuid(text) ? sql`d.id = ${text}::uuid` : sql`(d.code = ${text} or d.reference = ${text})`}`,
    );
    if (!found) return undefined;
    const title = `${found.number} · ${found.title}`;
    return { id: found.id, title: { vi: title, en: title }, href: `/ban-lam-viec/ho-so/${found.id}` };
  },
  visible: (ctx) => visible(ctx),
  ways: dossierWays,
  persons: personsOf,
};

/** A file of a dossier: whoever sees the dossier opens it. */
export const fileKind: ExplainedKind = {
  ...dossierKind,
  kind: 'file',
  name: { vi: 'Tệp của hồ sơ', en: 'File of a dossier' },
  from: sql.raw('one_stop.component c join one_stop.dossier d on d.id = c.dossier_id'),
  id: sql.raw('c.id'),
  async find(db, text) {
    if (!isUuid(text)) return undefined;
    const found = await db.maybe<{ id: string; name: string; number: string; dossier: string }>(
      sql`select c.id, c.name, coalesce(d.code, d.reference) as number, d.id as dossier
          from one_stop.component c join one_stop.dossier d on d.id = c.dossier_id where c.id = ${text}::uuid and c.file is not null`,
    );
    if (!found) return undefined;
    const title = `${found.number} · ${found.name}`;
    return { id: found.id, title: { vi: title, en: title }, href: `/ban-lam-viec/ho-so/${found.dossier}` };
  },
};

const payments = 'payments.view-payment';

/** A payment for a dossier: whoever sees the dossier sees what was paid for it, and whoever keeps the accounts of the province. */
export const paymentKind: ExplainedKind = {
  ...dossierKind,
  kind: 'payment',
  permissions: [...permissions, payments],
  visible: (ctx) => sql.any([reach(ctx.principal, payments).all && sql.raw('true'), visible(ctx)]),
  // It lies in no unit: nothing less than the whole province opens the accounts.
  ways: (principal, permission) =>
    permission !== payments
      ? dossierWays(principal, permission)
      : reach(principal, payments).all
        ? [{ scope: sql.raw('true') }]
        : [],
  name: { vi: 'Khoản thanh toán của hồ sơ', en: 'Payment for a dossier' },
  from: sql.raw(`payments.v_payment y join one_stop.dossier d on y.subject = 'dossier:' || d.id`),
  id: sql.raw('y.id'),
  async find(db, text) {
    const found = await db.maybe<{ id: string; amount: string; number: string; dossier: string }>(
      sql`select y.id, y.amount, coalesce(d.code, d.reference) as number, d.id as dossier
          from payments.v_payment y join one_stop.dossier d on y.subject = 'dossier:' || d.id
          where ${isUuid(text) ? sql`y.id = ${text}::uuid` : sql`y.receipt = ${text}`}`,
    );
    if (!found) return undefined;
    const title = (lang: 'vi' | 'en') => `${found.number} · ${formatMoney(lang, found.amount)}`;
    return {
      id: found.id,
      title: { vi: title('vi'), en: title('en') },
      href: `/ban-lam-viec/ho-so/${found.dossier}`,
    };
  },
};

/** A step of a dossier: who may do it. Somebody reaches it by what was given to them, or by a role that they hold where it waits. */
export const taskKind: ExplainedKind = {
  kind: 'task',
  name: { vi: 'Việc của hồ sơ', en: 'Step of a dossier' },
  permissions: ['one-stop.do-task', 'one-stop.receive-dossier'],
  from: sql.raw('process.v_task t'),
  id: sql.raw('t.id'),
  async find(db, text) {
    if (!isUuid(text)) return undefined;
    const found = await db.maybe<{ id: string; vi: string; en: string; number: string; dossier: string }>(
      sql`select t.id, t.name_vi as vi, t.name_en as en, coalesce(d.code, d.reference) as number, d.id as dossier
          from process.v_task t join one_stop.dossier d on d.id::text = t.business_key where t.id = ${text}::uuid and t.owner = 'one-stop'`,
    );
    if (!found) return undefined;
    const { id, vi, en, number, dossier } = found;
    return {
      id,
      title: { vi: `${number} · ${vi}`, en: `${number} · ${en}` },
      href: `/ban-lam-viec/ho-so/${dossier}`,
    };
  },
  visible: (ctx) => doable(ctx),
  ways: (principal, permission) =>
    waysOf(reach(principal, permission), {
      ...(permission === 'one-stop.do-task'
        ? { assignee: sql`t.assignee` }
        : { unit: sql`case when t.role = 'desk' then t.unit_id end` }),
      ...narrowedByDossierOf(sql.raw('t')),
    }),
  persons: sql.raw(
    `select t.assignee union select o.person_id from identity.v_official o where o.unit_id = t.unit_id and o.role = t.role`,
  ),
};
