/** The names of an element of a process, both always at hand: in the panel, and of the page's language in the drawing. */
import type { Element, Moddle, Modeler } from './bpmn-model.ts';
import type { Field } from './bpmn-field.ts';
import { lang } from './dom.ts';
import { ENGLISH, HELD, heldModdle, type Names, ShownNames } from './shown-names.ts';

interface Package {
  readonly types: readonly {
    readonly extends?: readonly string[];
    readonly properties: readonly { readonly name: string }[];
  }[];
}

const attributeOf = (element: object): string => {
  const type = (element as Moddle).$type;
  if (type === 'bpmn:TextAnnotation') return 'text';
  return type === 'bpmn:CategoryValue' || type === 'bpmn:Group' ? 'value' : 'name';
};

/** The names of a process on a page in English; undefined on one in Vietnamese, where the file says what is shown. */
export const shownNames = lang === 'en' ? new ShownNames(attributeOf) : undefined;

/** What the drawing's model needs beside our words. @param words those of the engine: they say which elements have an English name */
export function namesModdle(words: object): object {
  const types = (words as Package).types
    // A library that has read them has put its prefix before their names.
    .filter((one) => one.properties.some(({ name }) => /^(dinh:)?nameEn$/.test(name)))
    .flatMap((one) => one.extends ?? []);
  return heldModdle(types);
}

/** The fields for the names of an element: that of the page's language first. */
export function nameFields(modeler: Modeler, element: Element): Field[] {
  const modeling = modeler.get('modeling');
  const bo = element.businessObject;
  const group = bo.$instanceOf('bpmn:Group');
  const note = bo.$instanceOf('bpmn:TextAnnotation');
  // The name of a group is the value of its category, which comes and goes with what is written on the drawing.
  const named = group ? (bo.get('categoryValueRef') as Moddle | undefined) : bo;
  if (named && !named.$descriptor.properties.some(({ ns }) => ns.name === ENGLISH)) return [];
  const attribute = attributeOf(named ?? bo);
  // Read when something is set, not before: another field may have been left a moment ago.
  const names = (): Names => (!named ? {} : (shownNames?.of(named) ?? { vi: named.get(attribute), en: named.get(ENGLISH) }));
  const set = (properties: Readonly<Record<string, unknown>>): void => {
    if (!group) return modeling.updateProperties(element, properties);
    const { [attribute]: shown, ...others } = properties;
    if (attribute in properties) modeling.updateLabel(element, (shown as string | undefined) ?? '');
    const value = bo.get('categoryValueRef') as Moddle | undefined;
    if (value && Object.keys(others).length > 0) modeling.updateModdleProperties(element, value, others);
  };
  const field = (label: Field['label'], value: string | undefined, change: (to: string | undefined) => void): Field => ({
    label,
    kind: 'lines',
    value: value ?? '',
    set: (typed) => change(String(typed) || undefined),
  });
  const vietnamese = field(
    note ? { vi: 'Ghi chú', en: 'Note (Vietnamese)' } : { vi: 'Tên', en: 'Name (Vietnamese)' },
    names().vi,
    (to) => {
      const { en } = names();
      set(shownNames ? { [attribute]: en || to, [HELD]: to, [ENGLISH]: en } : { [attribute]: to });
    },
  );
  const english = field(
    note ? { vi: 'Ghi chú tiếng Anh', en: 'Note in English' } : { vi: 'Tên tiếng Anh', en: 'Name in English' },
    names().en,
    (to) => set(!shownNames ? { [ENGLISH]: to } : to ? { [attribute]: to } : { [attribute]: names().vi, [ENGLISH]: undefined }),
  );
  if (!named) return [shownNames ? english : vietnamese];
  return shownNames ? [english, vietnamese] : [vietnamese, english];
}
