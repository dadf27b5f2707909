/** Keys as people read them, for pages and islands alike. */
const names: Record<string, string> = {
  ctrl: 'Ctrl',
  enter: 'Enter',
  shift: 'Shift',
  alt: 'Alt',
  esc: 'Esc',
  up: '↑',
  down: '↓',
};

/** `ctrl+enter` → `Ctrl Enter`, `t` → `T`. */
export function keyNames(keys: string): string {
  return keys
    .split('+')
    .map((key) => names[key] ?? key.toUpperCase())
    .join(' ');
}
