import { addressText, type FormDefinition, formEnvironment } from '@dinh/forms';
import { type App, type Definition, localDate } from '@dinh/kernel';
import { type Json, printPaper, type RenderedDocument } from '@dinh/records';
import type { Agency, SignerPlace } from './agency.ts';
import { ownerOf } from './fields.ts';
import { formatNumber } from './number.ts';
import type { Result } from './result.ts';
import { refusalType, type ResultType } from './result-type.ts';
import { validityWords } from './validity.ts';

/** What a paper shows of a result; number and day stay open until it is issued (docs/adr/0006). */
export interface PaperInput {
  readonly result: Pick<
    Result,
    | 'dossierCode'
    | 'title'
    | 'holderName'
    | 'answers'
    | 'filled'
    | 'data'
    | 'words'
    | 'dated'
    | 'code'
    | 'type'
    | 'number'
    | 'issuedOn'
    | 'kind'
  >;
  readonly type: ResultType;
  readonly agency: Agency;
  readonly signer: SignerPlace | undefined;
  readonly form: FormDefinition | undefined;
  /** Key of the ruleset under which the dossier was received, for papers that have a form number. */
  readonly ruleset?: string | undefined;
  /** Nobody has signed it: every page says so. */
  readonly isDraft?: boolean;
}

/** A paper before it is printed. */
export interface Printable {
  readonly template: string;
  readonly data: { [key: string]: Json | undefined };
  readonly ruleset?: string | undefined;
}

/** The form that a procedure asks, as it is in force; undefined when the pack has none. */
export async function formOf(app: App, procedureCode: string, at: Date): Promise<FormDefinition | undefined> {
  const procedure = await app.definitions.at<{ form?: string }>('procedure', procedureCode, localDate(at));
  const form: Definition<FormDefinition> | undefined = procedure?.body.form
    ? await app.definitions.at<FormDefinition>('form', procedure.body.form, localDate(at))
    : undefined;
  return form?.body;
}

/** Prints the paper of a result. @throws templateMissing, templateFailed */
export async function printResult(app: App, at: Date, input: PaperInput): Promise<RenderedDocument> {
  const { template, data, ruleset } = await paperData(app, at, input);
  return printPaper(app, template, data, { at, ruleset });
}

/** What the template of a result's paper is given. */
export async function paperData(app: App, at: Date, input: PaperInput): Promise<Printable> {
  const { result, type, agency } = input;
  const env = await formEnvironment(app, at, 'vi');
  const inWords = (answers: Record<string, unknown>): { [key: string]: Json } =>
    Object.fromEntries(
      Object.entries(answers).map(([key, value]) => {
        const address =
          typeof value === 'object' && value !== null && ['commune', 'province', 'detail'].some((part) => part in value);
        return [key, (address ? addressText(value, env) : value) as Json];
      }),
    );
  // A correction keeps number and day of what it corrects: they are printed, there is nothing left to write.
  const kept = result.kind === 'correction' && result.number !== null;
  const year = Number(localDate(at).slice(0, 4));
  const data: { [key: string]: Json | undefined } = {
    agency: { parent: agency.parent, name: agency.name.vi },
    place: await placeName(app, at),
    ...(kept
      ? { number: result.number, date: result.issuedOn }
      : {
          issue: {
            number: formatNumber(type.number.format, { sequence: 8888, year, symbol: agency.symbol }),
          },
        }),
    dossier: { code: result.dossierCode },
    desk: { name: agency.desk },
    procedure: { name: result.title },
    // A draft proves nothing: there is nothing to confirm yet.
    ...(!input.isDraft && {
      qr: `${app.config.publicUrl}/xac-nhan/${result.code}`,
      confirmationCode: result.code,
    }),
    owner: inWords(ownerOf(result.answers, result.holderName)),
    applicant: inWords((result.answers['applicant'] ?? {}) as Record<string, unknown>),
    signer: input.signer
      ? {
          position: input.signer.position,
          name: input.signer.name,
          head: input.signer.head,
          mode: input.signer.mode,
          deputy: input.signer.deputy,
        }
      : {},
    recipients: [result.holderName, ...(agency.desk ? [agency.desk] : [])],
    values: { ...inWords(result.answers), ...inWords(result.data), ...inWords(result.filled) },
    kind: type.name.vi,
    fields: listed(type, result.words),
    validity: validityWords(result.dated),
    opening: `${agency.name.vi} cấp cho ${result.holderName}:`,
    ...(input.isDraft && { draft: true }),
  };
  if (result.type !== refusalType) return { template: type.template, data };
  const reasons = String(result.data['reason'] ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const ruleset = input.ruleset ?? (await rulesetOn(app, at));
  return {
    template: type.template,
    data: { ...data, stage: 'appraisal', reasons, advice: result.words['advice'] },
    ruleset,
  };
}

/** The ruleset in force, for a dossier of which nobody said under which it was received. */
async function rulesetOn(app: App, at: Date): Promise<string | undefined> {
  const day = localDate(at);
  const all = await app.definitions.allAt<{
    key: string;
    effectiveFrom: string;
    effectiveTo?: string | null;
  }>('ruleset', day);
  const fitting = all.map((d) => d.body).filter((r) => r.effectiveFrom <= day && (!r.effectiveTo || r.effectiveTo >= day));
  return fitting.sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom))[0]?.key;
}

/** Fields that stand in the head of the paper or in its first line already. */
const elsewhere = new Set(['register', 'signing', 'validity', 'dossier.unit', 'owner.name']);

function listed(type: ResultType, words: Record<string, string>): Json {
  return type.fields
    .filter((f) => !elsewhere.has(f.from) && words[f.key])
    .map((f) => ({ label: f.label.vi, value: words[f.key]! }));
}

/** The place before the date on papers. */
export async function placeName(app: App, at: Date): Promise<string> {
  const site = await app.definitions.at<{ place?: { vi: string } }>('site', 'province', localDate(at));
  return site?.body.place?.vi ?? '';
}
