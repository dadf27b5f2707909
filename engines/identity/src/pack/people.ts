import {
  newId,
  type PackDocument,
  type PackFolder,
  type PackLoad,
  type PackPart,
  type Placed,
  sql,
  type Text,
} from '@dinh/kernel';
import { hashPassword } from '../sign-in/password.ts';
import { savePeople } from './save-people.ts';
import { entitle } from '../organisation/position-title.ts';
import type { SeparationRules } from '../separation/rules.ts';
import { permissionsOf, type RoleItem } from './roles.ts';
import { checkSeparate, type Given, placesStaySeparate } from './separate.ts';
import type { UnitRow } from './units.ts';

/** A demonstration person of `people.yaml`, or a line of its table of officials. */
export interface PersonItem {
  readonly account: string;
  readonly kind: 'citizen' | 'business' | 'official';
  readonly name: string;
  readonly gender?: string;
  readonly birthDate?: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: Record<string, string>;
  /** Listed on the sign-in page, in this order, under this label. */
  readonly demonstration?: Text & { readonly order: number };
  readonly positions?: readonly PlaceItem[];
  readonly represents?: readonly {
    readonly business: string;
    readonly title?: string;
    readonly verified?: boolean;
  }[];
}

interface PlaceItem {
  readonly unit: string;
  readonly role: string;
  readonly title: Text;
  readonly main?: boolean;
}

interface BusinessItem {
  readonly key: string;
  readonly taxCode: string;
  readonly name: string;
  readonly nameEn?: string;
  readonly kind?: string;
  readonly address?: Record<string, string>;
  readonly phone?: string;
  readonly email?: string;
}

interface PeopleFile {
  /** The one password of all demonstration persons. */
  readonly password?: string;
  /** A table with one official and one place on each line. */
  readonly officials?: string;
  readonly businesses?: readonly BusinessItem[];
  readonly persons?: readonly PersonItem[];
}

const columns = [
  'account',
  'name',
  'gender',
  'birth_date',
  'id_number',
  'phone',
  'email',
  'unit',
  'role',
  'title_vi',
  'title_en',
] as const;

export interface People {
  readonly password: string;
  readonly businesses: readonly BusinessItem[];
  readonly persons: readonly Placed<PersonItem>[];
}

/**
 * `people.yaml`: made-up persons for the demonstration. They are checked always and written only when the program
 * runs a demonstration (on a loopback address); persons who are there already stay as they are.
 */
export const peoplePart: PackPart<People> = {
  name: 'people',
  after: ['units', 'roles', 'positions', 'separation'],
  async read(folder) {
    const file = (await folder.exists('people.yaml')) ? await folder.yaml<PeopleFile>('people.yaml') : undefined;
    if (!file) return { password: '', businesses: [], persons: [] };
    const named = (file.value.persons ?? []).map((value, i) => ({
      value: { ...value, ...(value.birthDate && { birthDate: String(value.birthDate) }) },
      file: file.file,
      line: file.line(['persons', i]),
    }));
    const table = file.value.officials ? await folder.table(file.value.officials, columns) : [];
    const officials = table.map(({ value: v, ...place }) => ({
      ...place,
      value: {
        account: v.account,
        kind: 'official' as const,
        name: v.name,
        gender: v.gender,
        birthDate: v.birth_date,
        idNumber: v.id_number,
        phone: v.phone,
        email: v.email,
        positions: [{ unit: v.unit, role: v.role, title: { vi: v.title_vi, en: v.title_en }, main: true }],
      },
    }));
    return {
      password: file.value.password ?? 'dinh',
      businesses: file.value.businesses ?? [],
      persons: [...named, ...officials],
    };
  },
  check({ persons, businesses }, others, folder) {
    const units = new Set((others('units') as UnitRow[]).map((row) => row.value.key));
    const roles = (others('roles') as PackDocument<{ roles: RoleItem[] }> | undefined)?.value.roles ?? [];
    checkPeople(persons, {
      units,
      roles: new Set(roles.map((role) => role.key)),
      businesses: new Set(businesses.map((b) => b.key)),
      folder,
    });
    const separation = others('separation') as PackDocument<SeparationRules> | undefined;
    checkSeparate(persons, {
      roles: new Map(roles.map((role) => [role.key, { permissions: permissionsOf(role) }])),
      rules: separation?.value.together ?? [],
      units: others('units') as UnitRow[],
      folder,
    });
  },
  async load(load, people) {
    if (!load.app.config.demonstration) return;
    await loadPersons(load, people);
    await loadPlaces(load, people);
    await load.tx.run(entitle());
    await loadBusinesses(load, people);
  },
  save: savePeople,
};

