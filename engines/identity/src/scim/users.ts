/** Users of SCIM: officials. */
import { isUuid } from '@dinh/kernel';
import { type Answer, anybody, type Asked, filterOf, mustMatch, notSo, notThere, pageOf, shown } from './asked.ts';
import { userAttributes } from './attributes.ts';
import { patchedUser, readUser, type UserFacts } from './patch.ts';
import { changeProvisioned, listProvisioned, provisionPerson, removeProvisioned } from './provision.ts';
import { chosen, keptOf, listResponse, type Resource, type User, userResource } from './resources.ts';

async function oneUser({ app, call, base }: Asked, id: string): Promise<Resource> {
  if (!isUuid(id)) throw notThere();
  const { users: found } = await app.run(listProvisioned, { id, offset: 0, limit: 1 }, call);
  if (!found[0]) throw notThere();
  return userResource(base, found[0]);
}

export async function users(asked: Asked, id: string | undefined): Promise<Answer> {
  const { app, call, base, method, query } = asked;
  if (id === undefined) {
    if (method === 'POST') return createUser(asked);
    if (method !== 'GET') throw notSo(asked);
    const { start, offset, limit } = pageOf(query);
    const filter = filterOf(query, userAttributes(anybody));
    const sortBy = query
      .get('sortBy')
      ?.slice(0, 60)
      .replace(/\p{Cc}/gu, '');
    const { total, users: found } = await app.run(
      listProvisioned,
      {
        offset,
        limit,
        ...(filter !== undefined && { filter }),
        ...(sortBy && { sortBy }),
        ...(query.get('sortOrder') === 'descending' && { descending: true }),
      },
      call,
    );
    return {
      status: 200,
      body: listResponse(
        total,
        start,
        found.map((one: User) => chosen(userResource(base, one), query)),
      ),
    };
  }
  const now = await oneUser(asked, id);
  if (method === 'GET') return shown(asked, now);
  mustMatch(asked, now);
  if (method === 'DELETE') {
    await app.run(removeProvisioned, { id }, call);
    return { status: 204 };
  }
  if (method !== 'PUT' && method !== 'PATCH') throw notSo(asked);
  const body = await asked.body();
  const facts: UserFacts = method === 'PATCH' ? patchedUser(body, keptOf(now)) : { email: null, phone: null, ...readUser(body) };
  await app.run(changeProvisioned, { id, ...facts }, call);
  return shown(asked, await oneUser(asked, id));
}

async function createUser(asked: Asked): Promise<Answer> {
  const facts = readUser(await asked.body());
  const { id, made } = await asked.app.run(provisionPerson, facts, asked.call);
  return shown(asked, await oneUser(asked, id), made ? 201 : 200);
}
