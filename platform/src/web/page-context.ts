import {
  type App,
  type Call,
  execute,
  type Lang,
  newId,
  newSecret,
  type Operation,
  type Origin,
  type PageContext,
  type PostedFile,
  type Principal,
  type Queries,
  type Room,
  openRooms,
  roomsOf,
  type Site,
  type Viewer,
  workplaceOf,
} from '@dinh/kernel';
import { emergencyPath } from '@dinh/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PostedBody } from './body.ts';
import { cookieLine } from './request.ts';

/** What a page has at hand, for one request. What most pages need not is worked out when it is asked for. */
export class RequestContext implements PageContext {
  readonly app: App;
  readonly now: Date;
  readonly principal: Principal;
  readonly lang: Lang;
  readonly origin: Origin;
  readonly db: Queries;
  readonly url: string;
  readonly asked: string;
  readonly site: Site;
  readonly viewer: Viewer | undefined;
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly form: Record<string, string | string[]>;
  readonly files: readonly PostedFile[];
  readonly position: string;
  readonly cookies: Readonly<Record<string, string>>;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #call: Call;
  readonly #failed: (error: unknown) => void;
  #rooms: readonly Room[] | undefined;
  #formKey: string | undefined;

  /** @param failed told of every error of an operation that the page carries out */
  constructor(
    app: App,
    site: Site,
    call: Call,
    request: FastifyRequest,
    reply: FastifyReply,
    cookies: Record<string, string>,
    body: PostedBody,
    failed: (error: unknown) => void,
  ) {
    this.app = app;
    this.now = app.clock.now();
    this.principal = call.principal;
    this.lang = call.lang;
    this.origin = call.origin;
    this.db = app.db;
    this.url = screenAddress(request);
    this.asked = request.url;
    this.site = site;
    this.viewer = viewerOf(app, call.principal, this.now);
    this.params = request.params as Record<string, string>;
    this.query = lastValues(request.query as Record<string, string | string[]>);
    this.form = body.form;
    this.files = body.files;
    this.position = app.events.position;
    this.cookies = cookies;
    this.#request = request;
    this.#reply = reply;
    this.#call = call;
    this.#failed = failed;
  }

  get method(): 'GET' | 'POST' {
    return this.#request.method as 'GET' | 'POST';
  }

  get rooms(): readonly Room[] {
    return (this.#rooms ??= openRooms(this.app, this.principal));
  }

  get formKey(): string {
    return (this.#formKey ??= newSecret(18));
  }

  note(): void {}
  subject(): void {}
  concern(): void {}
  actFor(): void {}

  newId(): string {
    return newId(this.now.getTime());
  }

  setCookie(name: string, value: string, seconds: number): void {
    this.#reply.header('set-cookie', cookieLine(this.app, this.#request, name, value, seconds));
  }

  /** Pages hand it on by itself. */
  readonly run = async (what: string | Operation, input: unknown): Promise<any> => {
    const operation = typeof what === 'string' ? this.app.operation(what) : what;
    const posted = this.form['_key'];
    const key =
      operation.kind === 'command' && typeof posted === 'string' && posted.length >= 8
        ? `${operation.name}:${posted}`.slice(0, 200)
        : undefined;
    try {
      return await execute(this.app, operation, input, key ? { ...this.#call, idempotencyKey: key } : this.#call);
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  };
}

/** How a page names who looks at it: what they are, or for whom they act. */
export function viewerOf(app: App, principal: Principal, now: Date): Viewer | undefined {
  const { kind, name, title, actsFor, emergencies } = principal;
  if (kind !== 'person') return undefined;
  const workplace = workplaceOf(app, principal);
  const acting = actsFor && { vi: `Thay mặt ${actsFor.name}`, en: `For ${actsFor.name}` };
  return {
    name,
    role: acting ?? title,
    ...(workplace && { workplace }),
    ...(emergencies && {
      emergencies: emergencies.map(({ id, label, until }) => ({
        label,
        minutes: Math.max(1, Math.floor((until.getTime() - now.getTime()) / 60_000)),
        end: `${emergencyPath}/${id}/ket-thuc`,
      })),
    }),
  };
}

/** The rooms of an official at an address of the workplace, that is below where any of its rooms begins; undefined anywhere else. */
export function roomsAt(app: App, principal: Principal, url: string): Room[] | undefined {
  return principal.role === 'official' && isInWorkplace(app, url) ? openRooms(app, principal) : undefined;
}

/** The first part of a path: `ban-lam-viec` of `/ban-lam-viec/ho-so?trang=2`. */
const topOf = (path: string): string => /^\/([^/?#]*)/.exec(path)?.[1] ?? '';

const tops = new WeakMap<readonly Room[], ReadonlySet<string>>();

/** Whether an address is below where any room of the workplace begins. Each page asks, so it is worked out once. */
export function isInWorkplace(app: App, url: string): boolean {
  const rooms = roomsOf(app);
  let known = tops.get(rooms);
  if (!known) tops.set(rooms, (known = new Set(rooms.map(({ href }) => topOf(href)))));
  return known.has(topOf(url));
}

function lastValues(query: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value]),
  );
}

/**
 * Where the screen that answers can be asked for again, in the other language too: an address that only takes what is
 * posted is no such place, the page from which it came is.
 */
export function screenAddress(request: FastifyRequest): string {
  const { method, url, routeOptions, headers, host } = request;
  if (method === 'GET' || method === 'HEAD') return url;
  if (routeOptions.url && request.server.hasRoute({ method: 'GET', url: routeOptions.url })) return url;
  const from = URL.canParse(headers.referer ?? '') ? new URL(headers.referer!) : undefined;
  return from?.host === host ? from.pathname + from.search : '/';
}
