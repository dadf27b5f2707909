/** A place for every element of a decision model that has no drawing: what is needed stands below what needs it. */
const dmn = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const ns = {
  dmndi: 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
  dc: 'http://www.omg.org/spec/DMN/20180521/DC/',
  di: 'http://www.omg.org/spec/DMN/20180521/DI/',
};
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  decision: [180, 80],
  inputData: [125, 45],
  knowledgeSource: [100, 63],
  businessKnowledgeModel: [135, 46],
};

/** @returns the text with a drawing; unchanged when it has one or nothing to draw */
export function withDrawing(xml: string): string {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  const root = document.documentElement;
  if (document.querySelector('parsererror') || document.getElementsByTagNameNS(ns.dmndi, 'DMNDI').length > 0) return xml;
  const nodes = [...root.children].filter((one) => one.namespaceURI === dmn && sizes[one.localName]);
  if (nodes.length === 0) return xml;
  const needs = new Map(nodes.map((node) => [node.id, neededBy(node)]));
  const depth = (id: string, path: readonly string[] = []): number =>
    path.includes(id) ? 0 : Math.max(0, ...(needs.get(id) ?? []).map(({ id: other }) => 1 + depth(other, [...path, id])));
  const deepest = Math.max(...nodes.map((node) => depth(node.id)));
  const used = new Map<number, number>();
  const boxes = new Map<string, { x: number; y: number; width: number; height: number }>();
  for (const node of nodes) {
    const row = deepest - depth(node.id);
    const [width, height] = sizes[node.localName]!;
    const x = used.get(row) ?? 160;
    used.set(row, x + width + 60);
    boxes.set(node.id, { x, y: 140 + row * 150, width, height });
  }
  const make = (uri: keyof typeof ns, name: string, attributes: Record<string, string | number>): Element => {
    const made = document.createElementNS(ns[uri], `${uri}:${name}`);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const diagram = make('dmndi', 'DMNDiagram', {});
  for (const [id, box] of boxes) {
    const shape = make('dmndi', 'DMNShape', { dmnElementRef: id });
    shape.append(make('dc', 'Bounds', { height: box.height, width: box.width, x: box.x, y: box.y }));
    diagram.append(shape);
  }
  for (const [id, all] of needs)
    for (const { requirement, id: other } of all) {
      const [to, from] = [boxes.get(id)!, boxes.get(other)];
      if (!from || !requirement) continue;
      const edge = make('dmndi', 'DMNEdge', { dmnElementRef: requirement });
      edge.append(
        make('di', 'waypoint', { x: from.x + from.width / 2, y: from.y }),
        make('di', 'waypoint', { x: to.x + to.width / 2, y: to.y + to.height }),
      );
      diagram.append(edge);
    }
  const holder = make('dmndi', 'DMNDI', {});
  holder.append(diagram);
  root.append(holder);
  return new XMLSerializer().serializeToString(document);
}

function neededBy(node: Element): { requirement: string; id: string }[] {
  return [...node.children]
    .filter((one) => one.localName.endsWith('Requirement'))
    .flatMap((one) =>
      [...one.children]
        .filter((reference) => reference.hasAttribute('href'))
        .map((reference) => ({
          requirement: one.id,
          id: reference.getAttribute('href')!.replace(/^.*#/, ''),
        })),
    );
}
