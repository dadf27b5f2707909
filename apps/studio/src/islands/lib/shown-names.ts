/**
 * Names in English while somebody draws: the libraries draw what stands under a name, so on a page in English the English
 * stands there, and the Vietnamese in a property that is never written. What is written is always the file's own.
 */
import { elementsBelow } from '../../model/write-bpmn.ts';

/** The Vietnamese name of an element that is shown in English. */
export const HELD = 'shown:vi';
/** Where the model itself keeps the English. */
export const ENGLISH = 'dinh:nameEn';

export interface Names {
  readonly vi?: string | undefined;
  readonly en?: string | undefined;
}
export interface Named {
  get(name: string): any;
  set(name: string, value: unknown): void;
  readonly $descriptor?: { readonly properties: readonly { readonly ns: { readonly name: string } }[] };
}

/**
 * The property of a browser's model that holds what is not shown.
 * @param types whose elements have names in two languages
 */
export const heldModdle = (types: readonly string[]) => ({
  name: 'Shown',
  uri: 'https://dinh.example/shown',
  prefix: 'shown',
  // Without it the library would write every element of these types with a capital.
  xml: { tagAlias: 'lowerCase' },
  types: [{ name: 'Named', extends: types, properties: [{ name: 'vi', type: 'String', isVirtual: true }] }],
});

/**
 * What an element is called in the file, of what is shown for it and what the file said when it was read. What was typed on
 * the drawing is English; where nothing is said in Vietnamese it stands there too, for a drawing without words helps nobody.
 * A name that was emptied is gone in both.
 */
export function namesOf(shown: string | undefined, { vi, en }: Names): Names {
  if ((shown || '') === (en || vi || '')) return { vi, en };
  return shown ? { vi: vi || shown, en: shown } : {};
}

/** Shows a model in English, and gives it back as it is written. */
export class ShownNames {
  private readonly attributeOf: (element: Named) => string | undefined;

  /** @param attributeOf under which property an element says its name; undefined for those without */
  constructor(attributeOf: (element: Named) => string | undefined) {
    this.attributeOf = attributeOf;
  }

  /** To be called when a model has been read and nothing of it is drawn yet. */
  show(model: unknown): void {
    for (const { element, attribute } of this.namedIn(model)) {
      const vi = element.get(attribute) as string | undefined;
      element.set(HELD, vi);
      element.set(attribute, (element.get(ENGLISH) as string | undefined) || vi);
    }
  }

  /** @returns both names of an element that is shown in English */
  of(element: Named): Names {
    const attribute = this.attributeOf(element)!;
    return namesOf(element.get(attribute) as string | undefined, {
      vi: element.get(HELD) as string | undefined,
      en: element.get(ENGLISH) as string | undefined,
    });
  }

  /**
   * Calls `write` while the model has the names of its file.
   * @param write must have read the model when it returns
   */
  asWritten<Result>(model: unknown, write: () => Result): Result {
    const shown = [...this.namedIn(model)].map(({ element, attribute }) => {
      const before = [element.get(attribute), element.get(ENGLISH)] as const;
      const { vi, en } = this.of(element);
      element.set(attribute, vi);
      element.set(ENGLISH, en);
      return { element, attribute, before };
    });
    try {
      return write();
    } finally {
      for (const { element, attribute, before } of shown) {
        element.set(attribute, before[0]);
        element.set(ENGLISH, before[1]);
      }
    }
  }

  private *namedIn(model: unknown): Generator<{ element: Named; attribute: string }> {
    for (const one of elementsBelow(model)) {
      const element = one as Named;
      if (!element.$descriptor?.properties.some(({ ns }) => ns.name === HELD)) continue;
      const attribute = this.attributeOf(element);
      if (attribute !== undefined) yield { element, attribute };
    }
  }
}
