import type { App } from '@dinh/kernel';

export type ShipmentState = 'requested' | 'collected' | 'in-transit' | 'delivered' | 'returned' | 'failed';

/** A parcel as the post needs it. */
export interface Parcel {
  readonly id: string;
  readonly direction: 'to-applicant' | 'from-applicant';
  readonly recipient: string;
  readonly phone: string;
  readonly address: string;
  readonly content: string;
  readonly trackingCode: string | null;
  readonly changedAt: Date;
  readonly state: ShipmentState;
}

/** What the post says of a parcel. */
export interface Movement {
  readonly state: ShipmentState;
  readonly at: Date;
  readonly place?: string;
}

/** A post. Its calls may fail: what it says is asked again until the parcel has arrived. */
export interface Post {
  readonly key: string;
  readonly name: { readonly vi: string; readonly en: string };
  /** Tells the post of a parcel that it takes now. Asked twice for the same parcel, it gives the same number. */
  announce(app: App, parcel: Parcel): Promise<{ trackingCode: string }>;
  /** What has happened since; undefined when nothing has. */
  track(app: App, parcel: Parcel): Promise<Movement | undefined>;
}

const posts = new Map<string, Post>();

/** Adds a post to this program; the first one added is used. */
export function addPost(post: Post): void {
  posts.set(post.key, post);
}

export function postByKey(key: string): Post | undefined {
  return posts.get(key);
}

/** The post that new shipments go by; `desk` (fetched by hand) when none is configured. */
export function usualPost(): string {
  return posts.keys().next().value ?? 'desk';
}
