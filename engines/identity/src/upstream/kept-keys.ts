import type { Clock } from '@dinh/kernel';
import type { CustomFetch } from 'openid-client';

/** Milliseconds for which keys are kept. */
const keptFor = 300_000;
/** Milliseconds before they are asked for again because of a key that is not among them. */
const rest = 10_000;

/**
 * The keys by which a provider signs, as it published them. A provider may change its key at any moment: one that is not among
 * them is asked for at once, so that nobody is turned away, but not for each who comes, so that rubbish from there is no flood
 * back to it. (openid-client waits until what it has is a minute old.)
 */
export class KeptKeys {
  readonly #clock: Clock;
  #kept: { readonly body: string; readonly kids: ReadonlySet<unknown>; readonly at: number } | undefined;
  #askedAgainAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A `fetch` for one exchange: it sees by which key the ID token was signed, and answers for the address of the keys. */
  reader(jwksUri: string | undefined): CustomFetch {
    let kid: unknown;
    return async (url, options) => {
      const get = () => fetch(url, options as RequestInit);
      if (url === jwksUri) return this.#answer(kid, get);
      const response = await get();
      kid ??= await keyNamed(response.clone());
      return response;
    };
  }

  async #answer(kid: unknown, get: () => Promise<Response>): Promise<Response> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept && now - this.#kept.at < keptFor ? this.#kept : undefined;
    if (kept && (kid === undefined || kept.kids.has(kid) || now - this.#askedAgainAt < rest))
      return new Response(kept.body, { headers: { 'content-type': 'application/json' } });
    if (kept) this.#askedAgainAt = now;
    const response = await get();
    const body = response.ok ? await response.clone().text() : '';
    const kids = kidsOf(body);
    if (kids) this.#kept = { body, kids, at: now };
    return response;
  }
}

/** The `kid` of the ID token in an answer; undefined for any other answer, whose faults the library tells. */
async function keyNamed(response: Response): Promise<unknown> {
  try {
    const { id_token: token } = (await response.json()) as { id_token?: unknown };
    if (typeof token !== 'string') return undefined;
    return (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString('utf8')) as { kid?: unknown }).kid;
  } catch {
    return undefined;
  }
}

function kidsOf(body: string): ReadonlySet<unknown> | undefined {
  try {
    return new Set((JSON.parse(body) as { keys: { kid?: unknown }[] }).keys.map(({ kid }) => kid));
  } catch {
    return undefined;
  }
}
