import { compileBpmn } from '../src/model/compile.ts';

/** What a model of the interchange group leaves open and an execution needs: said by the test, by element or text. */
export interface Supplied {
  /** Replacements in the file, before anything else. */
  readonly replace?: readonly (readonly [RegExp | string, string])[];
  /** Root elements (messages, errors, signals) and message flows that are missing. */
  readonly root?: string;
}

/**
 * Makes a drawn model executable: roles for its user tasks, handlers for its services, and for every gateway that chooses
 * the question which way is taken (`ways`, by the gateway's id the id of the flow) in the place of conditions in other
 * languages. Nothing of its elements and flows is changed.
 */
export function executable(xml: string, { replace = [], root = '' }: Supplied = {}): string {
  const prefix = /<(\w+:)?process\b/.exec(xml)?.[1] ?? '';
  let text = xml;
  for (const [from, to] of replace) text = text.replace(from, to.replaceAll('§', prefix));
  text = text
    .replace(`<${prefix}definitions`, '$& xmlns:dinh="https://dinh.example/bpmn"')
    .replaceAll(`<${prefix}userTask `, `<${prefix}userTask dinh:role="any" `)
    .replaceAll(`<${prefix}serviceTask `, `<${prefix}serviceTask dinh:handler="miwg.serve" `)
    .replace(`</${prefix}definitions>`, `${root.replaceAll('§', prefix)}$&`);
  const flow = new RegExp(`<${prefix}sequenceFlow\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${prefix}sequenceFlow>)`, 'g');
  const gateways = new Set(
    [...text.matchAll(new RegExp(`<${prefix}(?:exclusive|inclusive)Gateway\\b[^>]*?\\bid="([^"]+)"`, 'g'))].map((m) => m[1]),
  );
  const leaving = new Map<string, number>();
  const source = (attributes: string) => /\bsourceRef="([^"]+)"/.exec(attributes)![1]!;
  for (const [, attributes] of text.matchAll(flow)) leaving.set(source(attributes!), (leaving.get(source(attributes!)) ?? 0) + 1);
  return text.replace(flow, (whole, attributes: string) => {
    const from = source(attributes);
    if (!gateways.has(from) || leaving.get(from)! < 2) return whole;
    const id = /\bid="([^"]+)"/.exec(attributes)![1]!;
    const condition = `get value(ways, "${from}") = "${id}"`.replaceAll('"', '&quot;');
    return `<${prefix}sequenceFlow${attributes.replace(/\/$/, '')}><${prefix}conditionExpression>${condition}</${prefix}conditionExpression></${prefix}sequenceFlow>`;
  });
}

/** Which way each gateway takes, by their names as people read them: `{ 'Approved?': 'yes' }`. */
export function waysOf(xml: string, chosen: Readonly<Record<string, string>>): Record<string, string> {
  const { graph, problems } = compileBpmn(xml);
  if (!graph) throw new Error(problems.map((p) => `${p.element}: ${p.reason.en}`).join('\n'));
  const ways: Record<string, string> = {};
  const plain = (name: string) => name.replace(/\s+/g, ' ').trim().toLowerCase();
  for (const node of graph.nodes.values())
    for (const [gateway, way] of Object.entries(chosen)) {
      const flow = plain(node.name.vi) === plain(gateway) && node.outgoing.find((f) => plain(f.name) === plain(way));
      if (flow) ways[node.id] = flow.id;
    }
  return ways;
}
