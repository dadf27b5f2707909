import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { recoveryOver } from '../errors.ts';
import { looksLikeSecret, secretHash } from '../sign-in/session.ts';

/**
 * Whether a link of a recovery is still worth something, so that a dead one says so before anything is typed.
 * @param input `to`: what the link is for, to `stop` the recovery or to `open` the account
 * @throws recoveryOver it was used or stopped, is too old, or never was.
 */
export const checkRecoveryLink = query({
  name: 'identity.check-recovery-link',
  title: { vi: 'Kiểm tra liên kết lấy lại tài khoản', en: 'Check a link of a recovery' },
  may: 'anyone',
  api: false, // the token would stand in an address
  input: shape({
    token: Type.String({ maxLength: 100 }),
    to: Type.Union([Type.Literal('stop'), Type.Literal('open')]),
  }),
  output: shape({}),
  async run(ctx, { token, to }) {
    const found =
      looksLikeSecret(token) &&
      (await ctx.db.maybe(
        sql`select from identity.recovery r join identity.person p on p.id = r.person_id and p.state = 'active'
            where ${to === 'stop' ? sql`r.cancel` : sql`r.open`} = ${secretHash(token)} and r.done_at is null and r.cancelled_at is null
              and r.until > ${ctx.now}`,
      ));
    if (!found) throw recoveryOver();
    return {};
  },
});
