import type { PageContext } from '@dinh/kernel';
import { type Child, formatDate, html, type Html, inOnePiece, inVietnamese, linkButton, summaryList } from '@dinh/ui';
import type { ProcedureSheet } from '../queries/procedure-sheet.ts';
import { formNames } from '../words/names.ts';
import { audiences, channels, levels, origin } from './parts.ts';
import { componentTable } from './procedure-components.ts';
import { feeInWords, feeRules } from './procedure-fee.ts';
import { steps, timeLimit, timeLimitInWords } from './procedure-steps.ts';

/** Headings of the page, named in its contents too. */
export const headings = {
  limit: { vi: 'Thời hạn', en: 'Time limit' },
  fee: { vi: 'Phí, lệ phí', en: 'Fee' },
  components: { vi: 'Hồ sơ gồm những gì', en: 'What the dossier consists of' },
  steps: { vi: 'Các bước', en: 'Steps' },
  bases: { vi: 'Căn cứ pháp lý', en: 'Legal bases' },
  ask: { vi: 'Hỏi ở đâu', en: 'Where to ask' },
};

const words = {
  ...headings,
  code: { vi: 'Mã thủ tục', en: 'Code' },
  agency: { vi: 'Cơ quan giải quyết', en: 'Competent agency' },
  section: { vi: 'Bộ phận thụ lý', en: 'Section' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
  level: { vi: 'Cấp thực hiện', en: 'Level' },
  who: { vi: 'Ai được nộp', en: 'Who may apply' },
  channels: { vi: 'Cách nộp', en: 'How to file' },
  service: { vi: 'Dịch vụ trực tuyến', en: 'Online service' },
  serviceOf: (level: number) => ({
    vi: `Mức độ ${level}; khi nộp bạn được hỏi xác thực theo mức này`,
    en: `Level ${level}; when you file you are asked to confirm who you are accordingly`,
  }),
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
  notes: { vi: 'Cần biết', en: 'Good to know' },
  consulted: { vi: 'Cơ quan được lấy ý kiến', en: 'Agencies consulted' },
};

interface KeptSections {
  readonly of: ProcedureSheet['units'];
  readonly site: PageContext['site'];
  readonly day: string;
  readonly drawn: Html;
}

/** By version and language; at most some megabytes. */
const kept = new Map<string, KeptSections>();
const mostKept = 300;

/** What of the page depends only on the sheet, the day, the site and the language: drawn once for all who ask. */
export function keptSections(ctx: PageContext, sheet: ProcedureSheet): Html {
  const { lang, site } = ctx;
  const { version, units, day } = sheet;
  const name = `${version.versionId} ${lang}`;
  const found = kept.get(name);
  // A sheet that was put together anew has another map of units.
  if (found?.of === units && found.site === site && found.day === day) return found.drawn;
  const drawn = inOnePiece(sections(ctx, sheet));
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, { of: units, site, day, drawn });
  return drawn;
}

function sections(ctx: PageContext, sheet: ProcedureSheet): Html {
  const { lang } = ctx;
  return html`${start(ctx, sheet)} ${facts(ctx, sheet)}
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
            ${whereToAsk(ctx, sheet)}`;
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
        {
          label: words.service,
          value: procedure.serviceLevel && words.serviceOf(procedure.serviceLevel)[lang],
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
