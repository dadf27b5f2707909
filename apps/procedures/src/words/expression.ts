import { type Expression, parseExpression, parseUnaryTests, type UnaryTests } from '@dinh/decision';
import { type Lang, localDate } from '@dinh/kernel';
import { formatDate, formatNumber } from '@dinh/ui';

type Node = Expression['tree'];
type Tests = UnaryTests['tree'];

/** What a name in an expression is called on the form: its label, and the labels of its choices. */
export interface Named {
  readonly label: string;
  readonly options?: ReadonlyMap<string, string>;
}
export type Names = ReadonlyMap<string, Named>;

const say = {
  vi: {
    and: ' và ',
    or: ' hoặc ',
    is: 'là',
    isNot: 'không phải là',
    yes: 'Có',
    no: 'Không',
    given: 'đã khai',
    missing: 'chưa khai',
    atLeast: 'từ',
    more: 'trên',
    atMost: 'không quá',
    less: 'dưới',
    up: 'trở lên',
    any: 'Mọi trường hợp',
    not: 'trừ',
    number: 'số',
    to: 'đến',
  },
  en: {
    and: ' and ',
    or: ' or ',
    is: 'is',
    isNot: 'is not',
    yes: 'Yes',
    no: 'No',
    given: 'is given',
    missing: 'is not given',
    atLeast: 'at least',
    more: 'more than',
    atMost: 'at most',
    less: 'less than',
    up: '',
    any: 'Any',
    not: 'except',
    number: 'number of',
    to: 'to',
  },
};

/** Thrown inside this file for what has no plain words. */
class NoWords extends Error {}

/**
 * A condition in words: `floors >= 7 or workKind = "industrial"` becomes “Số tầng” từ 7 trở lên hoặc “Loại công trình”
 * là “Công trình công nghiệp”. @returns undefined when it is beyond plain words
 */
export function conditionInWords(source: string, names: Names, lang: Lang): string | undefined {
  return attempt(() => condition(parseExpression(source).tree, names, lang));
}

/** A cell of a decision table in words. @param subject the expression of its column, by which choices are named */
export function cellInWords(cell: string, subject: string, names: Names, lang: Lang): string {
  if (cell === '' || cell === '-') return say[lang].any;
  return attempt(() => tests(parseUnaryTests(cell).tree, names.get(subject), lang)) ?? cell;
}

/** What a rule gives, in words: a figure, a text, or a computation with the names that people know. */
export function outputInWords(source: string, names: Names, lang: Lang): string | undefined {
  return attempt(() => computation(parseExpression(source).tree, names, lang));
}

/** The value itself when it is written out: 75000, "Nhà ở riêng lẻ". */
export function literalOf(source: string): unknown {
  return attempt(() => {
    const { tree } = parseExpression(source);
    return tree.is === 'literal' ? tree.value : undefined;
  });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined; // not plain enough, or no expression at all: shown without words
  }
}

function condition(node: Node, names: Names, lang: Lang): string {
  const w = say[lang];
  switch (node.is) {
    case 'and':
    case 'or':
      return condition(node.left, names, lang) + w[node.is] + condition(node.right, names, lang);
    case 'comparison': {
      const about = named(node.left, names);
      if (node.right.is !== 'literal') throw new NoWords();
      const { value } = node.right;
      const equal = node.operator === '=';
      if (value === null) return `${quoted(about.label)} ${equal ? w.missing : w.given}`;
      if (node.operator === '=' || node.operator === '!=') {
        if (typeof value === 'boolean') return `${quoted(about.label)} ${w.is} “${value === equal ? w.yes : w.no}”`;
        return `${quoted(about.label)} ${equal ? w.is : w.isNot} “${valueInWords(value, about, lang)}”`;
      }
      return `${quoted(about.label)} ${compared(node.operator, valueInWords(value, about, lang), lang)}`;
    }
    case 'in': {
      const about = named(node.value, names);
      const values = node.tests.map((test) => {
        if (test.is !== 'expression') throw new NoWords();
        if (test.expression.is === 'list') return test.expression.items.map((item) => literal(item, about, lang));
        return [literal(test.expression, about, lang)];
      });
      return `${quoted(about.label)} ${w.is} ${values
        .flat()
        .map((value) => `“${value}”`)
        .join(w.or)}`;
    }
    case 'name': {
      return `${quoted(named(node, names).label)} ${w.is} “${w.yes}”`;
    }
    case 'call': {
      if (node.target.is !== 'name' || node.target.name !== 'not' || !node.arguments[0]) throw new NoWords();
      return `${w.not} ${condition(node.arguments[0], names, lang)}`;
    }
    default:
      throw new NoWords();
  }
}

