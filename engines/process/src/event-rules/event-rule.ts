import { type DefinitionKind, type DefinitionProblem, inWords, shape, sourceText, told } from '@dinh/kernel';
import { FeelError, parseExpression } from '@dinh/decision';
import { type Static, Type } from 'typebox';

const Feel = (vi: string, en: string) =>
  Type.String({
    minLength: 1,
    maxLength: 2000,
    description: 'FEEL over `event`',
    ...told(vi, en, { as: 'feel' }),
  });
const EventName = Type.String({
  pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$',
  maxLength: 100,
  ...told('Sự kiện', 'Event', { names: 'event' }),
});
const Duration = Type.String({
  pattern: '^P(\\d{1,3}D|(\\d{1,3}D)?T(\\d{1,4}H|(\\d{1,4}H)?\\d{1,5}M))$',
  description: 'ISO 8601, days, hours and minutes: P7D, PT30M',
  ...told('Trong vòng', 'Within', { as: 'duration' }),
});
const Common = { event: EventName, where: Type.Optional(Feel('Chỉ khi', 'Where')) };
const value = Feel('Giá trị', 'Value');

/** A pattern over the stream of events. Each is looked at within a group, which `per` gives. */
const Pattern = Type.Union(
  [
    shape({
      kind: Type.Literal('count', told('đủ số lần', 'so many times')),
      ...Common,
      within: Duration,
      atLeast: Type.Integer({ minimum: 1, maximum: 100_000, ...told('Ít nhất (lần)', 'At least (times)') }),
    }),
    shape({
      kind: Type.Literal('missing', told('không được nối tiếp', 'not followed')),
      ...Common,
      followedBy: Type.Array(EventName, {
        minItems: 1,
        maxItems: 10,
        ...told('Phải nối tiếp bằng', 'Followed by', { one: { vi: 'sự kiện', en: 'an event' } }),
      }),
      within: Duration,
    }),
    shape({
      kind: Type.Literal('threshold', told('vượt ngưỡng', 'over a threshold')),
      ...Common,
      value,
      of: Type.Enum(['sum', 'average', 'highest', 'lowest', 'last'], told('Tính', 'Of')),
      within: Duration,
      above: Type.Optional(Type.Number(told('Vượt trên', 'Above'))),
      below: Type.Optional(Type.Number(told('Xuống dưới', 'Below'))),
    }),
    shape({ kind: Type.Literal('change', told('thay đổi', 'a change')), ...Common, value }),
  ],
  told('Khi nào', 'When'),
);
export type Pattern = Static<typeof Pattern>;

const Variables = Type.Optional(
  Type.Record(Type.String({ maxLength: 100 }), Feel('Giá trị', 'Value'), told('Mang theo', 'Carries')),
);

/**
 * What a rule does: somebody is warned (who holds the role, in `unit` or anywhere, of the agency that it is `about`); a signal
 * goes to all processes that wait for it or start by it; a message goes to the processes of one matter, or begins one for it.
 */
const Effect = shape({
  warn: Type.Optional(
    Type.Object(
      {
        role: Type.String({ minLength: 1, maxLength: 60, ...told('Vai trò', 'Role', { names: 'role' }) }),
        unit: Type.Optional(Feel('Ở đơn vị', 'In the unit')),
        about: Type.Optional(Feel('Về cơ quan', 'About the agency')),
        message: inWords('Nói rằng', 'Message', { as: 'lines' }, 1),
      },
      { additionalProperties: false, ...told('Cảnh báo', 'Warn') },
    ),
  ),
  signal: Type.Optional(
    Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 100, ...told('Tên tín hiệu', 'Name') }),
        variables: Variables,
      },
      { additionalProperties: false, ...told('Phát tín hiệu', 'Throw a signal') },
    ),
  ),
  message: Type.Optional(
    Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 100, ...told('Tên thông điệp', 'Name') }),
        key: Feel('Gửi tới việc', 'To the matter'),
        variables: Variables,
      },
      { additionalProperties: false, ...told('Gửi thông điệp', 'Send a message') },
    ),
  ),
});

/**
 * A rule over business events (LGSP 1.7, system 26). In FEEL `event` is `{ name, key, at, data }`; in an effect also
 * `group`, `count` and `value`. In a message `{group}`, `{count}`, `{value}` and `{event.data.…}` are put in.
 */
export const EventRule = shape({
  title: inWords('Tên quy tắc', 'Title', undefined, 1),
  when: Pattern,
  per: Type.Optional(Feel('Gom nhóm theo', 'Grouped by')),
  do: Type.Object(Effect.properties, { additionalProperties: false, ...told('Thì làm', 'Then') }),
  source: sourceText,
});
export type EventRule = Static<typeof EventRule>;

/** Milliseconds of a duration such as `P1DT2H`. */
export function lengthOf(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000;
}

/** What is wrong with a rule beyond its shape: expressions that do not parse, a bound or effect that is missing. */
export function checkEventRule(rule: EventRule): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const feel = (path: string, text: string | undefined): void => {
    if (text === undefined) return;
    try {
      parseExpression(text);
    } catch (error) {
      if (!(error instanceof FeelError)) throw error;
      problems.push({ path, reason: { vi: `chưa đọc được biểu thức: ${error.text.vi}`, en: error.message } });
    }
  };
  const { when } = rule;
  feel('per', rule.per);
  feel('when.where', when.where);
  if ('value' in when) feel('when.value', when.value);
  feel('do.warn.unit', rule.do.warn?.unit);
  feel('do.warn.about', rule.do.warn?.about);
  feel('do.message.key', rule.do.message?.key);
  for (const kind of ['signal', 'message'] as const)
    for (const [name, text] of Object.entries(rule.do[kind]?.variables ?? {})) feel(`do.${kind}.variables.${name}`, text);
  if (when.kind === 'threshold' && (when.above === undefined) === (when.below === undefined))
    problems.push({
      path: 'when',
      reason: {
        vi: 'ngưỡng phải có đúng một trong hai: vượt trên (above) hoặc xuống dưới (below)',
        en: 'a threshold has either `above` or `below`',
      },
    });
  if ('within' in when && lengthOf(when.within) === 0)
    problems.push({
      path: 'when.within',
      reason: { vi: 'khoảng thời gian (within) bằng không', en: '`within` is no time at all' },
    });
  if (!rule.do.warn && !rule.do.signal && !rule.do.message)
    problems.push({
      path: 'do',
      reason: {
        vi: 'quy tắc phải cảnh báo cho ai đó, phát tín hiệu hoặc gửi thông điệp',
        en: 'a rule warns somebody, throws a signal or sends a message',
      },
    });
  return problems;
}

/** Rules over events as dated versions, edited in the studio like everything else. */
export const eventRuleKind: DefinitionKind<EventRule> = {
  kind: 'event-rule',
  title: { vi: 'Quy tắc sự kiện', en: 'Event rule' },
  schema: EventRule,
  check: checkEventRule,
  editing: 'studio.edit-process',
  publishing: 'studio.publish-definition',
};
