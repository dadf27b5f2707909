import type { TableRuleView, TableView } from '@dinh/decision';
import type { Lang, PageContext, Text } from '@dinh/kernel';
import { type Child, formatMoney, html, type Html, table, inVietnamese } from '@dinh/ui';
import type { ProcedureSheet } from '../queries/procedure-sheet.ts';
import { cellInWords, literalOf, type Named, type Names, outputInWords } from '../words/expression.ts';
import { formNames, withNames } from '../words/names.ts';
import { origin } from './parts.ts';

const words = {
  free: { vi: 'Không thu', en: 'None' },
  depends: { vi: 'Tùy nội dung khai', en: 'Depends on what you declare' },
  from: { vi: 'Từ', en: 'From' },
  to: { vi: 'đến', en: 'to' },
  amount: { vi: 'Mức thu', en: 'Amount' },
  total: { vi: 'Số phải nộp', en: 'To pay' },
  reason: { vi: 'Trường hợp', en: 'Case' },
  basis: { vi: 'Căn cứ', en: 'Basis' },
  how: {
    vi: 'Hệ thống tính phí theo bảng này từ những gì bạn khai, đúng đến từng đồng.',
    en: 'The fee is computed by this table from what you declare, to the đồng.',
  },
  first: {
    vi: 'Xét từ trên xuống; dòng đúng đầu tiên được áp dụng.',
    en: 'Read from the top; the first line that fits applies.',
  },
  sum: { vi: 'Cộng các dòng đúng.', en: 'The lines that fit are added.' },
};

/** The fee on one line. */
export function feeInWords(ctx: PageContext, { fee, version }: ProcedureSheet): Child {
  const { lang } = ctx;
  if (!fee) return words.depends[lang];
  const amounts = [...new Set(fee.tables.flatMap(writtenAmounts))].sort((a, b) => a - b);
  const open = fee.tables.length > 1 || fee.tables.some((one) => one.rules.some((rule) => amountOf(one, rule) === undefined));
  const [least] = amounts;
  const most = amounts.at(-1);
  const text =
    least === undefined || most === undefined
      ? words.depends[lang]
      : amounts.length === 1 && !open
        ? least === 0
          ? words.free[lang]
          : formatMoney(lang, least)
        : amounts.length === 1
          ? words.depends[lang]
          : `${words.from[lang]} ${formatMoney(lang, least)} ${words.to[lang]} ${formatMoney(lang, most)}`;
  return html`${text}${version.procedure.workedOut ? undefined : origin(ctx, 'ours')}`;
}

/** Amounts that stand in a table of money as plain figures. */
function writtenAmounts(view: TableView): number[] {
  if (!view.outputs.some((output) => output.name === 'amount')) return [];
  return view.rules.map((rule) => amountOf(view, rule)).filter((amount) => amount !== undefined);
}

function amountOf(view: TableView, rule: TableRuleView): number | undefined {
  const place = view.outputs.findIndex((output) => output.name === 'amount');
  const amount = literalOf(rule.outputs[place === -1 ? 0 : place] ?? '');
  return typeof amount === 'number' ? amount : undefined;
}

/** The rule behind the fee: its decision tables in words. */
export function feeRules(ctx: PageContext, sheet: ProcedureSheet): Html {
  const { lang } = ctx;
  const { fee, form } = sheet;
  if (!fee) return html`<p>${words.depends[lang]}</p>`;
  const [only] = fee.tables;
  if (fee.tables.length === 1 && only && only.rules.length === 1 && amountOf(only, only.rules[0]!) !== undefined) {
    const reason = reasonOf(ctx, only, only.rules[0]!);
    const amount = amountOf(only, only.rules[0]!)!;
    return html`<p>
      <strong>${amount === 0 ? words.free[lang] : formatMoney(lang, amount)}</strong>${reason && amount > 0 && html`: ${reason}`}
      ${origin(ctx, fee.source, { law: true })}
    </p>`;
  }
  const calledSo = fee.tables.map((one): [string, Named] => [one.decision, { label: (one.description ?? words.total)[lang] }]);
  const names = withNames(formNames(form, lang), calledSo);
  return html`<p>${words.how[lang]} ${origin(ctx, fee.source)}</p>
    ${fee.tables.map((view) => feeTable(ctx, view, names))}`;
}

interface Line {
  readonly rule: TableRuleView;
  readonly reason: Child | undefined;
  readonly cells: readonly string[];
}

