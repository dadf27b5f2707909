import { command, type CommandContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { clientNotFound, unitNotFound, wrongInput } from '../../errors.ts';
import { line, nullable, unitId } from '../../fields.ts';
import { mustBeUnits } from '../../organisation/must-be-units.ts';
import { forgetClient } from '../../provider/clients.ts';
import { permissionsOf } from '../../provider/scopes.ts';
import { clientChanged } from '../changed.ts';
import { clientId, seenRevision } from '../fields.ts';

/** Tokens that were given out before this moment are dead: to the end of this second, since tokens tell time in seconds. */
const killTokens = (now: Date) => new Date((Math.floor(now.getTime() / 1000) + 1) * 1000);

async function setState(ctx: CommandContext, id: string, from: string[], to: string): Promise<void> {
  const changed = await ctx.db.run(
    sql`update identity.client set state = ${to}, revision = revision + 1, tokens_from = greatest(tokens_from, ${killTokens(ctx.now)}) where id = ${id} and state = any(${from})`,
  );
  if (changed === 0) throw clientNotFound();
  ctx.db.afterCommit(() => forgetClient(ctx.app, id));
  await ctx.db.run(sql`delete from identity.provider_state where client_id = ${id} and kind <> 'Session'`);
}

/** Stops an application or machine at once: no token of its own is good any more, and it gets no new one. @throws clientNotFound */
export const suspendClient = command({
  name: 'identity.suspend-client',
  title: { vi: 'Tạm ngừng ứng dụng, hệ thống', en: 'Suspend an application or system' },
  may: 'identity.manage-client',
  input: shape({ id: clientId, reason: line(500) }),
  output: shape({}),
  subject: (input) => `client:${input.id}`,
  async run(ctx, { id, reason }) {
    await setState(ctx, id, ['active'], 'suspended');
    ctx.note({ reason });
    ctx.emit({ name: 'identity.client-suspended', key: id });
    return {};
  },
});

/** Lets a suspended one go on; what it held before stays dead. @throws clientNotFound */
export const resumeClient = command({
  name: 'identity.resume-client',
  title: { vi: 'Cho ứng dụng, hệ thống hoạt động lại', en: 'Resume an application or system' },
  may: 'identity.manage-client',
  input: shape({ id: clientId }),
  output: shape({}),
  subject: (input) => `client:${input.id}`,
  async run(ctx, { id }) {
    await setState(ctx, id, ['suspended'], 'active');
    ctx.emit({ name: 'identity.client-resumed', key: id });
    return {};
  },
});

/** Ends one for good; it stays in the records. @throws clientNotFound */
export const closeClient = command({
  name: 'identity.close-client',
  title: { vi: 'Đóng ứng dụng, hệ thống', en: 'Close an application or system' },
  may: 'identity.manage-client',
  input: shape({ id: clientId, reason: line(500) }),
  output: shape({}),
  subject: (input) => `client:${input.id}`,
  async run(ctx, { id, reason }) {
    await setState(ctx, id, ['active', 'suspended'], 'closed');
    ctx.note({ reason });
    ctx.emit({ name: 'identity.client-closed', key: id });
    return {};
  },
});

/** Makes every token that a client holds worth nothing; it may ask for new ones. @throws clientNotFound */
export const revokeClientTokens = command({
  name: 'identity.revoke-client-tokens',
  title: {
    vi: 'Thu hồi mọi mã truy cập của ứng dụng, hệ thống',
    en: 'Revoke all tokens of an application or system',
  },
  may: 'identity.manage-client',
  input: shape({ id: clientId }),
  output: shape({}),
  subject: (input) => `client:${input.id}`,
  async run(ctx, { id }) {
    await setState(ctx, id, ['active'], 'active');
    return {};
  },
});

/**
 * Says what a machine may do in its own name: permissions as roles hold them, each for a unit, a unit and those below, or
 * the whole province. What is not named it may not do.
 * @throws clientNotFound; unitNotFound; wrongInput a permission that there is not; clientChangedMeanwhile since `revision`
 */
export const setClientPermissions = command({
  name: 'identity.set-client-permissions',
  title: { vi: 'Giao quyền cho hệ thống', en: 'Say what a system may do' },
  may: 'identity.manage-client',
  input: shape({
    id: clientId,
    revision: seenRevision,
    permissions: Type.Array(
      shape({
        permission: line(100),
        scope: Type.Union([Type.Literal('unit'), Type.Literal('unit-tree'), Type.Literal('all')]),
        unit: Type.Optional(nullable(unitId)),
      }),
      { maxItems: 500 },
    ),
  }),
  output: shape({}),
  subject: (input) => `client:${input.id}`,
  async run(ctx, { id, revision, permissions }) {
    const found = await ctx.db.maybe(
      sql`select 1 as one from identity.client where id = ${id} and kind = 'machine' and state <> 'closed' for update`,
    );
    if (!found) throw clientNotFound();
    const known = permissionsOf(ctx.app);
    const unknown = permissions.find(({ permission }) => !known.has(permission));
    if (unknown)
      throw wrongInput(
        {},
        {
          fields: [
            {
              path: 'permissions',
              message: {
                vi: `Không có quyền này: ${unknown.permission}`,
                en: `There is no such permission: ${unknown.permission}`,
              },
            },
          ],
        },
      );
    const placed = permissions.filter(({ scope }) => scope !== 'all');
    if (placed.some(({ unit }) => unit === undefined || unit === null)) throw unitNotFound();
    await mustBeUnits(ctx.db, ...placed.map(({ unit }) => unit));
    await clientChanged(ctx, id, revision);
    await ctx.db.run(sql`delete from identity.client_permission where client_id = ${id}`);
    await ctx.db.run(
      sql`insert into identity.client_permission (client_id, permission, scope, unit_id, granted_at, granted_by)
          select ${id}, p.permission, p.scope, case when p.scope = 'all' then null else p.unit end, ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid
          from jsonb_to_recordset(${JSON.stringify(permissions)}::jsonb) p (permission text, scope text, unit int) on conflict do nothing`,
    );
    ctx.note({ permissions });
    ctx.emit({ name: 'identity.client-changed', key: id });
    return {};
  },
});
