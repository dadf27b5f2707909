import { children, type Element, ENGLISH } from '../xml.ts';
import type { Finding } from './findings.ts';

/** Where something stands that could not be read: its decision, and in a table the rule and the column, as people see them. */
export function placeOf(
  definitions: Element,
  { line, elementId }: { readonly line: number; readonly elementId: string | null },
): Pick<Finding, 'decision' | 'rules' | 'where'> {
  const chain =
    chainTo(definitions, (one) => elementId !== null && one.attributes['id'] === elementId) ??
    // Of what has no id only the decision is certain: a line may hold many cells.
    chainTo(definitions, (one) => one.line === line)?.slice(0, 2) ??
    [];
  const [, logic] = chain;
  if (!logic) return { decision: '', rules: [] };
  const decision = logic.attributes['name'] ?? '';
  const where = calledSo(logic);
  const at = chain.findIndex((one) => one.name === 'rule');
  const [table, rule, entry] = [chain[at - 1], chain[at], chain[at + 1]];
  if (!table || !rule) return { decision, rules: [], where };
  const number = children(table, 'rule').indexOf(rule) + 1;
  where.vi += `, quy tắc ${number}`;
  where.en += `, rule ${number}`;
  const column = entry && columnOf(table, rule, entry);
  if (column) {
    where.vi += `, cột “${column.attributes['label'] || column.attributes['name']}”`;
    where.en += `, column “${column.attributes[ENGLISH] ?? (column.attributes['label'] || column.attributes['name'])}”`;
  }
  return { decision, rules: [number], where };
}

/** What people call a decision or business knowledge, in quotes. */
export function calledSo(logic: Element): { vi: string; en: string } {
  const about = children(logic, 'description')[0]?.text.trim() || logic.attributes['name'] || '';
  return { vi: `“${about}”`, en: `“${logic.attributes[ENGLISH] ?? about}”` };
}

/** The column of a cell, where it is called something. */
function columnOf(table: Element, rule: Element, entry: Element): Element | undefined {
  const column = children(table, entry.name === 'inputEntry' ? 'input' : 'output')[children(rule, entry.name).indexOf(entry)];
  return column?.attributes['label'] || column?.attributes['name'] ? column : undefined;
}

/** An element with all that is around it, the outermost first. */
function chainTo(element: Element, wanted: (one: Element) => boolean): Element[] | undefined {
  if (wanted(element)) return [element];
  for (const inner of element.children) {
    const found = chainTo(inner, wanted);
    if (found) return [element, ...found];
  }
  return undefined;
}
