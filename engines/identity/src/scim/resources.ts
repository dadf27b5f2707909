import { createHash } from 'node:crypto';
import type { OutputOf } from '@dinh/kernel';
import type { Kept } from './patch.ts';
import type { listPosts } from './posts.ts';
import type { listProvisioned } from './provision.ts';
import { enterpriseSchema, groupSchema, userSchema } from './schemas.ts';

export type User = OutputOf<typeof listProvisioned>['users'][number];
export type Post = OutputOf<typeof listPosts>['posts'][number];
export type Resource = Record<string, unknown> & {
  meta: { resourceType: string; version: string; location: string; created?: string; lastModified?: string };
};

/** A weak tag of what is shown: the same as long as nothing of it changes, whoever changes it. */
const tagOf = (shown: object): string =>
  `W/"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22)}"`;

export function userResource(base: string, user: User): Resource {
  const [family = '', ...rest] = user.name.split(' ');
  // An extension of which nothing is known is not named (RFC 7643, 3.3).
  const work = user.idNumber !== null || user.unit !== null;
  const shown = {
    schemas: work ? [userSchema, enterpriseSchema] : [userSchema],
    id: user.id,
    ...(user.externalId !== null && { externalId: user.externalId }),
    userName: user.userName,
    name: { formatted: user.name, familyName: family, givenName: rest.join(' ') || family },
    displayName: user.name,
    active: user.active,
    ...(user.email !== null && { emails: [{ value: user.email, type: 'work', primary: true }] }),
    ...(user.phone !== null && { phoneNumbers: [{ value: user.phone, type: 'work', primary: true }] }),
    locale: user.locale,
    ...(user.title !== null && { title: user.title }),
    groups: user.groups.map(({ value, display }) => ({ value, $ref: `${base}/Groups/${value}`, display })),
    ...(work && {
      [enterpriseSchema]: {
        ...(user.idNumber !== null && { employeeNumber: user.idNumber }),
        ...(user.unit !== null && { department: user.unit }),
      },
    }),
  };
  return {
    ...shown,
    meta: {
      resourceType: 'User',
      created: new Date(user.createdAt).toISOString(),
      lastModified: new Date(user.changedAt).toISOString(),
      location: `${base}/Users/${user.id}`,
      version: tagOf(shown),
    },
  };
}

/** What is kept of a person who is shown. */
export function keptOf(shown: Resource): Kept {
  const first = (values: unknown): string | null => (values as { value: string }[] | undefined)?.[0]?.value ?? null;
  const work = shown[enterpriseSchema] as { department?: string } | undefined;
  return {
    id: String(shown['id']),
    name: String(shown['displayName']),
    title: (shown['title'] as string | undefined) ?? null,
    unit: work?.department ?? null,
    email: first(shown['emails']),
    phone: first(shown['phoneNumbers']),
  };
}

export function groupResource(base: string, post: Post): Resource {
  const shown = {
    schemas: [groupSchema],
    id: post.id,
    displayName: post.display,
    members: post.members.map(({ value, display }) => ({
      value,
      $ref: `${base}/Users/${value}`,
      display,
      type: 'User',
    })),
  };
  return {
    ...shown,
    meta: { resourceType: 'Group', location: `${base}/Groups/${post.id}`, version: tagOf(shown) },
  };
}

/** Leaves out what was not asked for (RFC 7644, 3.4.2.5); `schemas`, `id` and `meta` always stay. */
export function chosen(resource: Resource, query: URLSearchParams): object {
  const names = (key: string) =>
    query
      .get(key)
      ?.split(',')
      .map((name) => name.trim().toLowerCase().split('.')[0]!)
      .filter(Boolean);
  const [only, without] = [names('attributes'), names('excludedAttributes')];
  if (!only && !without) return resource;
  const always = new Set(['schemas', 'id', 'meta']);
  return Object.fromEntries(
    Object.entries(resource).filter(([key]) => {
      const name = key.toLowerCase();
      return always.has(name) || (only ? only.includes(name) : !without!.includes(name));
    }),
  );
}

export const listResponse = (total: number, startIndex: number, resources: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});
