import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AdjustableClock,
  type App,
  type CommandContext,
  type Definition,
  type Principal,
  adjustableClock,
  command,
  createApp,
  migrateApp,
  newId,
  publishDefinition,
  readConfig,
  readKeys,
  shape,
  sql,
} from '@dinh/kernel';
import { eventually, testDatabase } from '@dinh/testing';
import { Type } from 'typebox';
import type { ProcessBody, ProcessEngine, StepResult } from './engine.ts';
import { processModule } from './module.ts';
import { openTasks } from './queries.ts';

/** A program with the process engine alone, for its tests: a database of its own and a clock that stands still. */
export interface TestProgram {
  readonly app: App;
  readonly clock: AdjustableClock;
  /** Runs `work` as one command of a person. */
  as<T>(person: Principal, work: (ctx: CommandContext) => Promise<T>): Promise<T>;
  /** Publishes a process and gives the version. */
  publish(key: string, bpmn: string): Promise<Definition<ProcessBody>>;
  /** Publishes a decision. */
  publishDecision(key: string, dmn: string): Promise<void>;
  close(): Promise<void>;
}

export async function testProgram(start = '2026-03-02T01:00:00Z'): Promise<TestProgram> {
  const { url } = await testDatabase({
    key: 'process engine',
    migrate: async (to) => void (await migrateApp(to, [processModule])),
  });
  const clock = adjustableClock(start);
  const folder = await mkdtemp(join(tmpdir(), 'dinh-process-'));
  const app = createApp({
    config: { ...readConfig({}, tmpdir()), logLevel: 'silent' },
    databaseUrl: url,
    keys: await readKeys(folder),
    modules: [processModule],
    clock,
  });
  await app.audit.start();
  const put = async (kind: string, key: string, body: object) => {
    const id = await app.db.transaction((tx) =>
      publishDefinition(tx, clock.now(), {
        kind,
        key,
        body,
        source: 'ours',
        origin: 'pack',
        effectiveFrom: '2020-01-01',
      }),
    );
    app.definitions.forget();
    return id;
  };
  return {
    app,
    clock,
    async as(person, work) {
      let result: unknown;
      const once = command({
        name: 'process.test',
        title: { vi: 'Thử', en: 'Test' },
        input: shape({}),
        output: Type.Unknown(),
        may: 'anyone',
        run: async (ctx) => {
          result = await work(ctx);
          return null;
        },
      });
      await app.run(once, {}, { principal: person, lang: 'vi', origin: { channel: 'console', trace: 'test' } });
      return result as never;
    },
    async publish(key, bpmn) {
      const id = await put('process', key, { bpmn, source: 'ours' });
      return (await app.definitions.byId<ProcessBody>(id))!;
    },
    publishDecision: async (key, dmn) => void (await put('decision', key, { dmn })),
    async close() {
      await app.audit.stop();
      await app.db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Waits until PostgreSQL has undone what a killed program had begun: it notices only after a moment that nobody is there any more, and
 * until then a worker passes over what is locked.
 */
export const nothingUnderWay = ({ db }: App) =>
  eventually(async () =>
    assert.deepEqual(
      await db.all(
        sql`select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
              and xact_start is not null and pid <> pg_backend_pid()`,
      ),
      [],
    ),
  );

/** A person of a test. */
export function person(name: string): Principal {
  return {
    kind: 'person',
    id: newId(Date.UTC(2026, 0, 1)),
    name,
    grants: [],
    units: [],
    role: 'official',
  };
}

/** A process of the pack of Hà Nam. */
export function packProcess(key: string): Promise<string> {
  return readFile(new URL(`../../../packs/ha-nam/processes/${key}.bpmn`, import.meta.url), 'utf8');
}

/** BPMN around the inside of a process, for short models in tests. */
export function bpmn(inside: string, declarations = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="test">
${declarations}
<bpmn:process id="model" isExecutable="true">
${inside}
</bpmn:process>
</bpmn:definitions>`;
}

/** A sequence flow `a → b`, with a condition in FEEL when given. */
export function flow(a: string, b: string, condition?: string): string {
  const at = `id="${a}-${b}" sourceRef="${a}" targetRef="${b}"`;
  if (condition === undefined) return `<bpmn:sequenceFlow ${at} />`;
  return `<bpmn:sequenceFlow ${at}><bpmn:conditionExpression>${condition.replaceAll('<', '&lt;')}</bpmn:conditionExpression></bpmn:sequenceFlow>`;
}

/** Flows along a path: `path('a', 'b', 'c')`. */
export function path(...ids: string[]): string {
  return ids
    .slice(1)
    .map((id, i) => flow(ids[i]!, id))
    .join('\n');
}

/** A user task for the desk without outcomes. */
export function user(id: string, more = '', inside = ''): string {
  return `<bpmn:userTask id="${id}" dinh:role="desk" ${more}>${inside}</bpmn:userTask>`;
}

let number = 0;

/** Gives a function that starts a model under a new key, with ways to look at it and to move it. */
export function matters(program: TestProgram, engine: ProcessEngine, me: Principal) {
  return async (inside: string, variables: object = {}, declarations = '', message?: string) => {
    const key = `matter-${++number}`;
    const definition = await program.publish(key, bpmn(inside, declarations));
    const first = await program.as(me, (ctx) =>
      engine.startProcess(ctx, { definition, businessKey: key, variables: { ...variables }, message }),
    );
    return matter(program, engine, me, key, first);
  };
}

/** Ways to look at the process of a matter and to move it. */
export function matter(program: TestProgram, engine: ProcessEngine, me: Principal, key: string, first: StepResult) {
  return {
    key,
    first,
    open: async () => (await openTasks(program.app.db, key)).map((t) => t.element).sort(),
    complete: async (element: string, more: object = {}) => {
      const task = (await openTasks(program.app.db, key)).find((t) => t.element === element);
      assert.ok(task, `${element} is open`);
      return program.as(me, (ctx) => engine.completeTask(ctx, { taskId: task.id, ...more }));
    },
    send: (name: string, sent = {}) =>
      program.as(me, (ctx) => engine.sendMessage(ctx, { businessKey: key, name, variables: sent })),
    state: async () =>
      (
        await program.app.db.pool.query(
          `select state, end_element as end, variables, (select count(*) from process.token k where k.instance_id = i.id) as tokens
           from process.instance i where business_key = $1`,
          [key],
        )
      ).rows[0],
  };
}

/** DMN with one table: what a storey of a house costs, by `floors`. */
export const feeByFloors = (low: number, high: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dinh="https://dinh.example/dmn" id="d" name="fee" namespace="test">
<inputData id="i" name="floors"><variable name="floors" typeRef="number"/></inputData>
<decision id="fee" name="fee"><variable name="fee"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable id="t" hitPolicy="FIRST"><input id="in" label="Số tầng" dinh:nameEn="Floors"><inputExpression><text>floors</text></inputExpression></input>
<output id="o" name="fee" label="Lệ phí (đồng)" dinh:nameEn="Fee (đồng)"/>
<rule id="r1"><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>${low}</text></outputEntry></rule>
<rule id="r2"><inputEntry><text>-</text></inputEntry><outputEntry><text>${high}</text></outputEntry></rule></decisionTable></decision></definitions>`;
