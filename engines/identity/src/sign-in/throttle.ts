import { createHash } from 'node:crypto';
import { type Queries, type Refusal, type Sql, sql, type Transaction } from '@dinh/kernel';
import { waitBeforeRetry } from '../errors.ts';

/** How many tries are free and how long, in seconds, the wait may grow. Nobody is ever locked out for good. */
interface Patience {
  readonly free: number;
  readonly longest: number;
}

// 60 s at most keeps guessing below a hundred tries an hour for an account (OWASP ASVS 5, 6.3.1).
const forAccount: Patience = { free: 4, longest: 60 };
// A whole office, or a mobile network, may stand behind one address.
const forAddress: Patience = { free: 20, longest: 30 };

/** One thing by which tries are counted. */
export interface Counter {
  readonly key: Buffer;
  readonly patience: Patience;
}

/** Counters of one try to sign in. A person's known address has a counter of its own, so that strangers cannot keep them waiting. */
export function signInCounters(account: string, address: string, known: boolean): Counter[] {
  return [
    { key: keyOf(known ? `account@${address}` : 'account', account), patience: forAccount },
    { key: keyOf('address', address), patience: forAddress },
  ];
}

/** The counter of a person's tries with second factors. */
export function factorCounter(person: string): Counter {
  return { key: keyOf('factor', person), patience: forAccount };
}

/** Counters of requests to get an account back: its addresses are not flooded, and nobody tries all accounts. */
export function recoveryCounters(account: string, address: string): Counter[] {
  return [
    { key: keyOf('recovery', account), patience: forAccount },
    { key: keyOf('recovery-from', address), patience: forAddress },
  ];
}

/** The counter of tries with keys from one address; whose key it is nobody has said yet. */
export function keyCounter(address: string): Counter {
  return { key: keyOf('key', address), patience: forAddress };
}

/** Counters of codes that are sent: nobody's telephone is made to ring all day, and nobody lets us pay for that. */
export function sendCounters(to: string, address: string): Counter[] {
  return [
    { key: keyOf('send', to), patience: forAccount },
    { key: keyOf('send-from', address), patience: forAddress },
  ];
}

/** The counter of new accounts from one address. */
export function signUpCounter(address: string): Counter {
  return { key: keyOf('sign-up', address), patience: forAddress };
}

function keyOf(kind: string, value: string): Buffer {
  return createHash('sha256').update(`${kind}\n${value}`).digest();
}

/**
 * Counts a try before it is made, so that many at once cannot slip through together. While one counter says to wait
 * nothing is counted at all: who must wait for their address does not make the account wait for its owner as well.
 * @param db outside any transaction: a failed try must stay counted.
 * @throws waitBeforeRetry while the wait lasts.
 */
export async function claimTry(db: Queries, now: Date, counters: readonly Counter[]): Promise<void> {
  const counted = await db.run(counting(now, counters));
  if (counted < counters.length) throw await waiting(db, now, counters);
}

/**
 * The statement that counts a try, for whoever has something to ask in the same one; it gives one row for each counter.
 * @param only a condition on `key`: which of the counters it is, where the statement around it finds that out
 */
export function counting(now: Date, counters: readonly Counter[], only: Sql = sql`true`): Sql {
  // In one order, so that two tries never wait for each other.
  const sorted = counters.toSorted((a, b) => a.key.compare(b.key));
  const keys = sorted.map(({ key }) => key);
  const failures = sql`(case when attempt.last_at < ${now}::timestamptz - interval '1 day' then 1 else attempt.failures + 1 end)`;
  const mine = (what: keyof Patience) =>
    sql`(array[${sql.join(sorted.map(({ patience }) => sql`${patience[what]}::int`))}])[array_position(${keys}::bytea[], attempt.key)]`;
  // No wait is `-infinity` and not the time of the try: of two tries at once the one that began first may be counted last.
  const over = sql`least(${failures} - ${mine('free')}, 12)`;
  return sql`insert into identity.attempt as attempt (key, failures, last_at, wait_until)
        select key, 1, ${now}, '-infinity' from unnest(${keys}::bytea[]) with ordinality as k (key, place)
        where ${only} and not exists (select from identity.attempt w where w.key = any(${keys}::bytea[]) and ${only} and w.wait_until > ${now})
        order by place
        on conflict (key) do update set failures = ${failures}, last_at = greatest(attempt.last_at, excluded.last_at),
          wait_until = case when ${over} < 0 then '-infinity'
            else excluded.last_at + least(power(2, ${over}), ${mine('longest')}) * interval '1 second' end
        where attempt.wait_until <= excluded.last_at
        returning key`;
}

/** What is said to whoever was not counted. */
export async function waiting(db: Queries, now: Date, counters: readonly Counter[]): Promise<Refusal> {
  const { seconds } = await db.one<{ seconds: number }>(
    sql`select greatest(1, ceil(extract(epoch from coalesce(max(wait_until), ${now}::timestamptz) - ${now}::timestamptz)))::int as seconds
        from identity.attempt where key = any(${counters.map(({ key }) => key)}::bytea[])`,
  );
  return waitBeforeRetry({ seconds });
}

/**
 * The statement that forgets the tries of an account after a good one, and takes its own off the address: one, and in the
 * order of `counting`, so that neither waits for the other.
 * @param counters the one of the account first
 */
export function forgetting([account, ...others]: readonly Counter[]): Sql {
  const keys = [account, ...others].map((counter) => counter!.key);
  return sql`update identity.attempt a set failures = case when a.key = ${account!.key} then 0 else greatest(a.failures - 1, 0) end, wait_until = '-infinity'
    from (select key from identity.attempt where key = any(${keys}::bytea[]) order by key for update) mine where a.key = mine.key`;
}

/** Forgets tries after a good one. */
export function forgetTries(db: Pick<Transaction, 'send'>, counters: readonly Counter[]): void {
  db.send(forgetting(counters));
}
