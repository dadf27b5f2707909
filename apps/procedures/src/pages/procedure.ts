import { localDate, page, type PageContext, show } from '@dinh/kernel';
import {
  banner,
  type Child,
  formatDate,
  html,
  type Html,
  linkButton,
  summaryList,
  inVietnamese,
} from '@dinh/ui';
import { type ProcedureSheet, procedureSheet } from '../queries/procedure-sheet.ts';
import { formNames } from '../words/names.ts';
import { componentTable } from './procedure-components.ts';
import { feeInWords, feeRules } from './procedure-fee.ts';
import { steps, timeLimit, timeLimitInWords } from './procedure-steps.ts';
import { audiences, channels, home, levels, origin, originNote, portalPage, readDay } from './parts.ts';

const words = {
  title: { vi: 'Thủ tục', en: 'Procedure' },
  fields: { vi: 'Lĩnh vực', en: 'Fields' },
  code: { vi: 'Mã thủ tục', en: 'Code' },
  agency: { vi: 'Cơ quan giải quyết', en: 'Competent agency' },
  section: { vi: 'Bộ phận thụ lý', en: 'Section' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
  level: { vi: 'Cấp thực hiện', en: 'Level' },
  who: { vi: 'Ai được nộp', en: 'Who may apply' },
  channels: { vi: 'Cách nộp', en: 'How to file' },
  limit: { vi: 'Thời hạn', en: 'Time limit' },
  fee: { vi: 'Phí, lệ phí', en: 'Fee' },
  result: { vi: 'Kết quả', en: 'Result' },
  start: { vi: 'Nộp trực tuyến', en: 'File online' },
  startHelp: {
    vi: 'Chuẩn bị sẵn các giấy tờ dưới đây. Bạn có thể dừng giữa chừng, phần đã khai được giữ lại.',
    en: 'Have the papers below ready. You can stop halfway; what you filled in is kept.',
  },
  noStart: {
    vi: 'Thủ tục này chưa nộp được trực tuyến. Bạn nộp tại bộ phận một cửa hoặc qua bưu chính.',
    en: 'This procedure cannot be filed online yet. File it at the one-stop desk or by post.',
  },
  blank: { vi: 'Tải tờ khai để in (PDF)', en: 'Download the blank form (PDF)' },
  components: { vi: 'Hồ sơ gồm những gì', en: 'What the dossier consists of' },
  steps: { vi: 'Các bước', en: 'Steps' },
  bases: { vi: 'Căn cứ pháp lý', en: 'Legal bases' },
  ask: { vi: 'Hỏi ở đâu', en: 'Where to ask' },
  versions: { vi: 'Các phiên bản', en: 'Versions' },
  notes: { vi: 'Cần biết', en: 'Good to know' },
  contents: { vi: 'Trong trang này', en: 'On this page' },
  consulted: { vi: 'Cơ quan được lấy ý kiến', en: 'Agencies consulted' },
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
    const current = versions.find(
      (v) => v.effectiveFrom <= today && (v.effectiveTo === null || v.effectiveTo > today),
    );
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
            ${start(ctx, sheet)} ${facts(ctx, sheet)}
            <h2 id="ho-so">${words.components[lang]}</h2>
            ${componentTable(ctx, sheet)}
            <h2 id="cac-buoc">${words.steps[lang]}</h2>
            ${steps(ctx, sheet)} ${consulted(ctx, sheet)}
            <h2 id="thoi-han">${words.limit[lang]}</h2>
            ${timeLimit(ctx, sheet, formNames(sheet.form, lang))}
            <h2 id="phi">${words.fee[lang]}</h2>
            ${feeRules(ctx, sheet)} ${notes(ctx, sheet)}
            <h2 id="can-cu">${words.bases[lang]}</h2>
            ${bases(ctx, sheet)}
            <h2 id="hoi">${words.ask[lang]}</h2>
            ${whereToAsk(ctx, sheet)}
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
    day > today
      ? { vi: 'Phiên bản sẽ áp dụng', en: 'A version to come' }
      : { vi: 'Phiên bản cũ', en: 'An older version' };
  return banner(lang, {
    tone: 'soon',
    title,
    body: text,
    actions: html`<p><a href="/thu-tuc/${encodeURIComponent(version.procedure.code)}">${words.today[lang]}</a></p>`,
  });
}

function facts(ctx: PageContext, sheet: ProcedureSheet): Html {
  const { lang } = ctx;
  const { procedure, agency, section } = sheet.version;
  const who = procedure.whoMayApply;
  return html`<div class="facts">
    ${summaryList(
      lang,
      [
        { label: words.code, value: html`<span class="code">${procedure.code}</span>` },
        { label: words.agency, value: html`<a href="/co-quan/${procedure.agency}">${agency.name[lang]}</a>` },
        { label: words.section, value: section && section.id !== agency.id ? section.name[lang] : undefined },
        {
          label: words.field,
          value: html`<a href="/linh-vuc/${procedure.businessType}">${sheet.field[lang]}</a>`,
        },
        { label: words.level, value: levels[procedure.level] ?? procedure.level },
        {
          label: words.who,
          value: who ? html`${who.text[lang]}${origin(ctx, who.source)}` : audiences[procedure.audience],
        },
        {
          label: words.channels,
          value: waysToFile(ctx, procedure.channels),
        },
        { label: words.limit, value: timeLimitInWords(ctx, sheet) },
        { label: words.fee, value: feeInWords(ctx, sheet) },
        {
          label: words.result,
          value: html`${sheet.result?.name[lang]}${procedure.workedOut ? undefined : origin(ctx, 'ours')}`,
        },
      ].filter((row) => row.value !== undefined),
    )}
  </div>`;
}

/** The quickest way first, as one sentence. */
function waysToFile({ lang }: PageContext, ways: readonly string[]): string {
  const text = Object.keys(channels)
    .filter((way) => ways.includes(way))
    .map((way) => channels[way]![lang].toLowerCase())
    .join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function start({ lang }: PageContext, { version, form, day }: ProcedureSheet): Html {
  const { code, channels: ways } = version.procedure;
  const path = encodeURIComponent(code);
  return html`<div class="start">
    ${
      ways.includes('online')
        ? html`${linkButton(lang, { label: words.start, href: `/nop-ho-so/${path}`, kind: 'main', attributes: { id: 'nop' } })}
            <p class="hint">${words.startHelp[lang]}</p>`
        : html`<p>${words.noStart[lang]}</p>`
    }${form && html`<p><a href="/thu-tuc/${path}/to-khai.pdf?ngay=${day}">${words.blank[lang]}</a></p>`}
  </div>`;
}

function consulted(ctx: PageContext, { version, units }: ProcedureSheet): Child {
  const { consultation } = version.procedure;
  if (!consultation?.length) return undefined;
  const { lang } = ctx;
  const days = (count: number) => ({ vi: `${count} ngày làm việc`, en: `${count} working days` })[lang];
  return html`<h3>${words.consulted[lang]}</h3>
    <ul>
      ${consultation.map((one) => html`<li>${units.get(one.unit)?.name[lang] ?? one.unit}: ${one.subject[lang]} (${days(one.days)})${origin(ctx, one.source)}</li>`)}
    </ul>`;
}

function notes(ctx: PageContext, { version }: ProcedureSheet): Child {
  const { ruleNotes } = version.procedure;
  if (!ruleNotes?.length) return undefined;
  return html`<h2>${words.notes[ctx.lang]}</h2>
    <ul>
      ${ruleNotes.map((note) => html`<li>${note.text[ctx.lang]} ${origin(ctx, note.source, { law: true })}</li>`)}
    </ul>`;
}

const noBases = {
  vi: 'Văn bản nguồn của tỉnh không ghi căn cứ của thủ tục này.',
  en: 'The province’s source does not name the legal basis of this procedure.',
};

function bases({ lang }: PageContext, { version }: ProcedureSheet): Html {
  const { legalBases } = version.procedure;
  if (legalBases.length === 0) return html`<p>${noBases[lang]}</p>`;
  return html`<ul class="bases">
    ${legalBases.map(({ number, title, issuer, date }) => {
      const more = [issuer, date && `ngày ${formatDate(date)}`].filter(Boolean).join(', ');
      return html`<li>${inVietnamese(lang, html`${title}${number && html` (${number})`}${more && html`, ${more}`}`)}</li>`;
    })}
  </ul>`;
}

function whereToAsk(ctx: PageContext, { version, units }: ProcedureSheet): Html {
  const { lang, site } = ctx;
  const { contact, agency } = version.procedure;
  const unit = units.get(contact?.unit ?? `${agency}.desk`) ?? units.get(agency);
  const main = units.get(agency);
  const phone = contact?.phone ?? unit?.phone ?? main?.phone ?? site.phone;
  const email = contact?.email ?? unit?.email ?? main?.email;
  const hours = unit?.hours ?? main?.hours;
  const address = unit?.address ?? main?.address;
  return html`<address class="where">
    <p><strong>${(unit ?? main)?.name[lang]}</strong></p>
    ${address && html`<p>${inVietnamese(lang, address)}</p>`}
    <p><a href="tel:${phone.replace(/\s/g, '')}">${phone}</a>${email && html` · <a href="mailto:${email}">${email}</a>`}</p>
    ${hours && html`<p>${hours[lang]}</p>`}
  </address>`;
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
      const span = html`${words.from[lang]} ${formatDate(one.effectiveFrom)}${one.effectiveTo && html` ${words.until[lang]} ${formatDate(dayBefore(one.effectiveTo))}`}`;
      const state = [
        one.versionId === current && words.now[lang],
        one.versionId === shown && words.shown[lang],
      ]
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

/** The last day on which something holds that ends before `day`. */
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
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
