import {
  checkModel,
  type DecisionModel,
  type Finding,
  importsInForce,
  readBoxes,
  readDmn,
  readTables,
  type TableView,
} from '@dinh/decision';
import { type PageContext, Refusal, type Text } from '@dinh/kernel';
import { banner, button, buttonGroup, html, type Html, textInput } from '@dinh/ui';
import { tryDecision } from '../queries/try-decision.ts';
import { hitPolicyOf } from '../model/hit-policies.ts';
import { boxesView, cellText, notesText, tableName } from './decision-words.ts';
import { dossierField, inputPrefix, inputsOfDossier, keepCase, typedInputs } from './decision-trial.ts';
import { address } from './frame.ts';
import type { Shown } from './shown.ts';

interface Tried {
  readonly value: unknown;
  readonly fired: readonly { decision: string; rule: number }[];
  readonly errors: readonly string[];
}

/** A decision: its tables, and a place to try it where the rules that fired are shown. */
export async function decisionView(ctx: PageContext, shown: Shown): Promise<Html> {
  const { dmn } = shown.body as { dmn: string };
  const { models } = await importsInForce(ctx.app.definitions, shown.key, dmn, shown.day);
  const imports = models.map((one) => one.dmn);
  const model = await readDmn(dmn, { imports }).catch(() => undefined);
  if (!model) return html``;
  const tables = readTables(dmn);
  const findings = await checkModel(dmn, { imports });
  const { given, told } = await inputsOfDossier(ctx, model.asked);
  const typed = { ...given, ...typedInputs(ctx.query) };
  const { tried, refused } = await tryIt(ctx, shown, typed);
  const fired = (decision: string, rule: number): boolean =>
    tried?.fired.some((one) => one.decision === decision && one.rule === rule) ?? false;
  return html`${usedModels(ctx, models)}${tables.map(
    (table) =>
      html`${tableView(ctx, table, fired)} ${found(
        ctx,
        findings.filter((one) => one.decision === table.decision),
      )}`,
  )}
  ${readBoxes(dmn, ctx.lang).map((boxes) => boxesView(ctx.lang, boxes))}
  ${found(
    ctx,
    findings.filter((one) => !tables.some((table) => table.decision === one.decision)),
  )}
  ${told} ${tryForm(ctx, shown, model, tables, typed)} ${refused}
  ${tried && answer(ctx, tried, tables)}
  ${tried && keepCase(ctx, shown, ctx.query['quyet-dinh']!, typed)}`;
}

/** The models that it imports, directly or through others. */
function usedModels({ lang }: PageContext, models: readonly { readonly key: string }[]): Html | false {
  return (
    models.length > 0 &&
    html`<p>${{ vi: 'Dùng kèm', en: 'Imports' }[lang]}: ${models.map(({ key }, i) => html`${i > 0 && ', '}<a href="${address('decision', key)}">${key}</a>`)}</p>`
  );
}

/** What the check has found, beside the table that it is about. */
function found(ctx: PageContext, findings: readonly Finding[]): Html {
  const { lang } = ctx;
  if (findings.length === 0) return html``;
  const worst = findings.some((one) => one.severity === 'error')
    ? 'late'
    : findings.some((one) => one.severity === 'warning')
      ? 'soon'
      : 'info';
  return banner(lang, {
    tone: worst,
    title: { vi: 'Kiểm tra', en: 'Check' },
    body: html`<ul>${findings.map((one) => html`<li id="${`kiem-tra-${one.elementId ?? one.line}`}">${one.where && `${one.where[lang]}: `}${one.message[lang]} <small>${{ vi: 'dòng', en: 'line' }[lang]} ${one.line}${one.elementId && html`, <code>${one.elementId}</code>`}</small></li>`)}</ul>`,
  });
}

