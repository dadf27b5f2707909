import { localDate, may, page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  buttonGroup,
  formatDate,
  formatDateTime,
  html,
  type Html,
  linkButton,
  summaryList,
  table,
  tag,
  sourceWords,
  whoMaySee,
} from '@dinh/ui';
import { writeBody } from '../model/body-text.ts';
import { mayEdit } from '../model/kinds.ts';
import { bodyView } from './bodies.ts';
import { address, crumbs, originNames, screen, stateTag, viewing, withQuery } from './frame.ts';
import { olderToolsLink } from './source-text.ts';
import { choose, type Draft, type Shown, shownVersion, type Version } from './shown.ts';

const title: Text = { vi: 'Nội dung', en: 'Definition' };

/** One definition: what it says in the version chosen, and all its versions. */
export const definitionPage = page({
  path: '/studio/:kind/:key',
  title,
  may: viewing,
  async run(ctx) {
    const { lang } = ctx;
    const shown = await shownVersion(ctx);
    const { kind, key, version } = shown;
    const here = address(kind.kind, key);
    return show(
      screen(ctx, {
        title: shown.title,
        breadcrumbs: crumbs(kind, key),
        main: html`<h1>${shown.title[lang]}</h1>
          ${may(ctx.principal, 'people.explain-access') && html`<p class="link-line">${whoMaySee(lang, true, 'definition', `${kind.kind}/${key}`)}</p>`}
          ${version && facts(ctx, shown, version)}
          ${buttonGroup(
            mayEdit(ctx.principal, kind) &&
              linkButton(lang, {
                label: { vi: 'Đề xuất phiên bản mới', en: 'Propose a new version' },
                href: `${here}/soan`,
                key: 's',
              }),
            mayEdit(ctx.principal, kind) &&
              version &&
              version.version !== shown.versions[0]?.version &&
              linkButton(lang, {
                kind: 'secondary',
                label: {
                  vi: `Soạn lại từ bản ${version.version}`,
                  en: `Write anew from version ${version.version}`,
                },
                href: withQuery(`${here}/soan`, { 'tu-ban': String(version.version) }),
              }),
            version &&
              linkButton(lang, {
                kind: 'secondary',
                label: { vi: 'Tải tệp nguồn', en: 'Download the source' },
                href: withQuery(`${here}/tep`, shown.query),
              }),
            version && olderToolsLink(lang, kind, writeBody(kind, shown.body), withQuery(`${here}/tep`, shown.query)),
          )}
          ${version && (await bodyView(ctx, shown))} ${versionTable(ctx, shown)}
          ${shown.drafts.length > 0 && draftTable(ctx, shown.drafts)}`,
      }),
    );
  },
});

function facts(ctx: PageContext, shown: Shown, version: Version): Html {
  const { lang } = ctx;
  const until = version.effectiveTo ? formatDate(version.effectiveTo) : { vi: 'khi có bản mới', en: 'further notice' }[lang];
  return summaryList(
    lang,
    [
      {
        label: { vi: 'Loại và mã', en: 'Kind and key' },
        value: html`${shown.kind.title[lang]} <code>${shown.key}</code>`,
      },
      {
        label: { vi: 'Phiên bản', en: 'Version' },
        value: html`${version.version} ${standing(ctx, shown, version)}`,
      },
      { label: { vi: 'Hiệu lực', en: 'In force' }, value: `${formatDate(version.effectiveFrom)} – ${until}` },
      { label: { vi: 'Nguồn, căn cứ', en: 'Source' }, value: sourceWords(lang, version.source) },
      {
        label: { vi: 'Người viết', en: 'Written by' },
        value: version.author ?? originNames[version.origin]?.[lang] ?? version.origin,
      },
    ],
    { dense: true },
  );
}

function standing(ctx: PageContext, shown: Shown, version: Version): Html {
  const today = localDate(ctx.now);
  const replaced = shown.versions.some((one) => one.version > version.version && one.effectiveFrom === version.effectiveFrom);
  if (version.effectiveFrom > today && replaced)
    return tag(ctx.lang, 'stopped', { vi: 'Bị thay trước khi có hiệu lực', en: 'Replaced before it began' });
  if (version.effectiveFrom > today) return tag(ctx.lang, 'waiting', { vi: 'Chưa đến ngày', en: 'To come' });
  return choose(shown.versions, undefined, today) === version
    ? tag(ctx.lang, 'done', { vi: 'Đang hiệu lực', en: 'In force' })
    : tag(ctx.lang, 'stopped', { vi: 'Bản cũ', en: 'Old' });
}

function versionTable(ctx: PageContext, shown: Shown): Html {
  const { lang } = ctx;
  const here = address(shown.kind.kind, shown.key);
  return table<Version>(lang, {
    caption: { vi: 'Các phiên bản', en: 'Versions' },
    dense: true,
    rows: shown.versions,
    rowHref: (v) => withQuery(here, { ban: String(v.version) }),
    current: (v) => v === shown.version,
    columns: [
      { key: 'version', label: { vi: 'Phiên bản', en: 'Version' }, cell: (v) => v.version },
      { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (v) => standing(ctx, shown, v) },
      { key: 'from', label: { vi: 'Từ ngày', en: 'From' }, cell: (v) => formatDate(v.effectiveFrom) },
      {
        key: 'to',
        label: { vi: 'Đến trước ngày', en: 'Until' },
        cell: (v) => v.effectiveTo && formatDate(v.effectiveTo),
      },
      {
        key: 'origin',
        label: { vi: 'Người viết', en: 'Written by' },
        cell: (v) => v.author ?? originNames[v.origin]?.[lang],
      },
      {
        key: 'at',
        label: { vi: 'Ban hành lúc', en: 'Published' },
        minor: true,
        cell: (v) => formatDateTime(v.createdAt),
      },
      {
        key: 'compare',
        label: { vi: 'So sánh', en: 'Compare' },
        cell: (v) =>
          v.version > 1 &&
          html`<a href="${withQuery(`${here}/so-sanh`, { cu: String(v.version - 1), moi: String(v.version) })}">${{ vi: `với bản ${v.version - 1}`, en: `with ${v.version - 1}` }[lang]}</a>`,
      },
    ],
    empty: html`<p>${{ vi: 'Chưa có phiên bản nào được ban hành.', en: 'No version has been published yet.' }[lang]}</p>`,
  });
}

function draftTable(ctx: PageContext, drafts: readonly Draft[]): Html {
  return table<Draft>(ctx.lang, {
    caption: { vi: 'Dự thảo', en: 'Drafts' },
    dense: true,
    rows: drafts,
    rowHref: (d) => `/studio/du-thao/${d.id}`,
    columns: [
      { key: 'author', label: { vi: 'Người soạn', en: 'Author' }, cell: (d) => d.authorName },
      { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (d) => stateTag(ctx, d.state) },
      { key: 'at', label: { vi: 'Sửa lúc', en: 'Changed' }, cell: (d) => formatDateTime(d.changedAt) },
      {
        key: 'source',
        label: { vi: 'Căn cứ', en: 'Rests on' },
        cell: (d) => sourceWords(ctx.lang, d.source),
        grow: true,
      },
    ],
  });
}
