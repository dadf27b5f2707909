import type { PackPart, Placed, Text } from '@dinh/kernel';
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
        folder.problem(file, lineOf(bpmn, graph.id), `${graph.id}: the process does not say where it is from (dinh:source)`);
        continue;
      }
      const key = file.replace(/^.*\//, '').replace(/\.bpmn$/, '');
      found.push({ value: { key, body: { bpmn, source }, graph }, file, line: lineOf(bpmn, graph.id) });
    }
    return found;
  },
  check(items, others, folder) {
    // As the parts of other engines read them; a pack without such a file is told by that part.
    const roles = keysOf(others('roles')?.value?.roles);
    const messages = keysOf(others('messages'));
    const papers = keysOf(others('templates')?.flatMap(({ body }: any) => body?.entry ?? []));
    for (const { value, file } of items)
      for (const node of value.graph.nodes.values()) {
        const work = 'notice' in node ? node : undefined;
        const role = node.kind === 'user-task' ? node.role : work?.notice?.role;
        const tell = ({ en }: Text, where = '') =>
          folder.problem(file, lineOf(value.body.bpmn, node.id), `${node.id}: ${en}${where}`);
        if (role && roles && !roles.has(role)) tell(told.unknownRole(role), ' in roles.yaml');
        if (work?.notice && messages && !messages.has(work.notice.template))
          tell(told.unknownMessage(work.notice.template), ' in messages.yaml');
        if (work?.paper !== undefined && papers && !papers.has(work.paper))
          tell(told.unknownPaper(work.paper), ' in templates/templates.yaml');
      }
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
    for (const { key, body } of await save.definitions<ProcessBody>('process')) save.text(`processes/${key}.bpmn`, body.bpmn);
  },
};

const keysOf = (all: readonly { readonly key: string }[] | undefined): ReadonlySet<string> | undefined =>
  all && new Set(all.map(({ key }) => key));
