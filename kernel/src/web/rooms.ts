import type { Principal } from '../access/principal.ts';
import type { App } from '../app.ts';
import type { Room } from './page.ts';

const all = new WeakMap<object, readonly Room[]>();

/** All rooms of the officials' workplace, in order. */
export function roomsOf({ modules }: Pick<App, 'modules'>): readonly Room[] {
  let rooms = all.get(modules);
  if (!rooms) all.set(modules, (rooms = modules.flatMap((m) => m.rooms ?? []).toSorted((a, b) => a.order - b.order)));
  return rooms;
}

/**
 * Whether a room is open to an official: what it shows is more to them than the things of their own that anybody has, now or when they have
 * shown the factor that is asked for.
 */
export function isOpen({ grants, withheld }: Principal, { may }: Pick<Room, 'may'>): boolean {
  return grants.some(({ permission, scope }) => permission === may && scope !== 'own') || withheld?.permissions.has(may) === true;
}

/** The rooms that an official may enter, in order. */
export const openRooms = (app: Pick<App, 'modules'>, principal: Principal): Room[] =>
  roomsOf(app).filter((room) => isOpen(principal, room));

/**
 * The room in which the day of an official begins: the first that is made for it and holds more than what is assigned to them, else the
 * first that is open at all. Undefined for whoever is none.
 */
export function workplaceOf(app: Pick<App, 'modules'>, principal: Principal): Room | undefined {
  const { role, grants, withheld } = principal;
  if (role !== 'official' && !withheld) return undefined;
  const rooms = openRooms(app, principal);
  const works = ({ may }: Room): boolean =>
    withheld?.permissions.has(may) === true ||
    grants.some(({ permission, scope }) => permission === may && scope !== 'own' && scope !== 'assigned');
  return rooms.find((room) => room.begins && works(room)) ?? rooms[0];
}
