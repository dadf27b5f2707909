/** By which attributes a filter of SCIM finds officials and posts. */
import { type Sql, sql } from '@dinh/kernel';
import type { FilterAttributes } from './filter.ts';
import { attribute } from './personnel.ts';
import { enterpriseSchema, groupSchema, userSchema } from './schemas.ts';

/** By what officials are found. @param held true of a position `o` that is held now */
export const userAttributes = (held: Sql): FilterAttributes => ({
  id: attribute('p.id::text'),
  externalId: attribute('v.external_id'),
  userName: attribute('coalesce(p.account, p.id_number, p.id::text)'),
  displayName: attribute('p.name'),
  'name.formatted': attribute('p.name'),
  'name.familyName': attribute(`split_part(p.name, ' ', 1)`),
  'name.givenName': attribute(
    `case when strpos(p.name, ' ') > 0 then substring(p.name from strpos(p.name, ' ') + 1) else p.name end`,
  ),
  emails: attribute('p.email'),
  'emails.value': attribute('p.email'),
  phoneNumbers: attribute('p.phone'),
  'phoneNumbers.value': attribute('p.phone'),
  active: attribute(`(p.state = 'active' and v.inactive_at is null)`, 'boolean'),
  'emails.type': attribute(`case when p.email is not null then 'work' end`),
  'phoneNumbers.type': attribute(`case when p.phone is not null then 'work' end`),
  locale: attribute('p.locale'),
  schemas: list(sql`array[${userSchema}, ${enterpriseSchema}]::text[]`),
  groups: list(groupsOf(held)),
  'groups.value': list(groupsOf(held)),
  department: attribute('m.unit'),
  title: attribute('m.title'),
  employeeNumber: attribute('p.id_number'),
  'meta.created': attribute('p.created_at', 'moment'),
  'meta.lastModified': attribute('greatest(p.created_at, v.changed_at)', 'moment'),
  'meta.resourceType': attribute(`'User'`),
});

const list = (of: Sql) => ({ sql: of, kind: 'list' as const });
const groupsOf = (held: Sql) =>
  sql`(select array_agg(o.unit_id || ':' || o.role) from identity.position o where o.person_id = p.id and ${held})`;

/** By what posts are found. @param held true of a position `o` that is held now */
export const groupAttributes = (held: Sql): FilterAttributes => ({
  id: attribute(`(g.unit_id || ':' || g.role)`),
  displayName: attribute(`(u.name_vi || ' — ' || r.name_vi)`),
  schemas: list(sql`array[${groupSchema}]::text[]`),
  'meta.resourceType': attribute(`'Group'`),
  members: list(membersIn(held)),
  'members.value': list(membersIn(held)),
});

const membersIn = (held: Sql) =>
  sql`(select array_agg(o.person_id::text) from identity.position o where o.unit_id = g.unit_id and o.role = g.role and ${held})`;
