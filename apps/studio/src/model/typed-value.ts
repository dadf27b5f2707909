import { evaluate, FeelError, toJson } from '@dinh/decision';

/** What people type, as a FEEL value: what is not a number, a truth, a day or quoted is a text. */
export function valueOf(typed: string, now: Date): unknown {
  const text = typed.trim();
  if (text === '') return null;
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return evaluate(`date("${text}")`, {}, { now });
    if (/^(-?\d+(\.\d+)?|true|false|null|".*"|\[.*\]|\{.*\})$/s.test(text)) return evaluate(text, {}, { now, steps: 10_000 });
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
  }
  return text;
}

/** Lines `name: value`, each value as JSON, else as FEEL, else as a text; other lines are left out. */
export function typedLines(typed: string, now: Date): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const line of typed.split('\n')) {
    const [, name, text] = /^\s*([\p{L}_][\p{L}\p{N}_-]*)\s*:\s*(.+)$/u.exec(line) ?? [];
    if (name) given[name] = valueOfLine(text!.trim(), now);
  }
  return given;
}

/** Values as such lines. */
export const writeLines = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n');

function valueOfLine(text: string, now: Date): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      const value = evaluate(text, {}, { now, steps: 10_000 });
      return value === null ? text : toJson(value);
    } catch (error) {
      if (!(error instanceof FeelError)) throw error;
      return text;
    }
  }
}
