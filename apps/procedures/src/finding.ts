import { type DefinitionKind, type DefinitionProblem, inCode, inWords, sourceText, type Surroundings, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

/** A door by which people find procedures without knowing the agency. */
export const LifeEvent = Type.Object({
  key: inCode('Mã', 'Key'),
  audience: Type.Union(
    [Type.Literal('citizen', told('công dân', 'citizens')), Type.Literal('business', told('doanh nghiệp', 'businesses'))],
    told('Dành cho', 'For'),
  ),
  order: Type.Integer({ minimum: 1, maximum: 999, ...told('Thứ tự', 'Place in the list') }),
  name: inWords('Sự kiện', 'Life event', undefined, 1),
  hint: Type.Optional(inWords('Gợi ý', 'Hint')),
  topics: Type.Array(
    Type.Object({
      key: inCode('Mã', 'Key'),
      name: inWords('Chủ đề', 'Topic', undefined, 1),
      procedures: Type.Array(
        Type.Object({
          procedure: Type.String(told('Thủ tục', 'Procedure', { names: 'procedure' })),
          source: sourceText,
        }),
        told('Các thủ tục', 'Procedures', { one: { vi: 'thủ tục', en: 'a procedure' } }),
      ),
    }),
    told('Chủ đề', 'Topics', { one: { vi: 'chủ đề', en: 'a topic' } }),
  ),
  source: sourceText,
});
export type LifeEvent = Static<typeof LifeEvent>;

/** What people say and what the catalogue says; the search folds both. */
export const Synonyms = Type.Object({
  words: Type.Array(
    Type.Object({
      phrase: Type.String({ minLength: 1, maxLength: 200, ...told('Người dân nói', 'People say') }),
      means: Type.String({ minLength: 1, maxLength: 200, ...told('Danh mục ghi', 'The catalogue says') }),
      source: sourceText,
    }),
    told('Từ đồng nghĩa', 'Synonyms', { one: { vi: 'từ đồng nghĩa', en: 'a synonym' } }),
  ),
});
export type Synonyms = Static<typeof Synonyms>;
/** The one definition of its kind. */
export const synonymsKey = 'province';

/** A topic stands once, and each procedure behind it is in the catalogue. */
async function checkLifeEvent({ topics }: LifeEvent, { others }: Surroundings): Promise<DefinitionProblem[]> {
  const known = new Set((await others('procedure')).map((one) => one.key));
  return topics.flatMap(({ key, procedures }, i) => [
    ...(topics.findIndex((one) => one.key === key) === i
      ? []
      : [
          {
            path: `topics.${i}.key`,
            reason: { vi: `chủ đề “${key}” được ghi hai lần`, en: `the topic “${key}” stands twice` },
          },
        ]),
    ...procedures.flatMap(({ procedure }, p) =>
      known.has(procedure)
        ? []
        : [
            {
              path: `topics.${i}.procedures.${p}.procedure`,
              reason: {
                vi: `không có thủ tục “${procedure}” đang hiệu lực`,
                en: `there is no procedure “${procedure}” in force`,
              },
            },
          ],
    ),
  ]);
}

const may = { editing: 'procedures.edit-procedure', publishing: 'procedures.publish-procedure' } as const;

/** How people find a procedure, as dated versions. */
export const findingKinds: readonly DefinitionKind[] = [
  {
    kind: 'life-event',
    title: { vi: 'Sự kiện đời sống', en: 'Life event' },
    schema: LifeEvent,
    check: checkLifeEvent,
    ...may,
  },
  {
    kind: 'synonyms',
    title: { vi: 'Từ đồng nghĩa khi tìm kiếm', en: 'Synonyms of the search' },
    schema: Synonyms,
    ...may,
  },
];
