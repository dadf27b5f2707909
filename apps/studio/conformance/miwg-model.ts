import { type BpmnElement, dinhModdle, diagramsOf, readBpmn } from '@dinh/process';
import { drawProcess } from '@dinh/ui';
import { BpmnModdle } from 'bpmn-moddle';
import { carry, putBack } from '../src/model/kept-xml.ts';
import { lost } from '../src/model/lost.ts';
import { isRemark } from '../src/model/xml-pieces.ts';
import { writeBpmn } from '../src/model/write-bpmn.ts';
import { differences, readTree, type XmlNode } from './xml-tree.ts';

const moddle = new BpmnModdle({ dinh: dinhModdle });

/**
 * Reads a model, validates it (well-formed, known elements, references that resolve), draws it, writes it and reads
 * that again.
 * @returns what went wrong; empty when the model passes
 */
export async function tryModel(xml: string): Promise<string[]> {
  const { definitions, problems } = readBpmn(xml);
  const wrong = problems.map(({ element, reason, line }) => `line ${line}: ${element} ${reason.en}`);
  if (!definitions) return wrong;
  let read: XmlNode;
  try {
    read = readTree(xml);
  } catch (error) {
    return [...wrong, (error as Error).message];
  }
  wrong.push(...notDrawn(definitions, read));
  const written = await writeAgain(xml);
  wrong.push(...differences(read, readTree(written)));
  wrong.push(...lost(xml, written).flatMap((one) => (isRemark(one) ? `${one} is lost` : [])));
  const again = readBpmn(written);
  wrong.push(...again.problems.map(({ element, reason }) => `written and read again: ${element} ${reason.en}`));
  if (again.definitions) {
    const twice = await writeAgain(written);
    wrong.push(...differences(readTree(written), readTree(twice)).map((one) => `written twice: ${one}`));
  }
  return wrong;
}

/** A model as the editor of drawings writes it. */
async function writeAgain(xml: string): Promise<string> {
  const carried = carry(xml);
  return putBack(await writeBpmn(moddle, readBpmn(carried.text).definitions), carried);
}

/** Shapes, edges and names that the file places and the drawing does not show. */
function notDrawn(definitions: BpmnElement, read: XmlNode): string[] {
  const drawings = diagramsOf(definitions).map((diagram) => String(drawProcess('vi', diagram, { title: '' })));
  const shown = new Map<string, number>();
  for (const drawing of drawings)
    for (const [, id] of drawing.matchAll(/data-element="([^"]*)"/g)) shown.set(id!, (shown.get(id!) ?? 0) + 1);
  const placed = new Map<string, number>();
  const visit = (node: XmlNode): void => {
    if (/\}BPMN(Shape|Edge)$/.test(node.name)) {
      const id = (node.attributes.get('bpmnElement') ?? '').replace(/^\{.*\}/, '');
      placed.set(id, (placed.get(id) ?? 0) + 1);
    }
    for (const child of node.children) visit(child);
  };
  visit(read);
  return [...placed].flatMap(([id, times]) =>
    (shown.get(escaped(id)) ?? 0) === times ? [] : [`${id} is placed ${times} times, drawn ${shown.get(escaped(id)) ?? 0}`],
  );
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
