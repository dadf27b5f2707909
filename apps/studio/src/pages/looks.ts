import { type CalendarBody, compileCalendar, localDate, type PageContext, type Text } from '@dinh/kernel';
import { formatDate, formatLongDate, html, type Html, table } from '@dinh/ui';

/** The most characters that an SMS has. */
const smsLength = 160;

interface Message {
  readonly subject: Text;
  readonly body: Text;
  readonly sms?: Text;
}

/** A message as it arrives, with what will be put in marked; an SMS with its length. */
export function messageLooks(ctx: PageContext, { subject, body, sms }: Message): Html {
  const { lang } = ctx;
  const filled = (text: string): Html =>
    html`${text.split(/(\{\w+\})/).map((piece, i) => (i % 2 === 1 ? html`<mark>${piece}</mark>` : piece))}`;
  const both = [
    ['vi', 'Tiếng Việt'],
    ['en', 'English'],
  ] as const;
  return html`${both.map(
    ([language, name]) => html`<section lang="${language}"><p class="muted">${name}</p>
      <h2>${filled(subject[language])}</h2>
      ${body[language].split('\n').map((line) => html`<p>${filled(line)}</p>`)}
      ${sms && html`<p class="muted">SMS (${sms[language].length}/${smsLength}${sms[language].length > smsLength && html`, <strong>${{ vi: 'quá dài', en: 'too long' }[lang]}</strong>`})</p><p><code>${filled(sms[language])}</code></p>`}</section><hr />`,
  )}`;
}

interface PortalText {
  readonly title: Text;
  readonly lead?: Text;
  readonly sections: readonly {
    readonly title: Text;
    readonly text?: readonly Text[];
    readonly list?: readonly Text[];
  }[];
}

/** A page of plain text as the portal shows it. */
export function portalTextLooks({ lang }: PageContext, body: PortalText): Html {
  return html`<h1>${body.title[lang]}</h1>
    ${body.lead && html`<p class="lead">${body.lead[lang]}</p>`}
    ${body.sections.map(
      ({ title, text, list }) => html`<h2>${title[lang]}</h2>
        ${text?.map((paragraph) => html`<p>${paragraph[lang]}</p>`)}
        ${list && html`<ul>${list.map((item) => html`<li>${item[lang]}</li>`)}</ul>`}`,
    )}`;
}

interface Span {
  readonly kind: 'off' | 'worked';
  readonly from: string;
  to: string;
  days: number;
}

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const textOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

/** The days of this year and the next on which a calendar differs from its plain week: holidays, days in lieu, swaps. */
export function calendarLooks({ lang, now }: PageContext, body: CalendarBody): Html {
  const { daysOff: _off, swaps: _swaps, workDays: _work, ...rest } = body;
  const week = compileCalendar({ ...rest, holidays: [] });
  const calendar = compileCalendar(body);
  const year = Number(localDate(now).slice(0, 4));
  const spans: Span[] = [];
  for (let at = day(`${year}-01-01`); at < day(`${year + 2}-01-01`); at++) {
    const [usual, here] = [week.sessions(at).length, calendar.sessions(at).length];
    if (usual === here) continue;
    const kind = here < usual ? 'off' : 'worked';
    const last = spans.at(-1);
    // A weekend between two days off belongs to what people call the same holiday.
    if (last?.kind === kind && gap(week, day(last.to), at)) Object.assign(last, { to: textOf(at), days: last.days + 1 });
    else spans.push({ kind, from: textOf(at), to: textOf(at), days: 1 });
  }
  const kinds = {
    off: { vi: 'Nghỉ', en: 'Off' },
    worked: { vi: 'Làm bù', en: 'Worked' },
  };
  return table<Span>(lang, {
    caption: {
      vi: `Ngày nghỉ và làm bù ${year}–${year + 1}`,
      en: `Days off and days worked instead, ${year}–${year + 1}`,
    },
    rows: spans,
    columns: [
      { key: 'kind', label: { vi: 'Loại', en: 'Kind' }, cell: (s) => kinds[s.kind][lang] },
      {
        key: 'when',
        label: { vi: 'Ngày', en: 'Days' },
        cell: (s) => `${formatLongDate(lang, s.from)}${s.to === s.from ? '' : ` – ${formatDate(s.to)}`}`,
      },
      { key: 'days', label: { vi: 'Số ngày', en: 'How many' }, numeric: true, cell: (s) => s.days },
    ],
    empty: html`<p>${{ vi: 'Không có ngày nào khác tuần làm việc thường.', en: 'No day differs from the plain week.' }[lang]}</p>`,
  });
}

/** Whether only days that are never worked stand between two days. */
function gap(week: ReturnType<typeof compileCalendar>, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at++) if (week.sessions(at).length > 0) return false;
  return true;
}
