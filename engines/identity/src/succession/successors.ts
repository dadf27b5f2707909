import type { RecordFacts } from '@dinh/kernel';
import type { PlanLine } from './plan.ts';

/** Who goes on with the work of each unit that gives way, by its key. */
export class Successors {
  #lines: ReadonlyMap<string, readonly PlanLine[]>;

  constructor(lines: readonly PlanLine[]) {
    this.#lines = Map.groupBy(lines, (line) => line.from);
  }

  /** The units that give way. */
  get from(): readonly string[] {
    return [...this.#lines.keys()];
  }

  /**
   * Who goes on with a record of a unit: the first line that fits; of lines by place that of the record's first place, since a record
   * may concern several. Undefined when the unit itself goes on, or nobody does.
   */
  of(unit: string, facts: RecordFacts = {}): string | undefined {
    const fitting = (this.#lines.get(unit) ?? []).filter((line) => fits(line, facts));
    const anywhere = fitting.findIndex(({ areas }) => !areas);
    const placed = anywhere === -1 ? fitting : fitting.slice(0, anywhere);
    for (const place of facts.areas ?? []) {
      const line = placed.find(({ areas }) => areas?.includes(place));
      if (line) return line.to;
    }
    return fitting[anywhere]?.to;
  }

  /** Who gets what no condition takes: where people, archives and what has no facts go. */
  rest(unit: string): string | undefined {
    return this.#lines.get(unit)?.find((line) => !line.fields && !line.areas)?.to;
  }

  /** Pairs of old and new, once each, with who keeps the archive. */
  pairs(): { from: string; to: string; archive: boolean }[] {
    const found = new Map<string, { from: string; to: string; archive: boolean }>();
    for (const [from, lines] of this.#lines) {
      const said = lines.some((line) => line.archive !== undefined);
      for (const { to, archive, fields, areas } of lines) {
        if (to === undefined) continue;
        const name = `${from} ${to}`;
        const keeps = said ? archive === true : !fields && !areas;
        found.set(name, { from, to, archive: keeps || (found.get(name)?.archive ?? false) });
      }
    }
    return [...found.values()];
  }
}

function fits({ fields, areas }: PlanLine, facts: RecordFacts): boolean {
  const { field, areas: places = [] } = facts;
  return (
    (!fields || (field !== undefined && fields.some((f) => field === f || field.startsWith(`${f}.`)))) &&
    (!areas || places.some((place) => areas.includes(place)))
  );
}
