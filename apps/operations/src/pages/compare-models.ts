/** What two versions of a process have drawn: steps that only one of them has, whether anybody has reached them or not. */
import type { PageContext, Text } from '@dinh/kernel';
import { compileBpmn, type Graph, readDiagram } from '@dinh/process';
import { drawProcess, type DrawingBadge, type DrawingChange, html, type Html, tag } from '@dinh/ui';
import { viewModel } from '../queries/process-model.ts';

/** What became of a step from the older version to the newer; undefined where both have it, or a drawing cannot be read. */
export type Became = 'added' | 'removed' | undefined;

interface Side {
  readonly version: number;
  readonly bpmn: string;
  readonly graph: Graph | undefined;
}
export interface Models {
  readonly name: Text;
  /** Steps that people do and events that are waited for, of both versions: the newer first, in their order. */
  readonly steps: readonly { readonly element: string; readonly name: Text }[];
  became(element: string): Became;
  /** Both drawings with the elements that only one has; undefined where the elements are the same. */
  readonly drawings: Html | undefined;
}

const words: Readonly<Record<'added' | 'removed', { label: Text; sign: string; tone: 'done' | 'late' }>> = {
  added: { label: { vi: 'bước mới', en: 'new step' }, sign: '+', tone: 'done' },
  removed: { label: { vi: 'đã bỏ', en: 'gone' }, sign: '−', tone: 'late' },
};

/** @param older @param newer numbers of versions */
export async function modelsOf(ctx: PageContext, key: string, older: number, newer: number): Promise<Models> {
  const side = async (version: number): Promise<Side & { title: Text }> => {
    const { bpmn, title } = await ctx.run(viewModel, { key, version });
    return { version, bpmn, title, graph: compileBpmn(bpmn).graph };
  };
  const [before, after] = await Promise.all([side(older), side(newer)]);
  const became = (element: string): Became => {
    const [old, now] = [before, after].map(({ graph }) => graph?.nodes.has(element));
    return old === false && now ? 'added' : old && now === false ? 'removed' : undefined;
  };
  const steps = new Map<string, Text>();
  for (const { graph } of [after, before])
    for (const { id, kind, name } of graph?.nodes.values() ?? [])
      if ((kind === 'user-task' || kind === 'catch') && !steps.has(id)) steps.set(id, name);
  const all = [after, before].flatMap(({ graph }) => [...(graph?.nodes.keys() ?? [])]);
  return {
    name: after.title,
    steps: [...steps].map(([element, name]) => ({ element, name })),
    became,
    drawings: all.some(became)
      ? html`<div class="side-by-side">${drawing(ctx, before, all, became, 'removed')}${drawing(ctx, after, all, became, 'added')}</div>`
      : undefined,
  };
}

function drawing(
  { lang }: PageContext,
  { version, bpmn }: Side,
  elements: readonly string[],
  became: (element: string) => Became,
  shown: DrawingChange & ('added' | 'removed'),
): Html | undefined {
  const diagram = readDiagram(bpmn);
  if (!diagram) return undefined;
  const { label, sign, tone } = words[shown];
  const marked = elements.filter((element) => became(element) === shown);
  const title = { vi: `Sơ đồ phiên bản ${version}`, en: `Drawing of version ${version}` }[lang];
  const badge: DrawingBadge[] = [{ text: sign, tone, title: label[lang] }];
  return html`<figure><figcaption>${title}</figcaption><div class="drawing" role="region" tabindex="0" aria-label="${title}">${drawProcess(lang, diagram, { title, badges: new Map(marked.map((id) => [id, badge])), changes: new Map(marked.map((id) => [id, shown])) })}</div></figure>`;
}

/** Behind the name of a step that only one version has. */
export function becameTag({ lang }: PageContext, became: Became): Html | undefined {
  return became && tag(lang, words[became].tone, words[became].label);
}
