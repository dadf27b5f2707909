/** SCIM 2.0 as a personnel system speaks it: the examples of RFC 7644, over HTTP, with a token of a machine. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openPersonnel, patch, type Personnel } from './personnel.ts';
import type { Province } from './province.ts';

let personnel: Personnel;
let province: Province;
let section: number;
let scim: Personnel['scim'];
let machine: Personnel['machine'];

before(async () => {
  personnel = await openPersonnel();
  ({ province, section, scim, machine } = personnel);
});
after(() => province.close());

const barbara = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'bjensen',
  externalId: 'bjensen-701984',
  name: { formatted: 'Trần Thị Bích Ngọc', familyName: 'Trần', givenName: 'Thị Bích Ngọc' },
  emails: [
    { value: 'home@example.test', type: 'home' },
    { value: 'bjensen@example.test', type: 'work', primary: true },
  ],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { employeeNumber: '701984000001' },
};
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
test('The service says what it can: configuration, schemas, resource types; without a token it says nothing', async () => {
  const config = await scim('GET', '/ServiceProviderConfig');
  assert.equal(config.status, 200);
  assert.match(config.headers.get('content-type') ?? '', /^application\/scim\+json/);
  assert.deepEqual([config.body.patch.supported, config.body.etag.supported, config.body.bulk.supported], [true, true, true]);
  const { body: schemas } = await scim('GET', '/Schemas');
  assert.equal(schemas.totalResults, schemas.Resources.length);
  for (const { id, meta } of schemas.Resources) {
    assert.equal((await scim('GET', `/Schemas/${id}`)).body.id, id);
    assert.ok(meta.location.endsWith(id));
  }
  assert.deepEqual(
    (await scim('GET', '/ResourceTypes')).body.Resources.map((r: { endpoint: string }) => r.endpoint),
    ['/Users', '/Groups'],
  );
  for (const path of ['/Users', '/Schemas', '/Groups']) {
    const bare = await fetch(`${province.address}/scim/v2${path}`);
    assert.equal(bare.status, 401);
    assert.deepEqual(((await bare.json()) as { schemas: string[] }).schemas, ['urn:ietf:params:scim:api:messages:2.0:Error']);
  }
  const other = await machine('khac', ['people.manage-position']);
  assert.equal((await scim('GET', '/Users', undefined, { authorization: `Bearer ${other}` })).status, 403);
});

test('A user is created once, found, read with a tag, replaced and patched; whoever comes late is told', async () => {
  const made = await scim('POST', '/Users', barbara);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body;
  assert.equal(made.headers.get('location'), `${province.address}/scim/v2/Users/${id}`);
  assert.deepEqual(made.body.emails, [{ value: 'bjensen@example.test', type: 'work', primary: true }]);
  assert.equal(made.body.active, true);
  const again = await scim('POST', '/Users', barbara);
  assert.deepEqual([again.status, again.body.id], [200, id], 'the same by externalId');
  const taken = await scim('POST', '/Users', {
    ...barbara,
    externalId: 'other',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {},
  });
  assert.deepEqual([taken.status, taken.body.scimType], [409, 'uniqueness']);

  const read = await scim('GET', `/Users/${id}`);
  const tag = read.headers.get('etag')!;
  assert.equal(read.body.meta.version, tag);
  assert.equal((await scim('GET', `/Users/${id}`, undefined, { 'if-none-match': tag })).status, 304);
  const patched = await scim(
    'PATCH',
    `/Users/${id}`,
    patch(
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.test' },
      { op: 'Add', value: { displayName: 'Trần Thị Ngọc' } },
    ),
    { 'if-match': tag },
  );
  assert.equal(patched.status, 200, JSON.stringify(patched.body));
  assert.equal(patched.body.emails[0].value, 'new@example.test');
  assert.equal(patched.body.name.formatted, 'Trần Thị Ngọc');
  assert.notEqual(patched.headers.get('etag'), tag);
  // The address that was there hears of it, and stays the one by which the account is got back for a while.
  assert.deepEqual(await province.app.db.all(sql`select kind, address from identity.former_address where person_id = ${id}`), [
    { kind: 'email', address: 'bjensen@example.test' },
  ]);
  const { told } = await province.app.db.one<{ told: number }>(
    sql`select count(*)::int as told from notify.message where about = ${`person:${id}`} and address = 'bjensen@example.test'`,
  );
  assert.equal(told, 1);
  assert.equal((await scim('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'emails' }), { 'if-match': tag })).status, 412);
  const put = await scim('PUT', `/Users/${id}`, {
    ...barbara,
    emails: [],
    name: { familyName: 'Trần', givenName: 'Bích Ngọc' },
  });
  assert.deepEqual([put.status, put.body.emails, put.body.displayName], [200, undefined, 'Trần Bích Ngọc']);
});

test('Filters of RFC 7644, pages that count from one, sorting and chosen attributes', async () => {
  const find = async (filter: string) => (await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body;
  for (const filter of [
    'userName eq "BJENSEN"',
    'externalId eq "bjensen-701984"',
    'name.familyName co "Trần" and userName sw "bjen"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bjens"',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "701984000001"',
    'userName eq "nobody" or (externalId pr and not (active eq false))',
    'meta.created gt "2020-01-01T00:00:00Z" and externalId pr',
  ])
    assert.equal((await find(filter)).totalResults, 1, filter);
  assert.equal((await find('userName eq "khong-co"')).totalResults, 0);
  assert.equal((await find('userName co "%"')).totalResults, 0, 'no sign of ours means anything');
  for (const filter of [
    'userName',
    'userName eq',
    'userName zz "a"',
    '(userName pr',
    'khong eq "a"',
    'active eq "vang"',
    `${'('.repeat(40)}userName pr`,
    'userName eq "a',
    "userName eq 'a' or 1=1",
  ]) {
    const wrong = await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    assert.deepEqual([wrong.status, wrong.body.scimType], [400, 'invalidFilter'], filter);
  }
  const first = (await scim('GET', '/Users?startIndex=1&count=2&sortBy=userName')).body;
  const second = (await scim('GET', '/Users?startIndex=2&count=2&sortBy=userName&attributes=userName')).body;
  assert.equal(first.itemsPerPage, 2);
  assert.equal(first.Resources[1].id, second.Resources[0].id);
  assert.deepEqual(Object.keys(second.Resources[0]).sort(), ['id', 'meta', 'schemas', 'userName']);
  assert.deepEqual((await scim('GET', '/Users?count=0')).body.Resources, []);
});

test('To be a member of a group is to hold the post; who is not active any more hands everything over', async () => {
  const { body: list } = await scim('GET', `/Users?filter=${encodeURIComponent('userName eq "bjensen"')}`);
  const { id } = list.Resources[0];
  const group = `/Groups/${section}:specialist`;
  const joined = await scim('PATCH', group, patch({ op: 'add', path: 'members', value: [{ value: id }] }));
  assert.equal(joined.status, 200, JSON.stringify(joined.body));
  assert.ok(joined.body.members.some((m: { value: string }) => m.value === id));
  assert.deepEqual(
    (await scim('GET', `/Users/${id}`)).body.groups.map((g: { value: string }) => g.value),
    [`${section}:specialist`],
  );
  assert.ok((await scim('GET', `/Groups?filter=${encodeURIComponent(`members.value co "${id}"`)}`)).body.totalResults === 1);

  const [citizen, desk, head] = await Promise.all(['congdan', 'motcua', 'truongphong'].map((one) => province.signIn(one)));
  const dossier = (await file(province, citizen!, 'HNM.6739-14')).id;
  await desk!.api('one-stop.accept-dossier', { id: dossier, feeTaken: true });
  const task = await openTask(province.app, dossier);
  await head!.api('one-stop.complete-step', { taskId: task.id, outcome: 'assign', specialist: id });
  assert.equal((await openTask(province.app, dossier)).assignee, id);

  const off = await scim('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }));
  assert.deepEqual([off.status, off.body.active, off.body.groups], [200, false, []], JSON.stringify(off.body));
  await province.settle();
  assert.equal((await openTask(province.app, dossier)).assignee, null);
  const on = await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: true } }));
  assert.deepEqual([on.body.active, on.body.groups], [true, []]);
  assert.equal((await scim('DELETE', `/Users/${id}`)).status, 204);
  assert.equal((await scim('GET', `/Users/${id}`)).status, 404);
  const { who } = await province.app.db.one<{ who: string[] }>(
    sql`select array_agg(distinct operation order by operation) as who from audit.v_entry where principal like '%nhan-su%'`,
  );
  assert.ok(who.includes('identity.provision-person') && who.includes('identity.list-provisioned'), who.join());
});

const inBulk = (Operations: object[], more: object = {}) =>
  scim('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations,
    ...more,
  });
const make = (bulkId: string, userName: string, more: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { userName, displayName: `Người ${userName}`, ...more },
});

test('Many operations come in one request, each on its own; one may refer to what another makes, wherever it stands', async () => {
  const post = `/Groups/${section}:specialist`;
  const { status, body } = await inBulk([
    {
      method: 'PATCH',
      path: post,
      data: patch({ op: 'add', path: 'members', value: [{ value: 'bulkId:qwerty' }] }),
    },
    make('qwerty', 'bulk.mot'),
    make('ytrewq', 'bulk.hai'),
    { method: 'DELETE', path: '/Users/bulkId:ytrewq' },
    { method: 'PUT', path: '/Users/bulkId:qwerty', version: 'W/"cu"', data: { userName: 'bulk.mot' } },
  ]);
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.schemas, ['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  const lines = body.Operations as Record<string, any>[];
  assert.deepEqual(
    lines.map((one) => [one['method'], one['bulkId'], one['status']]),
    [
      ['PATCH', undefined, '200'],
      ['POST', 'qwerty', '201'],
      ['POST', 'ytrewq', '201'],
      ['DELETE', undefined, '204'],
      ['PUT', undefined, '412'],
    ],
  );
  assert.match(lines[1]!['location'], /\/scim\/v2\/Users\/[0-9a-f-]{36}$/);
  assert.match(lines[1]!['version'], /^W?\/?"/);
  assert.equal(lines[4]!['response'].status, '412');
  const id = String(lines[1]!['location']).split('/').at(-1)!;
  const held = await scim('GET', post);
  assert.ok(held.body.members.some((one: { value: string }) => one.value === id));
  assert.equal((await scim('GET', `/Users/${String(lines[2]!['location']).split('/').at(-1)}`)).status, 404);
});

test('After as many errors as the request allows the rest of a bulk is left undone; what is wrong with one is told of that one', async () => {
  const wrong = { method: 'POST', path: '/Users', bulkId: 'sai', data: { userName: 'a b' } };
  const { body } = await inBulk([make('1', 'bulk.ba'), wrong, { ...wrong, bulkId: 'sai2' }, make('2', 'bulk.bon')], {
    failOnErrors: 2,
  });
  const lines = body.Operations as Record<string, any>[];
  assert.deepEqual(
    lines.map((one) => [one['bulkId'], one['status'], one['response']?.scimType]),
    [
      ['1', '201', undefined],
      ['sai', '400', 'invalidValue'],
      ['sai2', '400', 'invalidValue'],
    ],
  );
  const found = async (name: string) =>
    (await scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)).body.totalResults;
  assert.deepEqual([await found('bulk.ba'), await found('bulk.bon')], [1, 0]);

  const odd = await inBulk([
    { method: 'POST', path: '/Users', data: {} },
    make('x', 'bulk.nam'),
    make('x', 'bulk.sau'),
    { method: 'GET', path: '/Users' },
    { method: 'DELETE', path: '/Bulk' },
    { method: 'PUT', path: '/Users/bulkId:khong-co', data: { userName: 'x' } },
    { method: 'DELETE', path: `/Users/${crypto.randomUUID()}` },
    null as never,
  ]);
  assert.deepEqual(
    odd.body.Operations.map((one: Record<string, string>) => one['status']),
    ['400', '201', '400', '400', '400', '409', '404', '400'],
  );
});

test('The limits of a bulk are told, held, and named when one is passed', async () => {
  const { bulk } = (await scim('GET', '/ServiceProviderConfig')).body;
  assert.deepEqual(bulk, { supported: true, maxOperations: 500, maxPayloadSize: 1_048_576 });
  const many = await inBulk(Array.from({ length: 501 }, () => ({ method: 'DELETE', path: '/Users/x' })));
  assert.deepEqual([many.status, /maxOperations/.test(many.body.detail)], [413, true]);
  const large = await inBulk([make('1', 'to', { title: 'x'.repeat(1_048_576) })]);
  assert.deepEqual([large.status, /maxPayloadSize/.test(large.body.detail)], [413, true]);
  for (const body of [{}, { schemas: ['x'], Operations: [] }, [], 'null'])
    assert.equal((await scim('POST', '/Bulk', body)).body.scimType, 'invalidSyntax');
  assert.equal((await inBulk([make('1', 'x')], { failOnErrors: 0 })).body.scimType, 'invalidValue');
  const mine = personnel.token;
  personnel.token = 'x';
  assert.equal((await inBulk([make('1', 'x')])).status, 401);
  personnel.token = mine;
});

test('Every form of a filter in RFC 7644 finds what it says, also by what a person holds and who holds a post', async () => {
  const { id } = (
    await scim('POST', '/Users', {
      userName: 'loc.tim',
      displayName: 'Lọc Thị Tìm',
      emails: [{ value: 'loc.tim@vidu.vn', type: 'work' }],
    })
  ).body as { id: string };
  const post = `${section}:specialist`;
  await scim('PATCH', `/Groups/${post}`, patch({ op: 'add', path: 'members', value: [{ value: id }] }));
  const finds = async (filter: string, where = 'Users', whom = id) => {
    const { status, body } = await scim('GET', `/${where}?count=500&filter=${encodeURIComponent(filter)}`);
    assert.equal(status, 200, `${filter} ${JSON.stringify(body)}`);
    return body.Resources.some((one: { id: string }) => one.id === whom);
  };
  const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
  for (const [filter, found] of [
    ['userName eq "LOC.tim"', true],
    [`${user}:userName sw "loc."`, true],
    ['userName Sw "loc" AND (name.familyName eq "Lọc" Or title pr)', true],
    ['not (userName eq "loc.tim") and active eq true', false],
    ['NOT(emails pr)', false],
    ['emails[type eq "work" and value co "@vidu.vn"]', true],
    ['emails[type eq "home" or value ew "@khac.vn"]', false],
    ['userName eq "loc.tim" and emails.type eq "work" and not (emails.value ew ".com")', true],
    ['phoneNumbers[type eq "work"]', false],
    ['userName eq "loc.tim" and phoneNumbers eq null', true],
    ['userName eq "loc.tim" and active eq TRUE', true],
    ['userName eq "loc.tim" and active ne true', false],
    ['userName gt "loc.tim"', false],
    ['userName ge "loc.tim" and userName le "loc.tim"', true],
    ['userName eq "loc.tim" and meta.lastModified gt "2011-05-13T04:42:34Z"', true],
    ['userName eq "loc.tim" and meta.resourceType eq "User"', true],
    [`userName eq "loc.tim" and schemas eq "${user}"`, true],
    [`groups.value eq "${post}"`, true],
    [`groups[value eq "${post}"]`, true],
    ['userName eq "loc.tim" and groups eq null', false],
    ['userName eq "x" or userName eq "loc.tim" and active eq true', true],
    ['(userName eq "x" or userName eq "loc.tim") and active eq false', false],
  ] as const)
    assert.equal(await finds(filter), found, filter);
  for (const [filter, found] of [
    [`members eq "${id}"`, true],
    [`members.value eq "${id}"`, true],
    [`members[value eq "${id}"]`, true],
    [`members.value eq "${crypto.randomUUID()}"`, false],
    [`id eq "${post}" and members pr`, true],
  ] as const)
    assert.equal(await finds(filter, 'Groups', post), found, filter);
  for (const filter of [
    'userName',
    'userName eq',
    'userName eq loc',
    'userName xx "a"',
    'eq "a"',
    '(userName pr',
    'userName pr)',
    'not userName pr',
    'emails[value pr',
    'userName eq "a" and',
    'userName eq "a" or or active eq true',
    'active gt true',
    'khong eq "a"',
    'userName eq "a" "b"',
    'meta.created gt "hom qua"',
    '',
  ])
    assert.equal((await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body.scimType, 'invalidFilter', filter);
});

test('What is wrong is told as SCIM tells it, and never as a fault', async () => {
  const expect = async (status: number, scimType: string | undefined, ...asked: Parameters<typeof scim>) => {
    const { status: got, body } = await scim(...asked);
    assert.deepEqual([got, body?.scimType], [status, scimType], `${asked[0]} ${asked[1]} ${JSON.stringify(body)}`);
    if (status >= 400)
      assert.deepEqual([body.schemas[0], body.status], ['urn:ietf:params:scim:api:messages:2.0:Error', String(status)]);
  };
  const nobody = `/Users/${crypto.randomUUID()}`;
  await expect(404, undefined, 'GET', nobody);
  await expect(404, undefined, 'GET', '/Users/x');
  await expect(404, undefined, 'GET', '/Nothing');
  await expect(404, undefined, 'GET', '/Groups/999999:specialist');
  await expect(501, undefined, 'POST', '/Groups', {});
  await expect(405, undefined, 'PUT', '/Users', {});
  await expect(400, 'invalidSyntax', 'POST', '/Users', '{');
  await expect(400, 'invalidValue', 'POST', '/Users', { userName: 'a b' });
  await expect(400, 'invalidValue', 'POST', '/Users', { userName: 'fine', displayName: 'x'.repeat(400) });
  await expect(400, 'invalidValue', 'POST', '/Users', {
    userName: 'fine',
    displayName: 'Tên',
    active: 'maybe',
  });
  await expect(415, undefined, 'POST', '/Users', '{}', { 'content-type': 'text/plain' });
  const { body } = await scim('POST', '/Users', { userName: 'lan.nt', displayName: 'Nguyễn Thị Lan' });
  const lan = `/Users/${body.id}`;
  await expect(400, 'invalidSyntax', 'PATCH', lan, {});
  await expect(400, 'noTarget', 'PATCH', lan, patch({ op: 'remove' }));
  await expect(400, 'invalidPath', 'PATCH', lan, patch({ op: 'add', path: 'khong-co', value: 1 }));
  await expect(400, 'mutability', 'PATCH', lan, patch({ op: 'replace', path: 'id', value: 'x' }));
  // What the directory says, and what is not kept, is refused and never passed over; what stands may be said again.
  for (const [scimType, ...operations] of [
    ['mutability', { op: 'replace', path: 'title', value: 'Giám đốc' }],
    ['mutability', { op: 'replace', value: { title: 'Giám đốc' } }],
    ['mutability', { op: 'add', path: `${enterprise}:department`, value: 'Sở khác' }],
    ['mutability', { op: 'add', value: { [enterprise]: { department: 'Sở khác' } } }],
    ['mutability', { op: 'replace', path: 'emails[type eq "work"].type', value: 'home' }],
    ['mutability', { op: 'remove', path: 'groups' }],
    ['invalidPath', { op: 'replace', path: 'nickName', value: 'Lan' }],
    ['invalidPath', { op: 'add', value: { preferredLanguage: 'vi' } }],
    ['invalidPath', { op: 'replace', path: 'name', value: { givenName: 'X', honorificPrefix: 'Bà' } }],
    ['invalidPath', { op: 'replace', value: { displayName: 'Không được' } }, { op: 'remove', path: 'roles' }],
  ] as const)
    await expect(400, scimType, 'PATCH', lan, patch(...operations));
  const as = await scim('GET', lan);
  assert.equal(as.body.name.formatted, 'Nguyễn Thị Lan', 'of a PATCH all is done or nothing');
  const same = patch({ op: 'replace', value: { id: as.body.id, displayName: 'Nguyễn Thị Lan Anh' } });
  assert.equal((await scim('PATCH', lan, same)).body.displayName, 'Nguyễn Thị Lan Anh');
  const post = await scim('GET', `/Groups/${section}:specialist`);
  const named = (displayName: string) => patch({ op: 'replace', value: { id: post.body.id, displayName } });
  assert.equal((await scim('PATCH', `/Groups/${post.body.id}`, named(post.body.displayName))).status, 200);
  await expect(400, 'mutability', 'PATCH', `/Groups/${post.body.id}`, named('Khác'));
  await expect(400, 'invalidPath', 'PATCH', `/Groups/${post.body.id}`, patch({ op: 'add', path: 'externalId', value: 'x' }));
  await expect(400, 'invalidValue', 'PATCH', lan, patch({ op: 'replace', path: 'userName', value: { a: 1 } }));
  await expect(
    400,
    'invalidValue',
    'PATCH',
    `/Groups/${section}:specialist`,
    patch({ op: 'add', path: 'members', value: [{ value: 'x' }] }),
  );
});
