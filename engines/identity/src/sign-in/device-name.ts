/** "Firefox, Windows" out of what the browser calls itself. */
export function deviceName(agent: string | null): string {
  if (!agent) return '—';
  const browser = /(Edg|Firefox|Chrome|Safari|curl)/.exec(agent)?.[1] ?? agent.slice(0, 30);
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(', ');
}
