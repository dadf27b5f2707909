import type { App, Definition, Text } from '@dinh/kernel';
import { type MessageTemplate, neededBy } from '@dinh/notify';
import { doesWork, type Graph, handlerNames, type Node, type Work } from '@dinh/process';
import { calledBy, type Run, runsOf } from './process-runs.ts';
import { takenBy, type TemplateBody } from '@dinh/records';

type Working = Node & Work;

/** What the program does at an element of a process, by its handler, a notice or a paper. */
export const workOf = (node: Node): Working | undefined =>
  (node.kind === 'service-task' || node.kind === 'throw' || node.kind === 'end') && doesWork(node) ? node : undefined;

/**
 * What stands in the way of the work of the program at the elements of a process: a handler that the app which runs it does not have,
 * a template that is not in force or has to be given what neither the app nor the element says, a hearer whom the app does not know,
 * work that people are to begin where no screen lets them. A called process is run by the app of its caller: it is judged with each
 * process that calls it, and what it calls with it, at the call.
 * @param key under which it is to hold
 */
export async function drawnWorkProblems(
  app: App,
  key: string,
  graph: Graph,
  others: <Body>(kind: string) => Promise<readonly Definition<Body>[]>,
): Promise<(node: Node) => Text | undefined> {
  const [messages, templates, processes] = await Promise.all([
    others<MessageTemplate>('message'),
    others<TemplateBody>('template'),
    others<{ bpmn: string }>('process'),
  ]);
  const judge = judging(app, messages, templates);

  /** What stands in the way inside of what an element calls, and what that calls in turn. */
  function calledProblem(node: Node, within: Graph, run: Run, path: readonly string[]): Text | undefined {
    const called = calledBy(node, within, processes);
    if (!called || path.includes(called.key)) return undefined;
    for (const inner of called.graph.nodes.values()) {
      const wrong = judge(inner, run) ?? calledProblem(inner, called.graph, run, [...path, called.key]);
      if (wrong) return inCalled(called.graph.name, inner.name, wrong);
    }
    return undefined;
  }

  const wrong = new Map<Node, Text>();
  for (const { by, ...run } of runsOf(key, graph, processes))
    for (const node of graph.nodes.values()) {
      const found = judge(node, run) ?? calledProblem(node, graph, run, [key]);
      if (found && !wrong.has(node)) wrong.set(node, by ? whenCalled(by, found) : found);
    }
  return (node) => wrong.get(node);
}

/** Judges one element of a process as it is run: what stands in the way of what the program does there. */
export function judging(
  app: App,
  messages: readonly Definition<MessageTemplate>[],
  templates: readonly Definition<TemplateBody>[],
): (node: Node, run: Run) => Text | undefined {
  const everywhere = handlerNames();
  /** What a handler does, in words where its app has any. */
  const called = (handler: string): Text =>
    app.modules.flatMap(({ processWords }) => processWords?.handlers ?? []).find(({ key }) => key === handler) ?? {
      vi: handler,
      en: handler,
    };

  return (node, run) => {
    // A process that names no app is run by whichever starts it.
    const words = app.modules
      .filter(({ name }) => run.app === undefined || run.app === name)
      .flatMap(({ processWords }) => processWords ?? []);
    const itself = run.begins === 'itself';

    function noticeProblem({ notice, inputs }: Working): Text | undefined {
      if (!notice) return undefined;
      const template = messages.find(({ key }) => key === notice.template);
      if (!template) return missing.message(notice.template);
      const toRole = notice.to === 'role';
      const factsOf = (alone: boolean) => words.flatMap(({ tells, byItself }) => (alone ? byItself?.tells : tells) ?? []);
      const facts = factsOf(itself);
      if (facts.length === 0) return missing.teller;
      if (itself && !toRole) return missing.aboutNothing;
      const hearer = words.flatMap(({ hearers }) => hearers ?? []).find(({ key }) => key === notice.to);
      if (!toRole && !hearer) return missing.hearer(notice.to);
      if (run.begins === 'message' && hearer?.began) return missing.beganByNobody;
      // A message may be about a matter or about none: a role hears what is known of either.
      const known = run.begins === 'message' && toRole ? facts.filter((fact) => factsOf(true).includes(fact)) : facts;
      return unfilled(neededBy(template.body), [...known, ...inputs.map(({ target }) => target)]);
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

    if (node.kind === 'ad-hoc' && node.byHand && (run.app === undefined || !words.some(({ byHand }) => byHand)))
      return missing.byHand;
    const work = workOf(node);
    if (!work) return undefined;
    if (work.handler !== undefined) {
      if (!everywhere.has(work.handler)) return missing.handler(called(work.handler));
      if (run.app !== undefined && !handlerNames(run.app).has(work.handler))
        return missing.handlerHere(
          called(work.handler),
          app.modules.find(({ name }) => name === run.app)?.title ?? { vi: run.app, en: run.app },
        );
    }
    return noticeProblem(work) ?? paperProblem(work);
  };
}

function unfilled(needed: readonly string[], given: readonly string[]): Text | undefined {
  const names = needed.filter((name) => !given.includes(name)).map((name) => `“${name}”`);
  return names.length === 0 ? undefined : missing.data(names.join(', '));
}

/** What is wrong inside of a process that an element calls. */
export const inCalled = (process: Text, step: Text, { vi, en }: Text): Text => ({
  vi: `trong quy trình được gọi “${process.vi}”, bước “${step.vi}”: ${vi}`,
  en: `in the process “${process.en}” that it calls, step “${step.en}”: ${en}`,
});

const whenCalled = (by: Text, { vi, en }: Text): Text => ({
  vi: `khi quy trình “${by.vi}” gọi quy trình này: ${vi}`,
  en: `when the process “${by.en}” calls this one: ${en}`,
});

const missing = {
  handler: (name: Text): Text => ({
    vi: `chương trình không làm được việc “${name.vi}”`,
    en: `the program cannot do “${name.en}”`,
  }),
  handlerHere: (name: Text, app: Text): Text => ({
    vi: `ứng dụng “${app.vi}”, nơi quy trình này chạy, không làm được việc “${name.vi}”`,
    en: `the app “${app.en}”, which runs this process, cannot do “${name.en}”`,
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
  beganByNobody: {
    vi: 'quy trình này bắt đầu bằng một thông điệp, không do người nào bắt đầu: không có ai như vậy để báo',
    en: 'this process begins by a message, and no person begins it: there is nobody to tell',
  } as Text,
  printerOfNothing: {
    vi: 'quy trình này tự bắt đầu, không về hồ sơ nào: không in giấy tờ được',
    en: 'this process begins by itself, about no dossier: it cannot print papers',
  } as Text,
  byHand: {
    vi: 'việc bên trong do người mở khi cần: chỉ quy trình chạy trong ứng dụng “Công việc” có chỗ để mở (mục “Chạy trong ứng dụng”)',
    en: 'what is inside is begun by people: only processes that the app “Work” runs have a place for that (“Run by the app”)',
  } as Text,
  data: (names: string): Text => ({
    vi: `mẫu còn chỗ chưa được điền: ${names}; hãy thêm vào mục “Điền vào mẫu”`,
    en: `the template has places that nothing fills: ${names}; add them under “Filled in”`,
  }),
};
