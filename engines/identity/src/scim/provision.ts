import { type CommandContext, command, type Context, isDuplicate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { accountTaken, nameIsVerified, personExists, personNotFound } from '../errors.ts';
import { accountPattern, line, moment, nullable, uuid } from '../fields.ts';
import { noteFormerAddress } from '../sign-in/former-address.ts';
import { userAttributes } from './attributes.ts';
import { deactivate } from './deactivate.ts';
import { filterSql } from './filter.ts';
import { live, mustReachAll, provisioning } from './personnel.ts';
import { mustBeReachable, plainNumber, wrong } from './said.ts';

const user = shape({
  id: uuid,
  externalId: nullable(Type.String()),
  userName: Type.String(),
  name: Type.String(),
  active: Type.Boolean(),
  email: nullable(Type.String()),
  phone: nullable(Type.String()),
  idNumber: nullable(Type.String()),
  locale: Type.String(),
  title: nullable(Type.String()),
  unit: nullable(Type.String()),
  createdAt: moment,
  changedAt: moment,
  groups: Type.Array(shape({ value: Type.String(), display: Type.String() })),
});

const columns = (
  ctx: Pick<Context, 'now'>,
) => sql`p.id, v.external_id as "externalId", coalesce(p.account, p.id_number, p.id::text) as "userName", p.name,
  p.state = 'active' and v.inactive_at is null as active, p.email, p.phone, p.id_number as "idNumber", p.locale, p.created_at as "createdAt", greatest(p.created_at, v.changed_at) as "changedAt",
  m.title, m.unit,
  (select coalesce(json_agg(json_build_object('value', o.unit_id || ':' || o.role, 'display', u.name_vi || ' — ' || r.name_vi) order by u.code, o.role), '[]')
   from identity.position o join identity.unit u on u.id = o.unit_id join identity.role r on r.key = o.role where o.person_id = p.id and ${live(ctx)}) as groups`;
const from = (ctx: Pick<Context, 'now'>, client: string) => sql`identity.person p
  left join identity.provisioned v on v.client_id = ${client} and v.person_id = p.id
  left join lateral (select o.title_vi as title, u.name_vi as unit from identity.position o join identity.unit u on u.id = o.unit_id
    where o.person_id = p.id and ${live(ctx)} order by o.main desc, o.id limit 1) m on true`;
const there = sql`p.kind = 'official' and p.state <> 'closed' and v.removed_at is null`;

const sorts: Readonly<Record<string, string>> = {
  username: '"userName"',
  displayname: 'p.name',
  'name.formatted': 'p.name',
  id: 'p.id',
  externalid: 'v.external_id',
  'meta.created': 'p.created_at',
};

/** Officials as a personnel system sees them, by a filter of SCIM. */
export const listProvisioned = query({
  name: 'identity.list-provisioned',
  title: { vi: 'Cán bộ cho hệ thống nhân sự', en: 'Officials for a personnel system' },
  may: provisioning,
  audit: true,
  input: shape({
    id: Type.Optional(uuid),
    filter: Type.Optional(Type.String({ maxLength: 2000 })),
    sortBy: Type.Optional(line(60)),
    descending: Type.Optional(Type.Boolean()),
    offset: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    limit: Type.Integer({ minimum: 0, maximum: 500 }),
  }),
  output: shape({ total: Type.Integer(), users: Type.Array(user) }),
  async run(ctx, input) {
    const client = mustReachAll(ctx);
    const which = sql.all([
      there,
      input.id !== undefined && sql`p.id = ${input.id}`,
      input.filter !== undefined && filterSql(input.filter, userAttributes(live(ctx))),
    ]);
    const order = sql.raw(`${sorts[input.sortBy?.toLowerCase() ?? ''] ?? 'p.created_at'} ${input.descending ? 'desc' : 'asc'}`);
    const [{ total }, users] = await Promise.all([
      ctx.db.one<{ total: number }>(sql`select count(*)::int as total from ${from(ctx, client)} where ${which}`),
      ctx.db.all<{ id: string }>(
        sql`select ${columns(ctx)} from ${from(ctx, client)} where ${which} order by ${order}, p.id limit ${input.limit} offset ${input.offset}`,
      ),
    ]);
    ctx.concern(...users.map(({ id }) => id));
    return { total, users: users as never };
  },
});

const facts = {
  externalId: Type.Optional(nullable(line(300))),
  userName: Type.Optional(nullable(line(60))),
  name: Type.Optional(nullable(line(120))),
  active: Type.Optional(Type.Boolean()),
  email: Type.Optional(nullable(line(254))),
  phone: Type.Optional(nullable(line(30))),
  idNumber: Type.Optional(nullable(Type.String({ pattern: '^(\\d{12}|\\d{9})$' }))),
  locale: Type.Optional(nullable(line(20))),
};

/**
 * Makes an official whom a personnel system knows. The same again, by the id of theirs, makes nobody new; whoever is known by
 * their identity number already becomes the official that they name.
 * @throws wrongInput; accountTaken when somebody else has the account
 */
export const provisionPerson = command({
  name: 'identity.provision-person',
  title: { vi: 'Tạo cán bộ từ hệ thống nhân sự', en: 'Make an official from a personnel system' },
  may: provisioning,
  input: shape(facts),
  output: shape({ id: uuid, made: Type.Boolean() }),
  subject: (_input, output) => `person:${output.id}`,
  async run(ctx, input) {
    const client = mustReachAll(ctx);
    const account = input.userName?.toLowerCase();
    if (!account || !accountPattern.test(account))
      throw wrong(
        'userName',
        'userName: chữ thường, số, dấu chấm, gạch; tối đa 60 ký tự.',
        'userName has small letters, digits, dots and dashes, 60 at most.',
      );
    if (!input.name || input.name.length < 2)
      throw wrong(
        'name',
        'Thiếu họ và tên (name.formatted hoặc displayName).',
        'The name is missing (name.formatted or displayName).',
      );
    mustBeReachable(input);
    // Two that come at once: the second sees what the first made.
    await ctx.db.maybe(sql`select from identity.client where id = ${client} for update`);
    if (input.externalId) {
      const known = await ctx.db.maybe<{ id: string; account: string | null }>(
        sql`select p.id, lower(p.account) as account from identity.provisioned v join identity.person p on p.id = v.person_id
            where v.client_id = ${client} and v.external_id = ${input.externalId} and v.removed_at is null`,
      );
      if (known && (known.account ?? '') !== account) throw accountTaken();
      if (known) return { id: known.id, made: false };
    }
    const taken = await ctx.db.maybe<{ number: string | null }>(
      sql`select id_number as number from identity.person where lower(account) = ${account}`,
    );
    if (taken && (input.idNumber === undefined || input.idNumber === null || taken.number !== input.idNumber))
      throw accountTaken();
    const id = ctx.newId();
    const { person } = await ctx.db.one<{ person: string }>(
      sql`insert into identity.person as p (id, kind, name, id_number, phone, email, account, locale, origin, created_at)
          values (${id}, 'official', ${input.name}, ${input.idNumber ?? null}, ${input.phone ? plainNumber(input.phone) : null}, ${input.email ?? null}, ${account},
                  ${input.locale?.startsWith('en') ? 'en' : 'vi'}, 'personnel', ${ctx.now})
          on conflict (id_number) where id_number is not null do update set kind = case when p.kind = 'citizen' then 'official' else p.kind end,
            account = coalesce(p.account, excluded.account), phone = coalesce(p.phone, excluded.phone), email = coalesce(p.email, excluded.email), revision = p.revision + 1
          where p.state <> 'closed' returning p.id as person`,
    );
    await keep(ctx, client, person, input.externalId ?? null);
    await ctx.db.run(
      sql`update identity.provisioned set inactive_at = null where client_id = ${client} and person_id = ${person}`,
    );
    ctx.note({ client, made: person === id });
    ctx.concern(person);
    ctx.emit({ name: 'identity.person-registered', key: person });
    if (input.active === false) await deactivate(ctx, client, person);
    return { id: person, made: true };
  },
});

async function keep(ctx: CommandContext, client: string, person: string, externalId: string | null | undefined): Promise<void> {
  try {
    await ctx.db.run(
      sql`insert into identity.provisioned as v (client_id, person_id, external_id, created_at, changed_at)
          values (${client}, ${person}, ${externalId ?? null}, ${ctx.now}, ${ctx.now})
          on conflict (client_id, person_id) do update set external_id = ${externalId === undefined ? sql`v.external_id` : sql`excluded.external_id`},
            changed_at = excluded.changed_at, removed_at = null`,
    );
  } catch (error) {
    if (isDuplicate(error)) throw personExists({}, { cause: error });
    throw error;
  }
}

/** @throws personNotFound */
async function lock(ctx: CommandContext, client: string, id: string) {
  const row = await ctx.db.maybe<{
    name: string;
    inactive: boolean;
    verified: boolean;
    account: string | null;
    number: string | null;
    email: string | null;
    phone: string | null;
  }>(
    sql`select p.name, v.inactive_at is not null as inactive, p.verified_level > 0 as verified, p.account, p.id_number as number, p.email, p.phone from identity.person p
          left join identity.provisioned v on v.client_id = ${client} and v.person_id = p.id where p.id = ${id} and ${there} for update of p`,
  );
  if (!row) throw personNotFound();
  return row;
}

/**
 * Changes what a personnel system says of an official. Who is not active any more gives up all places and is signed out, and
 * what they held is handed over; active again, places are given anew. The account stays theirs as a citizen. What an
 * administrator has suspended stays so, and is told as not active, whatever the system says. An address that is replaced hears
 * of it and counts for getting the account back.
 * @throws personNotFound, accountTaken; nameIsVerified papers were seen: a desk changes it
 */
export const changeProvisioned = command({
  name: 'identity.change-provisioned',
  title: { vi: 'Sửa cán bộ từ hệ thống nhân sự', en: 'Change an official from a personnel system' },
  may: provisioning,
  input: shape({ id: uuid, ...facts }),
  output: shape({}),
  subject: ({ id }) => `person:${id}`,
  async run(ctx, { id, ...input }) {
    const client = mustReachAll(ctx);
    const row = await lock(ctx, client, id);
    mustBeReachable(input);
    const name = input.name ?? undefined;
    if (name !== undefined && name !== row.name && row.verified) throw nameIsVerified();
    const number = input.idNumber ?? undefined;
    if (number !== undefined && number !== row.number && row.number !== null && row.verified) throw nameIsVerified();
    const account = input.userName?.toLowerCase();
    if (
      account !== undefined &&
      account !== row.account?.toLowerCase() &&
      account !== row.number &&
      account !== id &&
      !accountPattern.test(account)
    )
      throw wrong(
        'userName',
        'userName: chữ thường, số, dấu chấm, gạch; tối đa 60 ký tự.',
        'userName has small letters, digits, dots and dashes, 60 at most.',
      );
    const set = sql.join([
      sql`revision = revision + 1`,
      ...(name !== undefined ? [sql`name = ${name}`] : []),
      ...(number !== undefined ? [sql`id_number = ${number}`] : []),
      ...(account !== undefined && account !== row.number && account !== id ? [sql`account = ${account}`] : []),
      ...(input.email !== undefined ? [sql`email = ${input.email}`] : []),
      ...(input.phone !== undefined ? [sql`phone = ${input.phone === null ? null : plainNumber(input.phone)}`] : []),
      ...(input.locale ? [sql`locale = ${input.locale.startsWith('en') ? 'en' : 'vi'}`] : []),
    ]);
    // Whoever holds the keys of a personnel system does not take an account over by sending its messages elsewhere.
    for (const [kind, next] of [
      ['email', input.email],
      ['phone', input.phone ? plainNumber(input.phone) : input.phone],
    ] as const)
      if (next !== undefined && next !== row[kind]) await noteFormerAddress(ctx, id, kind, row[kind]);
    try {
      await ctx.db.run(sql`update identity.person set ${set} where id = ${id}`);
    } catch (error) {
      if (isDuplicate(error)) throw accountTaken({}, { cause: error });
      throw error;
    }
    await keep(ctx, client, id, input.externalId);
    if (input.active === false && !row.inactive) await deactivate(ctx, client, id);
    if (input.active === true && row.inactive)
      ctx.db.send(sql`update identity.provisioned set inactive_at = null where client_id = ${client} and person_id = ${id}`);
    ctx.concern(id);
    return {};
  },
});

/** Deletes an official for a personnel system: not active, and not there for it any more. What was written stays. @throws personNotFound */
export const removeProvisioned = command({
  name: 'identity.remove-provisioned',
  title: { vi: 'Gỡ cán bộ theo hệ thống nhân sự', en: 'Remove an official by a personnel system' },
  may: provisioning,
  input: shape({ id: uuid }),
  output: shape({}),
  subject: ({ id }) => `person:${id}`,
  async run(ctx, { id }) {
    const client = mustReachAll(ctx);
    const { inactive } = await lock(ctx, client, id);
    await keep(ctx, client, id, undefined);
    if (!inactive) await deactivate(ctx, client, id);
    ctx.db.send(sql`update identity.provisioned set removed_at = ${ctx.now} where client_id = ${client} and person_id = ${id}`);
    ctx.concern(id);
    return {};
  },
});
