/**
 * A code or reference as it is printed, from what somebody typed: in small letters, with spaces or other strokes between its groups, and
 * a reference (`K7QM-2XWV-9RTB`) also in one piece. A code in one piece does not say where its parts end.
 */
export function asPrinted(typed: string): string {
  const parts = typed
    .normalize('NFKC')
    .toUpperCase()
    .split(/[\s\p{Pd}_\u2212]+/u)
    .filter(Boolean);
  const together = parts.join('');
  return /^[A-Z0-9]{12}$/.test(together) && /[A-Z]/.test(together) ? together.replace(/(.{4})(?=.)/g, '$1-') : parts.join('-');
}
