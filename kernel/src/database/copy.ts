import pg from 'pg';

/** A connection for loading many rows: one transaction, rows by COPY. */
export interface Loader {
  /** Any statement, as it is. */
  run(text: string): Promise<pg.QueryResult>;
  /** `copy … from stdin` in text format; `rows` are whole lines, each with its line feed. */
  copy(text: string, rows: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a connection of its own: COPY does not go through the pools, whose connections are in pipeline mode. */
export async function openLoader(url: string): Promise<Loader> {
  const client = new pg.Client({ connectionString: url, application_name: 'dinh load' });
  await client.connect();
  return {
    run: (text) => client.query(text),
    copy: (text, rows) =>
      new Promise<void>((resolve, reject) => {
        const query = new pg.Query(text);
        // What `pg` does by itself with a COPY is to refuse it; here are the rows it asks for.
        (query as unknown as { handleCopyInResponse(connection: Wire): void }).handleCopyInResponse = (wire) => {
          for (let at = 0; at < rows.length; at += 1 << 18) wire.sendCopyFromChunk(Buffer.from(rows.slice(at, at + (1 << 18))));
          wire.endCopyFrom();
        };
        query.on('end', () => resolve());
        query.on('error', reject);
        client.query(query);
      }),
    close: () => client.end(),
  };
}

interface Wire {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A value as COPY's text format writes it: `\N` for null, JSON for objects, `{…}` for lists of numbers. */
export function copyText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `{${value.join(',')}}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c]!)
    : text;
}
