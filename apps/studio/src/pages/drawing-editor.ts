import type { DefinitionKind, PageContext } from '@dinh/kernel';
import { dinhModdle } from '@dinh/process';
import { asset, html, type Html, island, raw } from '@dinh/ui';
import { type Problem, toldTo } from '../model/body-text.ts';
import { listChoices } from '../queries/list-choices.ts';
import { address } from './frame.ts';

const editors: Readonly<Record<string, string>> = {
  process: 'bpmn-editor',
  decision: 'dmn-editor',
  form: 'form-editor',
};

/**
 * What turns the text field of the page into a drawing that is edited, for kinds that are drawn; without scripts it is
 * nothing and the text stays. The island takes what it may name from here, so that the page asks once.
 */
export async function drawingEditor(
  ctx: PageContext,
  kind: DefinitionKind,
  key: string,
  problems: readonly Problem[],
): Promise<Html | undefined> {
  const name = editors[kind.kind];
  if (!name) return undefined;
  // A form names nothing of the province.
  const choices = kind.kind === 'form' ? {} : await ctx.run(listChoices, {});
  const given = { kind: kind.kind, key, problems: toldTo(ctx.lang, problems), choices, moddle: dinhModdle };
  return html`<link rel="stylesheet" href="${asset(`${name}.css`)}" /><div class="drawn-editor" data-editor="${name}" data-text="text" data-check="${address(kind.kind, key)}/kiem-tra" data-preview="${address(kind.kind, key)}/xem" hidden><script type="application/json">${json(given)}</script></div>${island(name)}`;
}

/** JSON that may stand inside a script element: nothing in it can end the element. */
const json = (value: unknown): Html => raw(JSON.stringify(value).replaceAll('<', '\\u003c'));
