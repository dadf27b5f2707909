import type { TableRuleView, TableView } from '@dinh/decision';

/** What became of a rule or column between two versions of a table. */
type Change = 'same' | 'changed' | 'added' | 'removed' | 'moved';

/** One side of the comparison: a table with what differs from the other. */
export interface ComparedTable {
  readonly table: TableView;
  /** Its hit policy or aggregation is another one. */
  readonly policy: boolean;
  /** By column, inputs first. */
  readonly columns: readonly Change[];
  readonly rules: readonly {
    readonly change: Change;
    readonly cells: readonly boolean[];
    readonly notes: boolean;
  }[];
}
export interface TableChange {
  readonly decision: string;
  readonly before?: ComparedTable;
  readonly after?: ComparedTable;
}

/** Tables that differ, in the order of the newer version, those that are gone last. */
export function compareTables(before: readonly TableView[], after: readonly TableView[]): TableChange[] {
  const old = new Map(before.map((one) => [one.decision, one]));
  const found: TableChange[] = [];
  for (const table of after) {
    const was = old.get(table.decision);
    old.delete(table.decision);
    if (!was) found.push({ decision: table.decision, after: whole(table, 'added') });
    else if (JSON.stringify(was) !== JSON.stringify(table)) found.push({ decision: table.decision, ...compare(was, table) });
  }
  for (const table of old.values()) found.push({ decision: table.decision, before: whole(table, 'removed') });
  return found;
}

function whole(table: TableView, change: Change): ComparedTable {
  const columns = [...table.inputs, ...table.outputs].map(() => change);
  const rules = table.rules.map(() => ({ change, cells: columns.map(() => false), notes: false }));
  return { table, policy: false, columns, rules };
}

interface Column {
  readonly key: string;
  readonly said: string;
}

const columnsOf = ({ inputs, outputs }: TableView): Column[] => [
  ...inputs.map(({ expression, label }) => ({ key: `? ${expression}`, said: `${label.vi}\n${label.en}` })),
  ...outputs.map(({ name, label }) => ({ key: `! ${name}`, said: `${label.vi}\n${label.en}` })),
];
const cellsOf = (rule: TableRuleView): string[] => [...rule.inputs, ...rule.outputs];
/** The cells with what they say in English. */
const readingsOf = (rule: TableRuleView): string[] => [
  ...rule.inputs,
  ...rule.outputs.map((output, i) => [output, rule.english?.outputs[i]].filter(Boolean).join('\n')),
];
const notesOf = (rule: TableRuleView): string => [...rule.annotations, rule.english?.annotation].join('\n');

function compare(before: TableView, after: TableView): { before: ComparedTable; after: ComparedTable } {
  const pairs = pairRules(before.rules, after.rules);
  const back = new Map(pairs.map(([a, b]) => [b, a]));
  const forth = new Map(pairs);
  const policy = before.hitPolicy !== after.hitPolicy || before.aggregation !== after.aggregation;
  // A rule is moved when those that stayed stand in another order; the shortest way to say so is by their places.
  const stayed = [...forth.keys()].toSorted((a, b) => a - b);
  const now = stayed.toSorted((a, b) => forth.get(a)! - forth.get(b)!);
  const moved = (rule: number): boolean => stayed.indexOf(rule) !== now.indexOf(rule);
  const side = (
    mine: TableView,
    other: TableView,
    partner: ReadonlyMap<number, number>,
    alone: 'added' | 'removed',
  ): ComparedTable => {
    const [own, theirs] = [columnsOf(mine), columnsOf(other)];
    const place = own.map(({ key }) => theirs.findIndex((one) => one.key === key));
    return {
      table: mine,
      policy,
      columns: own.map(({ said }, i) => (place[i]! < 0 ? alone : theirs[place[i]!]!.said === said ? 'same' : 'changed')),
      rules: mine.rules.map((rule, at) => {
        const there = partner.get(at);
        if (there === undefined) return { change: alone, cells: own.map(() => false), notes: false };
        const cells = readingsOf(rule);
        const others = readingsOf(other.rules[there]!);
        const differ = cells.map((cell, i) => place[i]! >= 0 && cell !== others[place[i]!]);
        const notes = notesOf(rule) !== notesOf(other.rules[there]!);
        const older = alone === 'removed' ? at : there;
        return { change: notes || differ.includes(true) ? 'changed' : moved(older) ? 'moved' : 'same', cells: differ, notes };
      }),
    };
  };
  return { before: side(before, after, forth, 'removed'), after: side(after, before, back, 'added') };
}

/** Which rules are the same: by their ids, then by what they say, then by their order between those. */
function pairRules(before: readonly TableRuleView[], after: readonly TableRuleView[]): [number, number][] {
  const pairs: [number, number][] = [];
  const [left, right] = [new Set(before.keys()), new Set(after.keys())];
  const pair = (same: (a: TableRuleView, b: TableRuleView) => boolean): void => {
    for (const a of left) {
      const b = [...right].find((one) => same(before[a]!, after[one]!));
      if (b === undefined) continue;
      pairs.push([a, b]);
      left.delete(a);
      right.delete(b);
    }
  };
  pair((a, b) => a.id !== undefined && a.id === b.id);
  pair((a, b) => cellsOf(a).join('\n') === cellsOf(b).join('\n'));
  // Of what is left a rule of the same conditions has another answer, one of the same answer other conditions.
  pair((a, b) => a.inputs.join('\n') === b.inputs.join('\n'));
  pair((a, b) => a.inputs[0] === b.inputs[0] && a.outputs.join('\n') === b.outputs.join('\n'));
  return pairs;
}
