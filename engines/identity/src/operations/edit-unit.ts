import { clean, command, isDay, localDate, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { dayWrong, unitNotFound } from '../errors.ts';
import { keepVersions } from '../organisation/versions.ts';
import { directoryChanged } from '../pack/units.ts';
import { day, email, line, nullable, unitId } from '../fields.ts';

/**
 * Changes how a unit is found and reached. Its identifier and place in the tree change only by succession.
 * A pack that is loaded later no longer overwrites it. An absent field stays, `null` empties it. A name is put right, for
 * all the time it has stood; with `from` it is a new one, and the old name stays in the history until that day.
 * @throws unitNotFound also when out of reach; dayWrong `from` is no day, lies ahead, or before the last change
 */
export const editUnit = command({
  name: 'identity.edit-unit',
  title: { vi: 'Sửa thông tin cơ quan, đơn vị', en: 'Change the details of a unit' },
  may: 'people.manage-unit',
  input: shape({
    unit: unitId,
    nameVi: Type.Optional(line(300, 2)),
    nameEn: Type.Optional(line(300, 2)),
    address: Type.Optional(nullable(line(300))),
    phone: Type.Optional(nullable(line(60))),
    email: Type.Optional(nullable(email)),
    hoursVi: Type.Optional(nullable(line(300))),
    hoursEn: Type.Optional(nullable(line(300))),
    from: Type.Optional(day),
    /** The decision on which a new name rests. */
    basis: Type.Optional(line(300)),
  }),
  output: shape({}),
  subject: (input) => `unit:${input.unit}`,
  async run(ctx, { unit, from, basis, ...input }) {
    if (from !== undefined && (!isDay(from) || from > localDate(ctx.now))) throw dayWrong();
    const text = (value: string | null) => (value === null ? null : clean(value));
    const set = [
      sql`edited = true`,
      ...Object.entries(columns)
        .filter(([field]) => input[field as keyof typeof input] !== undefined)
        .map(([field, column]) => sql`${sql.id(column)} = ${text(input[field as keyof typeof input]!)}`),
    ];
    const changed = await ctx.db.run(
      sql`update identity.unit u set ${sql.join(set)} where u.id = ${unit} and ${where(reach(ctx.principal, 'people.manage-unit'), { unit: sql`u.id` })}`,
    );
    if (changed === 0) throw unitNotFound();
    if (from !== undefined) {
      const later = await ctx.db.maybe(
        sql`select from identity.unit_version where unit_id = ${unit} and valid_from > ${from}::date limit 1`,
      );
      if (later) throw dayWrong();
    }
    await keepVersions(ctx.db, from, basis ?? null);
    await directoryChanged(ctx.db);
    ctx.db.afterCommit(() => ctx.app.revisions.forget());
    ctx.note({ ...input, from, basis });
    ctx.emit({ name: 'identity.unit-changed', key: String(unit), topics: [`unit:${unit}`] });
    return {};
  },
});

const columns = {
  nameVi: 'name_vi',
  nameEn: 'name_en',
  address: 'address',
  phone: 'phone',
  email: 'email',
  hoursVi: 'hours_vi',
  hoursEn: 'hours_en',
};
