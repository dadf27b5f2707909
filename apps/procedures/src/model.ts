import { shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const Words = Type.Object({ vi: Type.String(), en: Type.String() });
const Source = Type.Optional(Type.String());
const Duration = Type.Object({
  amount: Type.Number({ minimum: 0 }),
  unit: Type.Union([Type.Literal('working-day'), Type.Literal('working-hour')]),
});

/** Before a dossier is accepted, or before its result is handed out. */
const FeePaidBy = Type.Union([Type.Literal('acceptance'), Type.Literal('return')]);

/** One paper or file that a dossier consists of (thành phần hồ sơ). */
export const Component = Type.Object({
  key: Type.String(),
  name: Words,
  form: Type.Union([Type.Literal('original'), Type.Literal('copy')]),
  copies: Type.Integer({ minimum: 0 }),
  /** Always, never, or when a FEEL condition on the form's answers holds. */
  required: Type.Union([Type.Boolean(), Type.String()]),
  /** FEEL: asked for at all only when it holds. */
  when: Type.Optional(Type.String()),
  accept: Type.Optional(Type.Array(Type.String())),
  maxMb: Type.Optional(Type.Number()),
  /** `form`: the interactive form itself; else the type of an earlier result that stands for it. */
  satisfiedBy: Type.Optional(Type.String()),
  /** Asked for later: `financial-duty`. */
  stage: Type.Optional(Type.String()),
  note: Type.Optional(Words),
  source: Source,
});
export type Component = Static<typeof Component>;

/** A time limit in working time, with variants by FEEL condition; the first that holds counts. */
export const TimeLimit = Type.Object({
  amount: Type.Number({ minimum: 0 }),
  unit: Duration.properties.unit,
  note: Type.Optional(Words),
  source: Source,
  variants: Type.Optional(
    Type.Array(
      Type.Object({
        when: Type.String(),
        amount: Type.Number({ minimum: 0 }),
        unit: Duration.properties.unit,
        reason: Type.Optional(Words),
        source: Source,
      }),
    ),
  ),
});
export type TimeLimit = Static<typeof TimeLimit>;

/** One version of a procedure, complete: what is not worked out for it stands here from its kind. */
export const Procedure = Type.Object({
  code: Type.String(),
  key: Type.Optional(Type.String()),
  name: Type.String({ minLength: 1, maxLength: 2000 }),
  shortName: Type.Optional(Words),
  agency: Type.String({ description: 'key of the competent unit' }),
  section: Type.String(),
  businessType: Type.String(),
  kind: Type.String(),
  kindName: Words,
  level: Type.String(),
  audience: Type.String({ description: 'citizen, business or both' }),
  whoMayApply: Type.Optional(
    Type.Object({ kinds: Type.Optional(Type.Array(Type.String())), text: Words, source: Source }),
  ),
  channels: Type.Array(Type.String(), { description: 'counter, online, post' }),
  /** The level of the online service, 1 to 4: how sure it must be of who files follows from it (`assurance.yaml`). */
  serviceLevel: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  timeLimit: TimeLimit,
  /** Settled while the applicant waits: no receipt unless asked (NĐ 61/2018 Điều 17.4). */
  atOnce: Type.Boolean(),
  steps: Type.Array(Type.Object({ actor: Type.String(), text: Words, source: Source })),
  components: Type.Array(Component),
  form: Type.String(),
  process: Type.String(),
  fee: Type.String(),
  /** By when the fee must be paid, where it is not as the ruleset says. */
  feePaidBy: Type.Optional(FeePaidBy),
  result: Type.String(),
  /** Share of the time limit for each step of the process. */
  shares: Type.Record(Type.String(), Type.Number()),
  warningDays: Type.Array(Type.Number()),
  consultation: Type.Optional(
    Type.Array(Type.Object({ unit: Type.String(), subject: Words, days: Type.Number(), source: Source })),
  ),
  siteVisit: Type.Optional(
    Type.Object({
      when: Type.Optional(Type.String()),
      required: Type.Optional(Type.Boolean()),
      source: Source,
    }),
  ),
  financialDuty: Type.Optional(
    Type.Object({ decision: Type.String(), stopsClock: Type.Optional(Type.Boolean()), source: Source }),
  ),
  rules: Type.Optional(
    Type.Array(Type.Object({ key: Type.String(), when: Type.String(), message: Words, source: Source })),
  ),
  ruleNotes: Type.Optional(Type.Array(Type.Object({ text: Words, source: Source }))),
  legalBases: Type.Array(
    Type.Object({
      number: Type.Optional(Type.String()),
      date: Type.Optional(Type.String()),
      issuer: Type.Optional(Type.String()),
      title: Type.String(),
      source: Source,
    }),
  ),
  contact: Type.Optional(
    Type.Object({
      unit: Type.Optional(Type.String()),
      phone: Type.Optional(Type.String()),
      email: Type.Optional(Type.String()),
      source: Source,
    }),
  ),
  /** True when form, steps, limit and fee were worked out for this procedure and not taken from its kind. */
  workedOut: Type.Boolean(),
  source: Type.String(),
});
export type Procedure = Static<typeof Procedure>;

/** A procedure as it stood on a day, with the version that a dossier keeps. */
export const ProcedureVersion = shape({
  versionId: Type.String({ format: 'uuid' }),
  version: Type.Integer(),
  effectiveFrom: Type.String(),
  effectiveTo: Type.Union([Type.String(), Type.Null()]),
  origin: Type.String(),
  procedure: Procedure,
  agency: shape({
    id: Type.Integer(),
    name: Words,
    phone: Type.Union([Type.String(), Type.Null()]),
    address: Type.Union([Type.String(), Type.Null()]),
  }),
  section: Type.Union([shape({ id: Type.Integer(), name: Words }), Type.Null()]),
  businessTypeName: Type.String(),
});
export type ProcedureVersion = Static<typeof ProcedureVersion>;

/** The rules of the one-stop in force for a period (NĐ 61/2018 with TT 01/2018 is the first). */
export const Ruleset = Type.Object({
  key: Type.String(),
  name: Words,
  effectiveFrom: Type.String(),
  effectiveTo: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  note: Type.Optional(Words),
  rules: Type.Object({
    supplementNotice: Type.Object({ amount: Type.Number(), unit: Type.String() }),
    handOverCutOff: Type.Object({ time: Type.String() }),
    extension: Type.Object({
      times: Type.Integer(),
      atLeast: Type.Object({ amount: Type.Number(), unit: Type.String() }),
    }),
    warningDays: Type.Object({ value: Type.Array(Type.Number()) }),
    fee: Type.Optional(Type.Object({ paidBy: FeePaidBy })),
  }),
  forms: Type.Array(
    Type.Object({
      number: Type.String(),
      key: Type.String(),
      paper: Type.String(),
      name: Words,
      /** How papers on this form are numbered within a year, by agency: `{sequence:2}/TNHS`. */
      register: Type.Optional(Type.String({ pattern: '\\{sequence(:\\d)?\\}' })),
    }),
  ),
});
export type Ruleset = Static<typeof Ruleset>;

/** A type of result: what a settled dossier ends in. */
export const ResultType = Type.Object({ key: Type.String(), name: Words, template: Type.String() });
export type ResultType = Static<typeof ResultType>;

/** A page of plain text: help, accessibility, personal data. */
export const PortalText = Type.Object({
  key: Type.String(),
  path: Type.String(),
  title: Words,
  lead: Type.Optional(Words),
  sections: Type.Array(
    Type.Object({
      title: Words,
      text: Type.Optional(Type.Array(Words)),
      list: Type.Optional(Type.Array(Words)),
      source: Source,
    }),
  ),
  source: Type.String(),
});
export type PortalText = Static<typeof PortalText>;
