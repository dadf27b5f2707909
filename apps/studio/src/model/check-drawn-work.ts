import type { App, Definition, Text } from '@dinh/kernel';
import { type MessageTemplate, neededBy } from '@dinh/notify';
import { doesWork, type Graph, handlerNames, type Node, type Work } from '@dinh/process';
import { takenBy, type TemplateBody } from '@dinh/records';

type Working = Node & Work;

/** What the program does at an element of a process, by its handler, a notice or a paper. */
export const workOf = (node: Node): Working | undefined =>
  (node.kind === 'service-task' || node.kind === 'throw' || node.kind === 'end') && doesWork(node)
    ? node
    : undefined;

/**
 * What stands in the way of the work of the program at the elements of a process: a handler that is not there, a template
 * that is not in force or has to be given what neither the app nor the element says, a hearer whom the app does not know, work that
 * people are to begin where no screen lets them.
 */
export async function drawnWorkProblems(
  app: App,
  graph: Graph,
  others: <Body>(kind: string) => Promise<readonly Definition<Body>[]>,
): Promise<(node: Node) => Text | undefined> {
  const all = [...graph.nodes.values()].flatMap((node) => workOf(node) ?? []);
  const [messages, templates] = await Promise.all([
    all.some(({ notice }) => notice) ? others<MessageTemplate>('message') : [],
    all.some(({ paper }) => paper !== undefined) ? others<TemplateBody>('template') : [],
  ]);
  // A process that names no app is run by whichever starts it.
  const words = app.modules
    .filter(({ name }) => graph.app === undefined || graph.app === name)
    .flatMap(({ processWords }) => processWords ?? []);
  const handlers = handlerNames();
  const itself = beginsByItself(graph);

  function noticeProblem({ notice, inputs }: Working): Text | undefined {
    if (!notice) return undefined;
    const template = messages.find(({ key }) => key === notice.template);
    if (!template) return missing.message(notice.template);
    const facts = words.flatMap(({ tells, byItself }) => (itself ? byItself?.tells : tells) ?? []);
    if (facts.length === 0) return missing.teller;
    if (itself && notice.to !== 'role') return missing.aboutNothing;
    const known = words.some(({ hearers }) => hearers?.some(({ key }) => key === notice.to));
    if (notice.to !== 'role' && !known) return missing.hearer(notice.to);
    return unfilled(neededBy(template.body), [...facts, ...inputs.map(({ target }) => target)]);
  }

  function paperProblem({ paper, inputs }: Working): Text | undefined {
    if (paper === undefined) return undefined;
    if (itself) return missing.printerOfNothing;
    const template = templates.find(({ body }) => body.entry?.key === paper);
    if (!template) return missing.paper(paper);
    const facts = words.flatMap(({ prints }) => prints ?? []);
    if (facts.length === 0) return missing.printer;
    return unfilled(takenBy(template.body), [...facts, ...inputs.map(({ target }) => target)]);
  }

  return (node) => {
    // A process that names no app is run by the one whose matter it is about, which has no such screen.
    if (
      node.kind === 'ad-hoc' &&
      node.byHand &&
      (graph.app === undefined || !words.some(({ byHand }) => byHand))
    )
      return missing.byHand;
    const work = workOf(node);
    if (!work) return undefined;
    if (work.handler !== undefined && !handlers.has(work.handler)) return missing.handler(work.handler);
    return noticeProblem(work) ?? paperProblem(work);
  };
}

/** Whether a signal, a time or a condition begins it: then it is about no matter that an app knows. */
const beginsByItself = ({ pools }: Graph): boolean =>
  [...pools.values()].some(({ starts }) => starts.some(({ trigger }) => trigger.type !== 'message'));

function unfilled(needed: readonly string[], given: readonly string[]): Text | undefined {
  const names = needed.filter((name) => !given.includes(name)).map((name) => `“${name}”`);
  return names.length === 0 ? undefined : missing.data(names.join(', '));
}

const missing = {
  handler: (name: string): Text => ({
    vi: `chương trình không làm được việc “${name}”`,
    en: `the program cannot do “${name}”`,
  }),
  message: (key: string): Text => ({
    vi: `không có mẫu thông báo “${key}” đang hiệu lực`,
    en: `there is no message template “${key}” in force`,
  }),
  paper: (key: string): Text => ({
    vi: `không có mẫu giấy tờ “${key}” đang hiệu lực`,
    en: `there is no template “${key}” of a paper in force`,
  }),
  hearer: (to: string): Text => ({
    vi: `quy trình này không có người nhận “${to}”`,
    en: `nobody is “${to}” in this process`,
  }),
  teller: {
    vi: 'quy trình của ứng dụng này không gửi thông báo được',
    en: 'processes of this app cannot send notices',
  } as Text,
  printer: {
    vi: 'quy trình của ứng dụng này không in giấy tờ được: không có hồ sơ để gắn vào',
    en: 'processes of this app cannot print papers: there is no dossier to add them to',
  } as Text,
  aboutNothing: {
    vi: 'quy trình này tự bắt đầu, không về hồ sơ hay việc của ai: chỉ báo được cho người giữ một vai trò',
    en: 'this process begins by itself, about nobody’s matter: only whoever holds a role can be told',
  } as Text,
  printerOfNothing: {
    vi: 'quy trình này tự bắt đầu, không về hồ sơ nào: không in giấy tờ được',
    en: 'this process begins by itself, about no dossier: it cannot print papers',
  } as Text,
  byHand: {
    vi: 'việc bên trong do người mở khi cần: chỉ quy trình chạy trong ứng dụng “Công việc” có chỗ để mở (dinh:app="work")',
    en: 'what is inside is begun by people: only processes that the app “Work” runs have a place for that (dinh:app="work")',
  } as Text,
  data: (names: string): Text => ({
    vi: `mẫu còn chỗ chưa được điền: ${names}; hãy thêm vào mục “Điền vào mẫu”`,
    en: `the template has places that nothing fills: ${names}; add them under “Filled in”`,
  }),
};
