import type { Text } from '@dinh/kernel';
import type { Element } from './read-bpmn.ts';

/** The name of an element in both languages; its id when it has none. */
export function textOf(element: Element): Text {
  const vi = ((element.get('name') as string | undefined) ?? '').replace(/\s+/g, ' ').trim() || element.id;
  return { vi, en: (element.get('dinh:nameEn') as string | undefined) || vi };
}

/** What an element without a name is called, by its type. */
const types: Readonly<Record<string, Text>> = {
  Process: { vi: 'quy trình', en: 'process' },
  Collaboration: { vi: 'sơ đồ phối hợp', en: 'collaboration' },
  Participant: { vi: 'bên tham gia', en: 'participant' },
  StartEvent: { vi: 'sự kiện bắt đầu', en: 'start event' },
  EndEvent: { vi: 'sự kiện kết thúc', en: 'end event' },
  IntermediateCatchEvent: { vi: 'sự kiện chờ', en: 'intermediate event' },
  IntermediateThrowEvent: { vi: 'sự kiện phát', en: 'throwing event' },
  BoundaryEvent: { vi: 'sự kiện biên', en: 'boundary event' },
  UserTask: { vi: 'việc của người', en: 'user task' },
  ManualTask: { vi: 'việc làm tay', en: 'manual task' },
  ServiceTask: { vi: 'việc của chương trình', en: 'service task' },
  SendTask: { vi: 'việc gửi thông điệp', en: 'send task' },
  ReceiveTask: { vi: 'việc chờ thông điệp', en: 'receive task' },
  ScriptTask: { vi: 'việc tính toán', en: 'script task' },
  BusinessRuleTask: { vi: 'việc theo quy tắc', en: 'business rule task' },
  Task: { vi: 'việc', en: 'task' },
  CallActivity: { vi: 'bước gọi quy trình khác', en: 'call activity' },
  SubProcess: { vi: 'quy trình con', en: 'sub-process' },
  AdHocSubProcess: { vi: 'quy trình con tùy biến', en: 'ad-hoc sub-process' },
  Transaction: { vi: 'giao dịch', en: 'transaction' },
  ExclusiveGateway: { vi: 'cổng rẽ nhánh', en: 'exclusive gateway' },
  ParallelGateway: { vi: 'cổng song song', en: 'parallel gateway' },
  InclusiveGateway: { vi: 'cổng chọn nhiều', en: 'inclusive gateway' },
  ComplexGateway: { vi: 'cổng phức hợp', en: 'complex gateway' },
  EventBasedGateway: { vi: 'cổng theo sự kiện', en: 'event-based gateway' },
  SequenceFlow: { vi: 'đường nối', en: 'flow' },
  MessageFlow: { vi: 'luồng thông điệp', en: 'message flow' },
};

/** What an element is, by its type. */
export function typeName({ $type }: Element): Text {
  const plain = $type.replace(/^\w+:/, '');
  return types[plain] ?? { vi: plain, en: plain };
}

const named = (element: Element): string | undefined =>
  element.$descriptor.propertiesByName['name']
    ? (element.get('name') as string | undefined)?.replace(/\s+/g, ' ').trim() || undefined
    : undefined;

/**
 * An element as whoever drew it knows it: its name, a flow by its ends, anything else by its type and id. A name that
 * several elements have is followed by the id.
 * @returns undefined when no element has this id
 */
export function elementName(elements: Readonly<Record<string, Element>>, id: string): Text | undefined {
  const element = Object.hasOwn(elements, id) ? elements[id] : undefined;
  if (!element) return undefined;
  const name = named(element);
  if (name !== undefined) {
    const { vi, en } = textOf(element);
    const twice = Object.values(elements).filter((one) => named(one) === name).length > 1;
    return twice ? { vi: `“${vi}” (${id})`, en: `“${en}” (${id})` } : { vi: `“${vi}”`, en: `“${en}”` };
  }
  if (element.$type === 'bpmn:SequenceFlow') {
    const end = (ref: string): Text | undefined => {
      const at = element.get(ref) as Element | undefined;
      return at?.id !== undefined && at !== element && at.$type !== 'bpmn:SequenceFlow'
        ? elementName(elements, at.id)
        : undefined;
    };
    const [from, to] = [end('sourceRef'), end('targetRef')];
    if (from && to) return { vi: `đường nối từ ${from.vi} đến ${to.vi}`, en: `the flow from ${from.en} to ${to.en}` };
  }
  const type = types[element.$type.replace(/^\w+:/, '')];
  return type ? { vi: `${type.vi} ${id}`, en: `${type.en} ${id}` } : { vi: id, en: id };
}
