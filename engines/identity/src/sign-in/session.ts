import { type CommandContext, type Context, newSecret, sha256, type Sql, sql } from '@dinh/kernel';
import { levelOf, type Proof } from '../factors/assurance.ts';
import { noteShown, type ShownBy } from '../factors/shown-by.ts';

/** The cookie that carries a session's secret. */
export const sessionCookie = 'dinh_session';

/** Seconds without a request after which a session ends. */
export const idleSeconds = 8 * 3600;
/** Seconds after which a session ends however busy it is. */
export const longestSeconds = 7 * 24 * 3600;
/** As many a person may have at the same time; the oldest makes place for a new one. */
export const mostSessions = 100;
/** A session is noted as seen at most this often, seconds. */
export const seenEverySeconds = 60;

/** Under what a secret is kept. */
export const secretHash = (secret: string): Buffer => sha256(secret);

/** A secret that we might have given out; anything else need not be asked of the database. */
export function looksLikeSecret(secret: string): boolean {
  return /^[\w-]{43}$/.test(secret);
}

/** By which way somebody came in. */
export type Method = 'password' | 'sign-up' | 'demonstration' | 'passkey' | 'certificate' | `upstream:${string}`;

/** Seconds for which a session waits for its second factor. */
export const awaitingSeconds = 600;

/**
 * Opens a session, in one statement with what else it changes.
 * @param proof what was shown, and what is known of the person: its level of assurance follows from that.
 * @param more `awaiting`: it is good for nothing until its second factor is shown; `device`: what the browser keeps;
 * `beside`: a writing that goes along in the same statement; `by`: what was shown, when it was more than a password
 * @returns its secret, which is told this once.
 */
export function openSession(
  ctx: CommandContext,
  person: string,
  method: Method,
  proof: Proof,
  more: {
    readonly awaiting?: boolean;
    readonly device?: string | undefined;
    readonly beside?: Sql;
    readonly by?: ShownBy | undefined;
  } = {},
): { id: string; secret: string; endsAt: Date; awaits: boolean } {
  const id = ctx.newId();
  const secret = newSecret(32);
  const awaits = more.awaiting ?? false;
  const after = (seconds: number) => new Date(ctx.now.getTime() + seconds * 1000);
  const ends = after(awaits ? awaitingSeconds : longestSeconds);
  const level = levelOf(proof);
  const device = more.device === undefined ? undefined : noteDevice(ctx, person, more.device);
  // What stands beside each other in a statement does not see each other: those that make place are the others.
  ctx.db.send(
    sql`with ${device ? sql`device as (${device}), ` : sql.empty}${more.beside ? sql`beside as (${more.beside}), ` : sql.empty}oldest as (
          update identity.session set ended_at = ${ctx.now} where id in (
            select id from identity.session where person_id = ${person} and ended_at is null
            order by created_at desc offset ${mostSessions - 1}))
        insert into identity.session (id, secret, person_id, method, created_at, seen_at, idle_until, ends_at, address, agent, level, factors,
              awaiting, device_id)
        values (${id}, ${secretHash(secret)}, ${person}, ${method}, ${ctx.now}, ${ctx.now}, ${awaits ? ends : after(idleSeconds)}, ${ends},
                ${ctx.origin.address ?? null}, ${agentOf(ctx)}, ${level}, ${[...proof.factors]}, ${awaits},
                ${device ? sql`(select id from device)` : sql`null::uuid`})`,
  );
  if (more.by) ctx.db.send(noteShown(id, more.by, ctx.now));
  if (!awaits) signedIn(ctx, person, { session: id, method, level, factors: proof.factors, by: more.by });
  return { id, secret, endsAt: ends, awaits };
}

/** Tells whoever listens that somebody has come in. */
export function signedIn(
  ctx: CommandContext,
  person: string,
  how: { session: string; method: string; level: number; factors: readonly string[]; by?: ShownBy | undefined },
): void {
  ctx.emit({ name: 'identity.signed-in', key: person, data: { ...how, ...whence(ctx) } });
  ctx.note({ method: how.method, level: how.level, factors: how.factors, ...(how.by && { by: how.by }) });
}

/** From where and with what, for the events of signing in. */
export function whence(ctx: Context): { address?: string; agent?: string } {
  const { address } = ctx.origin;
  const agent = agentOf(ctx);
  return { ...(address && { address }), ...(agent && { agent }) };
}

const agentOf = (ctx: Context): string | null => ctx.origin.agent?.slice(0, 300) ?? null;

/** The cookie by which a browser is known again; it opens nothing. */
export const deviceCookie = 'dinh_device';

const noteDevice = (ctx: CommandContext, person: string, secret: string): Sql =>
  sql`insert into identity.device (id, person_id, secret, agent, address, first_at, last_at)
        values (${ctx.newId()}, ${person}, ${secretHash(secret)}, ${agentOf(ctx)}, ${ctx.origin.address ?? null}, ${ctx.now}, ${ctx.now})
        on conflict (person_id, secret) do update set last_at = excluded.last_at, agent = excluded.agent, address = excluded.address
        returning id`;
