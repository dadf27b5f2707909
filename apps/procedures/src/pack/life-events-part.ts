import { type PackPart, type Placed, type Queries, raiseRevision, sql } from '@dinh/kernel';

interface LifeEvent {
  readonly key: string;
  readonly order: number;
  readonly audience: string;
  readonly name: { vi: string; en: string };
  readonly hint?: { vi: string; en: string };
  readonly topics: { key: string; name: { vi: string; en: string } }[];
  readonly source?: string;
}

interface Items {
  readonly events: LifeEvent[];
  readonly links: Placed<Link>[];
}

const linkColumns = ['event', 'topic', 'procedure', 'source'] as const;
type Link = Record<(typeof linkColumns)[number], string>;

/** `life-events.yaml` and `life-event-procedures.tsv`: doors by which people find a procedure. */
export const lifeEventsPart: PackPart<Items> = {
  name: 'life-events',
  after: ['procedures'],
  async read(folder) {
    const document = await folder.yaml<{ events: LifeEvent[] }>('life-events.yaml');
    const links = await folder.table('life-event-procedures.tsv', linkColumns);
    return { events: document?.value.events ?? [], links };
  },
  check({ events, links }, others, folder) {
    const procedures = new Set(
      (others('procedures') as { body: { code: string } }[]).map((p) => p.body.code),
    );
    const topics = new Set(events.flatMap((e) => e.topics.map((t) => `${e.key}/${t.key}`)));
    for (const { value, file, line } of links) {
      if (!topics.has(`${value.event}/${value.topic}`))
        folder.problem(file, line, `there is no topic “${value.event}/${value.topic}”`);
      if (!procedures.has(value.procedure))
        folder.problem(file, line, `there is no procedure “${value.procedure}”`);
    }
  },
  async load({ tx, report }, { events, links }) {
    // Small and wholly the pack's: written anew each time.
    const before = await lifeEvents(tx);
    await tx.run(sql`delete from procedures.life_event`);
    const rows = events.map((e) => ({
      ...e,
      name_vi: e.name.vi,
      name_en: e.name.en,
      hint_vi: e.hint?.vi ?? '',
      hint_en: e.hint?.en ?? '',
      source: e.source ?? 'ours',
    }));
    await tx.run(
      sql`insert into procedures.life_event (key, ordinal, audience, name_vi, name_en, hint_vi, hint_en, source)
          select key, "order", audience, name_vi, name_en, hint_vi, hint_en, source from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as r (key text, "order" int, audience text, name_vi text, name_en text, hint_vi text, hint_en text, source text)`,
    );
    const topics = events.flatMap((e) =>
      e.topics.map((t, i) => ({
        event: e.key,
        key: t.key,
        ordinal: i + 1,
        name_vi: t.name.vi,
        name_en: t.name.en,
      })),
    );
    await tx.run(
      sql`insert into procedures.life_event_topic (life_event, key, ordinal, name_vi, name_en)
          select event, key, ordinal, name_vi, name_en from jsonb_to_recordset(${JSON.stringify(topics)}::jsonb)
            as r (event text, key text, ordinal int, name_vi text, name_en text)`,
    );
    await tx.run(
      sql`insert into procedures.life_event_procedure (life_event, topic, procedure, source)
          select event, topic, procedure, source from jsonb_to_recordset(${JSON.stringify(links.map((l) => l.value))}::jsonb)
            as r (event text, topic text, procedure text, source text) on conflict do nothing`,
    );
    await raiseRevision(tx, 'procedures');
    const change = JSON.stringify(await lifeEvents(tx)) === JSON.stringify(before) ? 'unchanged' : 'changed';
    report('life-events', 'all', change, `${events.length} events, ${links.length} links`);
  },
  async save(save) {
    const { events, links } = await lifeEvents(save.db);
    save.yaml('life-events.yaml', { events });
    save.table('life-event-procedures.tsv', linkColumns, links);
  },
};

/** What stands in the tables, as the pack has it. */
async function lifeEvents(db: Queries): Promise<{
  events: LifeEvent[];
  links: Link[];
}> {
  const events = await db.all<LifeEvent>(
    sql`select key, ordinal as "order", audience, jsonb_build_object('vi', name_vi, 'en', name_en) as name,
          case when hint_vi <> '' or hint_en <> '' then jsonb_build_object('vi', hint_vi, 'en', hint_en) end as hint,
          coalesce((select jsonb_agg(jsonb_build_object('key', t.key, 'name', jsonb_build_object('vi', t.name_vi, 'en', t.name_en)) order by t.ordinal)
                    from procedures.life_event_topic t where t.life_event = e.key), '[]') as topics, source
        from procedures.life_event e order by ordinal, key`,
  );
  const links = await db.all<Link>(
    sql`select life_event as event, topic, procedure, source from procedures.life_event_procedure order by 1, 2, 3`,
  );
  return { events: events.map(({ hint, ...event }) => (hint ? { ...event, hint } : event)), links };
}

const synonymColumns = ['phrase', 'means', 'source'] as const;
type Synonym = Record<(typeof synonymColumns)[number], string>;

/** `synonyms.tsv`: what people say and what the catalogue says, as they are written; the search folds both. */
export const synonymsPart: PackPart<Placed<Synonym>[]> = {
  name: 'synonyms',
  read: (folder) => folder.table('synonyms.tsv', synonymColumns),
  async load({ tx, report }, rows) {
    const before = await synonyms(tx);
    await tx.run(sql`delete from procedures.synonym`);
    await tx.run(
      sql`insert into procedures.synonym (phrase, means, source) select phrase, means, source from jsonb_to_recordset(${JSON.stringify(
        rows.map(({ value }) => value),
      )}::jsonb) as r (phrase text, means text, source text) on conflict do nothing`,
    );
    await raiseRevision(tx, 'procedures');
    const change = JSON.stringify(await synonyms(tx)) === JSON.stringify(before) ? 'unchanged' : 'changed';
    report('synonyms', 'all', change, `${rows.length}`);
  },
  async save(save) {
    save.table('synonyms.tsv', synonymColumns, await synonyms(save.db));
  },
};

const synonyms = (db: Queries): Promise<Synonym[]> =>
  db.all(sql`select phrase, means, source from procedures.synonym order by phrase, means`);
