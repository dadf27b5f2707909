import { builtinFunctions, dinhDmnModdle } from '@dinh/decision';
import type { DefinitionKind, PageContext } from '@dinh/kernel';
import { dinhModdle } from '@dinh/process';
import { asset, html, type Html, island, raw } from '@dinh/ui';
import { aboutSchema, type Problem, toldTo } from '../model/body-text.ts';
import { namesIn, type Schema } from '../model/schema.ts';
import { listChoices } from '../queries/list-choices.ts';
import { listNames } from '../queries/list-names.ts';
import { address } from './frame.ts';
import { previewed } from './preview.ts';

const editors: Readonly<Record<string, string>> = {
  process: 'bpmn-editor',
  decision: 'dmn-editor',
  form: 'form-editor',
  'form-block': 'form-editor',
};

interface NameLists {
  readonly lists: Readonly<Record<string, { open: boolean; items: { key: string; vi: string; en: string }[] }>>;
}

/**
 * What turns the text field of the page into a drawing or fields that are edited; without scripts it is nothing and the
 * text stays. The island takes what it may name from here, so that the page asks once.
 */
export async function drawingEditor(
  ctx: PageContext,
  kind: DefinitionKind,
  key: string,
  problems: readonly Problem[],
): Promise<Html | undefined> {
  const told = toldTo(ctx.lang, problems);
  const given = { kind: kind.kind, key, problems: told };
  const name = editors[kind.kind];
  // A form names nothing of the province.
  if (name === 'form-editor') return editor(kind, key, name, 'text', { ...given, choices: {} });
  if (name === 'dmn-editor')
    return editor(kind, key, name, 'text', {
      ...given,
      choices: {},
      moddle: dinhDmnModdle,
      functions: builtinFunctions(),
    });
  if (name) return editor(kind, key, name, 'text', { ...given, choices: await ctx.run(listChoices, {}), moddle: dinhModdle });
  const schema = (aboutSchema(kind) ?? (kind.file ? undefined : kind.schema)) as Schema | undefined;
  if (!schema) return undefined;
  const { lists }: NameLists = await ctx.run(listNames, { names: namesIn(schema) });
  const inLanguage = Object.entries(lists).map(([named, { open, items }]) => [
    named,
    { open, items: items.map((one) => ({ key: one.key, label: one[ctx.lang] })) },
  ]);
  const field = kind.file ? 'about' : 'text';
  return html`${island('autocomplete')}${editor(kind, key, 'fields-editor', field, { ...given, schema, lists: Object.fromEntries(inLanguage) })}`;
}

function editor(kind: DefinitionKind, key: string, name: string, field: string, given: object): Html {
  const here = address(kind.kind, key);
  const preview = previewed.has(kind.kind) ? html` data-preview="${here}/xem"` : undefined;
  return html`<link rel="stylesheet" href="${asset(`${name}.css`)}" /><div class="drawn-editor" data-editor="${name}" data-text="${field}" data-check="${here}/kiem-tra"${preview} hidden><script type="application/json">${json(given)}</script></div>${island(name)}`;
}

/** JSON that may stand inside a script element: nothing in it can end the element. */
const json = (value: unknown): Html => raw(JSON.stringify(value).replaceAll('<', '\\u003c'));
