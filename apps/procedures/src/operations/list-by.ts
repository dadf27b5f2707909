import { notFound, query, shape, sql } from '@dinh/kernel';
import { type TSchema, Type } from 'typebox';
import { readCatalogue } from '../search/catalogue.ts';
import { type FoundRow, lineColumns, lineTables } from '../search/find.ts';
import { foundLine, FoundLine } from '../search/line.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

const Agency = shape({
  id: Type.Integer(),
  key: Type.String(),
  name: Words,
  kind: Type.String(),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  address: nullable(Type.String()),
  hours: nullable(Words),
  procedures: Type.Integer(),
});

const Field = shape({
  code: Type.String(),
  parent: nullable(Type.String()),
  name: Words,
  procedures: Type.Integer(),
});

/** The agencies that settle procedures; of one of them all its procedures, by field. */
export const listByAgency = query({
  name: 'procedures.list-by-agency',
  title: { vi: 'Thủ tục theo cơ quan', en: 'Procedures by agency' },
  input: shape({ agency: Type.Optional(Type.String({ maxLength: 100 })) }),
  output: shape({ agencies: Type.Array(Agency), procedures: Type.Array(FoundLine) }),
  may: 'anyone',
  async run(ctx, { agency }) {
    const { agencies } = await readCatalogue(ctx.app);
    const wanted = agency === undefined ? agencies : agencies.filter((one) => one.key === agency);
    if (wanted.length === 0) throw notFound();
    const rows =
      agency === undefined
        ? []
        : await ctx.db.all<FoundRow>(
            sql`select ${lineColumns} from ${lineTables} where p.agency_id = ${wanted[0]!.id} order by p.business_type, p.name, p.code limit 2000`,
          );
    return {
      agencies: [...wanted],
      procedures: rows.map((row) => foundLine(row)),
    };
  },
});

/** The tree of fields (business types); of one of them all procedures in it and below. */
export const listByBusinessType = query({
  name: 'procedures.list-by-business-type',
  title: { vi: 'Thủ tục theo lĩnh vực', en: 'Procedures by field' },
  input: shape({ code: Type.Optional(Type.String({ maxLength: 40 })) }),
  output: shape({ fields: Type.Array(Field), procedures: Type.Array(FoundLine) }),
  may: 'anyone',
  async run(ctx, { code }) {
    const { fields } = await readCatalogue(ctx.app);
    if (code === undefined) return { fields: [...fields], procedures: [] };
    if (!fields.some((field) => field.code === code)) throw notFound();
    const rows = await ctx.db.all<FoundRow>(
      sql`select ${lineColumns} from ${lineTables} where p.business_type = ${code} or p.business_type like ${`${code}.%`}
          order by p.business_type, p.name, p.code limit 2000`,
    );
    const near = fields.filter(
      (field) =>
        field.code === code || field.code.startsWith(`${code}.`) || code.startsWith(`${field.code}.`),
    );
    return { fields: near, procedures: rows.map((row) => foundLine(row)) };
  },
});

/** Life events; of one of them its topics with their procedures. */
export const listByLifeEvent = query({
  name: 'procedures.list-by-life-event',
  title: { vi: 'Thủ tục theo sự kiện đời sống', en: 'Procedures by life event' },
  input: shape({ event: Type.Optional(Type.String({ maxLength: 60 })) }),
  output: shape({
    events: Type.Array(
      shape({
        key: Type.String(),
        audience: Type.String(),
        name: Words,
        hint: Words,
        procedures: Type.Integer(),
      }),
    ),
    topics: Type.Array(shape({ key: Type.String(), name: Words, procedures: Type.Array(FoundLine) })),
  }),
  may: 'anyone',
  async run(ctx, { event }) {
    const { lifeEvents } = await readCatalogue(ctx.app);
    if (event === undefined) return { events: [...lifeEvents], topics: [] };
    const one = lifeEvents.find((known) => known.key === event);
    if (!one) throw notFound();
    const rows = await ctx.db.all<FoundRow & { topic: string; topic_vi: string; topic_en: string }>(
      sql`select t0.key as topic, t0.name_vi as topic_vi, t0.name_en as topic_en, ${lineColumns}
          from procedures.life_event_topic t0
          join procedures.life_event_procedure e on e.life_event = t0.life_event and e.topic = t0.key
          join ${lineTables} on p.code = e.procedure
          where t0.life_event = ${event} order by t0.ordinal, p.worked_out desc, p.name, p.code limit 2000`,
    );
    const topics = new Map<
      string,
      { key: string; name: { vi: string; en: string }; procedures: ReturnType<typeof foundLine>[] }
    >();
    for (const row of rows) {
      let topic = topics.get(row.topic);
      if (!topic)
        topics.set(
          row.topic,
          (topic = { key: row.topic, name: { vi: row.topic_vi, en: row.topic_en }, procedures: [] }),
        );
      topic.procedures.push(foundLine(row));
    }
    return { events: [one], topics: [...topics.values()] };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.list-by-agency': typeof listByAgency;
    'procedures.list-by-business-type': typeof listByBusinessType;
    'procedures.list-by-life-event': typeof listByLifeEvent;
  }
}
