import { notFound, query, shape } from '@dinh/kernel';
import { type TSchema, Type } from 'typebox';
import { readCatalogue } from '../search/catalogue.ts';
import { FoundLine, listedLine } from '../search/line.ts';

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
    const { agencies, index } = await readCatalogue(ctx.app);
    if (agency === undefined) return { agencies: [...agencies], procedures: [] };
    const wanted = agencies.filter((one) => one.key === agency);
    if (wanted.length === 0) throw notFound();
    const procedures = index.listed.filter(({ shown }) => shown.agency.key === agency);
    return { agencies: wanted, procedures: procedures.map(listedLine) };
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
    const { fields, index } = await readCatalogue(ctx.app);
    if (code === undefined) return { fields: [...fields], procedures: [] };
    if (!fields.some((field) => field.code === code)) throw notFound();
    const near = fields.filter(
      (field) => field.code === code || field.code.startsWith(`${code}.`) || code.startsWith(`${field.code}.`),
    );
    const procedures = index.listed.filter(
      ({ shown: { businessType } }) => businessType.code === code || businessType.code.startsWith(`${code}.`),
    );
    return { fields: near, procedures: procedures.map(listedLine) };
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
    const { lifeEvents, topics, index } = await readCatalogue(ctx.app);
    if (event === undefined) return { events: [...lifeEvents], topics: [] };
    const one = lifeEvents.find((known) => known.key === event);
    if (!one) throw notFound();
    return {
      events: [one],
      topics: topics
        .get(event)!
        .filter(({ procedures }) => procedures.length > 0)
        .map(({ key, name, procedures }) => ({
          key,
          name,
          procedures: procedures.map((code) => listedLine(index.get(code)!)),
        })),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.list-by-agency': typeof listByAgency;
    'procedures.list-by-business-type': typeof listByBusinessType;
    'procedures.list-by-life-event': typeof listByLifeEvent;
  }
}
