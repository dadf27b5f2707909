import { shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { day, line, uuid } from '../fields.ts';

const text = (most: number) => shape({ vi: line(most, 2), en: line(most, 2) });
/** How packs and plans name a unit. */
export const unitKey = Type.String({ pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$', maxLength: 100 });
const unitCode = Type.String({ pattern: '^[0-9A-Z]+(\\.[0-9A-Z]+)*$', maxLength: 35 });

/** A unit that there is from the day on. */
export const PlanUnit = shape({
  key: unitKey,
  /** Identifier by QĐ 20/2020/QĐ-TTg. */
  code: unitCode,
  parent: unitKey,
  name: text(300),
  kind: line(40),
  level: line(40),
  address: Type.Optional(line(300)),
  phone: Type.Optional(line(60)),
  email: Type.Optional(line(254)),
  hours: Type.Optional(text(300)),
  /** Its sign in the numbers of papers, as `SXD`. */
  symbol: Type.Optional(line(20)),
});
export type PlanUnit = Static<typeof PlanUnit>;

/** A unit that goes on, called otherwise or standing elsewhere; what is absent stays. */
export const UnitChange = shape({
  unit: unitKey,
  name: Type.Optional(text(300)),
  code: Type.Optional(unitCode),
  parent: Type.Optional(unitKey),
  symbol: Type.Optional(line(20)),
});
export type UnitChange = Static<typeof UnitChange>;

/**
 * Who goes on with the work of a unit that gives way. Of several lines of one unit the first that fits a record decides (of
 * lines by place that of its first place); the last one has no condition. Without `to` the unit ends and nobody goes on.
 */
export const PlanLine = shape({
  from: unitKey,
  to: Type.Optional(unitKey),
  /** Only what belongs to these fields (business types), with all below them. */
  fields: Type.Optional(Type.Array(line(40), { minItems: 1, maxItems: 200 })),
  /** Only what concerns these places (keys of communes). */
  areas: Type.Optional(Type.Array(unitKey, { minItems: 1, maxItems: 500 })),
  /** Keeps what stays under the old name, and sees it; when absent, whoever gets what no other line takes. */
  archive: Type.Optional(Type.Boolean()),
});
export type PlanLine = Static<typeof PlanLine>;

/** Who gets which place from the day on, where not everybody simply goes with their unit. */
export const Appointment = shape({
  person: Type.Optional(uuid),
  /** In a pack, by account. */
  account: Type.Optional(line(100)),
  unit: unitKey,
  role: line(60),
  title: text(200),
  main: Type.Optional(Type.Boolean()),
});
export type Appointment = Static<typeof Appointment>;

/** What a plan says. */
export const Plan = shape({
  begins: Type.Array(PlanUnit, { maxItems: 2000 }),
  changes: Type.Array(UnitChange, { maxItems: 2000 }),
  lines: Type.Array(PlanLine, { maxItems: 5000 }),
  appointments: Type.Array(Appointment, { maxItems: 5000 }),
});
export type Plan = Static<typeof Plan>;

export const planHead = {
  title: text(300),
  basis: line(500, 0),
  day: Type.Optional(day),
};

/** A unit as the directory has it on the day before. */
export interface StandingUnit {
  readonly id: number;
  readonly key: string;
  readonly code: string;
  readonly parent: string | null;
  readonly kind: string;
  readonly level: string;
  readonly name: { readonly vi: string; readonly en: string };
}

/** A line with what follows from others: inner units go where their like stand in the successor. */
export interface WholeLine extends PlanLine {
  readonly derived?: true;
}

/**
 * The lines of a plan with those that need not be written: the inner units of a unit that gives way go to the inner unit of
 * the same kind in the successor (desk to desk, clerk's office to clerk's office), a section to the one of the same name,
 * else to the successor itself; by the conditions of the unit above.
 */
export function wholeLines(plan: Pick<Plan, 'begins' | 'changes' | 'lines'>, standing: readonly StandingUnit[]): WholeLine[] {
  const moved = new Map(plan.changes.flatMap((c) => (c.parent ? [[c.unit, c.parent] as const] : [])));
  const given = Map.groupBy<string, WholeLine>(plan.lines, (one) => one.from);
  const children = Map.groupBy(standing, (unit) => moved.get(unit.key) ?? unit.parent ?? '');
  const likes = new Map<string, { key: string; kind: string; name: string }[]>();
  const note = (parent: string, key: string, kind: string, name: string) =>
    void likes.set(parent, [...(likes.get(parent) ?? []), { key, kind, name }]);
  for (const unit of standing)
    if (!given.has(unit.key)) note(moved.get(unit.key) ?? unit.parent ?? '', unit.key, unit.kind, unit.name.vi);
  for (const unit of plan.begins) note(unit.parent, unit.key, unit.kind, unit.name.vi);
  const lines: WholeLine[] = [...plan.lines];
  const descend = (from: string, above: readonly WholeLine[]): void => {
    for (const child of children.get(from) ?? []) {
      if (child.level !== 'section') continue;
      let own = given.get(child.key);
      if (!own) {
        own = above.map((l) => ({
          ...l,
          from: child.key,
          ...(l.to && { to: like(child, l.to) }),
          derived: true,
        }));
        given.set(child.key, own);
        lines.push(...own);
      }
      descend(child.key, own);
    }
  };
  const like = (child: StandingUnit, successor: string): string => {
    const same = (likes.get(successor) ?? []).filter((one) => one.kind === child.kind);
    const named = same.find((one) => one.name === child.name.vi);
    return (named ?? (child.kind === 'section' ? undefined : same[0]))?.key ?? successor;
  };
  for (const from of new Set(plan.lines.map((one) => one.from))) descend(from, given.get(from)!);
  return lines;
}
