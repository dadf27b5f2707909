/** Names of keys as `data-key` writes them: `a`, `?`, `ctrl+enter`, `alt+1`, `shift+j`. */
export { tell as say } from './language.ts';

const named: Record<string, string> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Escape: 'esc',
  ' ': 'space',
};

/** The event's key with its modifiers; Cmd counts as Ctrl. Letters by place on the keyboard when an input method is on. */
export function nameOf(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const printed = named[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase());
  // Vietnamese input methods may answer with a composed letter or `Process`: then the place of the key counts.
  const key = /^[\x21-\x7e]$/.test(printed) || !letter ? printed : letter;
  const shift = event.shiftKey && /^[a-z0-9]$|^.{2,}$/.test(key) ? 'shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.altKey ? 'alt+' : ''}${shift}${key}`;
}

/** Whether the person is writing, so that letters are letters. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  // The field of a dialog that has just closed keeps the focus until the page is drawn again.
  if (!target.checkVisibility()) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !/checkbox|radio|button|submit|file|range|color/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
