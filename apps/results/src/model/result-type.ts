import { type App, type Definition, localDate, type Text } from '@dinh/kernel';
import { typeUnknown } from '../errors.ts';

/** One field of a result's record and where its value comes from. */
export interface ResultField {
  readonly key: string;
  readonly label: Text;
  readonly type: string;
  /** `form.x`, `owner.name`, `register`, `signing`, `validity`, `dossier.unit`, `officer`, or FEEL over these. */
  readonly from: string;
}

type Span = { readonly amount: number; readonly unit: 'day' | 'month' | 'year' };

/** How long a result is valid, counted from the day of issue. */
export type Validity =
  | { readonly kind: 'unlimited' }
  | ({ readonly kind: 'duration' } & Span)
  | { readonly kind: 'by-field'; readonly field: string; readonly unit: Span['unit'] }
  | { readonly kind: 'until-field'; readonly field: string }
  | {
      readonly kind: 'by-condition';
      readonly rules: readonly ({ readonly when: string; readonly unlimited?: boolean } & Partial<Span>)[];
    };

/** A type of result as the pack defines it (`results/*.yaml`, definition kind `result-type`). */
export interface ResultType {
  readonly key: string;
  readonly name: Text;
  readonly template: string;
  readonly register: { readonly key: string; readonly name: Text };
  readonly number: { readonly format: string; readonly start?: number };
  readonly validity: Validity;
  readonly signedBy: string;
  /** Unit that issues it when this is not the dossier's agency. */
  readonly issuedByUnit?: string;
  readonly confirmation: { readonly publicFields: readonly string[] };
  readonly private?: readonly string[];
  /** Kept in the holder's data store and offered by forms. */
  readonly dataStore?: boolean;
  readonly fields: readonly ResultField[];
}

/** Key of the type under which form 03 is kept when appraisal ends in a refusal (NĐ 61/2018 Điều 19.8). */
export const refusalType = 'refusal';

/** The type in force on the day of `at`. @throws typeUnknown */
export async function typeAt(app: App, key: string, at: Date): Promise<Definition<ResultType>> {
  const found = await app.definitions.at<ResultType>('result-type', key, localDate(at));
  if (!found) throw typeUnknown({ type: key });
  return found;
}

/** The version that a result keeps. @throws typeUnknown */
export async function typeById(app: App, id: string): Promise<Definition<ResultType>> {
  const found = await app.definitions.byId<ResultType>(id);
  if (!found) throw typeUnknown({ type: id });
  return found;
}
