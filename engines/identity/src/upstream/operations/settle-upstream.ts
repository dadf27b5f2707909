import { command, type Context, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { upstreamStale, wrongPassword } from '../../errors.ts';
import { email, line, nullable, phone, plainPhone } from '../../fields.ts';
import { deviceSecret, openedSession } from '../../sign-in/opened.ts';
import { checkPassword } from '../../sign-in/password.ts';
import { secretHash } from '../../sign-in/session.ts';
import { claimTry, forgetTries, signInCounters } from '../../sign-in/throttle.ts';
import { tellRefused } from '../../watch/events.ts';
import type { UpstreamPerson } from '../claims.ts';
import { openFor } from '../open.ts';
import { link, register, takeNumberOff, whoseIs } from '../whose.ts';
import { providerKey, providerOf } from './begin-upstream.ts';

const asked = { provider: providerKey, browser: line(100) };

interface Pending {
  readonly state: Buffer;
  readonly back: string | null;
  readonly claims: UpstreamPerson;
  /** An account that has this number and was never checked. */
  readonly claimed: string | null;
  readonly account: string | null;
  readonly hash: string | null;
}

/** What a browser is asked. @throws upstreamStale nothing, any more */
async function pendingOf(ctx: Context, input: { provider: string; browser: string }): Promise<Pending> {
  const found = await ctx.db.maybe<Pending>(
    sql`select r.state, r.back, r.claims, p.id as claimed, p.account, p.password_hash as hash
        from identity.upstream_request r
          left join identity.person p on p.id_number = r.claims->>'idNumber' and p.merged_into is null
        where r.browser = ${secretHash(input.browser)} and r.provider = ${input.provider} and r.outcome = 'asked' and r.expires_at > ${ctx.now}`,
  );
  if (!found) throw upstreamStale();
  return found;
}

/** What the provider said of somebody who has no account yet, or one with a number that was never checked. @throws upstreamStale */
export const viewUpstream = query({
  name: 'identity.view-upstream',
  title: { vi: 'Thông tin từ nguồn định danh', en: 'What a provider said' },
  may: 'anyone',
  api: false,
  input: shape(asked),
  output: shape({
    provider: shape({ vi: Type.String(), en: Type.String() }),
    name: Type.String(),
    idNumber: Type.String(),
    birthDate: nullable(Type.String()),
    gender: nullable(Type.String()),
    phone: nullable(Type.String()),
    email: nullable(Type.String()),
    /** There is an account with this number that nobody has checked; `password`: it can be opened with one. */
    claimed: nullable(shape({ password: Type.Boolean() })),
  }),
  async run(ctx, input) {
    const [provider, { claims, claimed, hash }] = [await providerOf(ctx, input.provider), await pendingOf(ctx, input)];
    const { name, idNumber, birthDate = null, gender = null, phone: tel = null, email: mail = null } = claims;
    return {
      provider: provider.name,
      name,
      idNumber,
      birthDate,
      gender,
      phone: tel,
      email: mail,
      claimed: claimed === null ? null : { password: hash !== null },
    };
  },
});

/**
 * Goes on as the person says: `open` an account with what the provider said; `mine`, the account with this number is theirs, shown by
 * its password, and is linked; `not-mine`, it is a stranger's, loses the number, and a new one is opened. Nobody comes into
 * an account by its number alone.
 * @throws upstreamStale the answer is too old or was used; wrongPassword; waitBeforeRetry; accountTaken
 */
export const settleUpstream = command({
  name: 'identity.settle-upstream',
  title: { vi: 'Hoàn tất đăng nhập lần đầu', en: 'Finish a first sign-in through a provider' },
  may: 'anyone',
  api: false,
  secret: true,
  input: shape({
    ...asked,
    choice: Type.Union([Type.Literal('open'), Type.Literal('mine'), Type.Literal('not-mine')]),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    phone: Type.Optional(phone),
    email: Type.Optional(email),
    device: Type.Optional(deviceSecret),
  }),
  output: shape({ opened: openedSession, back: nullable(Type.String()) }),
  subject: (_, output) => `person:${output.opened.person}`,
  async prepare(ctx, input) {
    const provider = await providerOf(ctx, input.provider);
    const pending = await pendingOf(ctx, input);
    if (input.choice !== 'mine') return { provider, pending, counters: [] };
    const counters = signInCounters(pending.account ?? '', ctx.origin.address ?? '', false);
    await claimTry(ctx.db, ctx.now, counters);
    if (!(await checkPassword(input.password ?? '', pending.hash))) {
      await tellRefused(ctx, 'identity.sign-in-refused', pending.claimed, 'password');
      throw wrongPassword({}, { fields: [{ path: 'password', message: wrongPassword.sentence }] });
    }
    return { provider, pending, counters };
  },
  async run(ctx, input, { provider, pending, counters }) {
    const used = await ctx.db.run(
      sql`update identity.upstream_request set outcome = 'done', claims = null where state = ${pending.state} and outcome = 'asked'`,
    );
    if (used === 0) throw upstreamStale();
    const { claims: person, back } = pending;
    const whose = await whoseIs(ctx, provider, person, null);
    ctx.note({ provider: provider.key, level: person.level, whose: whose.is, choice: input.choice });
    const opened = (known: Parameters<typeof openFor>[3]) => ({
      opened: openFor(ctx, provider, person, known, input.device),
      back,
    });
    const contact = {
      phone: input.phone ? plainPhone(input.phone) : person.phone,
      email: input.email ?? person.email,
    };
    switch (whose.is) {
      case 'known':
        await link(ctx, provider, person, whose.who);
        return opened(whose.who);
      case 'claimed':
        // The hash was judged before: of an account that has changed meanwhile it is judged again.
        if (input.choice === 'open' || (input.choice === 'mine' && whose.who.hash !== pending.hash)) throw upstreamStale();
        if (input.choice === 'mine') {
          forgetTries(ctx.db, counters);
          await link(ctx, provider, person, whose.who);
          return opened({ ...whose.who, name: person.name });
        }
        await takeNumberOff(ctx, provider, whose.who);
        return opened(await register(ctx, provider, person, contact));
      case 'new':
        return opened(await register(ctx, provider, person, contact));
    }
  },
});
