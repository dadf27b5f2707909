import { type Field, type FormDefinition, formEnvironment, validateForm } from '@dinh/forms';
import { type PageContext, Refusal } from '@dinh/kernel';
import { banner, button, buttonGroup, html, type Html, textInput } from '@dinh/ui';
import { valuesOfDossier } from '../queries/values-of-dossier.ts';
import { asked } from './frame.ts';
import type { Shown } from './shown.ts';

/** Whether an old dossier would still be complete and right by a form: which answers are missing, which no field takes. */
export async function formOnDossier(ctx: PageContext, shown: Shown): Promise<Html> {
  const { lang } = ctx;
  const code = asked(ctx, 'ho-so');
  return html`<h2 id="thu">${{ vi: 'Thử với một hồ sơ cũ', en: 'Try it on an old dossier' }[lang]}</h2>
    <form method="get" action="#thu">
      ${shown.version && html`<input type="hidden" name="ban" value="${shown.version.version}" />`}
      ${textInput(lang, { name: 'ho-so', label: { vi: 'Mã hồ sơ', en: 'Code of the dossier' }, optional: true, width: 20, value: code })}
      ${buttonGroup(button(lang, { kind: 'secondary', label: { vi: 'Kiểm tra', en: 'Check' } }))}
    </form>
    ${code && (await answer(ctx, shown.body as FormDefinition, code))}`;
}

async function answer(ctx: PageContext, form: FormDefinition, code: string): Promise<Html> {
  const { lang } = ctx;
  const labels = new Map<string, string>();
  const name = (fields: readonly Field[], prefix: string): void => {
    for (const field of fields) {
      labels.set(prefix + field.key, field.label?.[lang] ?? field.key);
      name(field.fields ?? [], `${prefix}${field.key}.`);
    }
  };
  for (const page of form.pages) name(page.fields, '');
  // A part of an answer that has no name of its own, as the commune of an address, is told by the whole.
  const called = (path: string): string => {
    const steps = path.replace(/\[\d+\]/g, '').split('.');
    for (let depth = steps.length; depth > 0; depth--) {
      const label = labels.get(steps.slice(0, depth).join('.'));
      if (label !== undefined) return label;
    }
    return path;
  };
  try {
    const names = form.pages.flatMap((page) => page.fields.map((field) => field.key)).slice(0, 300);
    const { values } = await ctx.run(valuesOfDossier, { code, names });
    const { errors } = validateForm(form, values, await formEnvironment(ctx.app, ctx.now, lang));
    if (errors.length === 0)
      return banner(lang, {
        tone: 'done',
        body: {
          vi: 'Hồ sơ này đầy đủ và hợp lệ theo biểu mẫu.',
          en: 'This dossier is complete and right by the form.',
        },
      });
    return banner(lang, {
      tone: 'soon',
      title: {
        vi: `Theo biểu mẫu này, hồ sơ còn ${errors.length} mục cần xem lại`,
        en: `By this form ${errors.length} answers of the dossier need another look`,
      },
      body: html`<ul>${errors.map(({ path, message }) => html`<li>${called(path)}: ${message[lang]}</li>`)}</ul>`,
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return banner(lang, { tone: 'late', body: error.sentence(lang) });
  }
}
