import { command, type CommandContext, type Context, demand, query, shape, signInNeeded, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { sessionNotFound } from '../errors.ts';
import { freshMinutes } from '../factors/second.ts';
import { masked } from '../factors/secrets.ts';
import { line, moment, nullable, uuid } from '../fields.ts';
import { tellSignedOut } from '../provider/sign-out.ts';
import { whence } from '../sign-in/session.ts';

/** Applications that rested on it, and monitoring, hear of it. */
function signedOut(ctx: CommandContext, reason: 'own' | 'everywhere' | 'one'): void {
  tellSignedOut(ctx);
  ctx.emit({ name: 'identity.signed-out', key: ctx.principal.id, data: { reason, ...whence(ctx) } });
}

/** Whoever ends sessions elsewhere has shown a factor lately (ASVS 5, 7.5.2). @throws assuranceNeeded */
const lately = async (ctx: Context): Promise<void> => demand(ctx.principal, { level: 1, minutes: freshMinutes }, ctx.now);

/** Ends the session by which one is signed in. */
export const signOut = command({
  name: 'identity.sign-out',
  title: { vi: 'Đăng xuất', en: 'Sign out' },
  may: 'signed-in',
  input: shape({}),
  output: shape({}),
  async run(ctx) {
    if (!ctx.principal.session) throw signInNeeded();
    await ctx.db.run(
      sql`update identity.session set ended_at = ${ctx.now} where id = ${ctx.principal.session} and ended_at is null`,
    );
    signedOut(ctx, 'own');
    ctx.subject(`person:${ctx.principal.id}`);
    return {};
  },
});

/** Ends all other sessions of the person who asks, and this one too with `thisToo`. @throws assuranceNeeded */
export const signOutEverywhere = command({
  name: 'identity.sign-out-everywhere',
  title: { vi: 'Đăng xuất khỏi mọi thiết bị', en: 'Sign out everywhere' },
  may: 'signed-in',
  input: shape({ thisToo: Type.Optional(Type.Boolean()) }),
  output: shape({ ended: Type.Integer() }),
  prepare: lately,
  async run(ctx, { thisToo }) {
    const ended = await ctx.db.run(
      sql`update identity.session set ended_at = ${ctx.now} where person_id = ${ctx.principal.id} and ended_at is null
          and (${thisToo ?? false} or id is distinct from ${ctx.principal.session ?? null}::uuid)`,
    );
    signedOut(ctx, 'everywhere');
    ctx.subject(`person:${ctx.principal.id}`);
    return { ended };
  },
});

/** Ends one session of the person who asks. @throws sessionNotFound also when it is another's; assuranceNeeded. */
export const endSession = command({
  name: 'identity.end-session',
  title: { vi: 'Kết thúc một phiên đăng nhập', en: 'End a session' },
  may: 'signed-in',
  input: shape({ session: uuid }),
  output: shape({}),
  prepare: lately,
  async run(ctx, { session }) {
    const ended = await ctx.db.run(
      sql`update identity.session set ended_at = ${ctx.now} where id = ${session} and person_id = ${ctx.principal.id} and ended_at is null`,
    );
    if (ended === 0) throw sessionNotFound();
    signedOut(ctx, 'one');
    ctx.subject(`person:${ctx.principal.id}`);
    return {};
  },
});

const orders = {
  seen: sql`seen_at, id`,
  '-seen': sql`seen_at desc, id`,
  created: sql`created_at, id`,
  '-created': sql`created_at desc, id`,
} as const;

/** By what somebody showed who they are. */
const shownFactor = shape({
  /** `totp`, `passkey`, `certificate`, `phone`, `email`, `recovery`, `upstream`. */
  kind: Type.String(),
  name: nullable(Type.String()),
  /** It is none of the account any more. */
  removed: Type.Boolean(),
});

/** The live sessions of the person who asks, the latest first; a hundred at most, since nobody has more. @param input `find`: part of address or browser */
export const listSessions = query({
  name: 'identity.list-sessions',
  title: { vi: 'Các phiên đăng nhập', en: 'Sessions' },
  may: 'signed-in',
  input: shape({
    find: Type.Optional(line(100)),
    sort: Type.Optional(Type.Unsafe<keyof typeof orders>(Type.Union(Object.keys(orders).map((key) => Type.Literal(key))))),
  }),
  output: shape({
    sessions: Type.Array(
      shape({
        id: uuid,
        current: Type.Boolean(),
        createdAt: moment,
        seenAt: moment,
        address: nullable(Type.String()),
        agent: nullable(Type.String()),
        /** Its level of assurance. */
        level: Type.Integer(),
        /** By which way: `password`, `passkey`, `certificate`, `upstream:<provider>`, … */
        method: Type.String(),
        /** What was shown in it beside a password, the first first, by its name as its owner gave it. */
        shown: Type.Array(shownFactor),
      }),
    ),
  }),
  async run(ctx, { find, sort = '-seen' }) {
    const sought = `%${find?.replace(/[\\%_]/g, '\\$&') ?? ''}%`;
    const sessions = await ctx.db.all<{
      shown: { kind: string; name: string | null; address: string | null; removed: boolean }[];
    }>(
      sql`select id, id is not distinct from ${ctx.principal.session ?? null}::uuid as current, created_at as "createdAt",
                 seen_at as "seenAt", address, agent, level, method,
                 coalesce((select json_agg(json_build_object('kind', sf.kind, 'name', f.name, 'address', f.address, 'removed', f.ended_at is not null)
                             order by sf.shown_at, sf.kind, f.id)
                   from identity.session_factor sf left join identity.factor f on f.id = sf.factor_id where sf.session_id = session.id), '[]') as shown
          from identity.session where person_id = ${ctx.principal.id} and ended_at is null and not awaiting
            and idle_until > ${ctx.now} and ends_at > ${ctx.now}
            and (${find === undefined} or address ilike ${sought} or agent ilike ${sought})
          order by ${orders[sort]} limit 100`,
    );
    const told = sessions.map(({ shown, ...one }) => ({
      ...one,
      shown: shown.map(({ kind, name, address, removed }) => ({
        kind,
        name: address === null ? name : masked(address),
        removed,
      })),
    }));
    return { sessions: told as never };
  },
});
