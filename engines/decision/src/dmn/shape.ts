/** What must be right in a model whatever its expressions say: marks, references, the shape of tables, circles. */
import { aggregations, hitPolicies } from './hit-policies.ts';
import type { DecisionNode, GraphNode } from './graph.ts';
import type { Reading } from './reading.ts';
import { children } from './xml.ts';
import type { Element } from './xml.ts';

/** All elements that DMN 1.1–1.6 know. */
const known = new Set(
  `definitions import importedElement importedValues description extensionElements itemDefinition itemComponent typeRef
   typeConstraint allowedValues functionItem parameters text inputData variable decision question allowedAnswers
   informationRequirement knowledgeRequirement authorityRequirement requiredInput requiredDecision requiredKnowledge
   requiredAuthority supportedObjective impactedPerformanceIndicator decisionMaker decisionOwner usingProcess usingTask
   businessKnowledgeModel encapsulatedLogic knowledgeSource type owner decisionService outputDecision encapsulatedDecision
   inputDecision performanceIndicator impactingDecision organizationUnit decisionMade decisionOwned elementCollection
   drgElement group textAnnotation association sourceRef targetRef literalExpression decisionTable input inputExpression
   inputValues output outputValues defaultOutputEntry rule inputEntry outputEntry annotation annotationEntry context
   contextEntry list relation column row invocation binding parameter functionDefinition formalParameter conditional if then
   else filter in match for some every return satisfies`.split(/\s+/),
);

/** Tells what is wrong in the elements of one model, each at its place. */
export function checkShape(definitions: Element, reading: Reading): void {
  const marks = new Set<string>();
  const names = new Set<string>();
  const visit = (element: Element): void => {
    const { id } = element.attributes;
    if (id !== undefined && marks.has(id)) reading.problem(element, words.markTwice(id));
    if (id !== undefined) marks.add(id);
    if (!known.has(element.name)) reading.problem(element, words.unknown(element.name));
    if (element.name === 'decisionTable') checkTable(element, reading);
    if (holdsOne.has(element.name) && element.children.filter(({ name }) => boxes.has(name)).length > 1)
      reading.problem(element, words.severalBoxes);
    element.children.forEach(visit);
  };
  visit(definitions);
  for (const element of definitions.children) {
    const { name } = element.attributes;
    if (!named.has(element.name) || !name) continue;
    if (names.has(name)) reading.problem(element, words.nameTwice(name));
    names.add(name);
  }
}

/** What may stand where a value is worked out. */
const boxes = new Set(
  'literalExpression decisionTable context list relation invocation functionDefinition conditional filter for some every'.split(
    ' ',
  ),
);
/** Where one of them stands, and no second. */
const holdsOne = new Set(
  `decision contextEntry encapsulatedLogic functionDefinition invocation binding if then else in match return satisfies`.split(
    ' ',
  ),
);

/** What expressions call by name: no two of one model may have the same. */
const named = new Set(['inputData', 'decision', 'businessKnowledgeModel', 'decisionService']);

/** Columns, cells and the way rules are chosen. A table without rules is one that is being drawn. */
function checkTable(table: Element, reading: Reading): void {
  const { hitPolicy, aggregation } = table.attributes;
  if (hitPolicy !== undefined && !hitPolicies.has(hitPolicy)) reading.problem(table, words.policy(hitPolicy));
  if (aggregation !== undefined && !aggregations.has(aggregation)) reading.problem(table, words.aggregation(aggregation));
  const [inputs, outputs] = [children(table, 'input').length, children(table, 'output').length];
  if (outputs === 0) reading.problem(table, words.noOutput);
  for (const [i, rule] of children(table, 'rule').entries()) {
    const cells = [children(rule, 'inputEntry').length, children(rule, 'outputEntry').length] as const;
    if (cells[0] !== inputs || cells[1] !== outputs) reading.problem(rule, words.cells(i + 1, cells, [inputs, outputs]));
  }
}

type Kind = GraphNode['kind'];
/** Which kinds of elements each reference may mean. */
const meant: Readonly<Record<string, readonly Kind[]>> = {
  requiredInput: ['input'],
  requiredDecision: ['decision'],
  requiredKnowledge: ['knowledge', 'service'],
  inputData: ['input'],
  inputDecision: ['decision'],
  outputDecision: ['decision'],
  encapsulatedDecision: ['decision'],
};

