import { type App, dayAfter, isDay, localDate, type Queries, sql } from '@dinh/kernel';
import type { PositionTitle } from '../organisation/position-title.ts';
import { plainPhone } from '../fields.ts';
import { meant } from './nearest.ts';
import { Row } from './rows.ts';

interface Known {
  number: string;
  id: string;
  name: string;
  state: string;
  birth: string | null;
  gender: string | null;
  phone: string | null;
  email: string | null;
  account: string | null;
  verified: boolean;
}
interface Held {
  id: string;
  person: string | null;
  name: string;
  unit: number;
  role: string;
  until: string | null;
}

const genders: Readonly<Record<string, string>> = {
  nam: 'male',
  male: 'male',
  nữ: 'female',
  nu: 'female',
  female: 'female',
  khác: 'other',
  other: 'other',
};

/**
 * Looks at all lines of a table of officials as things stand now: what is wrong, new, changed, unchanged. Each line is one place of one
 * person, known by their identity number; whoever holds several stands on several lines.
 * @param complete places in the units of the file that it does not name end
 * @returns the lines, behind them the places that end
 */
export async function checkOfficials(app: App, db: Queries, rows: Row[], complete: boolean, now: Date): Promise<Row[]> {
  const today = localDate(now);
  const numbers = [...new Set(rows.map((row) => row.get('idNumber') ?? ''))];
  const accounts = [...new Set(rows.flatMap((row) => row.get('account')?.toLowerCase() ?? []))];
  const [people, taken, units, roles, titles] = await Promise.all([
    db.all<Known>(
      sql`select id_number as number, id, name, state, birth_date::text as birth, gender, phone, email, account, verified_level > 0 as verified
          from identity.person where id_number = any(${numbers}::text[])`,
    ),
    db.all<{ account: string; number: string | null }>(
      sql`select lower(account) as account, id_number as number from identity.person where lower(account) = any(${accounts}::text[])`,
    ),
    db.all<{ id: number; code: string; key: string; from: string; to: string | null }>(
      sql`select id, code, key, valid_from::text as "from", valid_to::text as "to" from identity.unit where valid_to is null or valid_to > ${today}::date`,
    ),
    db.all<{ key: string }>(sql`select key from identity.role where place = 'unit'`),
    app.definitions.inForce<PositionTitle>('position-title', today),
  ]);
  const held = await db.all<Held>(
    sql`select o.id, p.id_number as person, p.name, o.unit_id as unit, o.role, o.valid_to::text as until from identity.position o join identity.person p on p.id = o.person_id
        where o.acting_as is null and (o.valid_to is null or o.valid_to > ${today}::date)
          and (p.id_number = any(${numbers}::text[]) or ${complete})`,
  );
  const seen = {
    people: new Map(people.map((one) => [one.number, one])),
    accounts: new Map(taken.map((one) => [one.account, one.number])),
    units: new Map(units.flatMap((unit) => [[unit.code.toLowerCase(), unit] as const, [unit.key.toLowerCase(), unit] as const])),
    roles: new Set(roles.map(({ key }) => key)),
    titles: new Map(titles.map(({ key, body }) => [key, body])),
    held: new Map(held.map((one) => [`${one.person}/${one.unit}/${one.role}`, one])),
    names: new Map<string, string>(),
    places: new Map<string, number>(),
  };
  for (const row of rows) judge(row, seen, today);
  return complete ? [...rows, ...endings(rows, held, seen.units)] : rows;
}

const noUnit = {
  vi: 'Không có đơn vị với mã này; mã có trong Danh mục đơn vị.',
  en: 'There is no unit with this code; codes stand in the list of units.',
};
const noRole = {
  vi: 'Không có vai trò với mã này; mã có trong tệp tải về của mục Vai trò, quyền.',
  en: 'There is no role with this key; keys stand in the download of roles and permissions.',
};

interface Seen {
  people: ReadonlyMap<string, Known>;
  accounts: ReadonlyMap<string, string | null>;
  units: ReadonlyMap<string, { id: number; from: string }>;
  roles: ReadonlySet<string>;
  titles: ReadonlyMap<string, PositionTitle>;
  held: ReadonlyMap<string, Held>;
  names: Map<string, string>;
  places: Map<string, number>;
}

