import type { PageContext } from '@dinh/kernel';
import { details, type FileItem, fileList, fileViewer, html, type Html, inVietnamese, kbd } from '@dinh/ui';
import type { DossierPage } from '../queries/view-dossier.ts';
import type { DossierView } from './dossier-view.ts';
import { withQuery } from './frame.ts';
import { componentForms, origins } from './words.ts';

type Component = DossierPage['components'][number];

/** The papers of a dossier in the order in which the procedure asks for them, and the one that is looked at. */
export function files(ctx: PageContext, view: DossierView): Html {
  const { lang } = ctx;
  const { choices } = view;
  const say = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const all = inOrder(view);
  const current = all.filter((c) => !c.supersededAt);
  const former = all.filter((c) => c.supersededAt);
  const onPaper = current.filter((c) => !c.file);
  const there = new Set(current.map((c) => c.key));
  const filled = choices.components.filter((c) => c.filledIn);
  const missing = choices.components.filter((c) => c.needed && !c.filledIn && !there.has(c.key));
  const list = (some: readonly Component[]) =>
    fileList(lang, { files: some.filter((c) => c.file).map((c) => fileOf(ctx, view, c)) });
  return html`<section id="tep">
    <h3>${say('Thành phần hồ sơ', 'Papers')} (${filled.length + current.length})</h3>
    ${
      filled.length + onPaper.length > 0 &&
      html`<ul class="checklist">
        ${filled.map((c) => html`<li><a href="#to-khai">${c.name[lang]}</a> <span class="muted">(${origins['form']![lang]})</span></li>`)}${onPaper.map((c) => html`<li>${nameOf(ctx, view, c)} <span class="muted">(${kindOf(ctx, c)})</span></li>`)}
      </ul>`
    }${list(current)}
    ${missing.length > 0 && html`<p class="muted">${say('Chưa có: ', 'Not there: ')}${missing.map((c) => c.name[lang]).join('; ')}</p>`}
    ${former.length > 0 && details(lang, { summary: { vi: `Bản trước khi bổ sung (${former.length})`, en: `Before the supplement (${former.length})` }, body: list(former) })}
  </section>`;
}

function inOrder({ page, choices }: DossierView): Component[] {
  const place = new Map(choices.components.map(({ key }, i) => [key, i]));
  return page.components.toSorted((a, b) => (place.get(a.key) ?? 999) - (place.get(b.key) ?? 999));
}

/** As the dossier keeps it, in English where the procedure still calls it the same. */
function nameOf({ lang }: PageContext, { choices }: DossierView, c: Component): Html {
  const known = choices.components.find(({ key }) => key === c.key)?.name;
  return lang === 'en' && known?.vi === c.name ? html`${known.en}` : inVietnamese(lang, c.name);
}

function fileOf(ctx: PageContext, view: DossierView, c: Component): FileItem {
  const { here, file } = view;
  return {
    name: nameOf(ctx, view, c),
    href: `/tep/${c.id}`,
    size: c.size ?? undefined,
    note: kindOf(ctx, c),
    view: shows(c) ? `${withQuery(here, { tep: c.id })}#khung-xem` : undefined,
    current: c.id === file,
  };
}

const kindOf = ({ lang }: PageContext, c: Component): string =>
  [`${componentForms[c.form]?.[lang] ?? c.form} × ${c.copies}`, origins[c.origin]?.[lang], c.fileName]
    .filter(Boolean)
    .join(' · ');

/** The file that is looked at, with the one before and the one after; the keyboard leads through all of them. */
export function viewer(ctx: PageContext, view: DossierView): Html | undefined {
  const { here, file } = view;
  const all = inOrder(view);
  const shown = all.find((c) => c.id === file && shows(c));
  if (!shown) return undefined;
  const { lang } = ctx;
  const say = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const side = all.filter((c) => shows(c) && (c.supersededAt === null) === (shown.supersededAt === null));
  const at = side.indexOf(shown);
  const to = (c: Component | undefined, key: string, words: string) =>
    c && html`<a href="${withQuery(here, { tep: c.id })}#khung-xem" data-key="${key}">${words}${keySign(key)}</a>`;
  return html`<div class="viewer" id="khung-xem">
    <p class="viewer-head">
      <strong>${nameOf(ctx, view, shown)}</strong>
      <span class="muted">${at + 1}/${side.length}</span>
      ${to(side[at - 1], ',', say('Tệp trước', 'Previous'))} ${to(side[at + 1], '.', say('Tệp sau', 'Next'))}
      <a href="/tep/${shown.id}" target="_blank">${say('Mở riêng', 'Open alone')}</a>
      <a href="${withQuery(here, { tep: undefined })}#tep" data-key="esc">${say('Đóng khung xem', 'Close the viewer')}${keySign('esc')}</a>
    </p>
    ${
      // A picture alone in a frame is not fitted to it.
      shown.mediaType?.startsWith('image/')
        ? html`<img class="viewer-picture" src="/tep/${shown.id}" alt="${shown.name}" lang="vi" />`
        : fileViewer(lang, { name: 'viewer', title: shown.name, src: `/tep/${shown.id}` })
    }
  </div>`;
}

const keySign = (key: string): Html => html` <span class="key-hint" aria-hidden="true">${kbd(key)}</span>`;

/** What a browser shows by itself. */
const shows = (c: Component): boolean =>
  c.file !== null && c.mediaType !== null && /^(application\/pdf|image\/(png|jpeg))$/.test(c.mediaType);
