import { ScimError } from './error.ts';

/** What a personnel system says of a person. */
export interface UserFacts {
  externalId?: string | null;
  userName?: string | null;
  name?: string | null;
  active?: boolean;
  email?: string | null;
  phone?: string | null;
  idNumber?: string | null;
  locale?: string | null;
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const invalid = (detail: string) => new ScimError(400, detail, 'invalidValue');

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function text(value: unknown, name: string): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string' || value.length > 300 || /\p{Cc}/u.test(value))
    throw invalid(`${name} must be a text of 300 characters at most.`);
  return value.trim();
}

/** Some systems send truth as a text. */
function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw invalid('active must be true or false.');
}

/** The primary value of several, else the work one, else the first. */
function first(value: unknown, name: string): string | null {
  if (!Array.isArray(value)) return isObject(value) ? text(value['value'], name) : text(value, name);
  const items = value.filter(isObject);
  const chosen = items.find((one) => one['primary'] === true) ?? items.find((one) => one['type'] === 'work') ?? items[0];
  return chosen ? text(chosen['value'], name) : null;
}

/** A Vietnamese name stands as it is spoken: family, middle, given. */
function nameOf(name: unknown): string | null | undefined {
  if (!isObject(name)) return undefined;
  const formatted = text(name['formatted'], 'name.formatted');
  if (formatted) return formatted;
  const parts = ['familyName', 'middleName', 'givenName'].flatMap((part) => text(name[part], `name.${part}`) ?? []);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** A whole user as it was sent (POST, PUT); attributes that we do not keep are left out, as RFC 7644 3.3 allows. */
export function readUser(body: unknown): UserFacts {
  if (!isObject(body)) throw new ScimError(400, 'The body must be a JSON object.', 'invalidSyntax');
  const sent = new Map(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]));
  const facts: UserFacts = {};
  const name = nameOf(sent.get('name')) ?? text(sent.get('displayname'), 'displayName');
  if (sent.has('name') || sent.has('displayname')) facts.name = name;
  if (sent.has('externalid')) facts.externalId = text(sent.get('externalid'), 'externalId');
  if (sent.has('username')) facts.userName = text(sent.get('username'), 'userName');
  if (sent.has('active')) facts.active = truth(sent.get('active'));
  if (sent.has('emails')) facts.email = first(sent.get('emails'), 'emails');
  if (sent.has('phonenumbers')) facts.phone = first(sent.get('phonenumbers'), 'phoneNumbers');
  if (sent.has('locale')) facts.locale = text(sent.get('locale'), 'locale');
  const work = sent.get(enterprise.toLowerCase());
  if (isObject(work) && 'employeeNumber' in work) facts.idNumber = text(work['employeeNumber'], 'employeeNumber');
  return facts;
}

interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string | undefined;
  readonly value: unknown;
}

const mostOperations = 1000;

/** The operations of a PATCH (RFC 7644, 3.5.2). */
function readPatch(body: unknown): PatchOperation[] {
  const list = isObject(body) ? (body['Operations'] ?? body['operations']) : undefined;
  if (!Array.isArray(list) || list.length === 0 || list.length > mostOperations)
    throw new ScimError(400, 'A PATCH has a list “Operations”, a thousand at most.', 'invalidSyntax');
  return list.map((one: unknown) => {
    const op = isObject(one) ? String(one['op']).toLowerCase() : '';
    if (!isObject(one) || !['add', 'replace', 'remove'].includes(op))
      throw new ScimError(400, 'op is add, replace or remove.', 'invalidSyntax');
    const { path } = one;
    if (path !== undefined && (typeof path !== 'string' || path.length > 300))
      throw new ScimError(400, 'path must be a text.', 'invalidPath');
    if (op === 'remove' && path === undefined) throw new ScimError(400, 'remove needs a path.', 'noTarget');
    return { op: op as 'add', path: path?.trim(), value: one['value'] };
  });
}