function tableView(ctx: PageContext, table: TableView, fired: (decision: string, rule: number) => boolean): Html {
  const { lang } = ctx;
  const caption = `${tableName(table)[lang]} (${{ vi: 'cách chọn quy tắc', en: 'hit policy' }[lang]}: ${hitPolicyOf(table)[lang]})`;
  const then = { vi: 'thì', en: 'then' }[lang];
  return html`<div class="table-scroll" role="region" tabindex="0" aria-label="${caption}"><table class="table table-dense"><caption>${caption}</caption>
    <thead><tr><th scope="col">#</th>${table.inputs.map((input) => html`<th scope="col">${input.label[lang]}<br /><code>${input.expression}</code></th>`)}${table.outputs.map((output) => html`<th scope="col"><small>${then}</small> ${output.label[lang]}</th>`)}<th scope="col">${{ vi: 'Ghi chú', en: 'Notes' }[lang]}</th></tr></thead>
    <tbody>${table.rules.map(
      (rule, i) =>
        html`<tr class="${fired(table.decision, i + 1) ? 'fired' : ''}"><td>${i + 1}${fired(table.decision, i + 1) && html` <span aria-label="${{ vi: 'đã dùng', en: 'fired' }[lang]}">✓</span>`}</td>${rule.inputs.map((cell) => html`<td>${cell === '-' || cell === '' ? { vi: 'bất kỳ', en: 'any' }[lang] : html`<code>${cell}</code>`}</td>`)}${rule.outputs.map((cell, at) => html`<td>${cellText(lang, cell, rule.english?.outputs[at])}</td>`)}<td>${notesText(lang, rule)}</td></tr>`,
    )}</tbody></table></div>`;
}

function tryForm(
  ctx: PageContext,
  shown: Shown,
  { asked: inputs, decisions }: Pick<DecisionModel, 'asked' | 'decisions'>,
  tables: readonly TableView[],
  typed: Readonly<Record<string, string>>,
): Html {
  const { lang } = ctx;
  const label = (name: string): Text => {
    const column = tables.flatMap((one) => one.inputs).find(({ expression }) => expression === name);
    return column ? { vi: `${column.label.vi} (${name})`, en: `${column.label.en} (${name})` } : { vi: name, en: name };
  };
  return html`<h2 id="thu">${{ vi: 'Thử', en: 'Try it' }[lang]}</h2>
    <form method="get" action="#thu">
      ${shown.version && html`<input type="hidden" name="ban" value="${shown.version.version}" />`}
      ${dossierField(ctx)}
      ${inputs.map((name) =>
        textInput(lang, {
          name: inputPrefix + name,
          label: label(name),
          optional: true,
          width: 20,
          value: typed[name],
          hint:
            name === inputs[0]
              ? {
                  vi: 'Số (120), true hoặc false, ngày (2026-11-21), hoặc chữ',
                  en: 'A number (120), true or false, a day (2026-11-21) or a text',
                }
              : undefined,
        }),
      )}
      ${buttonGroup(
        ...decisions.map((name) =>
          button(lang, {
            kind: 'secondary',
            name: 'quyet-dinh',
            value: name,
            label: {
              vi: `Tính ${calledSo(tables, name).vi}`,
              en: `Evaluate ${calledSo(tables, name).en}`,
            },
          }),
        ),
      )}
    </form>`;
}

async function tryIt(ctx: PageContext, shown: Shown, inputs: Record<string, string>): Promise<{ tried?: Tried; refused?: Html }> {
  const decision = ctx.query['quyet-dinh'];
  if (!decision) return {};
  const which = shown.version ? { id: shown.version.id } : { draft: shown.query['du-thao'] };
  try {
    return { tried: await ctx.run(tryDecision, { ...which, decision, inputs }) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return { refused: banner(ctx.lang, { tone: 'late', body: error.sentence(ctx.lang) }) };
  }
}

/** What people call a decision of a table: its description, else its name. */
const calledSo = (tables: readonly TableView[], name: string): Text =>
  tables.find((one) => one.decision === name)?.description ?? { vi: name, en: name };

function answer(ctx: PageContext, tried: Tried, tables: readonly TableView[]): Html {
  const { lang } = ctx;
  const rules = tried.fired.map((one) => `${calledSo(tables, one.decision)[lang]}: ${one.rule}`).join('; ');
  return banner(lang, {
    tone: tried.errors.length > 0 ? 'soon' : 'info',
    title: { vi: 'Kết quả', en: 'Result' },
    body: html`<p><code>${JSON.stringify(tried.value, null, 1)}</code></p>
      <p>${rules === '' ? { vi: 'Không quy tắc nào được dùng.', en: 'No rule fired.' }[lang] : `${{ vi: 'Quy tắc đã dùng:', en: 'Rules that fired:' }[lang]} ${rules}`}</p>
      ${tried.errors.map((error) => html`<p>${error}</p>`)}`,
  });
}
