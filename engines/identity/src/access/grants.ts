import type { Grant, Narrowing, Text } from '@dinh/kernel';
import type { Directory, RolePermission } from './directory.ts';

/** A place that a person holds, or holds for another. */
export interface Place {
  readonly unit: number;
  readonly role: string;
  readonly title: Text;
  readonly main: boolean;
  /** Set when it is held in place of this person. */
  readonly behalfOf?: string;
  /** Which permissions were handed over; null for all. */
  readonly only?: readonly string[] | null;
  /** Only places in this unit or below were handed over; null for all. */
  readonly within?: number | null;
  /** How long it is held for them; null while they are away. */
  readonly until?: Date | null;
}

/** A grant, and where it comes from: a role of a place, or, without a place, one that comes with the account. */
export interface SourcedGrant {
  readonly grant: Grant;
  readonly role: string;
  readonly place?: Place;
}

/** Roles that come with an account rather than with a place; named so by the pack. */
export const everybody = { citizen: 'citizen', business: 'business', official: 'official' } as const;

// Who received authority does not hand it on, and one's own matters are nobody else's.
const neverDelegated = new Set(['identity.delegate-authority']);

/**
 * What a person may do: the grants of their places, of the places that they hold for others, and of their account.
 * @param asBusiness they represent a business.
 */
export function grantsOf(directory: Directory, places: readonly Place[], asBusiness: boolean): Grant[] {
  const grants = new Map<string, Grant>();
  // The same permission from two roles is one grant, unless they narrow it differently.
  for (const { grant, place } of sourcedGrants(directory, places, asBusiness)) {
    const narrowed = narrowing(grant);
    const at = grant.units.length > 0 || grant.when ? (place?.unit ?? '') : '';
    grants.set(
      `${grant.permission} ${grant.scope} ${grant.behalfOf ?? ''} ${at} ${isNarrow(narrowed) ? JSON.stringify(narrowed) : ''}`,
      grant,
    );
  }
  return [...grants.values()];
}

/** The same grants one by one, each with where it comes from; what two roles give stands there twice. */
export function sourcedGrants(directory: Directory, places: readonly Place[], asBusiness: boolean): SourcedGrant[] {
  const grants: SourcedGrant[] = [];
  const builtIn = (role: string) => {
    for (const p of directory.roles.get(role)?.permissions ?? [])
      if (p.scope === 'own' || p.scope === 'assigned' || p.scope === 'all')
        grants.push({ grant: { ...p, units: [], ...named(directory, p) }, role });
  };
  builtIn(everybody.citizen);
  if (asBusiness) builtIn(everybody.business);
  if (places.some((place) => !place.behalfOf)) builtIn(everybody.official);
  for (const place of places) {
    const unit = directory.units.get(place.unit);
    if (!unit || (place.within && !unit.path.includes(place.within))) continue;
    const give = (role: string, p: RolePermission) => {
      if (place.behalfOf && !delegable(p, place.only)) return;
      const units = p.scope === 'unit' ? unit.own : p.scope === 'unit-tree' ? unit.tree : [];
      const grant: Grant = {
        permission: p.permission,
        scope: p.scope,
        units,
        ...narrowing(p),
        ...named(directory, p),
        ...(p.when && { place: { units: unit.own, roles: rolesAt(places, place) } }),
        ...(place.behalfOf && { behalfOf: place.behalfOf }),
      };
      grants.push({ grant, role, place });
    };
    for (const p of directory.roles.get(place.role)?.permissions ?? []) give(place.role, p);
    // What is given to every official to do, waits for this one, too.
    if (place.behalfOf)
      for (const p of directory.roles.get(everybody.official)?.permissions ?? [])
        if (p.scope === 'assigned') give(everybody.official, p);
  }
  return grants;
}

/** All roles that are held where one of them is, by the same person. */
const rolesAt = (places: readonly Place[], { unit, behalfOf }: Place): string[] =>
  [...new Set(places.filter((one) => one.unit === unit && one.behalfOf === behalfOf).map(({ role }) => role))].sort();

/** What narrows a permission, and nothing else of it; always in the same order. */
export function narrowing({ procedures, under, fields, classes, when, steps }: Narrowing): Narrowing {
  return {
    ...(procedures && { procedures }),
    ...(under && { under }),
    ...(fields && { fields }),
    ...(classes && { classes }),
    ...(when && { when }),
    ...(steps && { steps }),
  };
}

/** The units that a role names, with all below, what those kept of others and who goes on with them; none for a key that there is not. */
function named(directory: Directory, { under }: Narrowing): Pick<Grant, 'underUnits'> {
  if (!under) return {};
  const trees = under.flatMap((key) => directory.under.get(key) ?? []);
  return { underUnits: [...new Set(trees)].sort((a, b) => a - b) };
}

const isNarrow = (by: Narrowing): boolean => Object.keys(by).length > 0;

/** A role that was retired gives nothing from its day on. */
export function gives({ roles }: Pick<Directory, 'roles'>, role: string, day: string): boolean {
  const on = roles.get(role)?.retiredOn;
  return on === undefined || on === null || on > day;
}

/** True when a permission of a place can be handed over, and was. */
export function delegable(p: RolePermission, only: readonly string[] | null | undefined): boolean {
  return p.scope !== 'own' && !neverDelegated.has(p.permission) && (!only || only.includes(p.permission));
}