/** What is kept of the person whom a PATCH changes. */
export interface Kept {
  readonly id: string;
  readonly name: string;
  /** What the main place is called, and its unit: the directory says it. */
  readonly title: string | null;
  readonly unit: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/**
 * What a PATCH of a user changes.
 * @param kept what stands now: parts of a name join what is left of it, and a filter in a path chooses among what is kept
 * @throws ScimError noTarget when what is to be replaced is not there; invalidPath what is not kept; mutability what is not
 * theirs to say; invalidFilter
 */
export function patchedUser(body: unknown, kept: Kept): UserFacts {
  const facts: UserFacts = {};
  for (const { op, path, value } of readPatch(body)) {
    // Each operation sees what those before it have changed.
    const now = { ...kept, ...facts, name: facts.name ?? kept.name } as Kept;
    if (path === undefined) {
      if (!isObject(value)) throw invalid('Without a path the value is an object of attributes.');
      // Some systems send paths as names.
      for (const [key, own] of Object.entries(value)) Object.assign(facts, one(op, key, own, now));
    } else Object.assign(facts, one(op, path, op === 'remove' ? null : value, now));
  }
  return facts;
}

/**
 * Whether the filter of a path (RFC 7644, 3.5.2) chooses the one address or number that is kept, which is of work and primary.
 * @throws ScimError invalidFilter
 */
function chooses(filter: string, kept: string | null): boolean {
  return filter.split(/\s+and\s+/i).every((term) => {
    const [, name = '', wanted = ''] = /^\s*(type|primary|value)\s+eq\s+("[^"]*"|true|false)\s*$/i.exec(term) ?? [];
    const own = { type: '"work"', primary: 'true', value: `"${kept ?? ''}"` }[name.toLowerCase()];
    if (own === undefined)
      throw new ScimError(400, 'In a path type, primary and value are compared by eq, joined by and.', 'invalidFilter');
    return own.toLowerCase() === wanted.toLowerCase();
  });
}

const partsOfName: ReadonlySet<string> = new Set(['formatted', 'familyName', 'middleName', 'givenName']);

/** A name with some of its parts changed. A Vietnamese name stands as it is spoken: family, middle, given. */
function renamed(name: string, parts: Json): string | undefined {
  const [family = '', ...rest] = name.split(' ');
  const before: Json = { familyName: family, givenName: rest.join(' ') };
  return nameOf({ ...before, ...parts }) ?? undefined;
}

function one(op: PatchOperation['op'], path: string, value: unknown, kept: Kept): UserFacts {
  const whole = path.replace(/^urn:ietf:params:scim:schemas:(core:2\.0:User|extension:enterprise:2\.0:User):/i, '');
  const bare = whole.replace(/\[[^\]]*\]/, '').toLowerCase();
  const filter = /\[([^\]]*)\]/.exec(whole)?.[1];
  if (filter !== undefined) {
    if (!/^(emails|phonenumbers)(\.value|\.type|\.primary)?$/.test(bare))
      throw new ScimError(400, `There is nothing to choose from in “${path}”.`, 'invalidPath');
    if (!chooses(filter, bare.startsWith('emails') ? kept.email : kept.phone)) {
      if (op === 'replace') throw new ScimError(400, `Nothing is kept that “${path}” chooses.`, 'noTarget');
      return {}; // of several addresses one is kept; the others are left out, and taking them away is done
    }
  }
  switch (bare) {
    case 'active':
      return { active: value === null ? false : truth(value) };
    case 'username':
      return { userName: text(value, path) };
    case 'externalid':
      return { externalId: text(value, path) };
    case 'displayname':
    case 'name.formatted':
      return { name: text(value, path) };
    case 'name': {
      const other = isObject(value) && Object.keys(value).find((part) => !partsOfName.has(part));
      if (other) throw notKept(`${path}.${other}`);
      const name = isObject(value) ? renamed(kept.name, value) : undefined;
      return name === undefined ? {} : { name };
    }
    case 'name.familyname':
    case 'name.givenname':
    case 'name.middlename': {
      const part = { familyname: 'familyName', givenname: 'givenName', middlename: 'middleName' }[bare.slice(5)]!;
      const name = renamed(kept.name, { [part]: value });
      return name === undefined ? {} : { name };
    }
    case 'emails':
    case 'emails.value':
      return { email: first(value, path) };
    case 'phonenumbers':
    case 'phonenumbers.value':
      return { phone: first(value, path) };
    case 'locale':
      return { locale: text(value, path) };
    case 'employeenumber':
      return { idNumber: text(value, path) };
    case enterprise.toLowerCase(): {
      if (!isObject(value)) throw invalid(`${path} must be an object of attributes.`);
      return Object.assign({}, ...Object.entries(value).map(([key, own]) => one(op, key, own, kept)));
    }
    case 'id':
      return unchanged(path, value, kept.id);
    case 'title':
      return unchanged(path, value, kept.title);
    case 'department':
      return unchanged(path, value, kept.unit);
    case 'emails.type':
    case 'phonenumbers.type':
      return unchanged(path, value, 'work');
    case 'emails.primary':
    case 'phonenumbers.primary':
      return unchanged(path, value === null ? null : truth(value), true);
    case 'meta':
    case 'groups':
    case 'schemas':
      throw readOnly(path);
    default:
      throw notKept(path);
  }
}