function checkPeople(
  persons: readonly Placed<PersonItem>[],
  known: { units: Set<string>; roles: Set<string>; businesses: Set<string>; folder: PackFolder },
): void {
  const accounts = new Set<string>();
  const numbers = new Set<string>();
  for (const { value: p, file, line } of persons) {
    const wrong = (reason: string) => known.folder.problem(file, line, reason);
    if (!p.account || !p.name) wrong('a person needs an account and a name');
    if (!['citizen', 'business', 'official'].includes(p.kind)) wrong(`kind "${p.kind}" is none of citizen, business, official`);
    if (accounts.has(p.account?.toLowerCase())) wrong(`account "${p.account}" stands twice`);
    if (p.idNumber && numbers.has(p.idNumber)) wrong(`identity number ${p.idNumber} stands twice`);
    accounts.add(p.account?.toLowerCase());
    if (p.idNumber) numbers.add(p.idNumber);
    for (const place of p.positions ?? []) {
      if (!known.units.has(place.unit)) wrong(`there is no unit "${place.unit}"`);
      if (!known.roles.has(place.role)) wrong(`there is no role "${place.role}"`);
      if (!place.title?.vi || !place.title.en) wrong(`the place of "${p.account}" needs a title in vi and en`);
    }
    for (const { business } of p.represents ?? [])
      if (!known.businesses.has(business)) wrong(`there is no business "${business}"`);
  }
}

async function loadPersons({ tx, now, report }: PackLoad, { persons, password }: People): Promise<void> {
  const there = await tx.all<{ account: string }>(
    sql`select lower(account) as account from identity.person where lower(account) = any(${persons.map((p) => p.value.account.toLowerCase())}::text[])`,
  );
  const known = new Set(there.map((row) => row.account));
  const added = persons.map((p) => p.value).filter((p) => !known.has(p.account.toLowerCase()));
  for (const { value } of persons)
    report('people', value.account, known.has(value.account.toLowerCase()) ? 'unchanged' : 'added');
  if (added.length === 0) return;
  // One hash for all: they are made up and share their password anyway, and each hash costs 30 ms.
  const hash = await hashPassword(password);
  const items = added.map((p) => ({
    id: newId(now.getTime()),
    kind: p.kind,
    name: p.name,
    id_number: p.idNumber || null,
    birth_date: p.birthDate || null,
    gender: p.gender || null,
    phone: p.phone || null,
    email: p.email || null,
    address: p.address ?? null,
    account: p.account,
    demonstration: p.demonstration ?? {},
  }));
  await tx.run(
    sql`insert into identity.person (id, kind, name, id_number, birth_date, gender, phone, email, address, account, password_hash,
          verified_level, origin, demonstration, created_at)
        select id, kind, name, id_number, birth_date, gender, phone, email, address, account, ${hash}, 1, 'pack', demonstration, ${now}
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (id uuid, kind text, name text, id_number text, birth_date date,
          gender text, phone text, email text, address jsonb, account text, demonstration jsonb)`,
  );
}

async function loadPlaces(load: PackLoad, { persons }: People): Promise<void> {
  const { tx, now } = load;
  const items = persons.flatMap(({ value: p }) =>
    (p.positions ?? []).map((place, i) => ({
      id: newId(now.getTime()),
      key: `${p.account}@${place.unit}/${place.role}`,
      account: p.account.toLowerCase(),
      unit: place.unit,
      role: place.role,
      title_vi: place.title.vi,
      title_en: place.title.en,
      main: place.main ?? i === 0,
    })),
  );
  const given = await tx.all<Given>(
    sql`insert into identity.position (id, key, person_id, unit_id, role, title_vi, title_en, main, valid_from, created_at)
        select i.id, i.key, p.id, u.id, i.role, i.title_vi, i.title_en, i.main, u.valid_from, ${now}
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (id uuid, key text, account text, unit text, role text,
          title_vi text, title_en text, main boolean)
          join identity.person p on lower(p.account) = i.account join identity.unit u on u.key = i.unit
        on conflict (key) do nothing returning person_id as person, unit_id as unit, role`,
  );
  await placesStaySeparate(load, given, persons);
}

async function loadBusinesses({ tx, now, today, report }: PackLoad, { businesses, persons }: People): Promise<void> {
  const items = businesses.map((b) => ({ ...b, id: newId(now.getTime()) }));
  const added = await tx.all<{ taxCode: string }>(
    sql`insert into identity.business (id, tax_code, name, name_en, kind, address, phone, email, created_at)
        select id, "taxCode", name, "nameEn", coalesce(kind, 'company'), address, phone, email, ${now}
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (id uuid, "taxCode" text, name text, "nameEn" text, kind text,
          address jsonb, phone text, email text)
        on conflict (tax_code) do nothing returning tax_code as "taxCode"`,
  );
  const fresh = new Set(added.map((row) => row.taxCode));
  for (const b of businesses) report('people', `business:${b.key}`, fresh.has(b.taxCode) ? 'added' : 'unchanged');
  const codes = new Map(businesses.map((b) => [b.key, b.taxCode]));
  const ties = persons.flatMap(({ value: p }) =>
    (p.represents ?? []).map((tie) => ({
      id: newId(now.getTime()),
      account: p.account.toLowerCase(),
      tax_code: codes.get(tie.business),
      title: tie.title ?? null,
      verified: tie.verified ?? false,
    })),
  );
  await tx.run(
    sql`insert into identity.representative (id, business_id, person_id, title, valid_from, verified, created_at)
        select i.id, b.id, p.id, i.title, ${today}::date, i.verified, ${now}
        from jsonb_to_recordset(${JSON.stringify(ties)}::jsonb) as i (id uuid, account text, tax_code text, title text, verified boolean)
          join identity.person p on lower(p.account) = i.account join identity.business b on b.tax_code = i.tax_code
        on conflict (business_id, person_id) where valid_to is null do nothing`,
  );
}
