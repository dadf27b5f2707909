import { checkForm, type FormDefinition, PageDefinition } from '@dinh/forms';
import {
  bodyChecksum,
  type Definition,
  type DefinitionKind,
  type DefinitionProblem,
  inCode,
  sourceText,
  type Surroundings,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';

/** Pages that several forms share: who applies, how the result is delivered, the declaration. */
export const FormBlock = Type.Object({
  key: inCode('Mã', 'Key'),
  source: sourceText,
  pages: Type.Array(PageDefinition, { minItems: 1 }),
});
export type FormBlock = Static<typeof FormBlock>;

type Pages = FormDefinition['pages'];

/** Where the pages of a block stand in a form as the block has them, unchanged; -1 when they do not. */
export function placeOf({ key, pages: wanted }: FormBlock, pages: Pages): number {
  const at = pages.findIndex((page) => page.block === key);
  const there = pages.slice(at, at + wanted.length).map(({ block: _from, ...page }) => page);
  const own = wanted.map(({ block: _from, ...page }) => page);
  return at >= 0 && bodyChecksum(there) === bodyChecksum(own) ? at : -1;
}

/** The forms that have the block as it was, with the block as it is now. A form that has made it its own stays. */
async function formsWith(
  before: FormBlock | undefined,
  after: FormBlock,
  { others }: Pick<Surroundings, 'others'>,
): Promise<Pick<Definition<FormDefinition>, 'kind' | 'key' | 'body'>[]> {
  if (!before || bodyChecksum(before.pages) === bodyChecksum(after.pages)) return [];
  return (await others<FormDefinition>('form')).flatMap(({ kind, key, body }) => {
    const at = placeOf(before, body.pages);
    if (at < 0) return [];
    const made = after.pages.map((page) => ({ ...page, block: after.key }));
    const pages = body.pages.toSpliced(at, before.pages.length, ...made);
    return [{ kind, key, body: { ...body, pages } }];
  });
}

/** Every form that has the block must still be right with it. */
async function checkBlock(block: FormBlock, around: Surroundings): Promise<DefinitionProblem[]> {
  const blocks = await around.others<FormBlock>('form-block');
  const before = blocks.find((one) => one.key === around.key)?.body;
  const problems: DefinitionProblem[] = [];
  for (const { key, body } of await formsWith(before, block, around)) {
    const at = body.pages.findIndex((page) => page.block === block.key);
    for (const { path, reason } of checkForm(body)) {
      const page = Number(/^pages\[(\d+)\]/.exec(path)?.[1]);
      const own = page >= at && page < at + block.pages.length;
      problems.push({
        path: own ? path.replace(/^pages\[\d+\]/, `pages[${page - at}]`) : 'pages',
        reason: { vi: `biểu mẫu “${key}”: ${reason.vi}`, en: `form “${key}”: ${reason.en}` },
      });
    }
  }
  // The same mistake in twenty forms is one mistake.
  return problems.filter(
    (one, i) => problems.findIndex((two) => two.path === one.path && one.path !== 'pages') === i || one.path === 'pages',
  );
}

export const formBlockKind: DefinitionKind<FormBlock> = {
  kind: 'form-block',
  title: { vi: 'Khối chung của biểu mẫu', en: 'Block of forms' },
  schema: FormBlock,
  check: checkBlock,
  follow: formsWith,
  editing: 'studio.edit-form',
  publishing: 'studio.publish-definition',
};
