/** The two models of the bench `decision`, and what is asked of them. */

/** One rule of the fee table: its tests of kind, area, copies and online, its amount and reason. */
type Rule = readonly [kind: string, area: string, copies: string, online: string, amount: string, reason: string];

/** Made-up fees for a permit: thirty rules, the first that fits decides. */
export const FEE_RULES: readonly Rule[] = [
  ['"house"', '<= 50', '-', '-', '50000', '"small house"'],
  ['"house"', '(50..100]', '<= 2', 'true', '60000', '"house, online"'],
  ['"house"', '(50..100]', '-', '-', '75000', '"house"'],
  ['"house"', '(100..250]', '-', 'true', '75000 + (area - 100) * 150.5', '"large house, online"'],
  ['"house"', '(100..250]', '-', '-', '75000 + (area - 100) * 200.5', '"large house"'],
  ['"house"', '> 250', '-', '-', '120000 + copies * 5000', '"villa"'],
  ['"shop"', '<= 30', '-', '-', '100000', '"stall"'],
  ['"shop"', '(30..80]', '-', 'true', '120000', '"shop, online"'],
  ['"shop"', '(30..80]', '-', '-', '150000', '"shop"'],
  ['"shop"', '(80..200]', '<= 3', '-', 'area * 2250.75', '"large shop"'],
  ['"shop"', '(80..200]', '> 3', '-', 'area * 2250.75 + (copies - 3) * 8000', '"large shop, more copies"'],
  ['"shop"', '> 200', '-', '-', '600000', '"market"'],
  ['"works"', '<= 500', '-', 'true', '900000', '"works, online"'],
  ['"works"', '<= 500', '-', '-', '1000000', '"works"'],
  ['"works"', '(500..2000]', '-', '-', '1000000 + (area - 500) * 1200', '"large works"'],
  ['"works"', '(2000..10000]', '-', '-', '2800000 + (area - 2000) * 800', '"industrial works"'],
  ['"works"', '> 10000', '-', '-', '9200000', '"industrial park"'],
  ['"repair"', '<= 100', '-', 'true', '20000', '"repair, online"'],
  ['"repair"', '<= 100', '-', '-', '25000', '"repair"'],
  ['"repair"', '> 100', '[1..2]', '-', '40000', '"large repair"'],
  ['"repair"', '> 100', '> 2', '-', '40000 + copies * 3000', '"large repair, more copies"'],
  ['"sign"', '<= 20', '-', '-', '30000', '"sign"'],
  ['"sign"', '(20..40]', '-', 'true', '50000', '"large sign, online"'],
  ['"sign"', '(20..40]', '-', '-', '60000', '"large sign"'],
  ['"sign"', '> 40', '-', '-', 'round half up(area * 1733.3, -3)', '"billboard"'],
  ['"temporary"', '<= 100', '-', '-', '45000', '"temporary"'],
  ['"temporary"', '(100..300]', '-', '-', '90000', '"large temporary"'],
  ['"temporary"', '> 300', '-', '-', 'area * 450', '"fair"'],
  ['"copy", "extract"', '-', '<= 10', '-', 'copies * 8000', '"copies"'],
  ['"copy", "extract"', '-', '> 10', '-', '80000 + (copies - 10) * 4000', '"many copies"'],
];

const FEE_INPUTS = ['kind', 'area', 'copies', 'online'] as const;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (tag: string, value: string): string => `<${tag}><text>${escape(value)}</text></${tag}>`;

function definitions(name: string, body: string): string {
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="${name}" name="${name}" namespace="https://dinh.example.test/bench/${name}">${body}</definitions>`;
}

function inputData(name: string, type: string): string {
  return `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;
}

const FEE_TYPES = { kind: 'string', area: 'number', copies: 'number', online: 'boolean' };

