import {
  clean,
  command,
  type CommandContext,
  type Context,
  isDay,
  localDate,
  notAllowed,
  permissionNames,
  query,
  reach,
  shape,
  sql,
} from '@dinh/kernel';
import { Type } from 'typebox';
import type { RolePermission } from '../access/directory.ts';
import {
  dayWrong,
  heldTogether,
  roleChangeNotOpen,
  roleChanged,
  roleChangeWaits,
  roleChangeSelf,
  roleExists,
  roleLocksOut,
  roleNothing,
  roleNotFound,
  rolePermissionUnknown,
} from '../errors.ts';
import { day, line, uuid } from '../fields.ts';
import { permissionsOf } from '../pack/roles.ts';
import { directoryChanged } from '../pack/units.ts';
import { type Effect, effectOf, extentKey } from './check.ts';
import { mustBeKnown } from './known.ts';
import { approving, Change, editing, EffectShape, Extent } from './shapes.ts';

interface StoredChange {
  readonly id: string;
  readonly role: string;
  readonly kind: 'create' | 'edit' | 'retire';
  readonly base: number;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly permissions: RolePermission[];
  readonly retiredOn: string | null;
  readonly reason: string;
  readonly state: string;
  readonly proposedBy: string;
}

/** Roles hold for the whole province. */
function mustReachAll(ctx: Context, permission: string): void {
  if (!reach(ctx.principal, permission).all) throw notAllowed();
}

/**
 * Proposes a new role, other permissions of one, or its end on a day; somebody else approves. May be wrong in its effects:
 * `check-role-change` tells.
 * @throws roleNotFound, roleExists (a key that is taken), roleChanged (somebody was quicker), roleChangeWaits (a change waits already),
 * rolePermissionUnknown, roleNarrowingUnknown, roleNothing nothing would change, dayWrong
 */
export const proposeRoleChange = command({
  name: 'identity.propose-role-change',
  title: { vi: 'Đề nghị sửa vai trò', en: 'Propose a change of a role' },
  may: editing,
  onDuplicate: ['role_change_open'],
  input: shape({
    role: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,59}$' }),
    kind: Type.Union([Type.Literal('create'), Type.Literal('edit'), Type.Literal('retire')]),
    /** The version of the role that was looked at. */
    version: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    name: Type.Optional(shape({ vi: line(120, 2), en: line(120, 2) })),
    permissions: Type.Optional(Type.Array(Extent, { maxItems: 400 })),
    /** The first day on which it gives nothing. */
    retireOn: Type.Optional(day),
    reason: line(500, 5),
  }),
  output: shape({ id: uuid }),
  subject: (_, output) => `role-change:${output.id}`,
  async run(ctx, input) {
    mustReachAll(ctx, editing);
    const today = localDate(ctx.now);
    const role = await ctx.db.maybe<{
      nameVi: string;
      nameEn: string;
      permissions: RolePermission[];
      version: number;
      place: string;
      waiting: boolean;
    }>(
      sql`select name_vi as "nameVi", name_en as "nameEn", permissions, version, place,
            exists (select from identity.role_change c where c.role = r.key and c.state = 'proposed') as waiting
          from identity.role r where key = ${input.role} for update`,
    );
    if (input.kind === 'create') {
      if (role) throw roleExists();
    } else if (!role) throw roleNotFound();
    const waiting = await ctx.db.maybe(sql`select from identity.role_change where role = ${input.role} and state = 'proposed'`);
    if (waiting) throw roleChangeWaits();
    if (role && input.version !== undefined && input.version !== role.version) throw roleChanged();
    if (input.kind === 'retire' && (!input.retireOn || !isDay(input.retireOn) || input.retireOn < today)) throw dayWrong();
    if (input.kind === 'retire' && role?.place !== 'unit') throw roleNotFound();
    const known = permissionNames(ctx.app.modules);
    const unknown = input.permissions?.find((p) => !known.has(p.permission));
    if (unknown) throw rolePermissionUnknown({ permission: unknown.permission });
    await mustBeKnown(ctx, (input.permissions ?? []) as RolePermission[]);
    const name = input.name ?? { vi: role?.nameVi ?? '', en: role?.nameEn ?? '' };
    const permissions =
      input.kind === 'retire' || !input.permissions
        ? (role?.permissions ?? [])
        : permissionsOf({
            key: '',
            source: '',
            name,
            permissions: unique(input.permissions as RolePermission[]),
          });
    const same =
      role &&
      input.kind === 'edit' &&
      name.vi === role.nameVi &&
      name.en === role.nameEn &&
      JSON.stringify(permissions.map(extentKey)) === JSON.stringify(role.permissions.map(extentKey));
    if (same || name.vi === '') throw roleNothing();
    const id = ctx.newId();
    await ctx.db.run(
      sql`insert into identity.role_change (id, role, kind, base, name_vi, name_en, permissions, before, retired_on, reason, proposed_at, proposed_by, proposer)
          values (${id}, ${input.role}, ${input.kind}, ${role?.version ?? 0}, ${clean(name.vi)}, ${clean(name.en)}, ${JSON.stringify(permissions)}::jsonb,
                  ${JSON.stringify(role?.permissions ?? [])}::jsonb, ${input.kind === 'retire' ? input.retireOn! : null}::date, ${clean(input.reason)}, ${ctx.now}, ${ctx.principal.id}, ${ctx.principal.name})`,
    );
    ctx.note({ role: input.role, kind: input.kind, reason: input.reason });
    ctx.emit({
      name: 'identity.role-change-proposed',
      key: id,
      topics: ['roles'],
      data: { role: input.role },
    });
    return { id };
  },
});

