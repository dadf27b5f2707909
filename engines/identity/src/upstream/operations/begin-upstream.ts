import { command, type Context, newSecret, Refusal, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { upstreamAway, upstreamUnknown } from '../../errors.ts';
import { ownAccount } from '../../factors/own.ts';
import { line } from '../../fields.ts';
import { secretHash } from '../../sign-in/session.ts';
import { begin } from '../client.ts';
import { type IdentityProvider, providersOf } from '../definition.ts';

/** Seconds for which a way through a provider is open. */
const openFor = 15 * 60;

export const providerKey = Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' });

/** @throws upstreamUnknown it is not there, or switched off */
export async function providerOf(ctx: Context, wanted: string): Promise<IdentityProvider> {
  const found = (await providersOf(ctx)).find((one) => one.key === wanted);
  if (!found) throw upstreamUnknown();
  return found;
}

/**
 * Begins a sign-in through a provider above us, or (`link`) links the account of whoever is signed in, who then shows first
 * all that the account asks of them.
 * @returns where the browser goes, and the secret that it keeps meanwhile
 * @throws upstreamUnknown; upstreamAway it cannot be found out where to go
 */
export const beginUpstream = command({
  name: 'identity.begin-upstream',
  title: { vi: 'Bắt đầu đăng nhập qua nguồn định danh', en: 'Begin a sign-in through a provider' },
  may: 'anyone',
  api: false,
  secret: true,
  input: shape({
    provider: providerKey,
    back: Type.Optional(line(2000)),
    link: Type.Optional(Type.Boolean()),
    /** The level of assurance that is needed. */
    level: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  }),
  output: shape({ url: Type.String(), browser: Type.String() }),
  async prepare(ctx, input) {
    const provider = await providerOf(ctx, input.provider);
    if (input.link) await ownAccount(ctx);
    try {
      return await begin(ctx.app, provider, input.level);
    } catch (error) {
      if (error instanceof Refusal && error.code === upstreamAway.code)
        await ctx.db.run(
          sql`insert into identity.upstream_request (state, provider, browser, nonce, verifier, created_at, expires_at, taken_at, outcome)
              values (${secretHash(newSecret(32))}, ${provider.key}, '', '', '', ${ctx.now}, ${ctx.now}, ${ctx.now}, 'away')`,
        );
      throw error;
    }
  },
  async run(ctx, input, begun) {
    const browser = newSecret(32);
    const until = new Date(ctx.now.getTime() + openFor * 1000);
    await ctx.db.run(
      sql`insert into identity.upstream_request (state, provider, browser, nonce, verifier, back, person_id, created_at, expires_at)
          values (${secretHash(begun.state)}, ${input.provider}, ${secretHash(browser)}, ${begun.nonce}, ${begun.verifier}, ${input.back ?? null},
                  ${input.link ? ctx.principal.id : null}::uuid, ${ctx.now}, ${until})`,
    );
    return { url: begun.url, browser };
  },
});
