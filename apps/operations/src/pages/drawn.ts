import { type Lang, type PageContext, type Text } from '@dinh/kernel';
import { readDiagram } from '@dinh/process';
import { drawProcess, type DrawingBadge, formatNumber, html, type Html } from '@dinh/ui';
import type { ElementFigures } from '../queries/process-figures.ts';
import { viewModel } from '../queries/process-model.ts';
import { hoursText, withQuery } from './frame.ts';

/** The drawing of a version with its figures, and the name of the process. */
export async function drawn(
  ctx: PageContext,
  key: string,
  version: number,
  elements: readonly ElementFigures[],
): Promise<{ drawing: Html | undefined; name: Text }> {
  const { lang } = ctx;
  const { bpmn, title: name } = await ctx.run(viewModel, { key, version });
  const diagram = readDiagram(bpmn);
  const label = { vi: `Sơ đồ ${name.vi}`, en: `Diagram of ${name.en}` }[lang];
  const shown = askedLook(ctx);
  const drawing =
    diagram &&
    html`<nav class="link-line" aria-label="${{ vi: 'Số trên sơ đồ', en: 'Numbers on the drawing' }[lang]}">
        <span class="muted">${{ vi: 'Số trên sơ đồ:', en: 'Numbers on the drawing:' }[lang]}</span>
        ${Object.entries(looks).map(([name, look]) =>
          look === shown
            ? html`<strong aria-current="true">${look.label[lang]}</strong> `
            : html`<a href="${withQuery(ctx.url, { 'so-do': name })}">${look.label[lang]}</a> `,
        )}
      </nav>
      <div class="drawing" role="region" tabindex="0" aria-label="${label}">
        ${drawProcess(lang, diagram, {
          title: label,
          badges: new Map(elements.map((one) => [one.element, shown.badges(lang, one)])),
        })}
      </div>`;
  return { drawing, name };
}

/** A number at an element with what it says; none for nothing. */
function badge(
  lang: Lang,
  { name }: ElementFigures,
  tone: 'doing' | 'done' | 'late',
  text: string | number,
  what: Text,
): DrawingBadge[] {
  if (text === 0 || text === '–') return [];
  return [
    {
      text: tone === 'late' ? `! ${text}` : String(text),
      tone,
      title: `${name[lang]}: ${text} ${what[lang]}`,
    },
  ];
}

/** What the drawing can show of an element: what waits there now, what passed, and how long it took against its limit. */
const looks: Readonly<Record<string, { label: Text; badges: (lang: Lang, one: ElementFigures) => DrawingBadge[] }>> = {
  'dang-cho': {
    label: { vi: 'đang chờ', en: 'waiting' },
    badges: (lang, one) => [
      ...badge(lang, one, 'doing', one.waiting - one.late, { vi: 'đang chờ', en: 'waiting' }),
      ...badge(lang, one, 'late', one.late, { vi: 'quá hạn', en: 'late' }),
    ],
  },
  'da-lam': {
    label: { vi: 'đã làm', en: 'done' },
    badges: (lang, one) => [
      ...badge(lang, one, 'done', one.done - one.doneLate, { vi: 'làm đúng hạn', en: 'done in time' }),
      ...badge(lang, one, 'late', one.doneLate, { vi: 'làm trễ', en: 'done late' }),
    ],
  },
  'thoi-gian': {
    label: { vi: 'thời gian giữa', en: 'median time' },
    badges: (lang, one) => {
      const over = (one.used ?? 0) > 100;
      const limit = one.used === null ? '' : `, ${formatNumber(lang, one.used)} %`;
      return badge(lang, one, over ? 'late' : 'doing', hoursText(lang, one.medianHours), {
        vi: `(thời gian giữa${limit && `${limit} thời hạn`})`,
        en: `(median time${limit && `${limit} of the limit`})`,
      });
    },
  },
};

const askedLook = (ctx: PageContext) => looks[Object.hasOwn(looks, ctx.query['so-do'] ?? '') ? ctx.query['so-do']! : 'dang-cho']!;
