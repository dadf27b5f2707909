/** What a text has lost when a tool has read and written it. */
/** Names of elements and attributes with how often each occurs: what a text must still have when it is written back. */
export function inventory(xml: string): Map<string, number> {
  const found = new Map<string, number>();
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  if (document.querySelector('parsererror')) throw new Error('not well-formed');
  const count = (name: string): void => void found.set(name, (found.get(name) ?? 0) + 1);
  for (const element of document.querySelectorAll('*')) {
    count(element.localName);
    for (const { name, localName } of element.attributes)
      if (!/^xmlns(:|$)/.test(name)) count(`${element.localName}@${localName}`);
  }
  return found;
}

/** What `before` has and `after` has not, by name. */
export function lost(before: string, after: string): string[] {
  const now = inventory(after);
  return [...inventory(before)].filter(([name, times]) => (now.get(name) ?? 0) < times).map(([name]) => name);
}