/** The fee table as DMN; its decision is `Fee`. */
export const FEE_DMN = definitions(
  'fee',
  `${FEE_INPUTS.map((name) => inputData(name, FEE_TYPES[name])).join('')}
  <decision id="fee_decision" name="Fee"><variable name="Fee"/>
  ${FEE_INPUTS.map((name) => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`).join('')}
  <decisionTable hitPolicy="FIRST">
  ${FEE_INPUTS.map((name) => `<input><inputExpression typeRef="${FEE_TYPES[name]}"><text>${name}</text></inputExpression></input>`).join('')}
  <output name="amount" typeRef="number"/><output name="reason" typeRef="string"/>
  ${FEE_RULES.map((rule) => `<rule>${rule.map((cell, i) => text(i < 4 ? 'inputEntry' : 'outputEntry', cell)).join('')}</rule>`).join('')}
  </decisionTable></decision>`,
);

export interface FeeInput {
  readonly kind: string;
  readonly area: number;
  readonly copies: number;
  readonly online: boolean;
}

/** Dossiers as they come in: whole and broken areas, every rule at least once. */
export const FEE_CASES: readonly FeeInput[] = [
  'house',
  'shop',
  'works',
  'repair',
  'sign',
  'temporary',
  'copy',
  'extract',
].flatMap((kind) =>
  [12, 35, 50, 72.5, 120, 240, 251, 480.25, 1500, 12_000].map((area, i) => ({
    kind,
    area,
    copies: 1 + ((i * 5) % 14),
    online: i % 3 === 0,
  })),
);

/** The model of expressions: each decision with what it needs, in an order in which it can be computed. */
export const ORDER_DECISIONS: readonly {
  readonly name: string;
  readonly needs: readonly string[];
  readonly text: string;
}[] = [
  {
    name: 'Lines',
    needs: ['items'],
    text: 'for item in items return item.price * item.quantity * (1 - item.discount)',
  },
  { name: 'Net', needs: ['Lines'], text: 'sum(Lines)' },
  { name: 'Tax', needs: ['Net'], text: 'round half up(Net * 0.08, 0)' },
  { name: 'Dear', needs: ['items'], text: 'items[price > 100000 and quantity >= 2]' },
  {
    name: 'Names',
    needs: ['Dear'],
    text: 'string join(for d in sort(Dear, function(a, b) a.price > b.price) return upper case(d.name), ", ")',
  },
  {
    name: 'Complete',
    needs: ['items'],
    text: 'every i in items satisfies string length(i.name) > 0 and i.quantity between 1 and 1000',
  },
  {
    name: 'Days late',
    needs: ['due', 'paid'],
    text: 'if date(paid) > date(due) then (date(paid) - date(due)).days else 0',
  },
  { name: 'Interest', needs: ['Net', 'Days late'], text: 'decimal(Net * 0.0003 * Days late, 2)' },
  {
    name: 'Result',
    needs: ['Net', 'Tax', 'Interest', 'Names', 'Complete'],
    text: '{ total: Net + Tax + Interest, month: Net / 12, names: Names, complete: Complete, grade: if total > 5000000 then "A" else if total > 1000000 then "B" else "C" }',
  },
];

const ORDER_INPUTS = { items: 'Any', due: 'string', paid: 'string' };

function requirement(name: string): string {
  const kind = Object.hasOwn(ORDER_INPUTS, name) ? 'requiredInput' : 'requiredDecision';
  return `<informationRequirement><${kind} href="#${name.replace(' ', '_')}"/></informationRequirement>`;
}

/** The model of expressions as DMN; its decision is `Result`. */
export const ORDER_DMN = definitions(
  'order',
  Object.entries(ORDER_INPUTS)
    .map(([name, type]) => inputData(name, type))
    .join('') +
    ORDER_DECISIONS.map(
      ({ name, needs, text: expression }) =>
        `<decision id="${name.replace(' ', '_')}" name="${name}"><variable name="${name}"/>${needs.map(requirement).join('')}${text('literalExpression', expression)}</decision>`,
    ).join(''),
);

export interface OrderInput {
  readonly items: readonly {
    readonly name: string;
    readonly price: number;
    readonly quantity: number;
    readonly discount: number;
  }[];
  readonly due: string;
  readonly paid: string;
}

/** Orders of one to eight lines, paid in time or late. */
export const ORDER_CASES: readonly OrderInput[] = Array.from({ length: 24 }, (_, n) => ({
  items: Array.from({ length: 1 + (n % 8) }, (_, i) => ({
    name: `Mặt hàng ${i + 1}`,
    price: 25_000 + ((n * 7 + i * 13) % 17) * 12_500.5,
    quantity: 1 + ((n + i) % 5),
    discount: [0, 0.05, 0.125][(n + i) % 3] as number,
  })),
  due: '2026-03-15',
  paid: `2026-0${3 + (n % 4)}-${10 + n}`.replace(/-(\d)$/, '-0$1'),
}));
