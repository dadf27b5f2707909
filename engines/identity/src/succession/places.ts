import { type Queries, sql } from '@dinh/kernel';
import type { Plan, WholeLine } from './plan.ts';
import { Successors } from './successors.ts';

/** A place as it is held before the day. */
export interface HeldPlace {
  readonly person: string;
  readonly account: string | null;
  readonly name: string;
  readonly unit: string;
  readonly role: string;
  /** By the catalogue of titles. */
  readonly head: boolean;
}

export class Places {
  #byUnit: ReadonlyMap<string, readonly HeldPlace[]>;

  constructor(held: readonly HeldPlace[]) {
    this.#byUnit = Map.groupBy(held, (place) => place.unit);
  }

  of(unit: string): readonly HeldPlace[] {
    return this.#byUnit.get(unit) ?? [];
  }

  get units(): Iterable<string> {
    return this.#byUnit.keys();
  }
}

/** Who holds which place on a day. */
export async function placesNow(db: Queries, day: string): Promise<Places> {
  return new Places(
    await db.all<HeldPlace>(
      sql`select o.person_id as person, lower(p.account) as account, p.name, u.key as unit, o.role, coalesce(t.head, false) as head
          from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
            join identity.unit u on u.id = o.unit_id
            left join (select key, body->>'head' = 'head' as head from kernel.v_definition
                       where kind = 'position-title' and effective_to is null) t on t.key = o.title_key
          where o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)`,
    ),
  );
}

/** Who will hold which place: those who stay, those who go with their unit, and those who are appointed. */
export function holdersAfter(
  plan: Pick<Plan, 'appointments'>,
  lines: readonly WholeLine[],
  places: Places,
): Map<string, HeldPlace[]> {
  const successors = new Successors(lines);
  const ending = new Set(successors.from);
  const appointed = new Set(plan.appointments.map((a) => a.person ?? a.account?.toLowerCase()));
  const after = new Map<string, HeldPlace[]>();
  const note = (unit: string, place: HeldPlace): void => {
    const there = after.get(unit) ?? [];
    if (!there.some((one) => one.person === place.person && one.role === place.role)) there.push(place);
    after.set(unit, there);
  };
  for (const unit of places.units)
    for (const place of places.of(unit)) {
      if (!ending.has(unit)) note(unit, place);
      else if (!appointed.has(place.person) && !(place.account && appointed.has(place.account))) {
        const to = successors.rest(unit);
        if (to !== undefined) note(to, place);
      }
    }
  for (const { person, account, unit, role, title } of plan.appointments)
    note(unit, {
      person: person ?? account ?? '',
      account: account ?? null,
      name: title.vi,
      unit,
      role,
      head: false,
    });
  return after;
}
