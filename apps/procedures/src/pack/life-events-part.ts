import { checker, type PackFolder, type PackPart, type Placed } from '@dinh/kernel';
import { LifeEvent, Synonyms, synonymsKey } from '../finding.ts';

/** As the pack has it: the procedures behind the topics stand in a table of their own. */
type Written = Omit<LifeEvent, 'topics'> & {
  readonly topics: readonly Omit<LifeEvent['topics'][number], 'procedures'>[];
};

const linkColumns = ['event', 'topic', 'procedure', 'source'] as const;
type Link = Record<(typeof linkColumns)[number], string>;

interface Items {
  readonly events: readonly Written[];
  readonly links: readonly Placed<Link>[];
}

const file = 'life-events.yaml';

/** `life-events.yaml` and `life-event-procedures.tsv`: doors by which people find a procedure. Kind `life-event`. */
export const lifeEventsPart: PackPart<Items> = {
  name: 'life-events',
  after: ['procedures'],
  async read(folder) {
    const document = await folder.yaml<{ events: Written[] }>(file);
    const links = await folder.table('life-event-procedures.tsv', linkColumns);
    const events = document?.value.events ?? [];
    for (const [i, event] of events.entries()) {
      const [error] = checker(LifeEvent).Errors(withProcedures(event, []));
      if (error) folder.problem(file, document!.line(['events', i]), `${error.instancePath} ${error.message}`);
    }
    return { events, links };
  },
  check({ events, links }, others, folder: PackFolder) {
    const procedures = new Set((others('procedures') as { body: { code: string } }[]).map((p) => p.body.code));
    const topics = new Set(events.flatMap((e) => e.topics.map((t) => `${e.key}/${t.key}`)));
    for (const { value, file: from, line } of links) {
      if (!topics.has(`${value.event}/${value.topic}`))
        folder.problem(from, line, `there is no topic “${value.event}/${value.topic}”`);
      if (!procedures.has(value.procedure)) folder.problem(from, line, `there is no procedure “${value.procedure}”`);
    }
  },
  async load(load, { events, links }) {
    for (const event of events) {
      const body = withProcedures(
        event,
        links.map(({ value }) => value).filter((one) => one.event === event.key),
      );
      await load.define('life-events', { kind: 'life-event', key: event.key, body, source: body.source });
    }
  },
  async save(save) {
    const events = (await save.definitions<LifeEvent>('life-event')).map(({ body }) => body);
    const inOrder = events.toSorted((a, b) => a.audience.localeCompare(b.audience) * -1 || a.order - b.order);
    const written = inOrder.map(({ topics, ...event }): Written => ({
      ...event,
      topics: topics.map(({ procedures: _behind, ...topic }) => topic),
    }));
    save.yaml(file, { events: written });
    save.table(
      'life-event-procedures.tsv',
      linkColumns,
      inOrder.flatMap(({ key, topics }) =>
        topics.flatMap((topic) => topic.procedures.map((one) => ({ event: key, topic: topic.key, ...one }))),
      ),
    );
  },
};

function withProcedures(event: Written, links: readonly Link[]): LifeEvent {
  const topics = event.topics.map((topic) => ({
    ...topic,
    procedures: links.filter((one) => one.topic === topic.key).map(({ procedure, source }) => ({ procedure, source })),
  }));
  return { ...event, topics, source: event.source ?? 'ours' };
}

const synonymColumns = ['phrase', 'means', 'source'] as const;
type Synonym = Record<(typeof synonymColumns)[number], string>;

/** `synonyms.tsv`: what people say and what the catalogue says, as they are written. Kind `synonyms`. */
export const synonymsPart: PackPart<Placed<Synonym>[]> = {
  name: 'synonyms',
  read: (folder) => folder.table('synonyms.tsv', synonymColumns),
  async load(load, rows) {
    const words = rows.map(({ value: { phrase, means, source } }) => ({ phrase, means, source }));
    await load.define('synonyms', { kind: 'synonyms', key: synonymsKey, body: { words }, source: 'ours' });
  },
  async save(save) {
    const all = await save.definitions<Synonyms>('synonyms');
    save.table(
      'synonyms.tsv',
      synonymColumns,
      all.flatMap(({ body }) => body.words),
    );
  },
};
