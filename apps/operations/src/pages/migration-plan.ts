/** What takes the place of what in a migration: asked for where a version has lost a step, kept in the address of the plan. */
import type { PageContext, Text } from '@dinh/kernel';
import { compileBpmn, type Graph } from '@dinh/process';
import { button, type Child, html, type Html, selectControl, table } from '@dinh/ui';
import { viewModel } from '../queries/process-model.ts';

export interface PlanProblem {
  readonly element: string;
  readonly reason: Text;
}

/** Elements of the old version are named so in the address: `thay.appraise=check`. */
const prefix = 'thay.';

/** By the element of the old version, what takes its place, as the address says. */
export const mappingOf = (query: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== '' ? [[name.slice(prefix.length, 220), value.slice(0, 200)]] : [],
    ),
  );

/** The same as parameters of an address. */
export const mappingQuery = (mapping: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(mapping).map(([element, place]) => [prefix + element, place]));

/** The graph of a version of a process. */
export async function graphOf(ctx: PageContext, key: string, version: number): Promise<Graph | undefined> {
  const { bpmn } = await ctx.run(viewModel, { key, version });
  return compileBpmn(bpmn).graph;
}

interface Row {
  readonly element: string;
  readonly reason: Text | undefined;
}

/**
 * For each step that finds no place, or was given one, what of the new version may take it; sent it is the plan that is checked.
 * @param path of the page; `fixed` the rest of its address
 */
export function planForm(
  { lang }: PageContext,
  path: string,
  fixed: Readonly<Record<string, string>>,
  [before, after]: readonly [Graph | undefined, Graph | undefined],
  mapping: Readonly<Record<string, string>>,
  problems: readonly PlanProblem[],
): Html {
  const rows: Row[] = [...new Set([...problems.map((one) => one.element), ...Object.keys(mapping)])].map((element) => ({
    element,
    reason: problems.find((one) => one.element === element)?.reason,
  }));
  const name = (element: string): Text => before?.nodes.get(element)?.name ?? { vi: element, en: element };
  const places = (element: string) => {
    const old = before?.nodes.get(element);
    return [...(after?.nodes.values() ?? [])]
      .filter(
        (one) =>
          one.kind === old?.kind &&
          one.repetition?.kind === old.repetition?.kind &&
          (one.scope === undefined) === (old.scope === undefined),
      )
      .map((one) => ({
        value: one.id,
        label: one.name[lang] === one.id ? one.id : `${one.name[lang]} (${one.id})`,
      }));
  };
  const choice = ({ element }: Row): Child => {
    const options = places(element);
    if (options.length === 0)
      return {
        vi: 'Phiên bản mới không có bước nào cùng loại',
        en: 'The new version has no step of this kind',
      }[lang];
    return selectControl(lang, {
      name: prefix + element,
      id: `thay-${element}`,
      label: { vi: `Bước thay cho ${name(element).vi}`, en: `What takes the place of ${name(element).en}` },
      value: mapping[element],
      placeholder: { vi: '— như cũ —', en: '— as before —' },
      options,
      attributes: {
        'aria-label': {
          vi: `Bước thay cho ${name(element).vi}`,
          en: `What takes the place of ${name(element).en}`,
        }[lang],
      },
    });
  };
  return html`<form method="get" action="${path}">
    ${Object.entries(fixed).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`)}
    ${table<Row>(lang, {
      caption:
        problems.length > 0
          ? {
              vi: 'Chưa chuyển được: hãy chọn bước thay thế',
              en: 'It cannot be done yet: choose what takes the place of these',
            }
          : { vi: 'Những bước được thay', en: 'What takes the place of what' },
      stack: true,
      rows,
      columns: [
        {
          key: 'element',
          label: { vi: 'Bước của bản cũ', en: 'Step of the older version' },
          cell: ({ element }) => html`${name(element)[lang]} <code>${element}</code>`,
        },
        {
          key: 'reason',
          label: { vi: 'Vướng', en: 'What stands in the way' },
          grow: true,
          cell: ({ reason }) => reason?.[lang],
        },
        {
          key: 'place',
          label: { vi: 'Bước thay thế ở bản mới', en: 'Takes its place in the newer version' },
          cell: choice,
        },
      ],
    })}
    ${button(lang, { kind: 'secondary', label: { vi: 'Kiểm tra phương án', en: 'Check the plan' } })}
  </form>`;
}
