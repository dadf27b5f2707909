import type { PageContext } from '@dinh/kernel';
import { details, html, type Html } from '@dinh/ui';
import { writeBody } from '../model/body-text.ts';
import { decisionView } from './body-decision.ts';
import { fieldsView } from './body-fields.ts';
import { formView } from './body-form.ts';
import { processView } from './body-process.ts';
import { templateView } from './body-template.ts';
import { caseTable } from './test-cases.ts';
import type { Shown } from './shown.ts';
import { sourceText } from './source-text.ts';

const views: Readonly<Record<string, (ctx: PageContext, shown: Shown) => Html | Promise<Html>>> = {
  form: formView,
  'form-block': formView,
  decision: decisionView,
  process: processView,
  template: templateView,
};

/** A body as people read it: what its kind has to show, then the source text. */
export async function bodyView(ctx: PageContext, shown: Shown): Promise<Html> {
  if (shown.body === undefined) return html``;
  const view = views[shown.kind.kind] ?? fieldsView;
  const source = sourceText(ctx.lang, writeBody(shown.kind, shown.body));
  return html`${await view(ctx, shown)} ${await caseTable(ctx, shown)}
  ${details(ctx.lang, { summary: { vi: 'Nội dung nguồn', en: 'Source text' }, body: source })}`;
}
