import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { personNotFound } from '../errors.ts';
import { line, nullable, uuid } from '../fields.ts';
import { askedRecord, explaining, findPersons, judge, mustExplain, principalsOf, relevant, truths } from './asked.ts';
import { Because, because } from './because.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/**
 * Why a person may see a record, or why not: each of their grants that has to do with it, from where it comes, and which of
 * its conditions fails. `sees` is what the lists and pages of the record would do now. The question is in the audit trail.
 * @throws recordNotExplained, personNotFound
 */
export const explainAccess = query({
  name: 'identity.explain-access',
  title: { vi: 'Vì sao người này xem được', en: 'Why this person may see it' },
  may: explaining,
  audit: true,
  input: shape({
    /** Left out: of whatever kind is called so. */
    kind: Type.Optional(line(40)),
    record: line(120),
    /** By id, account, e-mail, telephone or whole name. */
    person: line(120),
  }),
  output: shape({
    record: shape({ kind: Type.String(), id: Type.String(), title: words, href: nullable(Type.String()) }),
    /** Empty `answer` and several persons: one of them must be chosen. */
    persons: Type.Array(shape({ id: uuid, name: Type.String(), state: Type.String(), title: nullable(words) })),
    answer: nullable(
      shape({
        sees: Type.Boolean(),
        /** The account is live; a suspended or closed one sees nothing. */
        active: Type.Boolean(),
        /** What reaches it first, then what comes nearest. */
        grants: Type.Array(Because),
      }),
    ),
  }),
  async run(ctx, input) {
    mustExplain(ctx);
    const asked = await askedRecord(ctx, input);
    const { kind, record } = asked;
    ctx.subject(`${kind.kind}:${record.id}`);
    const persons = await findPersons(ctx.db, input.person);
    if (persons.length === 0) throw personNotFound();
    const told = {
      record: { kind: kind.kind, id: record.id, title: { ...record.title }, href: record.href ?? null },
      persons,
    };
    if (persons.length > 1) return { ...told, answer: null };
    const [{ id }] = persons as [(typeof persons)[number]];
    ctx.note({ person: id });
    const { principal, grants } = await principalsOf(ctx.app).sourced(id);
    const some = relevant(kind, grants);
    const [judged, [sees]] = await Promise.all([
      judge(
        ctx.db,
        ctx.now,
        asked,
        some.map(({ grant }) => ({ principal, grant })),
      ),
      truths(ctx.db, asked, [kind.visible({ principal, now: ctx.now })]),
    ]);
    const all = some
      .map((sourced, i) => ({ sourced, judged: judged[i]! }))
      .toSorted((a, b) => a.judged.failing.length - b.judged.failing.length);
    return {
      ...told,
      answer: {
        sees: sees ?? false,
        active: principal.kind === 'person',
        grants: await because(ctx, all.slice(0, mostTold)),
      },
    };
  },
});

const mostTold = 60;
