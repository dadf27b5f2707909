import { type DefinitionKind, type DefinitionProblem, shape } from '@dinh/kernel';
import { FeelError, parseExpression } from '@dinh/decision';
import { type Static, Type } from 'typebox';

const Words = shape({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });
const Feel = Type.String({ minLength: 1, maxLength: 2000, description: 'FEEL over `event`' });
const EventName = Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$', maxLength: 100 });
const Duration = Type.String({
  pattern: '^P(?=.)(\\d{1,3}D)?(T(?=.)(\\d{1,4}H)?(\\d{1,5}M)?)?$',
  description: 'ISO 8601, days, hours and minutes: P7D, PT30M',
});
const Common = { event: EventName, where: Type.Optional(Feel) };

/** A pattern over the stream of events. Each is looked at within a group, which `per` gives. */
const Pattern = Type.Union([
  shape({
    ...Common,
    kind: Type.Literal('count'),
    within: Duration,
    atLeast: Type.Integer({ minimum: 1, maximum: 100_000 }),
  }),
  shape({
    ...Common,
    kind: Type.Literal('missing'),
    followedBy: Type.Array(EventName, { minItems: 1, maxItems: 10 }),
    within: Duration,
  }),
  shape({
    ...Common,
    kind: Type.Literal('threshold'),
    value: Feel,
    of: Type.Enum(['sum', 'average', 'highest', 'lowest', 'last']),
    within: Duration,
    above: Type.Optional(Type.Number()),
    below: Type.Optional(Type.Number()),
  }),
  shape({ ...Common, kind: Type.Literal('change'), value: Feel }),
]);
export type Pattern = Static<typeof Pattern>;

/** What a rule does: somebody is warned, processes that wait for a signal go on, or both. */
const Effect = shape({
  warn: Type.Optional(
    shape({
      role: Type.String({ minLength: 1, maxLength: 60 }),
      unit: Type.Optional(Feel),
      message: Words,
    }),
  ),
  signal: Type.Optional(
    shape({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      variables: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Feel)),
    }),
  ),
});

/**
 * A rule over business events (LGSP 1.7, system 26). In FEEL `event` is `{ name, key, at, data }`; in an effect also
 * `group`, `count` and `value`. In a message `{group}`, `{count}`, `{value}` and `{event.data.…}` are put in.
 */
export const EventRule = shape({
  title: Words,
  when: Pattern,
  per: Type.Optional(Feel),
  do: Effect,
  source: Type.String({ minLength: 1 }),
});
export type EventRule = Static<typeof EventRule>;

/** Milliseconds of a duration such as `P1DT2H`. */
export function lengthOf(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
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
  for (const [name, text] of Object.entries(rule.do.signal?.variables ?? {}))
    feel(`do.signal.variables.${name}`, text);
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
  if (!rule.do.warn && !rule.do.signal)
    problems.push({
      path: 'do',
      reason: {
        vi: 'quy tắc phải cảnh báo cho ai đó hoặc phát tín hiệu',
        en: 'a rule warns somebody or throws a signal',
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
