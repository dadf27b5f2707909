/** One property of an element as it is asked for beside the drawing. */
import type { Element, Moddle, Modeler } from './bpmn-model.ts';
import type { Words } from './dom.ts';
import type { Choice } from './editor-frame.ts';

export type Field = {
  readonly label: Words;
  readonly hint?: Words;
  readonly value: string | boolean;
  /** `check` has a boolean value. */
  readonly kind: 'line' | 'lines' | 'check' | 'number' | 'select';
  /** What can be picked; a line may also hold something else (FEEL). */
  readonly choices?: readonly Choice[];
  set(value: string | boolean): void;
};

/** Names that are the same in both languages. */
export const plain = (values: readonly string[] = []): Choice[] => values.map((key) => ({ key, vi: key, en: key }));

export const feel: Words = { vi: 'Biểu thức FEEL', en: 'A FEEL expression' };

/** A property that holds an expression of the standard, as one line of FEEL. @param holder the element, or a part of it */
export const expression = (
  modeler: Modeler,
  element: Element,
  holder: Moddle,
  name: string,
  label: Words,
  hint: Words = feel,
): Field => ({
  label,
  hint,
  kind: 'line',
  value: String(holder.get(name)?.get('body') ?? ''),
  set: (body) =>
    modeler.get('modeling').updateModdleProperties(element, holder, {
      [name]: body ? modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body }) : undefined,
    }),
});

/** A property that is true unless a file says otherwise, or false; only what differs is written. */
export const flag = (
  modeler: Modeler,
  element: Element,
  holder: Moddle,
  name: string,
  usual: boolean,
  label: Words,
  hint?: Words,
): Field => ({
  label,
  ...(hint && { hint }),
  kind: 'check',
  value: (holder.get(name) ?? usual) === true,
  set: (value) =>
    modeler.get('modeling').updateModdleProperties(element, holder, { [name]: value === usual ? undefined : value }),
});