function judge(row: Row, seen: Seen, today: string): void {
  const number = row.get('idNumber') ?? '';
  if (!/^\d{12}$/.test(number))
    row.wrong(
      'idNumber',
      'Số định danh phải có đúng 12 chữ số. Trong Excel, định dạng cột là Văn bản để không mất số 0 ở đầu.',
      'An identity number has 12 digits. In Excel, make the column Text so that leading zeros stay.',
    );
  const name = row.get('name');
  if (!name || name.length < 2 || name.length > 120)
    row.wrong('name', 'Họ và tên phải có từ 2 đến 120 ký tự.', 'A name has 2 to 120 characters.');
  const before = seen.names.get(number);
  if (name && before !== undefined && before !== name)
    row.wrong(
      'name',
      `Số định danh này ở dòng khác mang tên “${before}”.`,
      `On another line this number has the name “${before}”.`,
    );
  if (name) seen.names.set(number, before ?? name);
  judgeFacts(row);
  const account = row.get('account')?.toLowerCase();
  if (account !== undefined && !/^[a-z0-9][a-z0-9._-]{1,59}$/.test(account))
    row.wrong(
      'account',
      'Tài khoản chỉ gồm chữ thường không dấu, số, dấu chấm, gạch.',
      'An account has small letters, digits, dots and dashes.',
    );
  const owner = account === undefined ? undefined : seen.accounts.get(account);
  if (owner !== undefined && owner !== number)
    row.wrong('account', 'Tài khoản này là của người khác.', 'This account is somebody else’s.');
  const unit = seen.units.get((row.get('unit') ?? '').toLowerCase());
  if (!unit) {
    const near = meant(row.get('unit'), seen.units.keys());
    row.wrong('unit', `${noUnit.vi}${near.vi}`, `${noUnit.en}${near.en}`);
  }
  const role = row.get('role') ?? '';
  if (!seen.roles.has(role)) {
    const near = meant(role, seen.roles);
    row.wrong('role', `${noRole.vi}${near.vi}`, `${noRole.en}${near.en}`);
  }
  const title = row.get('titleKey');
  if (title !== undefined && !seen.titles.get(title)?.roles.includes(role))
    row.wrong('titleKey', 'Danh mục không có chức danh này cho vai trò đó.', 'The catalogue has no such title for this role.');
  const from = row.get('from');
  const until = row.get('until');
  for (const key of ['from', 'until'] as const) {
    const day = row.get(key);
    if (day !== undefined && !isDay(day)) row.wrong(key, 'Ngày này không có trong lịch.', 'There is no such day.');
  }
  if (from && until && until < from) row.wrong('until', 'Ngày cuối phải sau ngày đầu.', 'The last day comes after the first.');
  if (unit) {
    const place = `${number}/${unit.id}/${role}`;
    const other = seen.places.get(place);
    if (other !== undefined)
      row.wrong(
        'unit',
        `Trùng với dòng ${other}: cùng người, đơn vị và vai trò.`,
        `The same as line ${other}: person, unit and role.`,
      );
    seen.places.set(place, other ?? row.number);
    row.fields['unitId'] = String(unit.id);
  }
  if (row.change !== 'wrong' && unit) compare(row, seen, unit.id, today);
}

function judgeFacts(row: Row): void {
  const born = row.get('birthDate');
  if (born !== undefined && (!isDay(born) || born < '1880-01-01'))
    row.wrong('birthDate', 'Ngày sinh không có trong lịch.', 'There is no such birth date.');
  const gender = row.get('gender');
  if (gender !== undefined) {
    const known = genders[gender.toLowerCase()];
    if (known === undefined) row.wrong('gender', 'Giới tính: Nam, Nữ hoặc Khác.', 'Gender: male, female or other.');
    else row.fields['gender'] = known;
  }
  const phone = row.get('phone');
  if (phone !== undefined) {
    row.fields['phone'] = plainPhone(phone);
    if (!/^0\d{7,14}$/.test(row.fields['phone']) && !/^\+\d{8,15}$/.test(row.fields['phone']))
      row.wrong(
        'phone',
        'Số điện thoại phải bắt đầu bằng số 0 hoặc dấu +, có từ 8 chữ số. Trong Excel, định dạng cột là Văn bản để không mất số 0 ở đầu.',
        'A telephone number begins with 0 or +, and has 8 digits or more. In Excel, make the column Text so that leading zeros stay.',
      );
  }
  const email = row.get('email');
  if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    row.wrong('email', 'Địa chỉ thư điện tử không đúng.', 'The e-mail address is wrong.');
}

function compare(row: Row, seen: Seen, unit: number, today: string): void {
  const person = seen.people.get(row.get('idNumber')!);
  const place = seen.held.get(`${row.get('idNumber')}/${unit}/${row.get('role')}`);
  const until = row.get('until');
  const over = until !== undefined && until < today;
  if (person?.state === 'closed')
    return row.wrong('idNumber', 'Bản ghi của người này đã đóng.', 'The record of this person is closed.');
  if (!person) row.differs('person', 'new');
  else {
    const facts = {
      name: person.name,
      birthDate: person.birth,
      gender: person.gender,
      phone: person.phone,
      email: person.email,
      account: person.account,
    };
    for (const [key, is] of Object.entries(facts)) {
      const said = row.get(key);
      if (said === undefined || said === is || (key === 'account' && said.toLowerCase() === is?.toLowerCase())) continue;
      if (person.verified && ['name', 'birthDate', 'gender'].includes(key))
        row.wrong(
          key,
          `Khác với giấy tờ đã đối chiếu (${is ?? 'trống'}). Sửa ở quầy với giấy tờ.`,
          `Not as the papers say that were seen (${is ?? 'empty'}). It is changed at a desk.`,
        );
      else row.differs(key, 'changed', is);
    }
  }
  if (!place && !over) row.differs('position');
  if (place && until !== undefined && dayAfter(until) !== place.until)
    row.differs('until', over || until >= today ? 'changed' : 'unchanged');
}

function endings(rows: readonly Row[], held: readonly Held[], units: ReadonlyMap<string, { id: number }>): Row[] {
  const named = new Set(rows.map((row) => `${row.get('idNumber')}/${row.get('unitId')}/${row.get('role')}`));
  const touched = new Set(rows.map((row) => Number(row.get('unitId') ?? 0)));
  const codes = new Map([...units].map(([code, { id }]) => [id, code]));
  let number = Math.max(1, ...rows.map((row) => row.number));
  return held
    .filter((one) => touched.has(one.unit) && !named.has(`${one.person}/${one.unit}/${one.role}`))
    .map((one) => {
      const row = new Row(
        ++number,
        {
          position: one.id,
          name: one.name,
          idNumber: one.person ?? '',
          unit: codes.get(one.unit) ?? '',
          unitId: String(one.unit),
          role: one.role,
        },
        new Map(),
      );
      row.differs('ends', 'ended');
      return row;
    });
}
