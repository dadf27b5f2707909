import { command, type Context, Refusal, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { upstreamAway, upstreamRefused, upstreamStale } from '../../errors.ts';
import { line, nullable } from '../../fields.ts';
import { deviceSecret, openedSession } from '../../sign-in/opened.ts';
import { secretHash } from '../../sign-in/session.ts';
import { tellRefused } from '../../watch/events.ts';
import { finish } from '../client.ts';
import { openFor } from '../open.ts';
import { link, whoseIs } from '../whose.ts';
import { providerKey, providerOf } from './begin-upstream.ts';

interface Request {
  readonly nonce: string;
  readonly verifier: string;
  readonly back: string | null;
  readonly person: string | null;
}

/**
 * Takes the provider's answer. Whose account it is signs in, or has it linked when they began that. Who has none yet, or has one
 * with a number that nobody ever checked, is `asked` how it goes on (`settle-upstream`). An answer is good once, and only
 * in the browser that began.
 * @throws upstreamStale, upstreamRefused, upstreamAway, upstreamWrong; otherPerson, accountTaken, personSuspended
 */
export const signInUpstream = command({
  name: 'identity.sign-in-upstream',
  title: { vi: 'Đăng nhập qua nguồn định danh', en: 'Sign in through a provider' },
  may: 'anyone',
  api: false,
  secret: true,
  input: shape({
    provider: providerKey,
    /** The address to which the provider sent the browser. */
    answer: Type.String({ maxLength: 8000 }),
    browser: line(100),
    device: Type.Optional(deviceSecret),
  }),
  output: shape({
    opened: nullable(openedSession),
    asked: Type.Boolean(),
    back: nullable(Type.String()),
  }),
  subject: (_, output) => (output.opened ? `person:${output.opened.person}` : undefined),
  async prepare(ctx, input) {
    const provider = await providerOf(ctx, input.provider);
    const answer = new URL(input.answer);
    const state = answer.searchParams.get('state') ?? '';
    const request = await ctx.db.maybe<Request>(
      sql`update identity.upstream_request set taken_at = ${ctx.now}
          where state = ${secretHash(state)} and provider = ${provider.key} and browser = ${secretHash(input.browser)}
            and taken_at is null and expires_at > ${ctx.now}
          returning nonce, verifier, back, person_id as person`,
    );
    if (!request) throw upstreamStale();
    const ended = (outcome: string) =>
      ctx.db.run(sql`update identity.upstream_request set outcome = ${outcome} where state = ${secretHash(state)}`);
    if (answer.searchParams.has('error') && !answer.searchParams.has('code')) {
      await ended('refused');
      throw upstreamRefused({ name: provider.name[ctx.lang] });
    }
    try {
      const person = await finish(ctx.app, provider, answer, { state, ...request });
      await ended('done');
      return { provider, state, request, person };
    } catch (error) {
      await ended(error instanceof Refusal && error.code === upstreamAway.code ? 'away' : 'wrong');
      await tellWrong(ctx, provider.key, error);
      throw error;
    }
  },
  async run(ctx, input, { provider, state, request, person }) {
    const { back } = request;
    const whose = await whoseIs(ctx, provider, person, request.person);
    ctx.note({ provider: provider.key, level: person.level, whose: whose.is });
    if (whose.is !== 'known') {
      await ctx.db.run(
        sql`update identity.upstream_request set outcome = 'asked', claims = ${JSON.stringify(person)}::jsonb where state = ${secretHash(state)}`,
      );
      return { opened: null, asked: true, back };
    }
    await link(ctx, provider, person, whose.who);
    if (request.person) {
      ctx.subject(`person:${whose.who.id}`);
      return { opened: null, asked: false, back };
    }
    return { opened: openFor(ctx, provider, person, whose.who, input.device), asked: false, back };
  },
});

/** Monitoring, audit trail and log hear of an answer that was not believed, or that did not come. */
async function tellWrong(ctx: Context, provider: string, error: unknown): Promise<void> {
  const cause = error instanceof Refusal ? error.cause : error;
  ctx.app.log.warn({ err: cause, provider }, 'an identity provider was away or not believed');
  await ctx.app.audit.record({
    at: ctx.now,
    principal: ctx.principal,
    operation: 'identity.sign-in-upstream',
    outcome: 'refused',
    origin: ctx.origin,
    detail: { provider, why: error instanceof Refusal ? error.code : 'fault' },
  });
  await tellRefused(ctx, 'identity.sign-in-refused', null, provider);
}