/** Whether an element of a requirement or a service refers to another one. */
export const refers = ({ name }: Element): boolean => Object.hasOwn(meant, name);

/** Tells when a reference means an element of a kind that may not stand there; it is followed all the same. */
export function checkMeant(reference: Element, node: GraphNode, reading: Reading): void {
  const kinds = meant[reference.name];
  if (kinds && !kinds.includes(node.kind)) reading.problem(reference, words.wrongKind(node.title, kinds));
}

/** Tells of every circle of decisions once, at one of them. */
export function checkCircles(decisions: readonly (readonly [element: Element, node: DecisionNode])[], reading: Reading): void {
  const done = new Set<GraphNode>();
  for (const [element, first] of decisions) {
    // By hand, not by calls: a chain of decisions may be long.
    const path: { node: GraphNode; next: number }[] = [{ node: first, next: 0 }];
    const on = new Set<GraphNode>([first]);
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const needed = at.node.requires[at.next++]?.node;
      if (needed && on.has(needed) && needed.kind === 'decision') {
        const circle = path.slice(path.findIndex(({ node }) => node === needed)).map(({ node }) => node.title);
        reading.problem(element, words.circle([...circle, needed.title]));
      } else if (needed && !done.has(needed) && !on.has(needed)) {
        on.add(needed);
        path.push({ node: needed, next: 0 });
      } else if (!needed) {
        path.pop();
        on.delete(at.node);
        done.add(at.node);
      }
    }
  }
}

const kindNames: Record<Kind, readonly [vi: string, en: string]> = {
  input: ['dữ liệu đầu vào', 'input data'],
  decision: ['quyết định', 'a decision'],
  knowledge: ['tri thức nghiệp vụ', 'business knowledge'],
  service: ['dịch vụ quyết định', 'a decision service'],
};
const mostShown = 6;

const words = {
  markTwice: (id: string) => ({ vi: `Mã “${id}” được dùng hai lần.`, en: `The id ${id} is used twice.` }),
  nameTwice: (name: string) => ({
    vi: `Có hai phần tử cùng tên “${name}”: biểu thức không biết phần tử nào được gọi.`,
    en: `Two elements are called “${name}”: expressions cannot tell which one is meant.`,
  }),
  unknown: (name: string) => ({ vi: `Phần tử <${name}> không có trong DMN.`, en: `DMN has no element <${name}>.` }),
  policy: (policy: string) => ({
    vi: `Không có cách chọn quy tắc “${policy}”.`,
    en: `There is no hit policy “${policy}”.`,
  }),
  aggregation: (aggregation: string) => ({
    vi: `Không có cách gộp kết quả “${aggregation}”.`,
    en: `There is no aggregation “${aggregation}”.`,
  }),
  severalBoxes: {
    vi: 'Ở đây có hơn một biểu thức; chỉ giữ lại một.',
    en: 'There is more than one expression here; keep one of them.',
  },
  noOutput: { vi: 'Bảng không có cột kết quả.', en: 'The table has no output column.' },
  cells: (rule: number, has: readonly [number, number], wanted: readonly [number, number]) => ({
    vi: `Quy tắc ${rule} có ${has[0]} ô điều kiện và ${has[1]} ô kết quả, bảng có ${wanted[0]} và ${wanted[1]} cột.`,
    en: `Rule ${rule} has ${has[0]} input and ${has[1]} output cells, the table ${wanted[0]} and ${wanted[1]} columns.`,
  }),
  wrongKind: (title: string, kinds: readonly Kind[]) => ({
    vi: `“${title}” không phải ${kinds.map((kind) => kindNames[kind][0]).join(' hay ')}.`,
    en: `“${title}” is not ${kinds.map((kind) => kindNames[kind][1]).join(' or ')}.`,
  }),
  circle: (titles: readonly string[]) => {
    const shown = titles.length > mostShown ? [...titles.slice(0, mostShown - 1), '…', titles.at(-1)!] : titles;
    return {
      vi: `Quyết định cần tới chính nó: ${shown.join(' → ')}.`,
      en: `A decision needs itself: ${shown.join(' → ')}.`,
    };
  },
};
