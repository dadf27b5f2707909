/** What may be done at an element by how its process is run: lists offer no more, and say why where nothing is left. */
import { eventDefinition, type Element, type Moddle } from './bpmn-model.ts';
import type { Words } from './dom.ts';
import type { Choice, Given } from './editor-frame.ts';

interface Can {
  readonly handlers: readonly Choice[];
  readonly hearers: readonly Choice[];
  readonly messages: readonly Choice[];
  readonly papers: readonly Choice[];
  /** Why there are no message templates, or no papers. */
  readonly noMessages?: Words;
  readonly noPapers?: Words;
}

/** By the app that the process names (any where it names none), and by what begins it. */
export function whatCan(element: Element, { choices }: Given): Can {
  const process = processOf(element.businessObject);
  const does = choices.byApp[String(process?.get('dinh:app') ?? '')];
  const itself = process !== undefined && beginsByItself(process);
  const all = {
    handlers: choices.used['handler'] ?? [],
    hearers: choices.hearers,
    messages: choices.definitions['message'] ?? [],
    papers: choices.papers,
  };
  const tells = does?.tells ?? true;
  const prints = !itself && (does?.prints ?? true);
  return {
    handlers: all.handlers.filter(({ key }) => does?.handlers.includes(key) ?? true),
    hearers: all.hearers.filter(({ key }) => key === 'role' || (!itself && (does?.hearers.includes(key) ?? true))),
    messages: tells ? all.messages : [],
    papers: prints ? all.papers : [],
    ...(!tells && { noMessages: why.tells }),
    ...(!prints && { noPapers: itself ? why.itself : why.prints }),
  };
}

const why = {
  tells: { vi: 'ứng dụng chạy quy trình này không gửi thông báo được', en: 'the app that runs this process cannot send notices' },
  prints: {
    vi: 'ứng dụng chạy quy trình này không in giấy tờ được: không có hồ sơ để gắn vào',
    en: 'the app that runs this process cannot print papers: there is no dossier to add them to',
  },
  itself: {
    vi: 'quy trình này tự bắt đầu, không về hồ sơ nào: không in giấy tờ được',
    en: 'this process begins by itself, about no dossier: it cannot print papers',
  },
};

function processOf(bo: Moddle): Moddle | undefined {
  for (let one: Moddle | undefined = bo; one; one = one.$parent) if (one.$instanceOf('bpmn:Process')) return one;
  return undefined;
}

/** A signal, a time or a condition begins it, and nobody does. */
function beginsByItself(process: Moddle): boolean {
  const starts = ((process.get('flowElements') ?? []) as Moddle[]).filter((one) => one.$instanceOf('bpmn:StartEvent'));
  const itself = (one: Moddle): boolean =>
    ['Signal', 'Timer', 'Conditional'].some((kind) => eventDefinition(one, kind) !== undefined);
  return starts.length > 0 && starts.every(itself);
}
