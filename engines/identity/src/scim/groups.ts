/** Groups of SCIM: posts, a role in a unit, whose members hold that place. */
import { isUuid } from '@dinh/kernel';
import { type Answer, anybody, type Asked, filterOf, mustMatch, notSo, notThere, pageOf, shown } from './asked.ts';
import { groupAttributes } from './attributes.ts';
import { ScimError } from './error.ts';
import { membersOf, patchedMembers } from './patch.ts';
import { changePost, listPosts } from './posts.ts';
import { chosen, groupResource, listResponse, type Post, type Resource } from './resources.ts';

async function oneGroup({ app, call, base }: Asked, unit: number, role: string): Promise<Resource> {
  const { posts } = await app.run(listPosts, { unit, role, members: true, offset: 0, limit: 1 }, call);
  if (!posts[0]) throw notThere();
  return groupResource(base, posts[0]);
}

export async function groups(asked: Asked, id: string | undefined): Promise<Answer> {
  const { app, call, base, method, query } = asked;
  if (id === undefined) {
    if (method !== 'GET') throw new ScimError(501, 'Posts come from the directory of units and roles and are not made here.');
    const { start, offset, limit } = pageOf(query);
    const filter = filterOf(query, groupAttributes(anybody));
    const without = /(^|,)\s*members\s*(,|$)/i.test(query.get('excludedAttributes') ?? '');
    const { total, posts } = await app.run(
      listPosts,
      { offset, limit, members: !without, ...(filter !== undefined && { filter }) },
      call,
    );
    return {
      status: 200,
      body: listResponse(
        total,
        start,
        posts.map((one: Post) => chosen(groupResource(base, one), query)),
      ),
    };
  }
  const [, unitText, role] = /^(\d{1,9})(?::|%3A)([a-z0-9-]{1,60})$/i.exec(id) ?? [];
  const unit = Number(unitText);
  if (!role || !(unit > 0)) throw notThere();
  const now = await oneGroup(asked, unit, role);
  if (method === 'GET') return shown(asked, now);
  if (method !== 'PUT' && method !== 'PATCH') throw notSo(asked);
  mustMatch(asked, now);
  const body = await asked.body();
  const change =
    method === 'PATCH'
      ? patchedMembers(body, { id: String(now['id']), displayName: String(now['displayName']) })
      : { add: [], remove: [], all: membersOf((body as { members?: unknown } | null)?.members) };
  const ids = [...change.add, ...change.remove, ...(change.all ?? [])];
  if (ids.some((one) => !isUuid(one))) throw new ScimError(400, 'A member is the id of a user.', 'invalidValue');
  await app.run(changePost, { unit, role, add: change.add, remove: change.remove, ...(change.all && { all: change.all }) }, call);
  return shown(asked, await oneGroup(asked, unit, role));
}
