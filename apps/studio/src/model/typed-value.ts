import { evaluate, FeelError } from '@dinh/decision';

/** What people type, as a FEEL value: what is not a number, a truth, a day or quoted is a text. */
export function valueOf(typed: string, now: Date): unknown {
  const text = typed.trim();
  if (text === '') return null;
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return evaluate(`date("${text}")`, {}, { now });
    if (/^(-?\d+(\.\d+)?|true|false|null|".*"|\[.*\]|\{.*\})$/s.test(text))
      return evaluate(text, {}, { now, steps: 10_000 });
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
  }
  return text;
}
