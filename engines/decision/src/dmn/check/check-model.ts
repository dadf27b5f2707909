/** Checks a model before it is published: what cannot be read, types, and what its tables leave open. */
import type { Element } from '../xml.ts';
import { child, children, readXml, textOf } from '../xml.ts';
import { readDmn } from '../read.ts';
import type { ReadOptions } from '../read.ts';
import { checkNames } from './check-names.ts';
import { checkTable } from './check-table.ts';
import type { TypesOfFile } from './check-table.ts';
import type { Finding } from './findings.ts';
import { calledSo, placeOf } from './place-of.ts';

/**
 * Everything that is wrong or open in a model, in the order of the file. Exact for tables whose cells are
 * comparisons, intervals and enumerations of fixed numbers, texts, truth values and calendar values; other
 * tables are named as not checked. Missing (null) inputs are looked at in columns that ask for them. Throws DmnError when the text
 * is no DMN at all.
 */
export async function checkModel(xml: string, options: ReadOptions = {}): Promise<Finding[]> {
  const definitions = readXml(xml);
  const model = await readDmn(xml, options);
  const types = typesOf(definitions);
  const findings: Finding[] = model.problems.map(({ line, elementId, message }) => ({
    severity: 'error',
    kind: 'unreadable',
    elementId,
    line,
    message,
    ...placeOf(definitions, { line, elementId }),
  }));
  for (const element of definitions.children) {
    if (element.name !== 'decision' && element.name !== 'businessKnowledgeModel') continue;
    const name = element.attributes['name'] ?? '';
    const about = calledSo(element);
    for (const table of tablesIn(element))
      findings.push(...checkTable(table, name, types).map((one) => ({ ...one, where: about })));
    findings.push(...checkNames(element, definitions, types));
  }
  return findings.sort((a, b) => a.line - b.line);
}

function tablesIn(element: Element): Element[] {
  return element.children.flatMap((inner) => (inner.name === 'decisionTable' ? [inner] : tablesIn(inner)));
}

function typesOf(definitions: Element): TypesOfFile {
  const items = new Map(children(definitions, 'itemDefinition').map((item) => [item.attributes['name'] ?? '', item] as const));
  const plain = (typeRef: string): string => typeRef.replace(/^feel:/, '').trim();
  const base = (typeRef: string, depth = 0): string => {
    const item = items.get(plain(typeRef));
    if (!item) return plain(typeRef);
    const below = child(item, 'typeRef')?.text;
    if (item.attributes['isCollection'] === 'true' || below === undefined || depth > 20) return 'Any';
    return base(below, depth + 1);
  };
  return {
    base: (typeRef) => base(typeRef),
    allowed: (typeRef) => {
      const item = items.get(plain(typeRef));
      return item ? textOf(child(item, 'allowedValues'))?.trim() : undefined;
    },
  };
}
