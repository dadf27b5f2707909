export { templateFailed, templateMissing } from './errors.ts';
export type { TemplateProblem } from './errors.ts';
export type { Json } from './json.ts';
export { renderDocument, renderPdf } from './printer.ts';
export type { RenderedDocument, RenderInput, SignaturePlace } from './render.ts';
export { readTemplates, templateSet } from './templates.ts';
export type { FormNumber, PrintOptions, TemplateEntry, TemplateSet } from './templates.ts';
export { module, paperTemplate, printPaper } from './module.ts';
export { printExample, takenBy, type TemplateBody } from './template-kind.ts';
