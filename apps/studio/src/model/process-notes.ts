/** What of a process is worth a look before it is published, and refuses nothing. */
import type { App, Definition, Text } from '@dinh/kernel';
import type { MessageTemplate } from '@dinh/notify';
import { compileBpmn, type Graph, type Node } from '@dinh/process';
import type { TemplateBody } from '@dinh/records';
import type { Problem } from './body-text.ts';
import { inCalled, judging, workOf } from './check-drawn-work.ts';
import { calledBy, type Run, runsOf } from './process-runs.ts';

type Note = Pick<Problem, 'path' | 'where' | 'reason'>;

/**
 * Steps that would end as an incident where the message that begins the process is about no dossier; and work of the program that
 * one app can do and another cannot, in a process that does not say which runs it.
 * @param key under which it is to hold
 */
export async function processNotes(
  app: App,
  key: string,
  bpmn: string,
  others: <Body>(kind: string) => Promise<readonly Definition<Body>[]>,
): Promise<Note[]> {
  const { graph } = compileBpmn(bpmn);
  if (!graph) return [];
  const nodes = [...graph.nodes.values()];
  const [messages, templates, processes] = await Promise.all([
    others<MessageTemplate>('message'),
    others<TemplateBody>('template'),
    others<{ bpmn: string }>('process'),
  ]);
  const runs = runsOf(key, graph, processes);

  /** What an element, or something inside of what it calls, does that needs a matter. */
  function needsMatter(node: Node, within: Graph, run: Run, path: readonly string[]): Text | undefined {
    const work = workOf(node);
    const hearer = work?.notice && hearersOf(app, run.app).find((one) => one.key === work.notice!.to);
    if (hearer && !hearer.began) return words.nobody(hearer);
    if (work?.paper !== undefined) return words.noPaper;
    const called = calledBy(node, within, processes);
    if (!called || path.includes(called.key)) return undefined;
    for (const inner of called.graph.nodes.values()) {
      const found = needsMatter(inner, called.graph, run, [...path, called.key]);
      if (found) return inCalled(called.graph.name, inner.name, found);
    }
    return undefined;
  }

  const byMessage = runs.filter((run) => run.begins === 'message');
  const found = nodes.flatMap((node): Note[] => {
    const [reason] = byMessage.flatMap((run) => needsMatter(node, graph, run, [key]) ?? []);
    return reason ? [{ path: node.id, where: quoted(node.name), reason }] : [];
  });
  return [...found, ...appNotes(app, graph, runs, judging(app, messages, templates))];
}

/** A process of its own that names no app, where it depends on the app whether its work can be done. */
function appNotes(app: App, graph: Graph, runs: readonly Run[], judge: ReturnType<typeof judging>): Note[] {
  // What others call is run by the apps of those, and judged with them.
  if (graph.app !== undefined || runs.some((run) => run.by)) return [];
  const able = app.modules.filter(({ processWords }) => processWords);
  const notes: Note[] = [];
  for (const node of graph.nodes.values()) {
    if (!workOf(node)) continue;
    const can = able.filter(({ name }) => runs.every((run) => judge(node, { ...run, app: name }) === undefined));
    if (can.length > 0 && can.length < able.length)
      notes.push({ path: node.id, where: quoted(node.name), reason: words.whichApp(can.map(({ title }) => title)) });
  }
  return notes;
}

const hearersOf = (app: App, name: string | undefined) =>
  app.modules.filter((one) => name === undefined || one.name === name).flatMap(({ processWords }) => processWords?.hearers ?? []);

const quoted = (name: Text): Text => ({ vi: `“${name.vi}”`, en: `“${name.en}”` });

const words = {
  nobody: (hearer: Text): Text => ({
    vi: `quy trình bắt đầu bằng một thông điệp. Thông điệp không nêu hồ sơ nào thì không có ai là “${hearer.vi}” để báo, bước này dừng lại thành sự cố. Nơi gửi phải nêu hồ sơ; nếu không, hãy báo cho người giữ một vai trò.`,
    en: `the process begins by a message. Where that names no dossier, nobody is “${hearer.en}”, and this step stops as an incident. Its sender must name the dossier; otherwise tell whoever holds a role.`,
  }),
  noPaper: {
    vi: 'quy trình bắt đầu bằng một thông điệp. Thông điệp không nêu hồ sơ nào thì không có hồ sơ để gắn giấy tờ vào, bước này dừng lại thành sự cố. Nơi gửi phải nêu hồ sơ.',
    en: 'the process begins by a message. Where that names no dossier, there is none to add the paper to, and this step stops as an incident. Its sender must name the dossier.',
  } as Text,
  whichApp: (apps: readonly Text[]): Text => ({
    vi: `chưa ghi ứng dụng nào chạy quy trình này, mà việc ở đây chỉ làm được trong ứng dụng ${apps.map(({ vi }) => `“${vi}”`).join(', ')}. Hãy chọn ở mục “Chạy trong ứng dụng” của cả quy trình.`,
    en: `the process does not say which app runs it, and only ${apps.map(({ en }) => `“${en}”`).join(', ')} can do what is done here. Choose it under “Run by the app” of the whole process.`,
  }),
};
