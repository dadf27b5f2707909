/**
 * Versions of DMN. dmn-js knows 1.3; a file of 1.4 or 1.5 is shown to it in the namespaces of 1.3 and written back in its own. What
 * those versions have added is unknown to it but for boxed expressions (`dmn-boxed.ts`): a model of which it would lose anything
 * is not drawn.
 */
const parts = ['MODEL', 'DMNDI', 'FEEL'] as const;
const known = '20191111';

/**
 * The text in the namespaces of DMN 1.3, how to write a text of 1.3 as the file was, and whether the file is of DMN 1.4 or
 * later.
 */
export function asKnown(xml: string): { text: string; back(xml: string): string; newer: boolean } {
  const versions = new Map(
    parts.flatMap((part) => {
      const found = new RegExp(`https://www\\.omg\\.org/spec/DMN/(\\d{8})/${part}/`).exec(xml)?.[1];
      return found && found !== known ? [[part, found] as const] : [];
    }),
  );
  const change = (text: string, to: (part: string) => string): string =>
    text.replace(/https:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(MODEL|DMNDI|FEEL)\//g, (whole, part: string) =>
      versions.has(part as 'MODEL') || (part === 'DMNDI' && versions.has('MODEL'))
        ? `https://www.omg.org/spec/DMN/${to(part)}/${part}/`
        : whole,
    );
  // A drawing that is made for a file without one is of the file's version.
  const own = (part: string): string => versions.get(part as 'MODEL') ?? versions.get('MODEL')!;
  return {
    text: change(xml, () => known),
    back: (written) => change(written, own),
    newer: (versions.get('MODEL') ?? '') > known,
  };
}

/** What came with DMN 1.4 and 1.5, by the names of elements: a tool that knows 1.3 would lose it. */
const added = /<(?:[\w-]+:)?(?:conditional|filter|for|some|every|typeConstraint)\b/;

/**
 * A model for tools that know DMN 1.3 alone, such as Camunda Modeler.
 * @returns undefined where it holds what they would lose, or is of 1.3 or before as it stands
 */
export function forOlderTools(xml: string): string | undefined {
  const { text, newer } = asKnown(xml);
  return newer && !added.test(xml) ? text : undefined;
}
