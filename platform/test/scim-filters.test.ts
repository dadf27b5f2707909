/** Filters of SCIM as scim2-parse-filter reads them, a library that others wrote by RFC 7644. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { filter as matches, parse } from 'scim2-parse-filter';
import { openPersonnel, type Personnel } from './personnel.ts';

let personnel: Personnel;
let section: number;

before(async () => {
  personnel = await openPersonnel();
  ({ section } = personnel);
});
after(() => personnel.province.close());

async function scim(path: string, sent?: object) {
  const answer = await personnel.scim(sent ? 'POST' : 'GET', path, sent);
  assert.ok(answer.status < 300, `${answer.status} ${path}`);
  return answer;
}

test('A filter finds those whom another’s reading of it finds among all', async () => {
  for (const name of ['an.an', 'binh.an', 'chi.an'])
    await scim('/Users', {
      userName: name,
      displayName: `Phạm ${name}`,
      externalId: `ns-${name}`,
      active: name !== 'binh.an',
      ...(name === 'an.an' && { emails: [{ value: `${name}@vidu.vn`, type: 'work' }] }),
    });
  const all: { id: string }[] = [];
  for (let page = 1; ; page += 500) {
    const { body } = await scim(`/Users?count=500&startIndex=${page}`);
    all.push(...(body.Resources as { id: string }[]));
    if (all.length >= body.totalResults) break;
  }
  const post = `${section}:specialist`;
  for (const filter of [
    'userName eq "an.an"',
    'userName ne "an.an"',
    'userName co ".an" and not (active eq false)',
    'userName sw "b" or userName sw "c" and active eq true',
    '(userName sw "b" or userName sw "c") and active eq true',
    'userName ew ".an" and emails pr',
    'not (emails pr)',
    'emails[type eq "work" and value co "@vidu.vn"]',
    'emails.value ew "@vidu.vn"',
    'externalId pr and (title pr or not (title pr))',
    'externalId sw "ns-"',
    `groups.value eq "${post}"`,
    `not (groups[value eq "${post}"])`,
    'meta.created gt "2020-01-01T00:00:00Z" and userName gt "b" and userName le "chi.an"',
    'name.familyName eq "Phạm" and active eq false',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber pr',
  ]) {
    const { body } = await scim(`/Users?count=500&filter=${encodeURIComponent(filter)}`);
    const ours = (body.Resources as { id: string }[]).map(({ id }) => id);
    const theirs = new Set(all.filter(matches(parse(filter))).map(({ id }) => id));
    assert.deepEqual(
      ours.filter((id) => !theirs.has(id)),
      [],
      filter,
    );
    assert.equal(body.totalResults, theirs.size, filter);
    assert.ok(theirs.size < all.length || /title/.test(filter), `${filter} chooses nobody out`);
  }
});
