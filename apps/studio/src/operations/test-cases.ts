import { command, notAllowed, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { caseMissing } from '../errors.ts';
import { day, keyName, line, uuid } from '../fields.ts';
import { mostText } from '../model/body-text.ts';
import { dayOf } from '../model/check-text.ts';
import { kindNamed, mayEdit } from '../model/kinds.ts';
import { answerOf, CaseInput, runCases } from '../model/test-case.ts';

const tested = Type.Union([Type.Literal('process'), Type.Literal('decision')]);
const text = Type.String({ maxLength: mostText, pattern: '^[^\\u0000]*$' });

/** Keeps a trial as a case: what the text answers now is what it must answer from now on. */
export const keepTestCase = command({
  name: 'studio.keep-test-case',
  title: { vi: 'Lưu ca kiểm thử', en: 'Keep a test case' },
  may: 'studio.view-definition',
  maxBytes: 4 * mostText,
  onDuplicate: ['test_case_kind_key_name_key'],
  input: shape({
    kind: tested,
    key: keyName,
    name: line(2, 200),
    nameEn: Type.Optional(line(2, 200)),
    text,
    input: CaseInput,
    /** From which the text is to hold; today when left out. */
    day: Type.Optional(day),
  }),
  output: shape({ id: uuid }),
  subject: ({ kind, key }) => `${kind}:${key}`,
  async prepare(ctx, { kind, key, text, input, day }) {
    if (!mayEdit(ctx.principal, kindNamed(ctx.app, kind))) throw notAllowed();
    return { expected: await answerOf(ctx, { key, text }, input, dayOf(ctx.now, day)) };
  },
  async run(ctx, { kind, key, name, nameEn, input }, { expected }) {
    const { id } = await ctx.db.one<{ id: string }>(
      sql`insert into studio.test_case (id, kind, key, name, name_en, input, expected, author_id, created_at)
          values (${ctx.newId()}, ${kind}, ${key}, ${name}, ${nameEn ?? null}, ${JSON.stringify(input)}::jsonb, ${JSON.stringify(expected)}::jsonb, ${ctx.principal.id}, ${ctx.now})
          on conflict (kind, key, name) do update set name_en = excluded.name_en, input = excluded.input, expected = excluded.expected,
            author_id = excluded.author_id, created_at = excluded.created_at, origin = 'officer', dropped = false
          returning id`,
    );
    ctx.emit({ name: 'studio.test-case-kept', key: id, topics: ['studio'], data: { kind, definition: key } });
    return { id };
  },
});

/** Takes a case away. */
export const dropTestCase = command({
  name: 'studio.drop-test-case',
  title: { vi: 'Bỏ ca kiểm thử', en: 'Drop a test case' },
  may: 'studio.view-definition',
  input: shape({ id: uuid }),
  output: shape({ kind: Type.String(), key: Type.String() }),
  subject: ({ id }) => `test-case:${id}`,
  async run(ctx, { id }) {
    const found = await ctx.db.maybe<{ kind: string; key: string; name: string }>(
      sql`select kind, key, name from studio.test_case where id = ${id} and not dropped for update`,
    );
    if (!found) throw caseMissing();
    if (!mayEdit(ctx.principal, kindNamed(ctx.app, found.kind))) throw notAllowed();
    // One of the pack is remembered, so that the next load does not bring it back.
    ctx.db.send(sql`delete from studio.test_case where id = ${id} and origin = 'officer'`);
    ctx.db.send(sql`update studio.test_case set dropped = true where id = ${id}`);
    ctx.note({ name: found.name });
    return { kind: found.kind, key: found.key };
  },
});

/** Runs all cases of a definition against a text, and those of what imports it or decides by it. */
export const runTestCases = query({
  name: 'studio.run-test-cases',
  title: { vi: 'Chạy các ca kiểm thử', en: 'Run the test cases' },
  may: 'studio.view-definition',
  api: false,
  input: shape({ kind: tested, key: keyName, text, day: Type.Optional(day) }),
  output: shape({
    results: Type.Array(
      shape({
        id: uuid,
        /** Another definition that imports this one or decides by it, whose case it is. */
        of: Type.Optional(shape({ kind: tested, key: keyName })),
        name: shape({ vi: Type.String(), en: Type.String() }),
        origin: Type.String(),
        input: CaseInput,
        passed: Type.Boolean(),
        expected: Type.Unknown(),
        answer: Type.Unknown(),
        why: Type.Optional(shape({ vi: Type.String(), en: Type.String() })),
      }),
    ),
  }),
  run: async (ctx, { day, ...tested }) => ({ results: await runCases(ctx, tested, dayOf(ctx.now, day)) }),
});
