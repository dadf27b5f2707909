/** A personnel system that speaks SCIM 2.0 with the province. */
import { sql } from '@dinh/kernel';
import { openMachine } from './machine.ts';
import { openProvince, type Province } from './province.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export interface Personnel {
  readonly province: Province;
  /** A unit that has specialists. */
  readonly section: number;
  /** What it signs itself with; a test may put another in its place. */
  token: string;
  /** A request with this token, unless the headers carry another. */
  scim(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A token of another machine with these permissions over the whole province. */
  machine(id: string, permissions: readonly string[]): Promise<string>;
}

/** Opens a province at the present time, with a personnel system that may write people and their positions. */
export async function openPersonnel(): Promise<Personnel> {
  const province = await openProvince(new Date().toISOString());
  const machine = async (id: string, permissions: readonly string[]) =>
    (await openMachine(province, id, 0, permissions, 'all'))();
  const { id: section } = await province.app.db.one<{ id: number }>(
    sql`select unit_id as id from identity.v_official where person_id = ${await province.person('chuyenvien')} limit 1`,
  );
  const personnel: Personnel = {
    province,
    section,
    token: await machine('nhan-su', ['people.provision-person', 'people.manage-position']),
    machine,
    async scim(method, path, body, headers = {}) {
      const answer = await fetch(`${province.address}/scim/v2${path}`, {
        method,
        headers: {
          authorization: `Bearer ${personnel.token}`,
          ...(body !== undefined && { 'content-type': 'application/scim+json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: text ? JSON.parse(text) : undefined,
      };
    },
  };
  return personnel;
}

/** A patch of these operations (RFC 7644 3.5.2). */
export const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
