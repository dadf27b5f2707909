import { evaluate, parseExpression } from '@dinh/decision';
import { unitsNamed } from '@dinh/identity';
import { type App, type FieldError, localDate, type WorkingDuration } from '@dinh/kernel';

interface Limit {
  readonly amount: number;
  readonly unit: 'working-day' | 'working-hour';
}

/** The time limit for what was declared: the first variant whose condition holds, else the common one. */
export function limitOf(
  limit: Limit & { variants?: readonly (Limit & { when: string })[] },
  data: Record<string, unknown>,
  now: Date,
): WorkingDuration {
  const fitting = limit.variants?.find((v) => evaluate(parseExpression(v.when), data, { now }) === true) ?? limit;
  return fitting.unit === 'working-day' ? { days: fitting.amount } : { hours: fitting.amount };
}

/** The procedure's own rules that the answers break. A rule about something that was not asked is no rule here. */
export function brokenRules(
  rules: readonly { key: string; when: string; message: { vi: string; en: string } }[],
  data: Record<string, unknown>,
  now: Date,
): FieldError[] {
  return rules
    .filter((rule) => evaluate(parseExpression(rule.when), data as never, { now }) === false)
    .map((rule) => ({ path: `data.${rule.key}`, message: rule.message }));
}

interface Facts {
  readonly consultation?: readonly {
    unit: string;
    subject: { vi: string; en: string };
    days: number;
    when?: string;
  }[];
  readonly upperLevel?: { unit: string; section: string; leadership: string; clerk: string; days?: number };
}

/** What else the process of this procedure asks for: whom to consult, and who decides at the level above. */
export async function moreVariables(
  app: App,
  facts: Facts,
  data: Record<string, unknown>,
  now: Date,
): Promise<Record<string, unknown>> {
  const wanted = (facts.consultation ?? []).filter(
    (c) => c.when === undefined || evaluate(parseExpression(c.when), data as never, { now }) === true,
  );
  const upper = facts.upperLevel;
  const keys = [...wanted.map((c) => c.unit), ...(upper ? [upper.section, upper.leadership, upper.clerk] : [])];
  if (keys.length === 0) return { consultations: [] };
  // A version that was in force when the dossier was filed may name a unit that has given way since.
  const id = await unitsNamed(app.db, keys, localDate(now));
  return {
    consultations: wanted.flatMap((c) =>
      id.has(c.unit) ? [{ unit: id.get(c.unit)!, days: c.days, subject: c.subject.vi }] : [],
    ),
    ...(upper && {
      units: {
        upperSection: id.get(upper.section),
        upperLeadership: id.get(upper.leadership),
        upperClerk: id.get(upper.clerk),
      },
    }),
  };
}
