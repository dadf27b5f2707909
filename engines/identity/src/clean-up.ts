import { job, sql } from '@dinh/kernel';
import { keepKeys } from './provider/signing-keys.ts';

const day = 24 * 3_600_000;

/**
 * Forgets what of the OpenID provider has run out, and sees that it has a key to sign with; counted tries after two days and ended
 * sessions after ninety: longer than anything here looks back.
 */
export const cleanUp = job({
  name: 'identity.clean-up',
  every: 60,
  async run({ app, now }) {
    const ago = (days: number) => new Date(now.getTime() - days * day);
    await app.db.run(sql`delete from identity.provider_state where expires_at < ${now}`);
    await app.db.run(sql`delete from identity.upstream_request where expires_at < ${ago(1 / 24)}`);
    await app.db.run(sql`delete from identity.revoked_token where expires_at < ${now}`);
    await app.db.transaction((tx) => keepKeys(app, tx, now));
    await app.db.run(sql`delete from identity.proof where expires_at < ${ago(1)}`);
    await app.db.run(sql`delete from identity.former_address where until < ${ago(60)}`);
    await app.db.run(sql`delete from identity.recovery where until < ${ago(90)}`);
    await app.db.run(sql`delete from identity.sign_up where until < ${now}`);
    await app.db.run(sql`delete from identity.recovery_asked where at < ${ago(1)}`);
    await app.db.run(sql`delete from identity.device where last_at < ${ago(400)}`);
    await app.db.run(sql`delete from identity.attempt where last_at < ${ago(2)}`);
    await app.db.run(
      sql`delete from identity.session where created_at < ${ago(90)} and (ended_at < ${ago(90)} or ends_at < ${ago(90)} or idle_until < ${ago(90)})`,
    );
  },
});
