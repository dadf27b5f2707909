import { checker, type DefinitionKind, type PackPart, type Placed, shape, sourceText, type Sql, sql, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const words = Type.String({ minLength: 2, maxLength: 200, pattern: '^[^\\u0000-\\u001f]*$' });

/** A title of the province's catalogue: what holders of a place are called. */
const PositionTitle = shape({
  key: Type.String({
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
    maxLength: 60,
    ...told('Mã', 'Key', { as: 'code' }),
  }),
  name: Type.Object({ vi: words, en: words }, { additionalProperties: false, ...told('Tên chức danh', 'Title') }),
  /** Under which roles it is given. */
  roles: Type.Array(Type.String({ maxLength: 60, ...told('Vai trò', 'Role', { names: 'role' }) }), {
    minItems: 1,
    uniqueItems: true,
    ...told('Dùng cho các vai trò', 'Given under the roles', { one: { vi: 'vai trò', en: 'a role' } }),
  }),
  /** Its holder heads the unit, or deputises for the head. */
  head: Type.Optional(
    Type.Union(
      [Type.Literal('head', told('cấp trưởng', 'head')), Type.Literal('deputy', told('cấp phó', 'deputy'))],
      told('Đứng đầu đơn vị', 'Heads the unit'),
    ),
  ),
  /** Place in lists of people: small ones first. */
  rank: Type.Integer({ minimum: 1, maximum: 999, ...told('Thứ tự trong danh sách', 'Place in lists') }),
  source: sourceText,
});
export type PositionTitle = Static<typeof PositionTitle>;

export const positionTitleKind: DefinitionKind<PositionTitle> = {
  kind: 'position-title',
  title: { vi: 'Chức danh', en: 'Title of a position' },
  schema: PositionTitle,
  check: (body, { key }) =>
    body.key === key
      ? []
      : [
          {
            path: 'key',
            reason: {
              vi: `mã phải là “${key}” như tên của nội dung`,
              en: `the key must be “${key}”, under which it stands`,
            },
          },
        ],
  editing: 'people.manage-position',
  publishing: 'studio.publish-definition',
};

/** `positions.yaml`: the catalogue of titles. */
export const positionTitlesPart: PackPart<Placed<PositionTitle>[]> = {
  name: 'positions',
  after: ['roles'],
  async read(folder) {
    if (!(await folder.exists('positions.yaml'))) return [];
    const file = await folder.yaml<{ positions?: PositionTitle[] }>('positions.yaml');
    const fits = checker(PositionTitle);
    const items = (file?.value.positions ?? []).map((value, i) => ({
      value,
      file: file!.file,
      line: file!.line(['positions', i]),
    }));
    for (const { value, ...at } of items)
      for (const { instancePath, message } of fits.Check(value) ? [] : fits.Errors(value))
        folder.problem(at.file, at.line, `${instancePath || 'title'}: ${message}`);
    return items;
  },
  check(items, others, folder) {
    const roles: { key: string }[] = others('roles')?.value.roles ?? [];
    const known = new Set(roles.map(({ key }) => key));
    for (const { value, file, line } of items)
      for (const role of value.roles) if (!known.has(role)) folder.problem(file, line, `there is no role "${role}"`);
  },
  async load(load, items) {
    for (const { value } of items)
      await load.define('positions', {
        kind: positionTitleKind.kind,
        key: value.key,
        body: value,
        source: value.source,
      });
  },
  async save(save) {
    const titles = await save.definitions<PositionTitle>(positionTitleKind.kind);
    save.yaml('positions.yaml', {
      positions: titles.map(({ body }) => body).sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1)),
    });
  },
};

/**
 * Whether a place `o` of `identity.v_official` is a deputy's on a day, as the catalogue of titles says it (NĐ 30/2020 Phụ lục I, II.7):
 * deputies hold the head's role, so that the role does not tell them. One whose title is in no catalogue is none.
 */
export const isDeputy = (day: string): Sql =>
  sql`coalesce((select d.body->>'head' = 'deputy' from kernel.v_definition d where d.kind = 'position-title' and d.key = o.title_key
        and d.effective_from <= ${day}::date and (d.effective_to is null or d.effective_to > ${day}::date) order by d.version desc limit 1), false)`;

/**
 * Tells by which title of the catalogue a place is held, where its text begins with one: the longest that fits.
 * @param places which; all when absent
 */
export const entitle = (places?: readonly string[]): Sql => sql`update identity.position o set title_key = t.key
  from (select distinct on (p.id) p.id, d.key from identity.position p
          join kernel.v_definition d on d.kind = 'position-title' and d.effective_to is null
            and d.body->'roles' ? p.role and starts_with(p.title_vi, d.body->'name'->>'vi')
        where p.title_key is null and ${places ? sql`p.id = any(${[...places]}::uuid[])` : sql`true`}
        order by p.id, length(d.body->'name'->>'vi') desc) t
  where t.id = o.id`;