/**
 * Approves a proposed change, which then holds at once in every process; or declines it. Never by whoever proposed it.
 * @throws roleChangeSelf, roleChangeNotOpen, roleChanged the role is another one by now
 * @throws heldTogether somebody would hold what one person must not; roleLocksOut nobody could give roles or places any more
 */
export const decideRoleChange = command({
  name: 'identity.decide-role-change',
  title: { vi: 'Quyết định việc sửa vai trò', en: 'Decide on a change of a role' },
  may: approving,
  input: shape({ id: uuid, accept: Type.Boolean(), comment: Type.Optional(line(500)) }),
  output: shape({ state: Type.String() }),
  subject: ({ id }) => `role-change:${id}`,
  async run(ctx, { id, accept, comment }) {
    mustReachAll(ctx, approving);
    // All changes of roles one after the other: two together could lock everybody out though neither does alone.
    await ctx.db.all(sql`select key from identity.role order by key for update`);
    const change = await openChange(ctx, id);
    if (change.proposedBy === ctx.principal.id) throw roleChangeSelf();
    if (accept) await carryOut(ctx, change);
    const state = accept ? 'done' : 'declined';
    await close(ctx, id, state, comment);
    ctx.note({ role: change.role, kind: change.kind, accept, comment });
    return { state };
  },
});

/** Takes one's proposal back. @throws roleChangeNotOpen also when it is somebody else's */
export const withdrawRoleChange = command({
  name: 'identity.withdraw-role-change',
  title: { vi: 'Rút đề nghị sửa vai trò', en: 'Withdraw a change of a role' },
  may: editing,
  input: shape({ id: uuid }),
  output: shape({}),
  subject: ({ id }) => `role-change:${id}`,
  async run(ctx, { id }) {
    const change = await openChange(ctx, id);
    if (change.proposedBy !== ctx.principal.id) throw roleChangeNotOpen();
    await close(ctx, id, 'withdrawn');
    return {};
  },
});

async function openChange(ctx: CommandContext, id: string): Promise<StoredChange> {
  const change = await ctx.db.maybe<StoredChange>(
    sql`select id, role, kind, base, name_vi as "nameVi", name_en as "nameEn", permissions, retired_on::text as "retiredOn", reason, state, proposed_by as "proposedBy"
        from identity.role_change where id = ${id} for update`,
  );
  if (change?.state !== 'proposed') throw roleChangeNotOpen();
  return change;
}

async function close(ctx: CommandContext, id: string, state: string, comment?: string): Promise<void> {
  ctx.db.send(
    sql`update identity.role_change set state = ${state}, decided_at = ${ctx.now}, decided_by = ${ctx.principal.id}, decider = ${ctx.principal.name},
          comment = ${comment ?? null} where id = ${id}`,
  );
  ctx.emit({ name: 'identity.role-change-decided', key: id, topics: ['roles'], data: { state } });
}

