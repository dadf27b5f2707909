import type { PackPart, Placed } from '@dinh/kernel';
import type { ProcessBody } from './engine.ts';
import { compileBpmn } from './model/compile.ts';
import type { Graph } from './model/graph.ts';
import { lineOf } from './model/read-bpmn.ts';
import { told } from './model/sentences.ts';

/** A process as it stands in a pack. */
export interface PackProcess {
  /** The name of its file without the ending. */
  readonly key: string;
  readonly body: ProcessBody;
  readonly graph: Graph;
}

/** Reads `processes/*.bpmn`; the source stands in `dinh:source` of the process element. */
export const processesPart: PackPart<Placed<PackProcess>[]> = {
  name: 'processes',
  async read(folder) {
    const found: Placed<PackProcess>[] = [];
    for (const file of await folder.files('processes', '.bpmn')) {
      const bpmn = await folder.text(file);
      const { graph, problems } = compileBpmn(bpmn);
      for (const { element, reason, line } of problems)
        folder.problem(file, line ?? 1, element ? `${element}: ${reason.en}` : reason.en);
      if (!graph) continue;
      const source = /<(?:\w+:)?process\b[^>]*\bdinh:source="([^"]+)"/.exec(bpmn)?.[1];
      if (!source) {
        folder.problem(
          file,
          lineOf(bpmn, graph.id),
          `${graph.id}: the process does not say where it is from (dinh:source)`,
        );
        continue;
      }
      const key = file.replace(/^.*\//, '').replace(/\.bpmn$/, '');
      found.push({ value: { key, body: { bpmn, source }, graph }, file, line: lineOf(bpmn, graph.id) });
    }
    return found;
  },
  check(items, others, folder) {
    // The roles of the pack, as identity's part reads them; a pack without that file is told by that part.
    const roles: { key: string }[] | undefined = others('roles')?.value?.roles;
    if (!roles) return;
    for (const { value, file } of items)
      for (const node of value.graph.nodes.values())
        if (node.kind === 'user-task' && !roles.some((role) => role.key === node.role))
          folder.problem(
            file,
            lineOf(value.body.bpmn, node.id),
            `${node.id}: ${told.unknownRole(node.role).en} in roles.yaml`,
          );
  },
  async load(load, items) {
    for (const { value } of items)
      await load.define('processes', {
        kind: 'process',
        key: value.key,
        body: value.body,
        source: value.body.source,
      });
  },
  async save(save) {
    for (const { key, body } of await save.definitions<ProcessBody>('process'))
      save.text(`processes/${key}.bpmn`, body.bpmn);
  },
};