function feeTable(ctx: PageContext, view: TableView, names: Names): Html {
  const { lang } = ctx;
  const lines = view.rules.map((rule): Line => ({
    rule,
    reason: reasonOf(ctx, view, rule),
    cells: view.inputs.map((input, i) => cellInWords(rule.inputs[i] ?? '-', input.expression, names, lang)),
  }));
  const caption = (view.description ?? words.total)[lang];
  const laws = new Set(view.rules.map(lawOf));
  const [law] = laws.size === 1 ? laws : [];
  const head = html`<h3>${view.description ? said(lang, view.description) : caption}</h3>`;
  const foot = law && html`<p class="hint">${words.basis[lang]}: ${inVietnamese(lang, law)}</p>`;
  const [only] = lines;
  if (lines.length === 1 && only) return html`${head}<p>${amount(ctx, view, only.rule, names)}</p>${foot}`;
  const hint = view.aggregation === 'SUM' ? words.sum[lang] : view.hitPolicy === 'FIRST' ? words.first[lang] : undefined;
  return html`${head}${hint && html`<p class="hint">${hint}</p>`}${table<Line>(lang, {
    caption,
    hideCaption: true,
    stack: true,
    rows: lines,
    columns: [
      ...(lines.every((line) => line.reason !== undefined)
        ? [
            {
              key: 'reason',
              label: words.reason,
              grow: true,
              cell: (line: Line) => line.reason,
            },
          ]
        : asking(view).map(({ input, place }) => ({
            key: `in${place}`,
            label: input.label,
            labelled: true,
            cell: (line: Line) => line.cells[place]!,
          }))),
      {
        key: 'amount',
        label: words.amount,
        numeric: lines.every((line) => saidOf(line.rule) === undefined),
        cell: (line: Line) => amount(ctx, view, line.rule, names),
      },
      ...(law ? [] : [{ key: 'basis', label: words.basis, cell: (line: Line) => basis(ctx, line.rule) }]),
    ],
  })}${foot}`;
}

/** The columns that ask something; one that is always “any” says nothing. */
function asking(view: TableView): { input: TableView['inputs'][number]; place: number }[] {
  return view.inputs
    .map((input, place) => ({ input, place }))
    .filter(({ place }) => view.rules.some((rule) => !['-', ''].includes(rule.inputs[place] ?? '-')));
}

/** The case that a rule names, in the reader's language where the table says it. */
function reasonOf({ lang }: PageContext, view: TableView, rule: TableRuleView): Child | undefined {
  const place = view.outputs.findIndex((output) => output.name === 'reason');
  const reason = place === -1 ? undefined : literalOf(rule.outputs[place] ?? '');
  if (typeof reason !== 'string') return undefined;
  return said(lang, { vi: reason, en: rule.english?.outputs[place] ?? reason });
}

/** Words of a table; those that it says in Vietnamese alone are marked as Vietnamese. */
const said = (lang: Lang, text: Text): Child => (text.en === text.vi ? inVietnamese(lang, text.vi) : text[lang]);

function lawOf(rule: TableRuleView): string | undefined {
  return /law (.*)$/.exec(rule.annotations[0] ?? '')?.[1];
}

/** What a line gives: a figure, a share, or a computation in words. */
function amount(ctx: PageContext, view: TableView, rule: TableRuleView, names: Names): Child {
  const { lang } = ctx;
  const place = Math.max(
    0,
    view.outputs.findIndex((output) => output.name === 'amount'),
  );
  const source = rule.outputs[place] ?? '';
  const money = amountOf(view, rule);
  if (money !== undefined && (money >= 1000 || money === 0)) return formatMoney(lang, money);
  const beside = saidOf(rule);
  if (beside) return said(lang, { vi: beside, en: rule.english?.annotation ?? beside });
  const share = Number(source);
  if (source !== '' && share > 0 && share <= 1) return `${Math.round(share * 100)} %`;
  return outputInWords(source, names, lang) ?? html`<code>${source}</code>`;
}

/** “Máy CT: 8.000.000 đồng một thiết bị. law TT 287/2016” has words before its law. */
function saidOf(rule: TableRuleView): string | undefined {
  return /^(?!law |ours)(.+?)\.?\s*(?:law .*|ours.*)$/.exec(rule.annotations[0] ?? '')?.[1];
}

function basis(ctx: PageContext, rule: TableRuleView): Child {
  const law = lawOf(rule);
  return law ? inVietnamese(ctx.lang, law) : origin(ctx, 'ours');
}
