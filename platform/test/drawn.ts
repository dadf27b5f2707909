/** Processes of the pack with more drawn into them, for tests. */
import { localDate } from '@dinh/kernel';
import { publish } from './general-work.ts';
import type { Province } from './province.ts';

/** A process in force with elements between the filing and the check at the desk, in their order. */
export async function drawnBehindFiling(
  { app, clock }: Province,
  key: string,
  elements: string,
  ids: readonly string[],
): Promise<string> {
  const { body } = (await app.definitions.at<{ bpmn: string }>('process', key, localDate(clock.now())))!;
  const way = ['filed', ...ids, 'receive'];
  const flows = way.slice(1).map((to, i) => `<bpmn:sequenceFlow id="drawn-${i}" sourceRef="${way[i]}" targetRef="${to}"/>`);
  return body.bpmn
    .replaceAll(/<bpmn:(incoming|outgoing)>[^<]*<\/bpmn:\1>/g, '')
    .replace(/<bpmn:sequenceFlow id="filed-to-receive"[^>]*>/, `${elements}${flows.join('')}`)
    .replace(/<bpmndi:BPMNEdge id="filed-to-receive-edge".*?<\/bpmndi:BPMNEdge>/s, '');
}

/** The same, in force from today on. */
export async function drawBehindFiling(province: Province, key: string, elements: string, ids: readonly string[]): Promise<void> {
  const bpmn = await drawnBehindFiling(province, key, elements, ids);
  await publish(province, 'process', key, { bpmn, source: 'ours' });
}
