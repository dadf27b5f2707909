import { localDate, notFound, type Page, page, show } from '@dinh/kernel';
import { html } from '@dinh/ui';
import type { PortalText } from '../model.ts';
import { home, portalPage } from './parts.ts';

/** A page whose words are the pack's. The address is fixed: every page's foot leads there. */
function textPage(path: string, key: string, title: { vi: string; en: string }): Page {
  return page({
    path,
    title,
    may: 'anyone',
    async run(ctx) {
      const { lang } = ctx;
      const found = await ctx.app.definitions.at<PortalText>('portal-text', key, localDate(ctx.now));
      if (!found) throw notFound();
      const { body } = found;
      return show(
        portalPage(ctx, {
          title: body.title,
          breadcrumbs: [home, { label: body.title }],
          main: html`<h1>${body.title[lang]}</h1>
            ${body.lead && html`<p class="lead">${body.lead[lang]}</p>`}
            ${body.sections.map(
              (section) =>
                html`<h2>${section.title[lang]}</h2>
                  ${section.text?.map((paragraph) => html`<p>${paragraph[lang]}</p>`)}
                  ${section.list && html`<ul>${section.list.map((item) => html`<li>${item[lang]}</li>`)}</ul>`}
                  ${section.source?.startsWith('law ') && html`<p class="hint" lang="vi">${section.source.slice(4)}</p>`}`,
            )}`,
        }),
      );
    },
  });
}

export const helpPage = textPage('/tro-giup', 'help', { vi: 'Trợ giúp', en: 'Help' });
export const accessibilityPage = textPage('/tiep-can', 'accessibility', {
  vi: 'Khả năng tiếp cận',
  en: 'Accessibility',
});
export const privacyPage = textPage('/du-lieu-ca-nhan', 'privacy', {
  vi: 'Dữ liệu cá nhân',
  en: 'Personal data',
});
