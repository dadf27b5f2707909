export * from './text.ts';
export * from './errors.ts';
export * from './clock.ts';
export * from './ids.ts';
export * from './config.ts';
export * from './keys.ts';
export * from './messenger.ts';
export * from './metrics.ts';
export * from './module.ts';
export type * from './succession.ts';
export type * from './held-work.ts';
export * from './persons.ts';
export * from './app.ts';
export * from './access/principal.ts';
export * from './access/access.ts';
export * from './access/explained.ts';
export { unitsHeard } from './access/units-heard.ts';
export * from './access/demand.ts';
export type { Deed, Doer, Duties, Excused } from './access/duties.ts';
export type { NewEntry } from './audit/trail.ts';
export { sha256 } from './digest.ts';
export { type Deeds, deedsOn } from './audit/deeds.ts';
export { anchorTrail, verifyTrail, type Anchor, type Verdict } from './audit/verify.ts';
export { recoverStreams } from './audit/recover.ts';
export { type Seal, sealHash } from './audit/seal.ts';
export * from './database/sql.ts';
export { gather } from './database/gather.ts';
export { copyText, type Loader, openLoader } from './database/copy.ts';
export { type Database, type Queries, type Transaction, isDuplicate, openDatabase } from './database/database.ts';
export {
  type Command,
  type Operation,
  type OperationTypes,
  type Query,
  type InputOf,
  type OutputOf,
  command,
  query,
  checker,
} from './operations/operation.ts';
export { later } from './operations/later.ts';
export type { CommandContext, Context, NewEvent, Origin } from './operations/context.ts';
export { fieldErrors } from './operations/field-errors.ts';
export { type Call, checkInput, execute } from './operations/execute.ts';
export { isEventCursor, type PlacedEvent, readEvents, topicsSince } from './events/read.ts';
export { emit } from './operations/execute.ts';
export type { BatchConsumer, Consumer, ConsumerContext, EachConsumer, Event } from './events/dispatcher.ts';
export { type Job, type JobContext, job, jobContext, runDueJobs } from './jobs/jobs.ts';
export { prune } from './jobs/prune.ts';
export { enqueueSql } from './jobs/enqueue.ts';
export {
  type Definition,
  type DefinitionKind,
  type DefinitionProblem,
  type NewDefinition,
  type Surroundings,
  Definitions,
  bodyChecksum,
  publishDefinition,
} from './definitions/definitions.ts';
export { type Told, inCode, inFeel, inWords, sourceText, told, toldOf } from './definitions/told.ts';
export { inForce } from './definitions/in-force.ts';
export { raiseRevision, Revisions } from './definitions/revisions.ts';
export type * from './definitions/pack.ts';
export type * from './web/mount.ts';
export * from './web/page.ts';
export { isOpen, openRooms, roomsOf, workplaceOf } from './web/rooms.ts';
export { type StoredFile, FileStore, fileEmpty, fileInfected, fileTooLarge, fileTypeRefused } from './files/store.ts';
export { type MediaType, mediaTypes, detectType } from './files/detect.ts';
export { shape } from './operations/shape.ts';
export { anyNumber, anyText, anyTime, anyUuid, fromCursor, toCursor } from './operations/cursor.ts';
export { isDay, isInstant, isReadable, isUuid } from './operations/input.ts';
export * from './database/embedded/index.ts';
export * from './time/index.ts';
