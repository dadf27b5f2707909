import type { PageContext, Room, Text } from '@dinh/kernel';
import { type Crumb, type Html, roomScreen, type RoomScreen, tabs } from '@dinh/ui';
import { doing } from '../model/doing.ts';

/** The entry in the bar of the officials' workplace. */
export const workRoom: Room = {
  href: '/cong-viec',
  label: { vi: 'Công việc', en: 'Work' },
  may: doing,
  order: 12,
};

export const home: Crumb = { label: workRoom.label, href: workRoom.href };
export const screen = (ctx: PageContext, props: RoomScreen): Html => roomScreen(ctx, props);

const parts: readonly { href: string; label: Text }[] = [
  { href: '/cong-viec', label: { vi: 'Việc chờ tôi', en: 'Waiting for me' } },
  { href: '/cong-viec/tham-gia', label: { vi: 'Việc tôi tham gia', en: 'I take part in' } },
];
export const partTabs = (ctx: PageContext, current: string): Html =>
  tabs(
    ctx.lang,
    workRoom.label,
    parts.map((part) => ({ ...part, current: part.href === current })),
  );

export const mayOf = (ctx: PageContext, permission: string): boolean =>
  ctx.principal.grants.some((grant) => grant.permission === permission);

/** A value out of the address; undefined when it is empty. */
export const asked = (ctx: PageContext, name: string): string | undefined => ctx.query[name]?.trim().slice(0, 200) || undefined;

/** Where a page begins, out of the address; what is no id counts as not said. */
export function askedAfter(ctx: PageContext): string | undefined {
  const after = asked(ctx, 'sau');
  return after && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after) ? after : undefined;
}

/** A field that was sent; undefined when it is empty. */
export const typed = (ctx: PageContext, name: string): string | undefined =>
  [ctx.form[name] ?? ''].flat().at(-1)!.trim() || undefined;

/** What a matter is called: what who began it says, else its process. */
export const titleOf = (ctx: PageContext, one: { title: string | null; process: Text }): string =>
  one.title ?? one.process[ctx.lang];

export const stateNames: Readonly<
  Record<'running' | 'completed' | 'cancelled', { tone: 'doing' | 'done' | 'stopped'; label: Text }>
> = {
  running: { tone: 'doing', label: { vi: 'Đang làm', en: 'Under way' } },
  completed: { tone: 'done', label: { vi: 'Đã xong', en: 'Done' } },
  cancelled: { tone: 'stopped', label: { vi: 'Đã hủy', en: 'Cancelled' } },
};
