import { clean, command, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { unitNotFound } from '../errors.ts';
import { directoryChanged } from '../pack/units.ts';
import { email, line, nullable, unitId } from '../fields.ts';

/**
 * Changes how a unit is found and reached. Its identifier and place in the tree change only by succession.
 * A pack that is loaded later no longer overwrites it. An absent field stays, `null` empties it.
 * @throws unitNotFound also when out of reach.
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
  }),
  output: shape({}),
  subject: (input) => `unit:${input.unit}`,
  async run(ctx, { unit, ...input }) {
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
    await directoryChanged(ctx.db);
    ctx.db.afterCommit(() => ctx.app.revisions.forget());
    ctx.note(input);
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
