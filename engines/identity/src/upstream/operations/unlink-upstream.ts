import { command, shape, sql } from '@dinh/kernel';
import { lastWayIn, upstreamUnknown } from '../../errors.ts';
import { ownAccount } from '../../factors/own.ts';
import { factorsOf } from '../../factors/ways.ts';
import { tellOwner } from '../../sign-in/tell.ts';
import { onlyWayFor } from '../ways.ts';
import { providerKey, providerOf } from './begin-upstream.ts';

/**
 * Takes a link to a provider back. Asks for a fresh proof of all that the account has.
 * @throws upstreamUnknown it is not linked; lastWayIn nobody could sign in without it.
 */
export const unlinkUpstream = command({
  name: 'identity.unlink-upstream',
  title: { vi: 'Gỡ liên kết với nguồn định danh', en: 'Take a link to an identity provider back' },
  may: 'signed-in',
  input: shape({ provider: providerKey }),
  output: shape({}),
  prepare: async (ctx) => void (await ownAccount(ctx)),
  async run(ctx, input) {
    const person = ctx.principal.id;
    const provider = await providerOf(ctx, input.provider);
    const { password, kind } = await ctx.db.one<{ password: boolean; kind: string }>(
      sql`select password_hash is not null as password, kind from identity.person where id = ${person} for update`,
    );
    const gone = await ctx.db.run(
      sql`delete from identity.upstream_link where provider = ${provider.key} and person_id = ${person}`,
    );
    if (gone === 0) throw upstreamUnknown();
    const { other } = await ctx.db.one<{ other: boolean }>(
      sql`select exists (select from identity.upstream_link where person_id = ${person}) as other`,
    );
    const keys = (await factorsOf(ctx.db, person)).some((one) => one.kind === 'passkey' || one.kind === 'certificate');
    if ((!password && !keys && !other) || (await onlyWayFor(ctx, kind))?.key === provider.key) throw lastWayIn();
    ctx.subject(`person:${person}`);
    ctx.note({ provider: provider.key });
    ctx.emit({ name: 'identity.upstream-unlinked', key: person, data: { kind: provider.key } });
    await tellOwner(ctx, person, 'upstream-unlinked', { provider: provider.name.vi });
    return {};
  },
});
