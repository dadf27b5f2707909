import {
  type App,
  type Definition,
  type DefinitionKind,
  type DefinitionProblem,
  inWords,
  localDate,
  sourceText,
  told,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { rulesFile } from '../pack/rules-file.ts';

/** Where a rule does not hold, and why that is right: a commune's desk with one official has nobody to hand things to. */
const Exception = Type.Object(
  {
    levels: Type.Optional(
      Type.Array(
        Type.String(),
        told('Cấp của cơ quan', 'Levels of the agency', {
          hint: { vi: 'của đơn vị hoặc một đơn vị cấp trên', en: 'of the unit or of one above it' },
        }),
      ),
    ),
    kinds: Type.Optional(Type.Array(Type.String(), told('Loại đơn vị', 'Kinds of unit'))),
    most: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        ...told('Nhiều nhất bao nhiêu người trong đơn vị', 'At most so many officials in the unit'),
      }),
    ),
    why: inWords('Lý do', 'Reason', {}, 1),
    source: sourceText,
  },
  told('Ngoại lệ', 'Exception'),
);
export type Exception = Static<typeof Exception>;

const Permissions = (vi: string, en: string) =>
  Type.Array(
    Type.String({
      pattern: '^[a-z-]+\\.[a-z-]+$',
      ...told('Quyền', 'Permission', { names: 'permission' }),
    }),
    {
      minItems: 1,
      ...told(vi, en),
    },
  );

const Act = Type.Object(
  {
    operation: Type.String({ pattern: '^[a-z-]+\\.[a-z-]+$', ...told('Việc', 'Operation', { as: 'code' }) }),
    where: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Array(Type.String()),
        told('Chỉ khi', 'Only where', {
          hint: {
            vi: 'bước, kết quả như nhật ký ghi',
            en: 'step, outcome, as the audit trail notes them',
          },
        }),
      ),
    ),
  },
  told('Việc', 'Act'),
);
export type Act = Static<typeof Act>;
const Acts = (vi: string, en: string) => Type.Array(Act, { minItems: 1, ...told(vi, en) });

const head = {
  key: Type.String({ pattern: '^[a-z0-9-]{1,60}$', ...told('Mã', 'Key', { as: 'code' }) }),
  name: inWords('Quy tắc', 'Rule', {}, 1),
};
const tail = {
  exceptions: Type.Optional(Type.Array(Exception, told('Ngoại lệ', 'Exceptions'))),
  source: sourceText,
};

/** What one person must not hold together, and must not do on one record; `separation.yaml` of a pack. */
export const SeparationRules = Type.Object({
  source: Type.Optional(Type.String()),
  together: Type.Array(
    Type.Object({
      ...head,
      one: Permissions('Quyền', 'Permissions'),
      other: Permissions('và quyền', 'and permissions'),
      ...tail,
    }),
    told('Không giữ cùng lúc', 'Not held together'),
  ),
  acts: Type.Array(
    Type.Object({
      ...head,
      one: Acts('Đã làm', 'Who did'),
      other: Acts('thì không làm', 'does not do'),
      ...tail,
    }),
    told('Không làm trên cùng một hồ sơ', 'Not done on the same record'),
  ),
});
export type SeparationRules = Static<typeof SeparationRules>;
export type TogetherRule = SeparationRules['together'][number];
export type ActRule = SeparationRules['acts'][number];

export const noSeparation: SeparationRules = { together: [], acts: [] };
const key = 'province';

export const separationKind: DefinitionKind<SeparationRules> = {
  kind: 'separation',
  title: { vi: 'Tách nhiệm vụ', en: 'Separation of duties' },
  schema: SeparationRules,
  check({ together, acts }) {
    const seen = new Set<string>();
    const problems: DefinitionProblem[] = [];
    for (const [list, rules] of [
      ['together', together],
      ['acts', acts],
    ] as const)
      rules.forEach((rule, i) => {
        const wrong = (path: string, vi: string, en: string) =>
          problems.push({ path: `${list}.${i}.${path}`, reason: { vi, en } });
        if (seen.size === seen.add(rule.key).size) wrong('key', `“${rule.key}” có hai lần`, `“${rule.key}” stands twice`);
        rule.exceptions?.forEach(({ levels, kinds, most }, n) => {
          if (!levels && !kinds && most === undefined)
            wrong(
              `exceptions.${n}`,
              'ngoại lệ phải nói ở cấp nào, loại đơn vị nào hoặc nhiều nhất mấy người',
              'an exception says for which levels, kinds of unit or number of officials',
            );
        });
      });
    together.forEach(({ one, other }, i) => {
      const both = one.find((permission) => other.includes(permission));
      if (both)
        problems.push({
          path: `together.${i}.other`,
          reason: { vi: `“${both}” đứng ở cả hai vế`, en: `“${both}” stands on both sides` },
        });
    });
    return problems;
  },
  editing: 'studio.edit-rules',
  publishing: 'studio.publish-definition',
};

/** `separation.yaml` becomes the definition `separation/province`. */
export const separationPart = rulesFile<SeparationRules>('separation', key, separationKind);

/** The rules of the day, with the version they stand in; without a pack there are none. */
export async function separationRules(app: App, now: Date): Promise<Definition<SeparationRules> | undefined> {
  return app.definitions.at<SeparationRules>('separation', key, localDate(now));
}
