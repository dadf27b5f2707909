import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '@dinh/kernel';
import { askResponder, byLists, listsOf, type OcspAnswer, responderOf } from '@dinh/signing';

/** What is known of whether a certificate was taken back. `unanswered`: neither a responder nor a list says anything. */
export type Revocation = 'good' | 'revoked' | 'unanswered';

/** Milliseconds until a responder counts as not answering: somebody waits at the other end. */
const patience = 3000;
/** One that does not answer is not asked again for so long, milliseconds: not every sign-in waits for it. */
const rest = 60_000;
const mostKept = 10_000;

interface Kept {
  /** Answers by certificate, until they hold no more. */
  readonly answers: Map<string, OcspAnswer>;
  /** Until when a responder is left alone. */
  readonly resting: Map<string, Date>;
}
/** Of each program what it has heard; another process asks for itself. */
const kept = new WeakMap<App, Kept>();

/** What their issuers have taken back: lists (CRL) that the operator keeps in `keys/signing/crl`; read anew each time. */
export async function revocationLists(app: App): Promise<Uint8Array[]> {
  const folder = join(app.config.dataFolder, 'keys', 'signing', 'crl');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.(crl|pem)$/.test(name));
  const read = await Promise.all(files.map((name) => readFile(join(folder, name)).catch(() => undefined)));
  return read.flatMap((file) => (file ? listsOf(file) : []));
}

/**
 * Whether a certificate was taken back by its issuer (both DER). The lists that the operator keeps come first, for they cost
 * nothing; then its responder is asked, whose answer is kept for as long as it holds. A certificate that the responder does not
 * know is not believed. When it does not answer in time, or not in a way that can be believed, a list that holds at this moment
 * speaks for the certificate.
 */
export async function revocationOf(
  app: App,
  certificate: Uint8Array,
  issuer: Uint8Array,
  lists: readonly Uint8Array[],
): Promise<Revocation> {
  const now = app.clock.now();
  const listed = await byLists(certificate, issuer, lists, now);
  if (listed === 'revoked') return 'revoked';
  const answer = await answerOf(app, certificate, issuer, now);
  if (answer) return answer.standing === 'good' ? 'good' : 'revoked';
  return listed ?? 'unanswered';
}

async function answerOf(app: App, certificate: Uint8Array, issuer: Uint8Array, now: Date): Promise<OcspAnswer | undefined> {
  const { ocspUrl } = app.config;
  if (ocspUrl === 'off') return undefined;
  const url = ocspUrl ?? (await responderOf(certificate));
  if (url === undefined) return undefined;
  const known = kept.get(app) ?? { answers: new Map(), resting: new Map() };
  kept.set(app, known);
  // The issuer too: whoever lays another root into the folder asks anew.
  const key = createHash('sha256').update(certificate).update(issuer).digest('hex');
  const before = known.answers.get(key);
  if (before && before.until > now) return before;
  known.answers.delete(key);
  const resting = known.resting.get(url);
  if (resting && resting > now) return undefined;
  try {
    const answer = await askResponder(certificate, issuer, { url, patience, now });
    if (known.answers.size >= mostKept) known.answers.clear();
    known.answers.set(key, answer);
    known.resting.delete(url);
    return answer;
  } catch (error) {
    app.log.warn({ err: error, url }, 'a responder did not say whether a certificate was taken back');
    known.resting.set(url, new Date(now.getTime() + rest));
    return undefined;
  }
}
