/** What a template can be given: plain JSON. Dates are ISO 8601 text, money is a whole number of đồng. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

// Lone surrogates break JSON readers; control, private-use and non-characters may not stand in an archival PDF (PDF/A).
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\p{Co}\p{Noncharacter_Code_Point}]/gu;

/** Makes any text printable: composed (NFC), well formed, without characters that no paper can show. */
export function printable(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(UNPRINTABLE, '');
}

/** A copy of the data in which every text is printable. */
export function printableJson(value: Json | undefined): Json {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(printableJson);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), printableJson(item)]));
  }
  return value ?? null;
}
