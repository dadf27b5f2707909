import { type App, localDate, type Queries, sql } from '@dinh/kernel';
import { mayAct } from './store.ts';

interface Person {
  id: string;
  name: string;
  birthDate: string | null;
  gender: string | null;
  locale: string;
  phone: string | null;
  email: string | null;
  idNumber: string | null;
  verifiedLevel: number;
}

/** Somebody as oidc-provider asks for them. */
export interface Account {
  readonly accountId: string;
  claims(use: string, scope: string): Promise<{ sub: string; [claim: string]: unknown }>;
  [extra: string]: unknown;
}

/** The account of a person who may act; undefined for everybody else, whose tokens are then worth nothing. */
export async function findAccount(app: App, id: string): Promise<Account | undefined> {
  const person = await app.db.maybe<Person>(
    sql`select p.id, p.name, p.birth_date::text as "birthDate", p.gender, p.locale, p.phone, p.email, p.id_number as "idNumber",
               p.verified_level as "verifiedLevel"
        from identity.person p where p.id = ${id}::uuid and ${mayAct(app, sql`p.id`)}`,
  );
  if (!person) return undefined;
  return {
    accountId: person.id,
    claims: async (_use, scope) => {
      const scopes = new Set(scope.split(' '));
      const today = localDate(app.clock.now());
      return {
        sub: person.id,
        name: person.name,
        birthdate: person.birthDate ?? undefined,
        gender: person.gender ?? undefined,
        locale: person.locale,
        email: person.email ?? undefined,
        phone_number: person.phone ? international(person.phone) : undefined,
        identity_number: person.idNumber ?? undefined,
        identity_checked: person.verifiedLevel > 0,
        ...(scopes.has('official') && (await official(app.db, id, today))),
        ...(scopes.has('business') && { businesses: await businesses(app.db, id, today) }),
      };
    },
  };
}

/** E.164, as OpenID asks for it. */
function international(phone: string): string {
  return phone.startsWith('0') ? `+84${phone.slice(1)}` : phone;
}

async function official(db: Queries, person: string, today: string) {
  const positions = await db.all<{ unit: string }>(
    sql`select u.code as unit, u.name_vi as unit_name, o.role, o.title_vi as title, o.main
        from identity.position o join identity.unit u on u.id = o.unit_id
        where o.person_id = ${person} and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
        order by o.main desc, u.code, o.role`,
  );
  return {
    units: [...new Set(positions.map(({ unit }) => unit))],
    positions,
  };
}

async function businesses(db: Queries, person: string, today: string) {
  return db.all<object>(
    sql`select b.tax_code, b.name, r.title, r.verified
        from identity.representative r join identity.business b on b.id = r.business_id and b.state = 'active'
        where r.person_id = ${person} and r.valid_from <= ${today}::date and (r.valid_to is null or r.valid_to > ${today}::date)
        order by b.tax_code`,
  );
}
