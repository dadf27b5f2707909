import { isDeepStrictEqual } from 'node:util';
import type { FormDefinition } from '@dinh/forms';
import { type DefinitionKind, notFound, page, type PageContext, show, type Text } from '@dinh/kernel';
import { html, type Html } from '@dinh/ui';
import { aboutSchema, fileName, writeBody } from '../model/body-text.ts';
import { forOlderTools } from '../model/dmn-versions.ts';
import { kindNamed } from '../model/kinds.ts';
import type { Schema } from '../model/schema.ts';
import { viewDraft } from '../queries/list-drafts.ts';
import { viewDefinition, viewVersion } from '../queries/view-definition.ts';
import { decisionDifference } from './compare-decision.ts';
import { fieldsDifference } from './compare-fields.ts';
import { formDifference, type Sides } from './compare-form.ts';
import { processDifference } from './compare-process.ts';
import { address, crumbs, screen, viewing } from './frame.ts';
import { shownVersion, titleOf, type Version } from './shown.ts';
import { textDifference } from './source-text.ts';

const title: Text = { vi: 'So sánh hai phiên bản', en: 'Two versions compared' };

/** What changed between two versions. */
export const comparePage = page({
  path: '/studio/:kind/:key/so-sanh',
  title,
  may: viewing,
  async run(ctx) {
    const kind = kindNamed(ctx.app, ctx.params['kind']!);
    const key = ctx.params['key']!;
    const { versions }: { versions: Version[] } = await ctx.run(viewDefinition, { kind: kind.kind, key });
    const numbered = async (number: string | undefined) => {
      const version = versions.find((one) => String(one.version) === number);
      if (!version) throw notFound();
      return ctx.run(viewVersion, { id: version.id });
    };
    const [before, after] = await Promise.all([numbered(ctx.query['cu']), numbered(ctx.query['moi'])]);
    const name = (await titleOf(ctx, kind.kind, key))[ctx.lang];
    const heading = {
      vi: `${name}: bản ${before.version} và bản ${after.version}`,
      en: `${name}: versions ${before.version} and ${after.version}`,
    }[ctx.lang];
    return show(
      screen(ctx, {
        title: heading,
        breadcrumbs: crumbs(kind, key, { label: title }),
        main: html`<h1>${heading}</h1>
          ${await difference(ctx, kind, before.body, after.body, { key, before: { ban: String(before.version) }, after: { ban: String(after.version) } })}
          <p><a href="${address(kind.kind, key)}">${{ vi: 'Về nội dung', en: 'Back to the definition' }[ctx.lang]}</a></p>`,
      }),
    );
  },
});

/** A body without the text of its file. */
function without(kind: DefinitionKind, body: unknown): unknown {
  const { [kind.file!.property]: _text, ...rest } = body as Record<string, unknown>;
  return rest;
}

/**
 * For forms both as they are rendered, for processes both drawings, for decisions both tables, for all that has a schema part
 * by part, for all kinds line by line.
 */
export async function difference(
  ctx: PageContext,
  kind: DefinitionKind,
  before: unknown,
  after: unknown,
  sides: Sides,
): Promise<Html> {
  const { lang } = ctx;
  const write = (body: unknown): string => writeBody(kind, body);
  const lines = textDifference(lang, write(before), write(after));
  if (kind.kind === 'process') return html`${await processDifference(ctx, write(before), write(after))} ${lines}`;
  if (kind.kind === 'decision') return html`${decisionDifference(ctx, write(before), write(after))} ${lines}`;
  if (kind.kind === 'form' || kind.kind === 'form-block')
    return html`${formDifference(ctx, kind.kind, before as FormDefinition, after as FormDefinition, sides)} ${lines}`;
  const about = aboutSchema(kind) as Schema | undefined;
  if (about) {
    // Where the file alone has changed, nothing is said of what stands beside it.
    const beside = [without(kind, before), without(kind, after)] as const;
    const same = isDeepStrictEqual(...beside) && write(before) !== write(after);
    return html`${!same && fieldsDifference(ctx, about, ...beside)} ${lines}`;
  }
  if (kind.file) return lines;
  return html`${fieldsDifference(ctx, kind.schema as Schema, before, after)} ${lines}`;
}

/** The source of a version as a file. */
export const sourceFile = page({
  path: '/studio/:kind/:key/tep',
  title: { vi: 'Tải tệp nguồn', en: 'Download the source' },
  may: viewing,
  async run(ctx) {
    const { kind, key } = ctx.params as { kind: string; key: string };
    // Where it can be given in the words of older tools; else as it stands.
    const older = (text: string): string => forOlderTools(text) ?? text;
    const file = (text: string, version: string) => ({
      kind: 'file' as const,
      body: kind === 'decision' && ctx.query['cho'] === 'camunda-modeler' ? older(text) : text,
      type: 'text/plain; charset=utf-8',
      name: fileName(kindNamed(ctx.app, kind), key, version),
      disposition: 'attachment' as const,
    });
    // A draft goes out as it was typed, right or wrong.
    if (ctx.query['du-thao']) {
      const { draft, text } = await ctx.run(viewDraft, { draft: ctx.query['du-thao'] });
      if (draft.kind !== kind || draft.key !== key) throw notFound();
      return file(text, { vi: 'du-thao', en: 'draft' }[ctx.lang]);
    }
    const { version, body } = await shownVersion(ctx);
    if (!version) throw notFound();
    return file(writeBody(kindNamed(ctx.app, kind), body), `v${version.version}`);
  },
});
