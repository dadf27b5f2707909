/**
 * SCIM as SCIMMY reads it, a library that others wrote by the same RFCs: what we show it takes whole, our schemas are those of
 * RFC 7643 less what we do not keep, and a PATCH leads where it leads there.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import SCIMMY from 'scimmy';
import { patchedUser } from './patch.ts';
import { groupResource, keptOf, listResponse, type Post, type User, userResource } from './resources.ts';
import { enterpriseSchema, groupSchema, resourceTypes, schemas, userSchema } from './schemas.ts';

const base = 'https://tinh.example/scim/v2';
SCIMMY.Schemas.User.extend(SCIMMY.Schemas.EnterpriseUser.definition as never, false);

const ngoc: User = {
  id: '01a199c5-3280-7d02-97f0-c8c0ac8962a4',
  externalId: '701984',
  userName: 'ngoc.ttb',
  name: 'Trần Thị Bích Ngọc',
  active: true,
  email: 'ngoc@vidu.vn',
  phone: '0900000001',
  idNumber: '000000000001',
  locale: 'vi',
  title: 'Chuyên viên',
  unit: 'Sở Xây dựng',
  createdAt: new Date('2026-11-18T01:30:00Z'),
  changedAt: new Date('2026-11-18T01:30:00Z'),
  groups: [{ value: '12:specialist', display: 'Sở Xây dựng — Chuyên viên' }],
};
const bare: User = {
  ...ngoc,
  externalId: null,
  email: null,
  phone: null,
  idNumber: null,
  title: null,
  unit: null,
};
const post: Post = {
  id: '12:specialist',
  display: 'Chuyên viên',
  members: [{ value: ngoc.id, display: ngoc.name }],
};
const plain = (what: unknown) => JSON.parse(JSON.stringify(what));

test('What we show of persons and posts is taken by another’s schemas, and nothing of it is left out', () => {
  for (const user of [ngoc, bare, { ...bare, groups: [], active: false }]) {
    const shown = plain(userResource(base, user));
    const taken = plain(new SCIMMY.Schemas.User(shown, 'out'));
    assert.deepEqual(taken, shown);
  }
  const group = plain(groupResource(base, post));
  assert.deepEqual(plain(new SCIMMY.Schemas.Group(group, 'out')), group);
  const list = listResponse(7, 3, [userResource(base, ngoc)]);
  const read = plain(new SCIMMY.Messages.ListResponse(plain(list)));
  assert.deepEqual([read.totalResults, read.startIndex, read.Resources.length], [7, 3, 1]);
});

interface Described {
  name: string;
  type: string;
  multiValued: boolean;
  mutability: string;
  returned: string;
  required: boolean;
  referenceTypes?: string[];
  subAttributes?: Described[];
}

test('Our schemas are those of the standard: nothing of our own in them, and narrower where we keep less', () => {
  const theirs: Record<string, { attributes: Described[] }> = {
    [userSchema]: plain(SCIMMY.Schemas.User.definition.describe()),
    [groupSchema]: plain(SCIMMY.Schemas.Group.definition.describe()),
    [enterpriseSchema]: plain(SCIMMY.Schemas.EnterpriseUser.definition.describe()),
  };
  const wrong: string[] = [];
  const compare = (ours: readonly Described[], standard: readonly Described[], path: string) => {
    for (const one of ours) {
      const other = standard.find(({ name }) => name === one.name);
      const where = `${path}${one.name}`;
      if (!other) {
        wrong.push(`${where} is none of the standard`);
        continue;
      }
      for (const key of ['type', 'multiValued', 'returned'] as const)
        if (one[key] !== other[key]) wrong.push(`${where}: ${key} ${one[key]}, not ${other[key]}`);
      if (one.mutability !== other.mutability && one.mutability !== 'readOnly')
        wrong.push(`${where}: mutability ${one.mutability}, not ${other.mutability}`);
      if (one.required && !other.required) wrong.push(`${where} is required`);
      for (const type of one.referenceTypes ?? [])
        if (!other.referenceTypes?.includes(type)) wrong.push(`${where} refers to ${type}`);
      compare(one.subAttributes ?? [], other.subAttributes ?? [], `${where}.`);
    }
  };
  const ours = plain(schemas(base)) as { id: string; attributes: Described[] }[];
  for (const { id, attributes } of ours) compare(attributes, theirs[id]!.attributes, `${id}:`);
  assert.deepEqual(wrong, []);
  const named = new Set(ours.map(({ id }) => id));
  for (const { schema, schemaExtensions = [] } of resourceTypes(base) as {
    schema: string;
    schemaExtensions?: { schema: string }[];
  }[])
    for (const one of [schema, ...schemaExtensions.map((extension) => extension.schema)]) assert.ok(named.has(one), one);
});

/** What stands after a PATCH, by ours and by SCIMMY; only what we keep. */
async function patched(...operations: object[]): Promise<[object, object]> {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  const shown = userResource(base, ngoc);
  const { name, email, phone, ...facts } = patchedUser(body, keptOf(shown));
  const after = plain(
    userResource(base, {
      ...ngoc,
      ...(facts as object),
      name: name ?? ngoc.name,
      email: email === undefined ? ngoc.email : email,
      phone: phone === undefined ? ngoc.phone : phone,
    }),
  );
  const resource = new SCIMMY.Schemas.User(plain(shown), 'out');
  const changed = await new SCIMMY.Messages.PatchOp(plain(body)).apply(resource);
  return [seen(after), seen(plain(changed ?? resource))];
}
const seen = (user: Record<string, any>) => ({
  userName: user['userName'],
  familyName: user['name']?.familyName,
  givenName: user['name']?.givenName,
  active: user['active'],
  emails: (user['emails'] ?? []).map(({ value }: { value: string }) => value),
  phones: (user['phoneNumbers'] ?? []).map(({ value }: { value: string }) => value),
  number: user[enterpriseSchema]?.employeeNumber,
  locale: user['locale'],
});

