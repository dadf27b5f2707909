export { answersForPdf, renderAnswers, type AnswerRow, type AnswersOptions } from './answers.ts';
export { checkForm, type KnownNames } from './check-form.ts';
export { compareForms, type FieldChange } from './compare.ts';
export { type AskedComponent, componentsAsked } from './components.ts';
export { type Data, getAt, setAt } from './data.ts';
export {
  type Field,
  FieldDefinition,
  type FieldType,
  FIELD_TYPES,
  FormDefinition,
  type Option,
  type Page,
  PageDefinition,
} from './definition.ts';
export { type Area, type Areas, type FormEnvironment, type ListEntry, makeAreas } from './environment.ts';
export { namesIn } from './feel.ts';
export { nextPage, previousPage, takePost, type TakenPost, visiblePages } from './flow.ts';
export { addressText, formatAnswer } from './format.ts';
export { toJsonSchema } from './json-schema.ts';
export { type Body, mergePosted, parsePosted, type Posted } from './posted.ts';
export { type Fact, type Facts, prefillForm, type Prefilled } from './prefill.ts';
export { type PageOptions, renderPage } from './render-page.ts';
export { type Block, onlyBlocks, type Problem, resolveForm, withoutBlocks } from './resolve.ts';
export { type FormError, type Validation, validateForm } from './validate.ts';
export { formEnvironment } from './server-environment.ts';
export { OTHER_PROVINCE } from './values.ts';
export { type FilledForm, toldDecision, toldRules } from './told-rules.ts';
