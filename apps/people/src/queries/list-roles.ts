import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { text } from '../fields.ts';

/** Roles with their permissions and how many hold them today; for the matrix of who may do what. */
export const listRoles = query({
  name: 'people.list-roles',
  title: { vi: 'Vai trò và quyền', en: 'Roles and permissions' },
  may: 'people.view-person',
  input: shape({}),
  output: shape({
    roles: Type.Array(
      shape({
        key: Type.String(),
        name: text,
        place: Type.String(),
        source: Type.String(),
        holders: Type.Integer(),
        /** An officer has edited it: a pack does not overwrite it. */
        edited: Type.Boolean(),
        retiredOn: Type.Union([Type.String(), Type.Null()]),
        version: Type.Integer(),
        permissions: Type.Array(
          shape({
            permission: Type.String(),
            scope: Type.String(),
            procedures: Type.Optional(Type.Array(Type.String())),
            under: Type.Optional(Type.Array(Type.String())),
            fields: Type.Optional(Type.Array(Type.String())),
            classes: Type.Optional(Type.Array(Type.String())),
            when: Type.Optional(Type.String()),
            steps: Type.Optional(Type.Array(Type.String())),
          }),
        ),
      }),
    ),
  }),
  async run(ctx) {
    const today = localDate(ctx.now);
    const roles = await ctx.db.all<never>(
      sql`select r.key, json_build_object('vi', r.name_vi, 'en', r.name_en) as name, r.place, r.source, r.permissions, r.edited, r.retired_on::text as "retiredOn", r.version,
                 (select count(distinct o.person_id)::int from identity.v_official o where o.role = r.key and o.state = 'active'
                   and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)) as holders
          from identity.v_role r order by r.place, r.key`,
    );
    return { roles };
  },
});

/** The names of all roles, for whoever reads the directory. */
export const listRoleNames = query({
  name: 'people.list-role-names',
  title: { vi: 'Tên các vai trò', en: 'Names of roles' },
  may: 'people.view-directory',
  input: shape({}),
  output: shape({ roles: Type.Array(shape({ key: Type.String(), name: text })) }),
  async run(ctx) {
    const roles = await ctx.db.all<never>(
      sql`select key, json_build_object('vi', name_vi, 'en', name_en) as name from identity.v_role order by key`,
    );
    return { roles };
  },
});
