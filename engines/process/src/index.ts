export { processModule } from './module.ts';
export {
  type Ahead,
  type ProcessBody,
  type ProcessEngine,
  type StartInput,
  type StepResult,
  createProcessEngine,
} from './engine.ts';
export {
  type EngineParts,
  type Handler,
  type Listener,
  type ProcessEnd,
  type Scope,
  type Printed,
  type StepLimit,
  type Superior,
  type Task,
  type Told,
  ProcessError,
} from './engine-parts.ts';
export type { Relocation } from './change/relocate.ts';
export type { CompleteInput } from './tasks/complete.ts';
export {
  completeGeneralTask,
  hasSuperior,
  runningIn,
  type Startable,
  startableActivities,
  startGeneralActivity,
} from './tasks/general.ts';
export { type HandedTasks, handedTasks } from './tasks/hand-over.ts';
export { type HolderChange, holdOperations } from './tasks/hold-operations.ts';
export { beganByPeople, outcomesOf, processNamed } from './graphs.ts';
export {
  decidedColumns,
  type HistoryEntry,
  type InstanceDecision,
  instanceDecisions,
  instanceHistory,
  openTasks,
} from './queries.ts';
export * from './errors.ts';
export { compileBpmn } from './model/compile.ts';
export { diagramsOf, readDiagram } from './model/diagram.ts';
export { tasksOf } from './mine.ts';
export { handlerNames } from './registry.ts';
export { decideInForce } from './run/decide.ts';
export { behindTask, type TaskPlace } from './tasks/order.ts';
export { type Element as BpmnElement, readBpmn } from './model/read-bpmn.ts';
export { dinhModdle } from './model/dinh-moddle.ts';
export { plainXml } from './model/plain-xml.ts';
export type { CatchEvent, Graph, ModelProblem, Node, Outcome, UserTask, Work } from './model/graph.ts';
export { doesWork } from './model/graph.ts';
export { processKind } from './definition-kind.ts';
export { type EventRule, eventRuleKind } from './event-rules/event-rule.ts';
export type { IncidentView } from './operations/view-incident.ts';
export type { RuleHit } from './operations/rule-hits.ts';
export type { PackProcess } from './pack-part.ts';
