import type { FormDefinition } from '@dinh/forms';
import { notFound, type PageContext, type PageResult, post, show, type Text } from '@dinh/kernel';
import type { TemplateBody } from '@dinh/records';
import { citizenPage, html, type Html } from '@dinh/ui';
import { problemSentence } from '../model/body-text.ts';
import { checkText } from '../model/check-text.ts';
import { kindNamed, mayEdit } from '../model/kinds.ts';
import { formLooks, preview as formAnswers } from './body-form.ts';
import { posted, viewing } from './frame.ts';
import { calendarLooks, messageLooks, portalTextLooks } from './looks.ts';
import { printed } from './body-template.ts';

const title: Text = { vi: 'Xem trước', en: 'Preview' };

/** How a body of a kind will look to those for whom it is. */
const looks: Readonly<Record<string, (ctx: PageContext, body: never) => Html | Promise<Html>>> = {
  'form-block': formLooks as (ctx: PageContext, body: FormDefinition) => Promise<Html>,
  form: formLooks as (ctx: PageContext, body: FormDefinition) => Promise<Html>,
  message: messageLooks,
  'portal-text': portalTextLooks,
  calendar: calendarLooks,
};

/** Kinds that can be seen while they are written. */
export const previewed: ReadonlySet<string> = new Set([...Object.keys(looks), 'template']);

/** A text that is being written, as it will look; answers of a form that is tried come here too. */
export const previewPost = post({
  path: '/studio/:kind/:key/xem',
  title,
  may: viewing,
  async run(ctx): Promise<PageResult> {
    const text = posted(ctx, 'text');
    if (text === undefined) return formAnswers(ctx);
    const kind = kindNamed(ctx.app, ctx.params['kind']!);
    const key = ctx.params['key']!;
    if (!previewed.has(kind.kind) || !mayEdit(ctx.principal, kind)) throw notFound();
    const [newest] = await ctx.app.definitions.history(kind.kind, key);
    const base = newest && (await ctx.app.definitions.byId(newest.id))?.body;
    const written = {
      text: text.replaceAll('\r\n', '\n'),
      about: posted(ctx, 'about')?.replaceAll('\r\n', '\n'),
      source: 'ours',
    };
    const { body, problems } = await checkText(ctx, kind, key, written, base);
    if (body !== undefined && kind.kind === 'template') return printed(ctx, key, body as TemplateBody);
    const main =
      body === undefined
        ? html`<p>${{ vi: 'Còn lỗi nên chưa xem được:', en: 'It cannot be shown yet:' }[ctx.lang]}</p><ul>${problems.slice(0, 5).map((problem) => html`<li>${problemSentence(ctx.lang, problem)}</li>`)}</ul>`
        : await looks[kind.kind]!(ctx, body as never);
    return show(citizenPage(ctx.lang, { title, site: ctx.site, url: ctx.url, viewer: ctx.viewer, main, bare: true }));
  },
});
