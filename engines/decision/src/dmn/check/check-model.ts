/** Checks a model before it is published: what cannot be read, types, and what its tables leave open. */
import type { Element } from '../xml.ts';
import { baseOf } from '../../feel/types.ts';
import { allowedTexts, readSources } from '../read.ts';
import type { ReadOptions } from '../read.ts';
import { checkNames } from './check-names.ts';
import { checkTable } from './check-table.ts';
import type { TypesOfFile } from './check-table.ts';
import { KnownNames } from './known-names.ts';
import type { Finding } from './findings.ts';
import { calledSo, placeOf } from './place-of.ts';

/**
 * Everything that is wrong or open in a model, in the order of the file. Exact for tables whose cells are
 * comparisons, intervals and enumerations of fixed numbers, texts, truth values and calendar values; other
 * tables are named as not checked. Missing (null) inputs are looked at in columns that ask for them. Throws DmnError when the text
 * is no DMN at all.
 */
export async function checkModel(xml: string, options: ReadOptions = {}): Promise<Finding[]> {
  const { model, sources } = readSources(xml, options);
  const { definitions } = sources[0]!;
  const names = new KnownNames(sources);
  const types = typesOf(names);
  const findings: Finding[] = model.problems.map(({ line, elementId, message }) => ({
    severity: 'error',
    kind: 'unreadable',
    elementId,
    line,
    message,
    ...placeOf(definitions, { line, elementId }),
  }));
  for (const element of definitions.children) {
    if (!['decision', 'businessKnowledgeModel', 'inputData', 'decisionService'].includes(element.name)) continue;
    const name = element.attributes['name'] ?? '';
    const about = calledSo(element);
    for (const table of tablesIn(element))
      findings.push(...checkTable(table, name, types).map((one) => ({ ...one, where: about })));
    findings.push(...checkNames(element, definitions, names));
  }
  return findings.sort((a, b) => a.line - b.line);
}

function tablesIn(element: Element): Element[] {
  return element.children.flatMap((inner) => (inner.name === 'decisionTable' ? [inner] : tablesIn(inner)));
}

/** The types that tables ask of, of imported models too. */
function typesOf(names: KnownNames): TypesOfFile {
  const [main] = names.sources;
  const allowed = allowedTexts(main!, names.sources);
  return {
    // A list stands for its only item, and of a group of values nothing is compared.
    base: (typeRef) => {
      const { kind } = baseOf(names.typeOf(typeRef));
      return kind === 'list' || kind === 'context' || kind === 'function' || kind === 'range' || kind === 'item' ? 'any' : kind;
    },
    allowed: (typeRef) => allowed.get(typeRef.replace(/^feel:/, '').trim()),
  };
}
