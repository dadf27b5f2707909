import type { PageContext, Text } from '@dinh/kernel';
import { readDiagram } from '@dinh/process';
import { type DrawingBadge, type DrawingChange, drawProcess, html, type Html, table, tag } from '@dinh/ui';
import { elementKind, propertyName } from '../model/element-words.ts';
import { valueWords } from '../model/value-words.ts';
import { listChoices } from '../queries/list-choices.ts';
import { compareProcesses, type ElementChange } from '../model/process-diff.ts';

const changes: Readonly<Record<DrawingChange, { tone: 'done' | 'late' | 'soon'; label: Text; sign: string }>> = {
  added: { tone: 'done', label: { vi: 'Thêm', en: 'Added' }, sign: '+' },
  removed: { tone: 'late', label: { vi: 'Bỏ', en: 'Removed' }, sign: '−' },
  changed: { tone: 'soon', label: { vi: 'Sửa', en: 'Changed' }, sign: '≠' },
};

/** Two versions of a process: both drawings with what differs marked by colour and sign, and a list in words. */
export async function processDifference(ctx: PageContext, before: string, after: string): Promise<Html> {
  const { lang } = ctx;
  const choices = await ctx.run(listChoices, {});
  const value = (name: string, said: string): string => valueWords(choices, name, said)?.[lang] ?? said;
  const found = compareProcesses(before, after);
  const words = { before: { vi: 'Bản trước', en: 'Before' }, after: { vi: 'Bản sau', en: 'After' } };
  return html`<div class="side-by-side">${drawing('truoc', words.before[lang], before, ['removed', 'changed'])}${drawing('sau', words.after[lang], after, ['added', 'changed'])}</div>
    ${table<ElementChange>(lang, {
      caption: {
        vi: `${found.length} phần tử thay đổi`,
        en: found.length === 1 ? '1 element differs' : `${found.length} elements differ`,
      },
      dense: true,
      stack: true,
      rows: found,
      columns: [
        {
          key: 'change',
          label: { vi: 'Thay đổi', en: 'Change' },
          cell: ({ change }) => tag(lang, changes[change].tone, changes[change].label),
        },
        {
          key: 'name',
          label: { vi: 'Phần tử', en: 'Element' },
          // Of what is not drawn the link leads nowhere, and the page stays as it is.
          cell: (c) =>
            html`<a href="#${c.change === 'removed' ? 'truoc' : 'sau'}-${c.id}">${c.name[lang]}</a> <code>${c.id}</code>`,
        },
        {
          key: 'type',
          label: { vi: 'Loại', en: 'Type' },
          minor: true,
          cell: (c) => elementKind(c.type, lang),
        },
        {
          key: 'what',
          label: { vi: 'Thuộc tính', en: 'Properties' },
          cell: (c) =>
            c.properties.map(
              (one) =>
                html`<div>${propertyName(one.name, lang) ?? html`<code>${one.name}</code>`}: <del>${one.called?.before[lang] ?? value(one.name, one.before)}</del> → <ins>${one.called?.after[lang] ?? value(one.name, one.after)}</ins></div>`,
            ),
        },
      ],
      empty: html`<p>${{ vi: 'Không phần tử nào thay đổi; có thể chỉ hình vẽ được xếp lại.', en: 'No element differs; perhaps only the drawing was arranged anew.' }[lang]}</p>`,
    })}`;

  function drawing(side: string, title: string, bpmn: string, shown: readonly DrawingChange[]): Html | undefined {
    const diagram = readDiagram(bpmn);
    if (!diagram) return undefined;
    const here = found.filter((one) => shown.includes(one.change));
    const badges = new Map<string, DrawingBadge[]>(
      here.map(({ id, change }) => [
        id,
        [{ text: changes[change].sign, tone: changes[change].tone, title: changes[change].label[lang] }],
      ]),
    );
    const marks = new Map(here.map(({ id, change }) => [id, change]));
    return html`<figure><figcaption>${title}</figcaption><div class="drawing" role="region" tabindex="0" aria-label="${title}">${drawProcess(lang, diagram, { title, badges, changes: marks, placeOf: (id) => `${side}-${id}` })}</div></figure>`;
  }
}