test('A PATCH leads where another’s reading of RFC 7644 leads', async () => {
  for (const operations of [
    [{ op: 'replace', path: 'active', value: false }],
    [{ op: 'replace', path: 'name.familyName', value: 'Lê' }],
    [{ op: 'replace', path: 'name.givenName', value: 'Minh Trúc' }],
    [{ op: 'add', value: { name: { givenName: 'Thị Hoa' }, locale: 'en' } }],
    [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'moi@vidu.vn' }],
    [{ op: 'replace', path: 'emails[type eq "work" and primary eq true].value', value: 'moi@vidu.vn' }],
    [{ op: 'remove', path: 'emails[type eq "home"]' }],
    [{ op: 'remove', path: 'emails[type eq "work"]' }],
    [{ op: 'remove', path: 'emails[value eq "ngoc@vidu.vn"]' }],
    [{ op: 'remove', path: 'emails[value eq "khac@vidu.vn"]' }],
    [{ op: 'remove', path: 'phoneNumbers' }],
    [{ op: 'replace', path: `${enterpriseSchema}:employeeNumber`, value: '000000000002' }],
    [
      { op: 'replace', path: 'userName', value: 'ngoc.moi' },
      { op: 'replace', path: 'name.familyName', value: 'Lê' },
      { op: 'replace', path: 'name.givenName', value: 'Hoa' },
    ],
  ]) {
    const [ours, theirs] = await patched(...operations);
    assert.deepEqual(ours, theirs, JSON.stringify(operations));
  }
});

test('Parts of a name that a PATCH does not name are left as they are (RFC 7644, 3.5.2.3), which SCIMMY does not do', async () => {
  const [ours] = await patched({ op: 'replace', path: 'name', value: { familyName: 'Lê' } });
  assert.deepEqual(
    [(ours as { familyName: string }).familyName, (ours as { givenName: string }).givenName],
    ['Lê', 'Thị Bích Ngọc'],
  );
});

test('What a PATCH wants to replace and is not there is told, as RFC 7644 3.5.2.3 asks', async () => {
  for (const [path, scimType] of [
    ['emails[type eq "home"].value', 'noTarget'],
    ['emails[value eq "khac@vidu.vn"].value', 'noTarget'],
    ['emails[type zz "work"].value', 'invalidFilter'],
    ['userName[type eq "work"]', 'invalidPath'],
    ['khong-co', 'invalidPath'],
    ['id', 'mutability'],
  ] as const)
    assert.throws(
      () =>
        patchedUser(
          { Operations: [{ op: 'replace', path, value: 'x@vidu.vn' }] },
          {
            id: ngoc.id,
            name: ngoc.name,
            title: ngoc.title,
            unit: ngoc.unit,
            email: ngoc.email,
            phone: null,
          },
        ),
      { scimType },
      path,
    );
});
