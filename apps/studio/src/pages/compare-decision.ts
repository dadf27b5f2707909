import { type BoxView, type DmnError, readBoxes, readTables } from '@dinh/decision';
import type { Lang, PageContext, Text } from '@dinh/kernel';
import { html, type Html } from '@dinh/ui';
import { boxesName, cellText, notesText, tableName } from './decision-words.ts';
import { textDifference } from './source-text.ts';
import { type ComparedTable, compareTables } from '../model/decision-diff.ts';
import { hitPolicyOf } from '../model/hit-policies.ts';

const signs: Readonly<Record<string, { sign: string; label: Text }>> = {
  added: { sign: '+', label: { vi: 'thêm', en: 'added' } },
  removed: { sign: '−', label: { vi: 'bỏ', en: 'removed' } },
  changed: { sign: '≠', label: { vi: 'sửa', en: 'changed' } },
  moved: { sign: '↕', label: { vi: 'đổi thứ tự', en: 'moved' } },
};

/** The tables of two versions of a decision beside each other; cells, rules and columns that differ are marked. */
export function decisionDifference(ctx: PageContext, before: string, after: string): Html {
  const { lang } = ctx;
  const changes = compareTables(read(before, readTables), read(after, readTables));
  const boxes = boxesDifference(lang, before, after);
  if (changes.length === 0 && boxes.length > 0) return html`${boxes}`;
  if (changes.length === 0)
    return html`<p>${{ vi: 'Không ô nào của các bảng thay đổi.', en: 'No cell of the tables has changed.' }[lang]}</p>`;
  const none = { vi: 'Bản này không có bảng ấy.', en: 'This version has no such table.' };
  const words = { before: { vi: 'Bản trước', en: 'Before' }, after: { vi: 'Bản sau', en: 'After' } };
  return html`<p class="muted">${{ vi: 'Đánh dấu: ≠ ô đã sửa, + thêm, − bỏ, ↕ đổi thứ tự.', en: 'Marked: ≠ changed, + added, − removed, ↕ moved.' }[lang]}</p>
    ${changes.map(
      (change) => html`<h3>${tableName((change.after ?? change.before)!.table)[lang]}</h3>
        <div class="side-by-side">
          ${(['before', 'after'] as const).map((side) => html`<figure><figcaption>${words[side][lang]}</figcaption>${change[side] ? tableOf(ctx, change[side], `${change.decision}, ${words[side][lang]}`) : html`<p>${none[lang]}</p>`}</figure>`)}
        </div>`,
    )}${boxes}`;
}

/** Logic in boxes that differs, line by line. */
function boxesDifference(lang: Lang, before: string, after: string): Html[] {
  const all = [before, after].map((dmn) => new Map(read(dmn, (text) => readBoxes(text, lang)).map((one) => [one.decision, one])));
  const [old, now] = all as [Map<string, BoxView>, Map<string, BoxView>];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name) => {
    const [a, b] = [old, now].map((one) => one.get(name)?.lines.join('\n') ?? '');
    if (a === b) return [];
    return [html`<h3>${boxesName((now.get(name) ?? old.get(name))!)[lang]}</h3>${textDifference(lang, a!, b!)}`];
  });
}

/** What can be read of a text; nothing of one that is no DMN. */
function read<View>(dmn: string, of: (dmn: string) => View[]): View[] {
  try {
    return of(dmn);
  } catch (error) {
    if ((error as DmnError).name === 'DmnError') return [];
    throw error;
  }
}

function tableOf(ctx: PageContext, { table, policy, columns, rules }: ComparedTable, name: string): Html {
  const { lang } = ctx;
  const sign = (change: string): Html | undefined =>
    signs[change] &&
    html`<span class="change-sign" title="${signs[change].label[lang]}">${signs[change].sign}<span class="visually-hidden"> ${signs[change].label[lang]}</span></span> `;
  const heads = [
    ...table.inputs.map(({ label, expression }) => html`${label[lang]}<br /><code>${expression}</code>`),
    ...table.outputs.map(({ label }) => html`<small>${{ vi: 'thì', en: 'then' }[lang]}</small> ${label[lang]}`),
  ];
  const policyText = `${{ vi: 'Cách chọn quy tắc', en: 'Hit policy' }[lang]}: ${hitPolicyOf(table)[lang]}`;
  return html`<div class="table-scroll" role="region" tabindex="0" aria-label="${name}"><table class="table table-dense compared">
    <caption>${policy ? html`${sign('changed')}<mark>${policyText}</mark>` : policyText}</caption>
    <thead><tr><th scope="col">#</th>${heads.map((head, i) => html`<th scope="col" class="is-${columns[i]!}">${sign(columns[i]!)}${head}</th>`)}<th scope="col">${{ vi: 'Ghi chú', en: 'Notes' }[lang]}</th></tr></thead>
    <tbody>${rules.map((rule, i) => {
      const one = table.rules[i]!;
      const cells = [...one.inputs, ...one.outputs];
      const notes = notesText(lang, one);
      return html`<tr class="is-${rule.change}"><td>${sign(rule.change)}${i + 1}</td>${cells.map((cell, c) => {
        const text =
          c < one.inputs.length && (cell === '-' || cell === '')
            ? html`${{ vi: 'bất kỳ', en: 'any' }[lang]}`
            : cellText(lang, cell, one.english?.outputs[c - one.inputs.length]);
        return html`<td class="is-${columns[c]!}">${rule.cells[c] ? html`<mark>${text}</mark>` : text}</td>`;
      })}<td>${rule.notes ? html`<mark>${notes}</mark>` : notes}</td></tr>`;
    })}</tbody></table></div>`;
}
