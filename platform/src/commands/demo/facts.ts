import type { AnswerFile } from './answer-file.ts';
import { isFemale } from './names.ts';

/** Of whom a dossier is, and where. */
export interface Who {
  readonly name: string;
  readonly phone: string;
  readonly owner: string;
  readonly address: unknown;
  /** Short name of the procedure. */
  readonly procedure: string;
}

type Make = (who: Who, known: AnswerFile['facts']) => unknown;

/**
 * What forms may know beforehand (`prefill`), by its path. It follows from the telephone number (of a business from its name),
 * so that whoever files again says the same again.
 */
const facts: Readonly<Record<string, Make>> = {
  'applicant.name': ({ name }) => name,
  'applicant.birthDate': ({ phone }) => day(phone, 1962, 37),
  'applicant.idNumber': ({ phone }, known) => written(known['idNumber'] ?? '0########', phone, 1),
  'applicant.idIssuedOn': ({ phone }) => day(`${phone}/id`, 2021, 3),
  'applicant.idIssuedBy': ({ phone }, known) => written(known['idIssuedBy'], phone, 2),
  'applicant.phone': ({ phone }) => phone,
  'applicant.address': ({ address }) => address,
  'applicant.gender': ({ name }) => (isFemale(name) ? 'female' : 'male'),
  'applicant.birthPlace': ({ phone }, known) => written(known['birthPlace'], phone, 3),
  'applicant.ethnicity': ({ phone }, known) => written(known['ethnicity'], phone, 4),
  'applicant.insuranceNumber': ({ phone }, known) => written(known['insuranceNumber'], phone, 5),
  'owner.organisationName': ({ owner }) => owner,
  'owner.taxCode': ({ owner }, known) => written(known['taxCode'] ?? '0#########', owner, 6),
  'owner.position': ({ owner }, known) => written(known['position'] ?? '', owner, 7),
  'owner.phone': ({ owner }, known) => written(known['phone'] ?? '02#########', owner, 8),
  'owner.address': ({ address }) => address,
  'business.name': ({ owner }) => owner,
  'business.taxCode': (who, known) => facts['owner.taxCode']!(who, known),
  'business.position': (who, known) => facts['owner.position']!(who, known),
  'business.phone': (who, known) => facts['owner.phone']!(who, known),
  'business.address': ({ address }) => address,
  'procedure.name': ({ procedure }) => procedure,
};

/** @returns undefined for what nobody knows */
export const factOf = (path: string, who: Who, known: AnswerFile['facts']): unknown => facts[path]?.(who, known);

/** One of the texts, its `#` digits, always the same for the same `of`. */
export function written(texts: string | readonly string[] | undefined, of: string, salt: number): unknown {
  if (texts === undefined) return undefined;
  let state = mixed(of, salt);
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
  const text = typeof texts === 'string' ? texts : texts[next(texts.length)]!;
  // No number begins with a zero that would not be written.
  return text.replaceAll('#', (_, at: number) => String(/\d|#/.test(text[at - 1] ?? '') ? next(10) : 1 + next(9)));
}

function day(of: string, from: number, years: number): string {
  const number = mixed(of, 9);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${from + (number % years)}-${two(1 + ((number >>> 8) % 12))}-${two(1 + ((number >>> 16) % 28))}`;
}

function mixed(of: string, salt: number): number {
  let hash = 2_166_136_261 ^ salt;
  for (let i = 0; i < of.length; i++) hash = Math.imul(hash ^ of.charCodeAt(i), 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}
