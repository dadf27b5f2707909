import { localDate, notFound, page, type PageContext, type PageResult, Refusal } from '@dinh/kernel';
import { printExample, type TemplateBody } from '@dinh/records';
import { details, html, type Html } from '@dinh/ui';
import { address, viewing, withQuery } from './frame.ts';
import { type Shown, shownVersion } from './shown.ts';
import { sourceText } from './source-text.ts';

/** A template: printed with its example. */
export function templateView(ctx: PageContext, shown: Shown): Html {
  const { lang } = ctx;
  const body = shown.body as TemplateBody;
  if (!body.entry) return html``;
  const name = { vi: 'Bản in thử với dữ liệu ví dụ', en: 'Printed with its example' }[lang];
  const source = withQuery(`${address('template', shown.key)}/ban-in.pdf`, shown.query);
  return html`<h2>${name}</h2>
    <iframe class="preview-frame" src="${source}" title="${name}"></iframe>
    <p><a href="${source}">${{ vi: 'Mở bản in (PDF)', en: 'Open the print (PDF)' }[lang]}</a></p>
    ${details(lang, {
      summary: { vi: 'Dữ liệu ví dụ', en: 'The example' },
      body: sourceText(lang, JSON.stringify(body.example ?? {}, null, 2), [], 'vi-du'),
    })}`;
}

/** The print of a template with its example, beside the other files as they are today. */
export const templatePrint = page({
  path: '/studio/:kind/:key/ban-in.pdf',
  title: { vi: 'Bản in thử', en: 'Trial print' },
  may: viewing,
  async run(ctx) {
    const { kind, key, body } = await shownVersion(ctx);
    if (kind.kind !== 'template' || body === undefined) throw notFound();
    return printed(ctx, key, body as TemplateBody);
  },
});

/** A template printed with its example, beside the other files as they are today; in words what stands in the way. */
export async function printed(ctx: PageContext, key: string, body: TemplateBody): Promise<PageResult> {
  const folder = await ctx.app.definitions.allAt<TemplateBody>('template', localDate(ctx.now));
  const others = Object.fromEntries(folder.map((one) => [one.key, one.body.text]));
  try {
    const pdf = await printExample(key, body, others, ctx.now);
    return { kind: 'file', body: pdf, type: 'application/pdf', name: key.replace(/\.typ$/, '.pdf') };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const lines = [
      error.sentence(ctx.lang),
      ...error.fields.map(
        ({ path, message }) => `${path}: ${message[ctx.lang]}${message[ctx.lang] === message.en ? '' : `\n    (${message.en})`}`,
      ),
    ];
    return { kind: 'file', body: lines.join('\n'), type: 'text/plain; charset=utf-8' };
  }
}