function tests(list: Tests, about: Named | undefined, lang: Lang): string {
  const w = say[lang];
  if (list.tests === null) return w.any;
  const parts = list.tests.map((test) => {
    if (test.is === 'compare') return compared(test.operator, literal(test.operand, about, lang), lang);
    const { expression } = test;
    if (expression.is === 'range' && expression.start && expression.end)
      return `${literal(expression.start, about, lang)} ${w.to} ${literal(expression.end, about, lang)}`;
    return literal(expression, about, lang);
  });
  return (list.negated ? `${w.not} ` : '') + parts.join(w.or);
}

function computation(node: Node, names: Names, lang: Lang): string {
  switch (node.is) {
    case 'literal':
      return valueInWords(node.value, undefined, lang);
    case 'name':
      return quoted(named(node, names).label);
    case 'path':
      // `base.amount`: the amount of another table is called by that table
      return computation(node.target, names, lang);
    case 'arithmetic': {
      const sign = { '+': '+', '-': '−', '*': '×', '/': ':', '**': '^' }[node.operator];
      const side = (one: Node) =>
        one.is === 'arithmetic' && '+-'.includes(one.operator) && !'+-'.includes(node.operator)
          ? `(${computation(one, names, lang)})`
          : computation(one, names, lang);
      return `${side(node.left)} ${sign} ${side(node.right)}`;
    }
    case 'call': {
      const [first] = node.arguments;
      if (node.target.is !== 'name' || !first) throw new NoWords();
      if (/^(round|decimal|floor|ceiling|number)/.test(node.target.name)) return computation(first, names, lang);
      if (node.target.name === 'count' && first.is === 'name') return `${say[lang].number} ${quoted(named(first, names).label)}`;
      throw new NoWords();
    }
    default:
      throw new NoWords();
  }
}

function named(node: Node, names: Names): Named {
  if (node.is === 'call' && node.target.is === 'name' && node.target.name === 'count' && node.arguments[0])
    return named(node.arguments[0], names);
  const found = node.is === 'name' ? names.get(node.name) : undefined;
  if (!found) throw new NoWords();
  return found;
}

function literal(node: Node, about: Named | undefined, lang: Lang): string {
  if (node.is !== 'literal') throw new NoWords();
  return valueInWords(node.value, about, lang);
}

function valueInWords(value: unknown, about: Named | undefined, lang: Lang): string {
  if (typeof value === 'boolean') return value ? say[lang].yes : say[lang].no;
  if (typeof value === 'string') return about?.options?.get(value) ?? value;
  if (typeof value === 'number') return formatNumber(lang, value);
  if (value instanceof Date) return formatDate(localDate(value));
  return String(value).replace('.', lang === 'vi' ? ',' : '.');
}

function compared(operator: string, value: string, lang: Lang): string {
  const w = say[lang];
  if (operator === '>=') return `${w.atLeast} ${value} ${w.up}`.trim();
  const word = { '>': w.more, '<': w.less, '<=': w.atMost, '=': '', '!=': w.isNot }[operator];
  if (word === undefined) throw new NoWords();
  return `${word} ${value}`.trim();
}

const quoted = (label: string): string => `“${label.replace(/[?:]\s*$/, '')}”`;
