import { parseArgs } from 'node:util';

/** What a bench is told on its command line; each has its own defaults. */
export interface Options {
  /** Seconds of each measured phase. */
  readonly seconds: number;
  /** How often our side is measured; the floor comes before, between and after. */
  readonly rounds: number;
  readonly clients: number;
  /** Dossiers in the database, for `queue`. */
  readonly dossiers: number;
  /** A folder with a loaded database to use again, and to leave there. */
  readonly data: string | undefined;
  /** Writes a CPU profile of the server into this folder. */
  readonly profile: string | undefined;
}

/** Reads `--seconds 10 --rounds 3 --clients 16 --dossiers 1000000 --data FOLDER --profile FOLDER`. */
export function readOptions(defaults: Partial<Options> = {}): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { seconds: text, rounds: text, clients: text, dossiers: text, data: text, profile: text },
  });
  const number = (name: 'seconds' | 'rounds' | 'clients' | 'dossiers', otherwise: number): number => {
    const value = values[name] === undefined ? (defaults[name] ?? otherwise) : Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0`);
    return value;
  };
  return {
    seconds: number('seconds', 10),
    rounds: number('rounds', 3),
    clients: number('clients', 16),
    dossiers: number('dossiers', 1_000_000),
    data: values.data,
    profile: values.profile,
  };
}
