import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { type App, type Queries, raiseRevision, sql, type Transaction } from '@dinh/kernel';

/** The one algorithm by which the provider signs. */
export const signingAlgorithm = 'ES256';
export const signingKeysTopic = 'identity-signing-keys';

const day = 24 * 3_600_000;
/** A key signs for this long. */
const signsFor = 90 * day;
/** It is published for this long before it signs, so that everybody who keeps our keys has read it. */
const publishedBefore = 2 * day;
/** And this long after: until every token and every hint that it signed has ended. */
const publishedAfter = 15 * day;

/** A public key as it is published (RFC 7517). */
export interface PublicJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
}

export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** All keys that are published now; the first one signs. */
export interface SigningKeys {
  readonly keys: readonly SigningKey[];
  readonly byId: ReadonlyMap<string, SigningKey>;
  /** When another key begins to sign, or one is no longer published; milliseconds. */
  readonly until: number;
}

interface Row {
  kid: string;
  publicJwk: PublicJwk;
  privateKey: Buffer;
  signsFrom: Date;
  endsAt: Date | null;
}

interface Kept {
  readonly reading: Promise<SigningKeys>;
  /** Once they are read. */
  keys?: SigningKeys;
  readonly revision: number;
}

const kept = new WeakMap<App, Kept>();

/**
 * The keys of this moment; kept in memory until their revision or the time changes them, and then at hand without waiting.
 * Makes the first one.
 */
export function signingKeys(app: App): Promise<SigningKeys> | SigningKeys {
  const numbers = app.revisions.now();
  return numbers instanceof Promise
    ? numbers.then((read) => keysAt(app, read.get(signingKeysTopic) ?? 0))
    : keysAt(app, numbers.get(signingKeysTopic) ?? 0);
}

function keysAt(app: App, revision: number): Promise<SigningKeys> | SigningKeys {
  const known = kept.get(app);
  if (known?.revision === revision) {
    if (!known.keys) return known.reading;
    if (app.clock.now().getTime() < known.keys.until) return known.keys;
  }
  const reading = readKeys(app);
  const now: Kept = { reading, revision };
  kept.set(app, now);
  reading.then(
    (keys) => void (now.keys = keys),
    () => kept.get(app) === now && kept.delete(app), // to be tried again
  );
  return reading;
}

async function readKeys(app: App): Promise<SigningKeys> {
  const now = app.clock.now();
  let rows = await published(app.db, now);
  if (!rows.some((row) => row.signsFrom <= now)) {
    await app.db.transaction((tx) => keepKeys(app, tx, now));
    app.revisions.forget();
    rows = await published(app.db, now);
  }
  const keys = rows.map((row): SigningKey => ({
    kid: row.kid,
    publicJwk: row.publicJwk,
    publicKey: createPublicKey({ key: { ...row.publicJwk }, format: 'jwk' }),
    privateKey: open(app, row),
  }));
  const turns = rows.flatMap((row) => [row.signsFrom, row.endsAt]).filter((at) => at !== null && at > now);
  return {
    keys,
    byId: new Map(keys.map((key) => [key.kid, key])),
    until: Math.min(...turns.map((at) => at!.getTime()), Infinity),
  };
}

/** Those that are published, the one that signs first. */
function published(db: Queries, now: Date): Promise<Row[]> {
  return db.all<Row>(
    sql`select kid, public_jwk as "publicJwk", private_key as "privateKey", signs_from as "signsFrom", ends_at as "endsAt"
        from identity.signing_key where ends_at is null or ends_at > ${now}
        order by signs_from <= ${now} desc, signs_from desc, ends_at desc nulls first, kid`,
  );
}

/**
 * Makes the key that is needed next, if one is: the very first, or the successor of one that has signed long enough. Old
 * keys stay published until what they signed has ended. Safe to be called by several processes at once.
 */
export async function keepKeys(app: App, tx: Transaction, now: Date): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('identity.signing_key'))`);
  const rows = await published(tx, now);
  const signing = rows.find((row) => row.signsFrom <= now);
  if (!signing) return void (await addKey(app, tx, now, now));
  const newest = Math.max(...rows.map((row) => row.signsFrom.getTime()));
  if (now.getTime() < newest + signsFor - publishedBefore) return;
  await addKey(app, tx, now, new Date(now.getTime() + publishedBefore));
}

/**
 * Makes a new key whatever the old one's age. It is published before it signs, as one that follows by itself: applications keep
 * our keys, and what is signed by one that they have not read yet they refuse. One that waits already stays the next.
 * @param compromised it signs at once, and the old keys are withdrawn: whatever they signed is worth nothing any more
 */
export async function changeKey(
  app: App,
  tx: Transaction,
  now: Date,
  compromised: boolean,
): Promise<{ kid: string; signsFrom: Date }> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('identity.signing_key'))`);
  if (!compromised) {
    const rows = await published(tx, now);
    const next = rows.find((row) => row.signsFrom > now);
    if (next) return { kid: next.kid, signsFrom: next.signsFrom };
    // Where none signs yet nobody keeps any.
    const signsFrom = rows.length === 0 ? now : new Date(now.getTime() + publishedBefore);
    return { kid: await addKey(app, tx, now, signsFrom), signsFrom };
  }
  const kid = await addKey(app, tx, now, now);
  await tx.run(
    sql`update identity.signing_key set ends_at = ${now} where kid <> ${kid} and (ends_at is null or ends_at > ${now})`,
  );
  return { kid, signsFrom: now };
}

async function addKey(app: App, tx: Transaction, now: Date, signsFrom: Date): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as { kty: string; crv: string; x: string; y: string };
  // The thumbprint of RFC 7638.
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }))
    .digest('base64url');
  const publicJwk: PublicJwk = { ...jwk, kid, alg: signingAlgorithm, use: 'sig' };
  await tx.run(
    sql`update identity.signing_key set ends_at = ${new Date(signsFrom.getTime() + publishedAfter)} where ends_at is null`,
  );
  await tx.run(
    sql`insert into identity.signing_key (kid, public_jwk, private_key, created_at, signs_from)
        values (${kid}, ${JSON.stringify(publicJwk)}::jsonb, ${seal(app, kid, privateKey)}, ${now}, ${signsFrom})`,
  );
  await raiseRevision(tx, signingKeysTopic);
  tx.afterCommit(() => app.revisions.forget());
  return kid;
}

// AES-256-GCM under a key that is derived from the installation's secret, bound to the key's own name.
function wrappingKey(app: App): Buffer {
  return Buffer.from(hkdfSync('sha256', app.keys.secret, Buffer.alloc(0), 'dinh identity.signing_key', 32));
}

function seal(app: App, kid: string, key: KeyObject): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(app), nonce).setAAD(Buffer.from(kid));
  const text = cipher.update(key.export({ type: 'pkcs8', format: 'der' }));
  return Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]);
}

function open(app: App, { kid, privateKey }: Row): KeyObject {
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(app), privateKey.subarray(0, 12))
    .setAAD(Buffer.from(kid))
    .setAuthTag(privateKey.subarray(-16));
  try {
    const key = Buffer.concat([decipher.update(privateKey.subarray(12, -16)), decipher.final()]);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new Error(`signing key ${kid} cannot be opened: the secret in the key folder is not the one it was made under`, {
      cause,
    });
  }
}
