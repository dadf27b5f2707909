import { command, isDuplicate, localDate, newReference, query, type Queries, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { accountTaken, administratorRoleUnclear, personExists, roleNotFound, unitNotFound } from '../errors.ts';
import { accountName, email, idNumber, line, moment, personName, phone, plainPhone, uuid } from '../fields.ts';
import { hashPassword } from '../sign-in/password.ts';
import { passwordDays } from './administer-person.ts';

/**
 * Makes the one who gives all others their places: a province begins without any account, and whoever runs the program, and so
 * holds its database anyway, names the first. The password that comes out is good for seven days and is changed at the first
 * sign-in. It stands in the audit trail as done by the program; monitoring hears of the place as of any other.
 * @param input `unit`: key of a unit, the topmost when absent. `role`: one that gives places in the whole province; the only
 * one when absent
 * @throws accountTaken; personExists the number is somebody's; unitNotFound; roleNotFound there is none, or it gives no places everywhere;
 * administratorRoleUnclear several do; heldTogether by separation of duties
 */
export const makeAdministrator = command({
  name: 'identity.make-administrator',
  title: { vi: 'Tạo quản trị viên', en: 'Make an administrator' },
  may: 'system',
  api: false,
  secret: true,
  input: shape({
    account: accountName,
    name: personName,
    idNumber: Type.Optional(idNumber),
    email: Type.Optional(email),
    phone: Type.Optional(phone),
    unit: Type.Optional(line(120)),
    role: Type.Optional(line(60)),
  }),
  output: shape({
    person: uuid,
    account: Type.String(),
    password: Type.String(),
    until: moment,
    role: Type.String(),
    unit: Type.String(),
  }),
  subject: (_, output) => `person:${output.person}`,
  async prepare() {
    const password = newReference(12).toLowerCase();
    return { password, hash: await hashPassword(password) };
  },
  async run(ctx, input, { password, hash }) {
    const person = ctx.newId();
    const until = new Date(ctx.now.getTime() + passwordDays * 24 * 3_600_000);
    const [role, unit] = [await roleOf(ctx.db, input.role), await unitOf(ctx.db, localDate(ctx.now), input.unit)];
    try {
      await ctx.db.run(
        sql`insert into identity.person (id, kind, name, id_number, phone, email, account, password_hash, password_until, origin, created_at)
            values (${person}, 'official', ${input.name}, ${input.idNumber ?? null}, ${input.phone ? plainPhone(input.phone) : null},
              ${input.email ?? null}, ${input.account}, ${hash}, ${until}, 'personnel', ${ctx.now})`,
      );
    } catch (error) {
      if (isDuplicate(error, 'person_id_number')) throw personExists({}, { cause: error });
      if (isDuplicate(error)) throw accountTaken({}, { cause: error });
      throw error;
    }
    await ctx.call('identity.give-position', { person, unit: unit.id, role, main: true });
    ctx.emit({ name: 'identity.person-registered', key: person });
    return { person, account: input.account, password, until, role, unit: unit.name };
  },
});

/** Roles by which one gives places in the whole province: what makes an administrator. */
const administers = sql`r.place = 'unit' and r.retired_on is null
  and r.permissions @> '[{"permission": "people.manage-position", "scope": "all"}]'`;

async function roleOf(db: Queries, wanted: string | undefined): Promise<string> {
  const roles = await db.all<{ key: string }>(sql`select r.key from identity.role r where ${administers} order by r.key`);
  const found = roles.filter(({ key }) => wanted === undefined || key === wanted);
  if (found.length === 0) throw roleNotFound();
  if (found.length > 1) throw administratorRoleUnclear({ roles: found.map(({ key }) => key).join(', ') });
  return found[0]!.key;
}

async function unitOf(db: Queries, today: string, wanted: string | undefined) {
  const which = wanted === undefined ? sql`u.parent_id is null` : sql`u.key = ${wanted}`;
  const found = await db.maybe<{ id: number; name: string }>(
    sql`select u.id, u.name_vi as name from identity.v_unit u where ${which} and u.valid_from <= ${today}::date and (u.valid_to is null or u.valid_to > ${today}::date)
        order by u.code limit 1`,
  );
  if (!found) throw unitNotFound();
  return found;
}

/** Whether anybody who can sign in here gives places in the whole province: until then nobody can be given any. */
export const hasAdministrator = query({
  name: 'identity.has-administrator',
  title: { vi: 'Đã có quản trị viên chưa', en: 'Whether there is an administrator' },
  may: 'system',
  api: false,
  input: shape({}),
  output: shape({ any: Type.Boolean() }),
  run: ({ db, app, now }) =>
    db.one<{ any: boolean }>(
      sql`select exists (select from identity.position o join identity.person p on p.id = o.person_id join identity.role r on r.key = o.role
            where ${administers} and p.state = 'active' and (p.demonstration is null or ${app.config.demonstration})
              and o.valid_from <= ${localDate(now)}::date and (o.valid_to is null or o.valid_to > ${localDate(now)}::date)) as any`,
    ),
});
