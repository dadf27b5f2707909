import { groups, schemaType } from './bpmn-schema.ts';

/** How a generated model says what it says. */
export interface Manner {
  /** Before the names of BPMN; empty where it is the default namespace. */
  readonly prefix: string;
  /** What truth values are. */
  readonly truth: boolean;
  /** Which of several words is taken first. */
  readonly turn: number;
}

const deepest = 1;

/**
 * A BPMN file that holds every element of the schema with every attribute and every element inside of it, and everything
 * that may be is of a tool nobody knows.
 */
export function wholeModel({ prefix, truth, turn }: Manner): string {
  const ids = new Map<string, string[]>();
  let count = turn;
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
  const tag = (name: string, attributes: string, inside: string) =>
    inside === '' ? `<${prefix}${name}${attributes}/>` : `<${prefix}${name}${attributes}>${inside}</${prefix}${name}>`;

  function attribute(name: string, kind: string, type: string): string {
    count++;
    if (kind === 'id') {
      const id = `${type}_${count}`;
      ids.set(type, [...(ids.get(type) ?? []), id]);
      return ` id="${id}"`;
    }
    const words = kind.split(',');
    const value =
      kind === 's'
        ? `${name} ${count} <"&>\n’`
        : kind === 'b'
          ? String(truth)
          : kind === 'i'
            ? String(count % 5)
            : kind === 'q'
              ? 'else:thing'
              : kind.startsWith('@')
                ? `§${kind.slice(1)}§`
                : words[count % words.length]!;
    return ` ${name}="${escape(value)}"`;
  }

  function inside(name: string, kind: string, depth: number): string {
    count++;
    if (name === 'documentation')
      return tag(name, ` id="doc_${count}" textFormat="text/${count}"`, `Said <![CDATA[of <b>${count}</b>]]> &amp; more`);
    if (name === 'extensionElements')
      return tag(
        name,
        '',
        `<else:x a="${count}" else:b="2">text<else:y/>tail</else:x><plain xmlns="urn:plain" c="1"><d/></plain>`,
      );
    if (name.startsWith('%')) {
      const group = groups[name.slice(1)]!;
      const nested = name === '%flowElement' || name === '%choreographyActivity' || name === '%conversationNode';
      // One loop stands in an activity; everything else may stand there together.
      if (name === '%loop') return element(group[count % group.length]!, group[count % group.length]!, depth);
      return group.map((one) => (nested && depth >= deepest ? '' : element(one, one, depth + (nested ? 1 : 0)))).join('');
    }
    if (kind.startsWith('@')) return tag(name, '', `§${kind.slice(1)}§`);
    if (kind === 'text') return tag(name, '', `<![CDATA[\n  if (a < ${count}) {\n\tb();\n  }\n]]>`);
    if (kind === 'formal' && name === 'formalExpression')
      return tag(name, ` id="fe_${count}" language="urn:l" evaluatesToTypeRef="§itemDefinition§"`, `a &lt; ${count}`);
    if (kind === 'formal' || (kind === 'expr' && count % 2 === 0))
      return tag(
        name,
        ` xsi:type="${prefix}tFormalExpression" id="fe_${count}" language="urn:l" evaluatesToTypeRef="§itemDefinition§"`,
        `a &lt; ${count}`,
      );
    if (kind === 'expr') return tag(name, ` id="ex_${count}"`, `words ${count}`);
    return kind === 'laneSet' && depth > deepest ? '' : element(name, kind, depth + (kind === 'laneSet' ? 1 : 0));
  }

  function element(name: string, type: string, depth: number): string {
    const { attributes, elements } = schemaType(type);
    const said = attributes.map(([one, kind]) => attribute(one, kind, type)).join('') + ` else:mark="${count}"`;
    const typed = name === 'partitionElement' ? ` xsi:type="${prefix}tRendering"` : '';
    return tag(name, typed + said, elements.map(([one, kind]) => inside(one, kind, depth)).join(''));
  }

  const body = schemaType('definitions')
    .elements.map(([one, kind]) => inside(one, kind, 0))
    .join('');
  const taken = new Map<string, number>();
  const refer = (_: string, type: string): string => {
    const known = ids.get(type);
    if (!known) throw new Error(`Nothing is a ${type}.`);
    const at = taken.get(type) ?? 0;
    taken.set(type, at + 1);
    return known[at % known.length]!;
  };
  const resolved = body.replace(/§(\w+)§/g, refer);
  const attributes = schemaType('definitions')
    .attributes.map(([one, kind]) => attribute(one, kind, 'definitions'))
    .join('');
  const own = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<${prefix}definitions ${own}="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:else="urn:else"${attributes}>
${resolved}${diagrams([...ids.values()].flat(), ids)}
</${prefix}definitions>
`;
}

/** Two diagrams: every node and edge once, with all that a diagram can say. */
function diagrams(_: readonly string[], ids: ReadonlyMap<string, readonly string[]>): string {
  const edges = [
    'sequenceFlow',
    'messageFlow',
    'association',
    'conversationLink',
    'dataInputAssociation',
    'dataOutputAssociation',
  ];
  const nodes = [
    ...groups['flowElement']!,
    ...groups['choreographyActivity']!,
    ...groups['conversationNode']!,
    'participant',
    'lane',
    'group',
    'textAnnotation',
    'dataInput',
    'dataOutput',
    'message',
  ];
  const bounds = (i: number) => `<dc:Bounds x="${i * 10.5}" y="-${i}" width="100" height="80.25"/>`;
  const label = (i: number, plane: number) =>
    `<bpmndi:BPMNLabel id="label_${plane}_${i}" labelStyle="style_${plane}">${bounds(i)}</bpmndi:BPMNLabel>`;
  return [0, 1]
    .map((plane) => {
      const shapes = nodes.flatMap((type) =>
        edges.includes(type) ? [] : (ids.get(type) ?? []).filter((__, i) => i % 2 === plane),
      );
      const lines = edges.flatMap((type) => (ids.get(type) ?? []).filter((__, i) => i % 2 === plane));
      return `<bpmndi:BPMNDiagram id="diagram_${plane}" name="Sơ đồ ${plane}" documentation="said" resolution="96.5"><bpmndi:BPMNPlane id="plane_${plane}" bpmnElement="${ids.get(plane === 0 ? 'process' : 'collaboration')![0]}"><di:extension><else:z/></di:extension>${shapes
        .map(
          (id, i) =>
            `<bpmndi:BPMNShape id="shape_${plane}_${i}" bpmnElement="${id}" isHorizontal="${i % 2 === 0}" isExpanded="${i % 3 === 0}" isMarkerVisible="${i % 2 === 1}" isMessageVisible="${i % 2 === 0}" participantBandKind="top_initiating" choreographyActivityShape="shape_${plane}_0" else:colour="red"><di:extension><else:z/></di:extension>${bounds(i)}${label(i, plane)}</bpmndi:BPMNShape>`,
        )
        .join('')}${lines
        .map(
          (id, i) =>
            `<bpmndi:BPMNEdge id="edge_${plane}_${i}" bpmnElement="${id}" sourceElement="shape_${plane}_0" targetElement="shape_${plane}_1" messageVisibleKind="non_initiating"><di:extension><else:z/></di:extension><di:waypoint x="${i}" y="1"/><di:waypoint xsi:type="dc:Point" x="${i}.75" y="-20"/>${label(i + 1000, plane)}</bpmndi:BPMNEdge>`,
        )
        .join(
          '',
        )}</bpmndi:BPMNPlane><bpmndi:BPMNLabelStyle id="style_${plane}"><dc:Font name="Arial" size="11.5" isBold="false" isItalic="true" isUnderline="false" isStrikeThrough="false"/></bpmndi:BPMNLabelStyle></bpmndi:BPMNDiagram>`;
    })
    .join('');
}
