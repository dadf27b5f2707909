/** Every component on one page, for looking and for tests. */
import { html, type Html } from '../html.ts';
import { words, type Lang } from '../lang.ts';
import { citizenPage } from '../pages/citizen.ts';
import { contentSamples } from './content.ts';
import { figureSamples } from './figures.ts';
import { formSamples } from './forms.ts';
import { citizen, site } from './sample.ts';

/** The gallery as a citizens' page. */
export function gallery(lang: Lang): Html {
  return citizenPage(lang, {
    title: { vi: 'Bộ mẫu giao diện', en: 'Component gallery' },
    site,
    url: '/gallery',
    viewer: citizen,
    breadcrumbs: [
      { label: { vi: 'Trang chủ', en: 'Home' }, href: '/' },
      { label: { vi: 'Bộ mẫu giao diện', en: 'Component gallery' } },
    ],
    main: html`<h1>${words(lang, { vi: 'Bộ mẫu giao diện', en: 'Component gallery' })}</h1>${contentSamples(lang)}${formSamples(lang)}${figureSamples(lang)}`,
  });
}
