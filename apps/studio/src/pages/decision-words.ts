import type { TableRuleView, TableView } from '@dinh/decision';
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
