import { type App, type CommandContext, enqueueSql, job, sql, type Transaction } from '@dinh/kernel';

interface Ended {
  person: string;
  authorizations: Record<string, { sid?: string; grantId?: string; persistsLogout?: boolean }> | null;
}

const ending = 'identity.end-provider-sessions';

/** To be called wherever a session of ours ends: applications that were entered by it are told at once, not by the minute. */
export function tellSignedOut(ctx: CommandContext): void {
  ctx.enqueue(ending, {}, { key: `${ending} now` });
}

/**
 * Ends what rested on sessions of ours that have ended, however they did: signed out, ended from elsewhere, suspended,
 * run out. Tokens are worth nothing from the first moment (`livingToken` asks); here their grants go, and the applications
 * are told (OpenID Connect Back-Channel Logout 1.0).
 */
export const endProviderSessions = job({
  name: ending,
  every: 1,
  async run({ app, now }) {
    for (let ended = 100; ended === 100;)
      ended = await app.db.transaction(async (tx) => {
        const rows = await tx.all<Ended>(
          sql`delete from identity.provider_state where (kind, id) in (
                select s.kind, s.id from identity.provider_state s join identity.session h on h.id = s.session_id
                where s.kind = 'Session' and (h.ended_at is not null or h.idle_until <= ${now} or h.ends_at <= ${now})
                limit 100 for update of s skip locked)
              returning person_id as person, payload->'authorizations' as authorizations`,
        );
        for (const row of rows) await endOne(tx, row);
        return rows.length;
      });
  },
});

async function endOne(tx: Transaction, { person, authorizations }: Ended): Promise<void> {
  for (const [client, { sid, grantId, persistsLogout }] of Object.entries(authorizations ?? {})) {
    if (grantId && !persistsLogout)
      await tx.run(
        sql`delete from identity.provider_state where grant_id = ${grantId} or (kind = 'Grant' and id = sha256(convert_to(${grantId}, 'UTF8')))`,
      );
    const told = await tx.maybe(
      sql`select 1 as one from identity.client where id = ${client} and state = 'active' and backchannel_logout_uri is not null`,
    );
    if (told) tx.send(tellClientSql({ client, person, sid: sid ?? null }));
  }
}

export interface Notice extends Record<string, unknown> {
  readonly client: string;
  readonly person: string;
  readonly sid: string | null;
}

/** The statement that lets a client be told of a sign-out, again and again for about two hours. */
const tellClientSql = (notice: Notice) => enqueueSql('identity.tell-client', notice, { maxAttempts: 10 });

/** For a client that could not be told while the person waited. */
export function tellLater(app: App, notice: Notice): void {
  app.db
    .run(tellClientSql(notice))
    .catch((error) => app.log.error({ err: error, client: notice.client }, 'a client is not told of a sign-out'));
}
