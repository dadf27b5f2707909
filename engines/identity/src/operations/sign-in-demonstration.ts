import { command, shape, sql } from '@dinh/kernel';
import { demonstrationOnly } from '../errors.ts';
import { uuid } from '../fields.ts';
import { openSession } from '../sign-in/session.ts';
import { openedSession } from '../sign-in/opened.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Signs in as a demonstration person with one click. Only while the program serves a loopback address, only from that
 * machine, and only as persons whom the pack made for the demonstration.
 * @throws demonstrationOnly otherwise.
 */
export const signInDemonstration = command({
  name: 'identity.sign-in-demonstration',
  title: { vi: 'Đăng nhập trình diễn', en: 'Sign in for the demonstration' },
  may: 'anyone',
  api: false,
  secret: true,
  input: shape({ person: uuid }),
  output: openedSession,
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    if (!ctx.app.config.demonstration || !loopback.test(ctx.origin.address ?? '')) throw demonstrationOnly();
    const person = await ctx.db.maybe<{ name: string }>(
      sql`select name from identity.person where id = ${input.person} and demonstration is not null and state = 'active'`,
    );
    if (!person) throw demonstrationOnly();
    const { secret, endsAt } = openSession(ctx, input.person, 'demonstration', {
      factors: ['demonstration'],
      identified: false,
    });
    return {
      token: secret,
      endsAt,
      person: input.person,
      name: person.name,
      awaits: false,
      changePassword: false,
    };
  },
});
