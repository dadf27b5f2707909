import type { App } from './app.ts';
import type { Transaction } from './database/database.ts';
import type { Lang } from './text.ts';

/** Whom to tell; by every channel of the template for which an address is known. */
export interface Recipient {
  readonly name: string;
  readonly personId?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly lang?: Lang;
}

export interface Notice {
  /** Key of the template in the pack. */
  readonly template: string;
  readonly to: Recipient;
  readonly data: Record<string, string | number>;
  /** What it is about: `dossier:…`. */
  readonly about: string;
  /** Path on our site. */
  readonly link?: string;
  /**
   * Set when the message holds a secret, a code or a link that opens something: until when it is of use. Nobody reads it
   * in the outbox, its text is forgotten once it is sent, and it is not sent later than this.
   */
  readonly secretUntil?: Date;
}

/** Says things to people; `notify` is the one that can. Modules below it ask for it here. */
export interface Messenger {
  /** Writes the messages of a notice into the caller's transaction; they go out after its commit. */
  tell(ctx: { app: App; now: Date; db: Transaction }, notice: Notice): Promise<void>;
  /** Whether what is told by a channel leaves the house: a mail server or a gateway is there. */
  reaches(app: App, channel: 'email' | 'sms'): boolean;
}

/** Nobody to say anything: programs and tests without `notify`. */
export const silentMessenger: Messenger = { tell: async () => {}, reaches: () => false };
