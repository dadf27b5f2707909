import type { BoxView, TableRuleView, TableView } from '@dinh/decision';
import type { Lang, Text } from '@dinh/kernel';
import { html, type Html, inVietnamese, sourceWords } from '@dinh/ui';

/** What a table is called: what its decision is about, with the name by which expressions ask for it. */
export function tableName({ decision, description }: TableView): Text {
  const about = description?.vi && description.vi !== decision ? description : undefined;
  return {
    vi: about ? `Bảng quyết định: ${about.vi} [${decision}]` : `Bảng quyết định ${decision}`,
    en: about ? `Decision table: ${about.en} [${decision}]` : `Decision table ${decision}`,
  };
}

/** What logic in boxes is called. */
export function boxesName({ decision, description }: BoxView): Text {
  const about = description?.vi && description.vi !== decision ? description : undefined;
  return {
    vi: about ? `Cách tính: ${about.vi} [${decision}]` : `Cách tính ${decision}`,
    en: about ? `Logic: ${about.en} [${decision}]` : `Logic ${decision}`,
  };
}

/** Logic in boxes, line by line. */
export function boxesView(lang: Lang, boxes: BoxView): Html {
  const name = boxesName(boxes)[lang];
  return html`<h3>${name}</h3><div class="source" role="region" tabindex="0" aria-label="${name}"><ol translate="no">${boxes.lines.map((line, i) => html`<li><i>${i + 1}</i>${line}</li>`)}</ol></div>`;
}

/** A cell as it stands in the model; for who reads English with what its words say, where the model tells it. */
export function cellText(lang: Lang, cell: string, english: string | undefined): Html {
  return lang === 'en' && english !== undefined
    ? html`<code lang="vi">${cell}</code><br />${english}`
    : html`<code>${cell}</code>`;
}

/** What stands beside a rule: words, and where it comes from. */
export function notesText(lang: Lang, { annotations, english }: TableRuleView): Html {
  const [first, ...more] = annotations;
  const words =
    lang === 'en' && english?.annotation !== undefined
      ? html`${english.annotation}<br /><span class="muted">${inVietnamese(lang, first ?? '')}</span>`
      : sourceWords(lang, first ?? '');
  return html`${words}${more.map((one) => html` · ${one}`)}`;
}
