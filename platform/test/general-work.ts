/** Processes about no dossier that begin by themselves, for tests of the general list. */
import { localDate, publishDefinition, sql } from '@dinh/kernel';
import type { Province } from './province.ts';

/** Publishes a definition from today on. */
export async function publish(
  { app, clock }: Province,
  kind: 'process' | 'form' | 'event-rule' | 'decision',
  key: string,
  body: object,
): Promise<void> {
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind,
      key,
      body,
      source: 'ours',
      origin: 'officer',
      effectiveFrom: localDate(clock.now()),
    }),
  );
  app.definitions.forget();
}

/**
 * A process of the one-stop with one task, for the head of a section.
 * @param start what stands in its start event
 * @param task further attributes of the task
 * @param declared what stands before the process
 */
export const review = (key: string, start: string, task: string, declared = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d-${key}" targetNamespace="test">${declared}
<bpmn:process id="${key}" name="Rà soát quý" dinh:nameEn="Quarterly review" isExecutable="true" dinh:app="one-stop" dinh:source="ours">
<bpmn:startEvent id="start">${start}</bpmn:startEvent><bpmn:userTask id="look" name="Rà soát hồ sơ trễ" dinh:nameEn="Look at late dossiers" dinh:status="4" dinh:role="section-head" ${task}/>
<bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="look"/><bpmn:sequenceFlow id="f2" sourceRef="look" targetRef="end"/>
</bpmn:process></bpmn:definitions>`;

/** Lets an event come, and what follows from it. */
export async function happens(province: Province, name: string, key: string, data: object = {}): Promise<void> {
  await province.app.db.run(
    sql`insert into kernel.event (at, name, key, topics, data) values (${province.clock.now()}, ${name}, ${key}, '{}', ${JSON.stringify(data)}::jsonb)`,
  );
  await province.settle();
}
