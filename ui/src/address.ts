/** An address with these values in its query, over those that it has; empty ones are left out. */
export function withQuery(address: string, values: Record<string, string | number | undefined>): string {
  const [path = '', before = ''] = address.split('?');
  const query = new URLSearchParams(before);
  for (const [name, value] of Object.entries(values))
    if (value) query.set(name, String(value));
    else query.delete(name);
  return query.size > 0 ? `${path}?${query}` : path;
}