async function carryOut(ctx: CommandContext, change: StoredChange): Promise<void> {
  const { role, kind, nameVi, nameEn, permissions, retiredOn } = change;
  const stands = await ctx.db.maybe<{ version: number }>(sql`select version from identity.role where key = ${role}`);
  if ((stands?.version ?? 0) !== change.base) throw roleChanged();
  const effect = await effectOf(ctx, { key: role, permissions, retiredOn });
  const [conflict] = effect.conflicts;
  if (conflict) {
    const who = (await namesOf(ctx, [conflict.person])).join('');
    throw heldTogether({ who, ruleVi: conflict.name.vi, ruleEn: conflict.name.en });
  }
  if (effect.lockedOut.length > 0) throw roleLocksOut();
  await ctx.db.run(
    kind === 'create'
      ? sql`insert into identity.role (key, name_vi, name_en, place, permissions, source, edited)
            values (${role}, ${nameVi}, ${nameEn}, 'unit', ${JSON.stringify(permissions)}::jsonb, 'ours', true)`
      : sql`update identity.role set name_vi = ${nameVi}, name_en = ${nameEn}, permissions = ${JSON.stringify(permissions)}::jsonb,
              retired_on = ${retiredOn}::date, edited = true, version = version + 1 where key = ${role}`,
  );
  await directoryChanged(ctx.db);
  ctx.db.send(
    sql`update identity.person set revision = revision + 1 where id in (select person_id from identity.position where role = ${role})`,
  );
}

const unique = (list: readonly RolePermission[]): RolePermission[] => [...new Map(list.map((p) => [extentKey(p), p])).values()];

const columns = sql`id, role, kind, json_build_object('vi', name_vi, 'en', name_en) as name, permissions, retired_on::text as "retiredOn", reason, state,
  proposed_at as "proposedAt", proposed_by as "proposedBy", proposer, decided_at as "decidedAt", decider, comment`;

/** Changes of roles, the latest first: those of one role are its history. */
export const listRoleChanges = query({
  name: 'identity.list-role-changes',
  title: { vi: 'Các lần sửa vai trò', en: 'Changes of roles' },
  may: 'people.view-person',
  input: shape({ role: Type.Optional(line(60)), open: Type.Optional(Type.Boolean()) }),
  output: shape({ changes: Type.Array(Change) }),
  async run(ctx, { role, open }) {
    const changes = await ctx.db.all<never>(
      sql`select ${columns} from identity.role_change
          where ${sql.all([role !== undefined && sql`role = ${role}`, open === true && sql`state = 'proposed'`])}
          order by proposed_at desc, id desc limit 200`,
    );
    return { changes };
  },
});

/** One change with what it would bring about as things stand now: who gains, who loses, which duties would meet, who would be locked out. */
export const checkRoleChange = query({
  name: 'identity.check-role-change',
  title: { vi: 'Kiểm tra việc sửa vai trò', en: 'Check a change of a role' },
  may: 'people.view-person',
  input: shape({ id: uuid }),
  output: shape({ change: Change, effect: EffectShape }),
  async run(ctx, { id }) {
    const change = await ctx.db.maybe<Change>(sql`select ${columns} from identity.role_change where id = ${id}`);
    if (!change) throw roleChangeNotOpen();
    const { role: key, permissions, retiredOn } = change;
    const effect = await effectOf(ctx, { key, permissions: permissions as RolePermission[], retiredOn });
    return { change, effect: (await told(ctx, effect)) as never };
  },
});

async function told(ctx: Context, effect: Effect) {
  const [gainingNames, losingNames, conflicting] = await Promise.all([
    namesOf(ctx, effect.gaining),
    namesOf(ctx, effect.losing),
    Promise.all(
      effect.conflicts.slice(0, 20).map(async ({ person, name }) => ({
        name: (await namesOf(ctx, [person])).join(''),
        rule: name,
      })),
    ),
  ]);
  return {
    added: effect.added,
    removed: effect.removed,
    gaining: effect.gaining.length,
    gainingNames,
    losing: effect.losing.length,
    losingNames,
    conflicts: conflicting,
    lockedOut: effect.lockedOut,
  };
}

async function namesOf(ctx: Pick<Context, 'db'>, persons: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.all<{ name: string }>(
    sql`select name from identity.person where id = any(${[...persons]}::uuid[]) order by folded, id limit 20`,
  );
  return rows.map(({ name }) => name);
}
