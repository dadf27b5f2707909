import type { App, Transaction } from '@dinh/kernel';

/** A payment as providers need it. */
export interface Order {
  readonly id: string;
  /** Whole đồng. */
  readonly amount: number;
  readonly description: string;
  readonly expiresAt: Date;
  readonly providerRef: string | null;
}

/** What a provider says of an order: 1 success, 3 not known yet, 4 failed on the national payment platform. */
export interface Statement {
  readonly orderId: string;
  readonly state: 'paid' | 'pending' | 'failed' | 'refunded' | 'unknown';
  readonly amount: number;
  readonly ref: string;
  readonly at: Date;
}

/** A way to pay online. Its calls may fail or never answer: what they say is always asked again by the reconciliation. */
export interface Provider {
  readonly key: string;
  readonly name: { readonly vi: string; readonly en: string };
  /** Origins (`https://pay.example`) to which payers are sent; none for a provider inside this program. */
  readonly origins?: readonly string[];
  /** Milliseconds for which its answers are waited for; ten seconds when left out. */
  readonly patience?: number;
  /** Tells the provider of the order (inside the caller's transaction where it is in-house). @returns where to send the payer. */
  start(
    ctx: { app: App; now: Date; db: Transaction },
    order: Order,
    returnUrl: string,
  ): Promise<{ redirect: string; ref: string }>;
  /** Reads a callback. @returns undefined when its authentication code is wrong. */
  readCallback(app: App, body: Record<string, unknown>): Statement | undefined;
  query(app: App, order: Order): Promise<Statement>;
  /** Sends `order.amount` back. It may be asked more than once for the same order, and pays back once. */
  refund(app: App, order: Order, reason: string): Promise<Statement>;
}

const providers = new Map<string, Provider>();

/** Adds a way to pay to this program. @throws Error when one of its origins is none */
export function addProvider(provider: Provider): void {
  for (const origin of provider.origins ?? [])
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new Error(`provider ${provider.key}: “${origin}” is no origin (https://host)`);
  providers.set(provider.key, provider);
}

export function providerByKey(key: string): Provider | undefined {
  return providers.get(key);
}

export function allProviders(): Provider[] {
  return [...providers.values()];
}

/** A provider's answer, unless it takes too long. @throws Error then, and what the provider throws */
export async function inTime<T>(provider: Provider, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${provider.key} does not answer`)), provider.patience ?? 10_000);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
