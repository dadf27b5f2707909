import type { DefinitionKind } from '@dinh/kernel';
import { html, type Html, type Lang, linkButton, withQuery } from '@dinh/ui';
import { forOlderTools } from '../model/dmn-versions.ts';
import { evenXml } from '../model/even-xml.ts';
import { diffLines, onlyChanges } from '../model/line-diff.ts';
import { type Problem, problemSentence } from '../model/body-text.ts';

const label = { vi: 'Nội dung nguồn', en: 'Source text' };
const difference = { vi: 'Khác biệt giữa hai bản', en: 'Differences between the two' };
const nothing = { vi: 'Hai bản giống hệt nhau.', en: 'The two are the same.' };
const leftOut = { vi: '… phần giống nhau không hiện …', en: '… what is the same is left out …' };
const isModel = /^\s*<(\?xml|[\w:]*definitions)\b/;
/** Where the elements of a model are drawn begins and ends, as `evenXml` writes it. */
const placesBegin = /^ *<[\w:]*(BPMNDiagram|DMNDI)\b/;
const placesEnd = /^ *<\/[\w:]*(BPMNDiagram|DMNDI)>/;
const signs = { same: '', added: '+', removed: '−' } as const;

/**
 * A text with numbered lines; lines with a problem are marked.
 * @param name begins the ids of its lines, where several texts stand on a page
 */
export function sourceText(lang: Lang, text: string, problems: readonly Problem[] = [], name = 'dong'): Html {
  const wrong = new Map(problems.map((problem) => [problem.line, problemSentence(lang, problem)]));
  return html`<div class="source" role="region" tabindex="0" aria-label="${label[lang]}"><ol translate="no">${text
    .split('\n')
    .map(
      (line, i) =>
        html`<li${wrong.has(i + 1) ? html` class="wrong" title="${wrong.get(i + 1)}"` : undefined} id="${name}-${i + 1}"><i>${i + 1}</i>${line}</li>`,
    )}</ol></div>`;
}

/**
 * What changed between two texts, line by line, with some lines around; of XML what it says, however it is written, and
 * where its elements are drawn only when nothing else differs.
 */
export function textDifference(lang: Lang, before: string, after: string): Html {
  const [old, now] = [before, after].map((text) => (isModel.test(text) ? evenXml(text) : text)) as [string, string];
  const said = onlyChanges(diffLines(withoutPlaces(old), withoutPlaces(now)));
  const lines = said.some((line) => line !== undefined) ? said : onlyChanges(diffLines(old, now));
  if (lines.every((line) => line === undefined)) return html`<p>${nothing[lang]}</p>`;
  return html`<div class="source" role="region" tabindex="0" aria-label="${difference[lang]}"><ol translate="no">${lines.map(
    (line) =>
      line === undefined
        ? html`<li class="left-out"><i></i>${leftOut[lang]}</li>`
        : html`<li class="${line.change}"><i>${line.before ?? ''}</i><i>${line.after ?? ''}</i>${signs[line.change].padEnd(2)}${line.text}</li>`,
  )}</ol></div>`;
}

function withoutPlaces(text: string): string {
  const lines = text.split('\n');
  const [from, to] = [lines.findIndex((one) => placesBegin.test(one)), lines.findLastIndex((one) => placesEnd.test(one))];
  return from < 0 || to < from ? text : lines.toSpliced(from, to - from + 1).join('\n');
}

/** Downloads a decision for tools that know DMN 1.3 alone; nothing where they can read it as it stands, or would lose some of it. */
export function olderToolsLink(lang: Lang, kind: DefinitionKind, text: string, source: string): Html | false {
  return (
    kind.kind === 'decision' &&
    forOlderTools(text) !== undefined &&
    linkButton(lang, {
      kind: 'quiet',
      label: { vi: 'Tải bản cho Camunda Modeler (DMN 1.3)', en: 'Download for Camunda Modeler (DMN 1.3)' },
      href: withQuery(source, { cho: 'camunda-modeler' }),
    })
  );
}