const readOnly = (path: string) => new ScimError(400, `“${path}” cannot be changed here.`, 'mutability');
const notKept = (path: string) => new ScimError(400, `“${path}” is not kept here: /Schemas tells what is.`, 'invalidPath');

/** What is not for others to say may be said again as it stands: some systems send all that they know (RFC 7644, 3.5.2). */
function unchanged(path: string, value: unknown, stands: string | boolean | null): UserFacts {
  if (value !== stands) throw readOnly(path);
  return {};
}

/**
 * Which members a PATCH of a group adds and takes away; `all`: these are the whole membership from now on.
 * @param post what stands now: its id and name may be said again, and not changed
 */
export function patchedMembers(
  body: unknown,
  post: { readonly id: string; readonly displayName: string },
): {
  add: string[];
  remove: string[];
  all: string[] | undefined;
} {
  const add: string[] = [];
  const remove: string[] = [];
  let all: string[] | undefined;
  for (const { op, path, value } of readPatch(body)) {
    const filtered = /^members\[\s*value\s+eq\s+"([^"]+)"\s*\]$/i.exec(path ?? '')?.[1];
    const own = path === undefined && isObject(value) ? value['members'] : value;
    if (filtered !== undefined && op === 'remove') remove.push(filtered);
    else if (path === undefined || path.toLowerCase() === 'members') {
      if (path === undefined && isObject(value))
        for (const [name, said] of Object.entries(value)) if (name !== 'members') ofPost(name, said, post);
      if (path === undefined && own === undefined) continue;
      if (op === 'replace') all = membersOf(own);
      else if (op === 'add') add.push(...membersOf(own));
      else if (own === undefined || own === null) all = [];
      else remove.push(...membersOf(own));
    } else ofPost(path, own, post);
  }
  return { add, remove, all };
}

/** A post comes from the directory: what it is called is not for others to say. */
function ofPost(path: string, value: unknown, post: { readonly id: string; readonly displayName: string }) {
  const bare = path.replace(/^urn:ietf:params:scim:schemas:core:2\.0:Group:/i, '').toLowerCase();
  const stands = bare === 'id' ? post.id : bare === 'displayname' ? post.displayName : undefined;
  if (stands !== undefined) unchanged(path, value, stands);
  else throw bare === 'meta' || bare === 'schemas' ? readOnly(path) : notKept(path);
}

export function membersOf(value: unknown): string[] {
  const items = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  return items.map((item: unknown) => {
    const id = isObject(item) ? item['value'] : item;
    if (typeof id !== 'string') throw invalid('A member is {"value": "<id of a user>"}.');
    return id;
  });
}
