import { newId, sql } from '@dinh/kernel';
import { throwMessage, throwSignal } from '../run/throw-signal.ts';
import { feel, type Rule, type RuleContext } from './rule-scope.ts';

/** What a rule has found. */
export interface Found {
  readonly group: string;
  /** When it became true. */
  readonly at: Date;
  readonly scope: object;
  readonly count?: number;
  readonly value?: unknown;
  readonly detail?: Record<string, unknown>;
}

/** Writes down what a rule has found, and does what it says: the warning goes out as an event, the signal to processes. */
export async function hit(ctx: RuleContext, rule: Rule, found: Found): Promise<void> {
  const { warn, signal, message: sent } = rule.body.do;
  const { group, count = null, value = null } = found;
  const scope = { ...found.scope, group, count, value };
  const id = newId(ctx.now.getTime());
  const idOf = (text: string | undefined): number | null => {
    const unit = text === undefined ? null : feel(ctx, text, scope);
    return typeof unit === 'number' && Number.isInteger(unit) ? unit : null;
  };
  const unitId = idOf(warn?.unit);
  const aboutId = idOf(warn?.about);
  const say = (text: string): string => filled(text, scope);
  const message = {
    vi: say(warn?.message.vi ?? rule.body.title.vi),
    en: say(warn?.message.en ?? rule.body.title.en),
  };
  const detail = { count, value, ...found.detail, scope: found.scope };
  ctx.db.send(
    sql`insert into process.rule_hit (id, rule, version, "group", at, message_vi, message_en, role, unit_id, about_id, signal, detail)
        values (${id}, ${rule.key}, ${rule.version}, ${group}, ${found.at}, ${message.vi}, ${message.en}, ${warn?.role ?? null}, ${unitId}, ${aboutId}, ${signal?.name ?? null}, ${JSON.stringify(detail)}::jsonb)`,
  );
  ctx.emit({
    name: 'process.rule-hit',
    key: id,
    topics: ['unit:0', ...(unitId === null ? [] : [`unit:${unitId}`])],
    data: {
      hit: id,
      rule: rule.key,
      title: rule.body.title,
      message,
      role: warn?.role ?? null,
      unit: unitId,
      about: aboutId,
      group,
    },
  });
  const values = (variables: Readonly<Record<string, string>> = {}): Record<string, unknown> => ({
    ...Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, feel(ctx, text, scope)])),
    ruleHit: id,
  });
  if (signal) await throwSignal(ctx, signal.name, values(signal.variables));
  const businessKey = sent && feel(ctx, sent.key, scope);
  if (typeof businessKey === 'string' && businessKey !== '')
    await throwMessage(ctx, { businessKey, name: sent!.name, variables: values(sent!.variables) });
}

/** Puts `{group}`, `{count}`, `{event.data.unit}` into a text; what is not there is left empty. */
function filled(text: string, scope: object): string {
  return text.replace(/\{([\w.-]+)\}/g, (_, path: string) => {
    let value: unknown = scope;
    for (const name of path.split('.'))
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}
