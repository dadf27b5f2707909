/** What the service says of itself (RFC 7643, 5 to 7): only what it keeps. */
import { mostOperations } from './bulk.ts';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Type = 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime';
interface More {
  type?: Type;
  multiValued?: boolean;
  description?: string;
  required?: boolean;
  mutability?: 'readOnly' | 'readWrite' | 'immutable';
  uniqueness?: 'none' | 'server';
  caseExact?: boolean;
  referenceTypes?: readonly string[];
  subAttributes?: readonly object[];
}
const attribute = (name: string, more: More = {}) => ({
  name,
  type: 'string' as Type,
  multiValued: false,
  description: name,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
});

const values = (name: string, description: string) =>
  attribute(name, {
    type: 'complex',
    multiValued: true,
    description,
    subAttributes: [
      attribute('value'),
      attribute('type', { mutability: 'readOnly', description: 'work' }),
      attribute('primary', { type: 'boolean', mutability: 'readOnly' }),
    ],
  });

const definitions = [
  {
    id: userSchema,
    name: 'User',
    description: 'An official of the province',
    attributes: [
      attribute('userName', {
        required: true,
        uniqueness: 'server',
        description: 'The account: small letters, digits, dots and dashes',
      }),
      attribute('name', {
        type: 'complex',
        description: 'The name as it is spoken: family, middle, given',
        subAttributes: [attribute('formatted'), attribute('familyName'), attribute('givenName'), attribute('middleName')],
      }),
      attribute('displayName'),
      attribute('active', {
        type: 'boolean',
        description:
          'false ends all places; what the person held is handed over. Told as false, too, while an administrator has suspended the person: only they lift that',
      }),
      values('emails', 'One address is kept: the primary one, else that of work'),
      values('phoneNumbers', 'One number is kept: the primary one, else that of work'),
      attribute('locale', { description: 'vi or en' }),
      attribute('title', { mutability: 'readOnly', description: 'Of the main place' }),
      attribute('groups', {
        type: 'complex',
        multiValued: true,
        mutability: 'readOnly',
        description: 'The posts that the person holds',
        subAttributes: [
          attribute('value', { mutability: 'readOnly' }),
          attribute('$ref', { type: 'reference', referenceTypes: ['Group'], mutability: 'readOnly' }),
          attribute('display', { mutability: 'readOnly' }),
        ],
      }),
    ],
  },
  {
    id: groupSchema,
    name: 'Group',
    description:
      'A post: a role in a unit. To be a member is to hold the place. Posts come from the directory and are not made here',
    attributes: [
      attribute('displayName', { mutability: 'readOnly', description: 'Unit and role' }),
      attribute('members', {
        type: 'complex',
        multiValued: true,
        description: 'Who holds the post',
        subAttributes: [
          attribute('value', { mutability: 'immutable' }),
          attribute('$ref', { type: 'reference', referenceTypes: ['User'], mutability: 'immutable' }),
          attribute('type', { mutability: 'immutable', description: 'User' }),
          attribute('display', { mutability: 'readOnly' }),
        ],
      }),
    ],
  },
  {
    id: enterpriseSchema,
    name: 'EnterpriseUser',
    description: 'The number and the agency',
    attributes: [
      attribute('employeeNumber', {
        description: 'The personal identity number, 12 digits',
        uniqueness: 'server',
      }),
      attribute('department', { mutability: 'readOnly', description: 'The unit of the main place' }),
    ],
  },
];

export const schemas = (base: string) =>
  definitions.map((one) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...one,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${one.id}` },
  }));

export const resourceTypes = (base: string) => [
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: 'Officials',
    schema: userSchema,
    schemaExtensions: [{ schema: enterpriseSchema, required: false }],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
  },
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'Group',
    name: 'Group',
    endpoint: '/Groups',
    description: 'Posts: a role in a unit',
    schema: groupSchema,
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/Group` },
  },
];

export const mostListed = 500;
/** Bytes of a request, also of one in bulk. */
export const mostBody = 1024 * 1024;

export const serviceProviderConfig = (base: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: true, maxOperations: mostOperations, maxPayloadSize: mostBody },
  filter: { supported: true, maxResults: mostListed },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description:
        'A token of the client credentials grant. The system needs the permission people.provision-person for the whole province, and people.manage-position to give and end places: members of groups, and active false',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});
