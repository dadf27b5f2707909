import { dayAfter, localDate, page, type PageContext, show } from '@dinh/kernel';
import { banner, formatDate, html, type Html, inVietnamese } from '@dinh/ui';
import { type ProcedureSheet, procedureSheet } from '../queries/procedure-sheet.ts';
import { home, originNote, portalPage, readDay } from './parts.ts';
import { headings, keptSections } from './procedure-sections.ts';

const words = {
  ...headings,
  title: { vi: 'Thủ tục', en: 'Procedure' },
  versions: { vi: 'Các phiên bản', en: 'Versions' },
  contents: { vi: 'Trong trang này', en: 'On this page' },
  now: { vi: 'đang áp dụng', en: 'in force' },
  shown: { vi: 'đang xem', en: 'shown' },
  from: { vi: 'Từ', en: 'From' },
  until: { vi: 'đến hết', en: 'until' },
  today: { vi: 'Xem bản đang áp dụng', en: 'See the version in force' },
};

export const procedurePage = page({
  path: '/thu-tuc/:code',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const today = localDate(ctx.now);
    const day = readDay(ctx.query['ngay']) ?? today;
    const code = ctx.params['code']!.slice(0, 40);
    const [sheet, { versions }] = await Promise.all([
      procedureSheet(ctx, code, day),
      ctx.run('procedures.list-versions', { code }),
    ]);
    const { version } = sheet;
    const { procedure } = version;
    const short = procedure.shortName?.[lang] ?? procedure.name;
    const current = versions.find((v) => v.effectiveFrom <= today && (v.effectiveTo === null || v.effectiveTo > today));
    const isCurrent = current?.versionId === version.versionId;
    return show(
      portalPage(ctx, {
        title: short,
        description: procedure.name,
        breadcrumbs: [
          home,
          { label: version.agency.name, href: `/co-quan/${procedure.agency}` },
          { label: sheet.field, href: `/linh-vuc/${procedure.businessType}` },
        ],
        main: html`${!isCurrent && otherVersion(ctx, sheet, day, today)}
          <article class="procedure">
            <h1>${procedure.shortName ? short : inVietnamese(lang, procedure.name)}</h1>
            ${short !== procedure.name && html`<p class="full-name">${inVietnamese(lang, procedure.name)}</p>`}
            ${keptSections(ctx, sheet)}
            <h2 id="phien-ban">${words.versions[lang]}</h2>
            ${versionList(ctx, code, versions, version.versionId, current?.versionId)} ${originNote(ctx)}
          </article>`,
        aside: contents(ctx),
      }),
    );
  },
});

function otherVersion({ lang }: PageContext, { version }: ProcedureSheet, day: string, today: string): Html {
  const text = {
    vi: `Bạn đang xem thủ tục như quy định ngày ${formatDate(day)} (phiên bản ${version.version}). Hồ sơ nộp hôm nay theo phiên bản đang áp dụng.`,
    en: `You are looking at the procedure as it stood on ${formatDate(day)} (version ${version.version}). A dossier filed today follows the version in force.`,
  };
  const title =
    day > today ? { vi: 'Phiên bản sẽ áp dụng', en: 'A version to come' } : { vi: 'Phiên bản cũ', en: 'An older version' };
  return banner(lang, {
    tone: 'soon',
    title,
    body: text,
    actions: html`<p><a href="/thu-tuc/${encodeURIComponent(version.procedure.code)}">${words.today[lang]}</a></p>`,
  });
}

interface VersionLine {
  readonly versionId: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
}

function versionList(
  { lang }: PageContext,
  code: string,
  versions: readonly VersionLine[],
  shown: string,
  current: string | undefined,
): Html {
  return html`<ol class="versions" reversed>
    ${versions.map((one) => {
      const span = html`${words.from[lang]} ${formatDate(one.effectiveFrom)}${one.effectiveTo && html` ${words.until[lang]} ${formatDate(dayAfter(one.effectiveTo, -1))}`}`;
      const state = [one.versionId === current && words.now[lang], one.versionId === shown && words.shown[lang]]
        .filter(Boolean)
        .join(', ');
      const href =
        one.versionId === current
          ? `/thu-tuc/${encodeURIComponent(code)}`
          : `/thu-tuc/${encodeURIComponent(code)}?ngay=${one.effectiveFrom}`;
      return html`<li>
        ${one.versionId === shown ? html`<span aria-current="true">${span}</span>` : html`<a href="${href}">${span}</a>`}${state && html` <span class="muted">(${state})</span>`}
      </li>`;
    })}
  </ol>`;
}

function contents({ lang }: PageContext): Html {
  const sections = [
    ['ho-so', words.components],
    ['cac-buoc', words.steps],
    ['thoi-han', words.limit],
    ['phi', words.fee],
    ['can-cu', words.bases],
    ['hoi', words.ask],
    ['phien-ban', words.versions],
  ] as const;
  return html`<nav class="contents-aside" aria-label="${words.contents[lang]}">
    <h2>${words.contents[lang]}</h2>
    <ul>
      ${sections.map(([id, title]) => html`<li><a href="#${id}">${title[lang]}</a></li>`)}
    </ul>
  </nav>`;
}
