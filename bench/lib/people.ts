import { createHash } from 'node:crypto';
import { newId, newSecret } from '@dinh/kernel';
import type pg from 'pg';

/** Somebody who is signed in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Headers of their requests. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Signs people in as `identity` does it: a row with the hash of the secret that their cookie carries. They have shown
 * a password and a code, which is what duties of officials ask for.
 */
export async function signIn(db: pg.Pool, people: readonly { id: string; name: string }[]): Promise<Person[]> {
  const signed: Person[] = [];
  for (const { id, name } of people) {
    const secret = newSecret(32);
    await db.query(
      `insert into identity.session (id, secret, person_id, method, created_at, seen_at, idle_until, ends_at, address, agent, level, factors)
       values ($1, $2, $3, 'password', now(), now(), now() + interval '8 hours', now() + interval '7 days', '127.0.0.1', 'bench',
               3, '{pwd,otp}')`,
      [newId(Date.now()), createHash('sha256').update(secret).digest(), id],
    );
    signed.push({ id, name, headers: { cookie: `dinh_session=${secret}`, 'sec-fetch-site': 'same-origin' } });
  }
  return signed;
}

/** The demonstration citizens, as many sessions as asked for, in turn. */
export async function citizens(db: pg.Pool, sessions: number): Promise<Person[]> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `select id, name from identity.person where kind = 'citizen' and state = 'active' order by account`,
  );
  return signIn(
    db,
    Array.from({ length: sessions }, (_, i) => rows[i % rows.length]!),
  );
}

/** Officials who hold a role in a unit, as many sessions as asked for, in turn. */
export async function officials(db: pg.Pool, unit: number, role: string, sessions: number): Promise<Person[]> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `select p.id, p.name from identity.v_official o join identity.person p on p.id = o.person_id
     where o.unit_id = $1 and o.role = $2 order by p.account`,
    [unit, role],
  );
  if (rows.length === 0) throw new Error(`nobody is ${role} in unit ${unit}`);
  return signIn(
    db,
    Array.from({ length: sessions }, (_, i) => rows[i % rows.length]!),
  );
}
