import { page, type PageContext, post, redirect, show } from '@dinh/kernel';
import { button, type Filled, form, fresh, html, type Html, refusedForm, textInput } from '@dinh/ui';
import { hiddenKey, screen, typed } from '../frame.ts';
import { successionsPath, successionsTitle } from './words.ts';

const path = `${successionsPath}/moi`;
const title = { vi: 'Lập phương án sắp xếp', en: 'Draw up a plan' };
const may = 'people.manage-unit';

const newPage = page({ path, title, may, run: async (ctx) => show(newScreen(ctx, fresh())) });

const newPost = post({
  path,
  title,
  may,
  async run(ctx) {
    const day = typed(ctx, 'day');
    try {
      const { id } = await ctx.run('identity.save-succession', {
        title: {
          vi: typed(ctx, 'title.vi') ?? '',
          en: typed(ctx, 'title.en') ?? typed(ctx, 'title.vi') ?? '',
        },
        basis: typed(ctx, 'basis') ?? '',
        ...(day && { day }),
      });
      return redirect(`${successionsPath}/${id}`);
    } catch (error) {
      return show(newScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

const askFor = {
  'title.vi': { vi: 'Hãy nhập tên phương án.', en: 'Type the name of the plan.' },
  'title.en': { vi: 'Hãy nhập tên tiếng Anh.', en: 'Type the English name.' },
};

/** Name, basis and day of a plan; the same for one that is there. */
export const headFields = (ctx: PageContext, filled: Filled): Html => {
  const { lang } = ctx;
  return html`${textInput(lang, { name: 'title.vi', maxLength: 300, label: { vi: 'Tên phương án', en: 'Name in Vietnamese' }, value: filled.value('title.vi'), error: filled.error('title.vi') })}
    ${textInput(lang, { name: 'title.en', maxLength: 300, label: { vi: 'Tên tiếng Anh', en: 'Name in English' }, value: filled.value('title.en'), error: filled.error('title.en') })}
    ${textInput(lang, { name: 'basis', maxLength: 500, optional: true, label: { vi: 'Căn cứ', en: 'Basis' }, hint: { vi: 'Nghị quyết, quyết định làm căn cứ.', en: 'The decision on which it rests.' }, value: filled.value('basis'), error: filled.error('basis') })}
    ${textInput(lang, { name: 'day', type: 'date', width: 10, optional: true, label: { vi: 'Áp dụng từ ngày', en: 'From the day' }, value: filled.value('day'), error: filled.error('day') })}`;
};

function newScreen(ctx: PageContext, filled: Filled): Html {
  const { lang } = ctx;
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: successionsTitle, href: successionsPath }, { label: title }],
    main: html`${filled.summary}
      <h1>${title[lang]}</h1>
      <div class="narrow">
        ${form(lang, { action: path, body: html`${hiddenKey(ctx)}${headFields(ctx, filled)}${button(lang, { label: { vi: 'Lập phương án', en: 'Draw it up' } })}` })}
      </div>`,
  });
}

export const newPlanPages = [newPage, newPost];
