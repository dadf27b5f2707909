import { type Context, emit, isEventCursor, invalidInput, query, readEvents, shape, sql, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { moment, nullable, uuid } from '../fields.ts';
import { whence } from '../sign-in/session.ts';

/** What security monitoring hears of, by the name of the event. */
export const watched: Readonly<Record<string, Text>> = {
  'identity.signed-in': { vi: 'Đăng nhập', en: 'Signed in' },
  'identity.sign-in-refused': { vi: 'Đăng nhập bị từ chối', en: 'Sign-in refused' },
  'identity.sign-up-refused': { vi: 'Đăng ký trùng số định danh bị từ chối', en: 'Second account refused' },
  'identity.factor-shown': { vi: 'Xác thực thêm', en: 'Factor shown' },
  'identity.factor-refused': { vi: 'Xác thực bị từ chối', en: 'Factor refused' },
  'identity.revocation-unanswered': {
    vi: 'Chứng thư được chấp nhận khi không ai trả lời có bị thu hồi không',
    en: 'Certificate taken although nobody said whether it was revoked',
  },
  'identity.signed-out': { vi: 'Đăng xuất', en: 'Signed out' },
  'identity.sessions-ended': {
    vi: 'Quản trị viên kết thúc phiên',
    en: 'Sessions ended by an administrator',
  },
  'identity.password-changed': { vi: 'Đổi mật khẩu', en: 'Password changed' },
  'identity.password-issued': { vi: 'Cấp mật khẩu tại quầy', en: 'Password issued at a desk' },
  'identity.factor-added': { vi: 'Thêm cách xác thực', en: 'Factor added' },
  'identity.factor-removed': { vi: 'Gỡ cách xác thực', en: 'Factor removed' },
  'identity.factors-reset': { vi: 'Gỡ mọi cách xác thực tại quầy', en: 'Factors removed at a desk' },
  'identity.upstream-linked': { vi: 'Liên kết nguồn định danh', en: 'Identity provider linked' },
  'identity.upstream-unlinked': { vi: 'Gỡ liên kết nguồn định danh', en: 'Identity provider unlinked' },
  'identity.consent-given': { vi: 'Cho phép ứng dụng', en: 'Application allowed' },
  'identity.consent-revoked': { vi: 'Thu hồi quyền của ứng dụng', en: 'Application no longer allowed' },
  'identity.two-steps-set': { vi: 'Bật hoặc tắt hai bước', en: 'Two steps turned on or off' },
  'identity.recovery-codes-made': { vi: 'Tạo mã dự phòng', en: 'Recovery codes made' },
  'identity.recovery-begun': { vi: 'Yêu cầu lấy lại tài khoản', en: 'Recovery asked for' },
  'identity.recovery-cancelled': { vi: 'Dừng lấy lại tài khoản', en: 'Recovery stopped' },
  'identity.recovery-opened': { vi: 'Gửi liên kết lấy lại', en: 'Recovery link sent' },
  'identity.recovery-done': { vi: 'Lấy lại tài khoản xong', en: 'Recovery done' },
  'identity.emergency-opened': { vi: 'Mở xem khẩn cấp', en: 'Opened in an emergency' },
  'identity.emergency-often': {
    vi: 'Mở xem khẩn cấp nhiều lần trong ngày',
    en: 'Opened in emergencies often today',
  },
  'identity.emergency-refused': { vi: 'Xem khẩn cấp bị từ chối', en: 'Emergency access refused' },
  'identity.emergency-not-justified': {
    vi: 'Xem khẩn cấp không có lý do chính đáng',
    en: 'Emergency access was not justified',
  },
  'identity.person-suspended': { vi: 'Tạm ngừng tài khoản', en: 'Account suspended' },
  'identity.person-resumed': { vi: 'Cho hoạt động lại', en: 'Account resumed' },
};
export const watchedNames = Object.keys(watched);

/** The permission to hear of it. */
export const watching = 'identity.watch-sign-ins';

/** One line of the stream. */
const signInEvent = shape({
  /** Its place; ask for what is behind it with `after`. */
  cursor: Type.String(),
  at: moment,
  event: Type.String(),
  /** Undefined where nobody knows whose account was meant. */
  person: nullable(uuid),
  name: nullable(Type.String()),
  session: nullable(uuid),
  method: nullable(Type.String()),
  level: nullable(Type.Integer()),
  factors: nullable(Type.Array(Type.String())),
  /** By which factor of the account, where it was more than a password; `name` as its owner gave it, null for an address. */
  by: nullable(shape({ kind: Type.String(), factor: nullable(uuid), name: nullable(Type.String()) })),
  address: nullable(Type.String()),
  agent: nullable(Type.String()),
  /** Why it was refused: `password`, `factor`, `key`; or the kind of factor, or the reason that an official gave. */
  detail: nullable(Type.String()),
  /** The number of the request, as in log and audit trail. */
  trace: nullable(Type.String()),
});
export type SignInEvent = Static<typeof signInEvent>;

const cursor = Type.String({ maxLength: 40 });

/**
 * Sign-ins, refused ones too, and what is done to how people sign in, for security monitoring. Oldest first behind a cursor,
 * so that a collector misses none and sees none twice; or newest first, for people who look. Events are kept for a month.
 * @throws invalidInput a cursor that is none
 */
export const listSignInEvents = query({
  name: 'identity.list-sign-in-events',
  title: { vi: 'Sự kiện đăng nhập', en: 'Sign-in events' },
  may: watching,
  audit: true,
  input: shape({
    after: Type.Optional(cursor),
    newest: Type.Optional(Type.Boolean()),
    before: Type.Optional(cursor),
    event: Type.Optional(Type.Union(watchedNames.map((name) => Type.Literal(name)))),
    person: Type.Optional(uuid),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ events: Type.Array(signInEvent), next: nullable(Type.String()) }),
  run: (ctx, input) =>
    eventsFor(ctx, {
      ...input,
      ...(input.event !== undefined && { event: input.event as string }),
    }),
});

interface Asked {
  readonly after?: string;
  readonly newest?: boolean;
  readonly before?: string;
  readonly event?: string;
  readonly person?: string;
  readonly limit?: number;
}

async function eventsFor(ctx: Context, asked: Asked): Promise<{ events: SignInEvent[]; next: string | null }> {
  for (const path of ['after', 'before'] as const) {
    const given = asked[path];
    if (given !== undefined && !isEventCursor(given))
      throw invalidInput({}, { fields: [{ path, message: invalidInput.sentence }] });
  }
  const limit = asked.limit ?? 100;
  const found = await readEvents(ctx.db, asked.event ? [asked.event] : watchedNames, limit, {
    ...(asked.newest ? { before: asked.before ?? '' } : asked.after !== undefined && { after: asked.after }),
    ...(asked.person !== undefined && { key: asked.person }),
  });
  const ids = [...new Set(found.map(({ key }) => key).filter((key) => key !== unknown))];
  const names = new Map(
    (
      await ctx.db.all<{ id: string; name: string }>(sql`select id, name from identity.person where id = any(${ids}::uuid[])`)
    ).map(({ id, name }) => [id, name]),
  );
  const named = await namesOf(
    ctx,
    found.flatMap(({ data }) => byOf(data)?.factor ?? []),
  );
  const events = found.map(({ cursor: at, key, data, ...event }): SignInEvent => ({
    cursor: at,
    at: event.at,
    event: event.name,
    person: key === unknown ? null : key,
    name: names.get(key) ?? null,
    session: text(data['session']),
    method: text(data['method']),
    level: typeof data['level'] === 'number' ? data['level'] : null,
    factors: Array.isArray(data['factors']) ? (data['factors'] as string[]) : null,
    by: withName(byOf(data), named),
    address: text(data['address']),
    agent: text(data['agent']),
    detail: text(data['reason']) ?? text(data['kind']),
    trace: event.trace,
  }));
  const last = events.at(-1)?.cursor ?? null;
  // A collector keeps its place even when nothing is new; a person's list ends.
  const next = asked.newest ? (events.length === limit ? last : null) : (last ?? asked.after ?? null);
  return { events, next };
}

interface By {
  readonly kind: string;
  readonly factor: string | null;
}

/** Which factor an event is about: by which somebody came in, or which was added or removed. */
function byOf(data: Record<string, unknown>): By | null {
  const by = data['by'] as { kind?: unknown; factor?: unknown } | null | undefined;
  if (by && typeof by.kind === 'string') return { kind: by.kind, factor: text(by.factor) };
  const [factor, kind] = [text(data['factor']), text(data['kind'])];
  return factor !== null && kind !== null ? { kind, factor } : null;
}

/** What keys, certificates and authenticators are called, those too that are removed. */
async function namesOf({ db }: Context, factors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (factors.length === 0) return new Map();
  const rows = await db.all<{ id: string; name: string }>(
    sql`select id, name from identity.factor where id = any(${[...new Set(factors)]}::uuid[]) and address is null`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const withName = (by: By | null, names: ReadonlyMap<string, string>) =>
  by && { ...by, name: (by.factor !== null && names.get(by.factor)) || null };

const unknown = 'unknown';
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * Tells monitoring of a try that was refused. What was typed as an account is not told: it may be a password.
 * @param person whose account it was; undefined when nobody knows
 */
export async function tellRefused(
  ctx: Context,
  event: 'identity.sign-in-refused' | 'identity.factor-refused',
  person: string | null | undefined,
  reason: string,
): Promise<void> {
  await ctx.app.db.transaction(async (tx) =>
    emit(ctx.app, tx, ctx.now, ctx.origin.trace, {
      name: event,
      key: person ?? unknown,
      data: { reason, ...whence(ctx) },
    }),
  );
}
