import {
  anonymous,
  type App,
  type Assurance,
  type Authority,
  type Emergency,
  type Grant,
  localDate,
  type Presented,
  type Principal,
  type PrincipalSource,
  sql,
  type Text,
  withoutEmergencies,
  startOfDay,
} from '@dinh/kernel';
import { idleSeconds, looksLikeSecret, secretHash, seenEverySeconds } from '../sign-in/session.ts';
import { type Directory, readDirectory } from './directory.ts';
import { placesSql } from './places.ts';
import { gives, grantsOf, type Place, type SourcedGrant, sourcedGrants } from './grants.ts';
import { machineGrants, machinePrincipal } from './machine.ts';
import { dutiesNeed, mustBeBound } from '../factors/demands.ts';
import { isShownRightly } from '../provider/bearer.ts';
import { openEmergencies } from '../emergency/open.ts';
import { type AccessToken, type Bearer, livingToken, looksLikeToken, readToken } from '../provider/tokens.ts';

interface SessionRow {
  id: string;
  person: string;
  name: string;
  kind: 'citizen' | 'business' | 'official';
  state: string;
  authority: string | null;
  seenAt: Date;
  demonstration: boolean;
  level?: number;
  factors?: string[];
  provedAt?: Date;
  unconfirmed: boolean;
  verifiedLevel: number;
  origin: string;
  revision: number;
  number: number;
}

/** What was found out about a person's rights, good while nothing of it has changed. */
interface Rights {
  readonly revision: number;
  readonly number: number;
  readonly from: number;
  /** When a place or delegation begins or ends next, milliseconds. */
  readonly until: number;
  readonly grants: readonly Grant[];
  /** What is left of them while places give nothing, and what places give. */
  readonly withoutPlaces: readonly Grant[];
  readonly ofPlaces: ReadonlySet<string>;
  readonly units: readonly number[];
  readonly title: Text | undefined;
  readonly authorities: readonly Authority[];
  readonly emergencies: readonly Emergency[];
}

/** An official whose places give nothing yet. */
const notServing = { units: [], title: undefined, emergencies: [] };

const keptRights = 10_000;

/**
 * Knows who stands behind a session. One prepared statement for each request: it tells whether the session is still
 * good and the revisions of the person's rights, so signing out, suspending or ending a place works at once,
 * in every process. The grants themselves are made anew only when a revision has grown.
 */
export class Principals implements PrincipalSource {
  #app: App;
  #rights = new Map<string, Rights>();
  #directory: Promise<Directory> | undefined;
  #directoryNumber = -1;

  constructor(app: App) {
    this.#app = app;
  }

  async principal(secret: string, presented?: Presented): Promise<Principal> {
    if (presented && looksLikeToken(secret)) return this.#ofToken(secret, presented);
    if (!looksLikeSecret(secret) || presented?.dpop !== undefined) return anonymous;
    const now = this.#app.clock.now();
    const session = await this.#app.db.maybe<SessionRow>(
      sql`select s.id, s.person_id as person, p.name, p.kind, p.state, s.authority_id as authority, s.seen_at as "seenAt",
                 s.level, s.factors, coalesce(s.proved_at, s.created_at) as "provedAt",
                 p.demonstration is not null as demonstration, not p.contact_confirmed and p.verified_level = 0 as unconfirmed,
                 p.verified_level as "verifiedLevel", p.origin, p.revision, r.number
          from identity.session s join identity.person p on p.id = s.person_id
            join kernel.revision r on r.topic = 'identity'
          where s.secret = ${secretHash(secret)} and not s.awaiting and s.ended_at is null and s.idle_until > ${now} and s.ends_at > ${now}`,
    );
    if (!session || !this.#mayAct(session)) return anonymous;
    if (now.getTime() - session.seenAt.getTime() >= seenEverySeconds * 1000) this.#seen(session.id, now);
    return this.#principal(session, now);
  }

  /** Who stands behind an access token of our OpenID provider: a person through an application, or a machine. */
  async #ofToken(secret: string, presented: Presented): Promise<Principal> {
    const token = await readToken(this.#app, secret);
    const bearer = token && (await livingToken(this.#app, token));
    if (!bearer || !(await isShownRightly(this.#app, secret, token, presented))) return anonymous;
    return this.#ofBearer(token, bearer);
  }

  /** The same as it is now of a token that was shown rightly before: for answers that stay open. */
  async behind(secret: string): Promise<Principal> {
    const token = looksLikeToken(secret) ? await readToken(this.#app, secret) : undefined;
    const bearer = token && (await livingToken(this.#app, token));
    return bearer ? this.#ofBearer(token, bearer) : anonymous;
  }

  async #ofBearer(token: AccessToken, bearer: Bearer): Promise<Principal> {
    const bound = token.jkt !== undefined || token.certificate !== undefined;
    if (!bound && (await mustBeBound(this.#app, bearer.person === null ? 'machine' : 'person'))) return anonymous;
    const scopes = token.scope === undefined ? undefined : new Set(token.scope.split(' '));
    if (bearer.person === null) {
      const grants = await machineGrants(this.#app.db, await this.directory(), bearer.client);
      return { ...machinePrincipal(bearer.client, bearer.name, grants), ...(scopes && { scopes }) };
    }
    const person = withoutEmergencies(await this.#ofPerson(bearer.person, token.shown.assurance));
    // Without a scope a person has handed over nothing.
    return person.kind === 'person' ? { ...person, client: bearer.client, scopes: scopes ?? new Set() } : anonymous;
  }

  /** The same for a person without a session: for jobs, tests and "who may". */
  async ofPerson(person: string): Promise<Principal> {
    return this.#ofPerson(person);
  }

  async #ofPerson(person: string, shown?: Assurance): Promise<Principal> {
    const row = await this.#app.db.maybe<SessionRow>(
      sql`select null as id, p.id as person, p.name, p.kind, p.state, null as authority, p.demonstration is not null as demonstration,
                 not p.contact_confirmed and p.verified_level = 0 as unconfirmed,
                 p.verified_level as "verifiedLevel", p.origin, p.revision, r.number
          from identity.person p join kernel.revision r on r.topic = 'identity' where p.id = ${person}`,
    );
    return row && this.#mayAct(row) ? this.#principal(row, this.#app.clock.now(), shown) : anonymous;
  }

  /** The same with where each grant comes from, read afresh: for telling why they may. */
  async sourced(person: string): Promise<{ principal: Principal; grants: readonly SourcedGrant[] }> {
    const now = this.#app.clock.now();
    const today = localDate(now);
    const [principal, directory, places] = await Promise.all([
      this.ofPerson(person),
      this.directory(),
      this.#app.db.all<Place>(placesSql(person, today, now)),
    ]);
    if (principal.kind !== 'person') return { principal, grants: [] };
    const held = (places.some((place) => !place.behalfOf) ? places : []).filter(({ role }) => gives(directory, role, today));
    const asBusiness = (principal.authorities ?? []).some(({ kind }) => kind === 'business');
    // What was given for a time and a reason is no place's; it stands among the grants alone.
    const given = principal.grants.filter(({ reason }) => reason !== undefined);
    return {
      principal,
      grants: [...sourcedGrants(directory, held, asBusiness), ...given.map((grant) => ({ grant, role: '' }))],
    };
  }

  /** The directory as of `number`; asked for by all who need units or roles. */
  async directory(): Promise<Directory> {
    const { number } = await this.#app.db.one<{ number: number }>(
      sql`select number from kernel.revision where topic = 'identity'`,
    );
    return this.#directoryAt(number);
  }

  #mayAct(row: SessionRow): boolean {
    return row.state === 'active' && (!row.demonstration || this.#app.config.demonstration);
  }

  #seen(session: string, now: Date): void {
    const idle = new Date(now.getTime() + idleSeconds * 1000);
    this.#app.db
      .run(sql`update identity.session set seen_at = ${now}, idle_until = ${idle} where id = ${session} and seen_at < ${now}`)
      .catch((error) => this.#app.log.warn({ err: error }, 'a session could not be noted as seen'));
  }

  async #principal(session: SessionRow, now: Date, shown?: Assurance): Promise<Principal> {
    const assurance = session.level ? { level: session.level, factors: session.factors!, provedAt: session.provedAt! } : shown;
    const whole = await this.#rightsOf(session, now);
    const level = whole.units.length > 0 && assurance ? await dutiesNeed(this.#app, session, assurance) : undefined;
    const rights = level === undefined ? whole : { ...whole, ...notServing, grants: whole.withoutPlaces };
    const official = rights.units.length > 0;
    const actsFor = session.authority ? rights.authorities.find(({ id }) => id === session.authority) : undefined;
    const business = actsFor?.kind === 'business' ? actsFor.subject : undefined;
    return {
      kind: 'person',
      id: session.person,
      name: session.name,
      grants: rights.grants,
      units: rights.units,
      role: official ? 'official' : business || session.kind === 'business' ? 'business' : 'citizen',
      ...(session.id && { session: session.id }),
      ...(assurance && { assurance }),
      ...(level !== undefined && { withheld: { level, permissions: whole.ofPlaces } }),
      ...(session.unconfirmed && { unconfirmed: true as const }),
      ...(business && { business }),
      ...(actsFor && { actsFor }),
      ...(rights.authorities.length > 0 && { authorities: rights.authorities }),
      ...(rights.emergencies.length > 0 && { emergencies: rights.emergencies }),
      ...(rights.title && { title: rights.title }),
    };
  }

  async #rightsOf(session: SessionRow, now: Date): Promise<Rights> {
    const at = now.getTime();
    const known = this.#rights.get(session.person);
    if (known && known.revision === session.revision && known.number === session.number && known.from <= at && at < known.until)
      return known;
    const rights = await this.#readRights(session, now);
    if (this.#rights.size >= keptRights) this.#rights.delete(this.#rights.keys().next().value!);
    this.#rights.set(session.person, rights);
    return rights;
  }

  async #readRights({ person, revision, number }: SessionRow, now: Date): Promise<Rights> {
    const today = localDate(now);
    const midnight = startOfDay(today, 1).getTime();
    const [directory, places, authorities, { next }, opened] = await Promise.all([
      this.#directoryAt(number),
      this.#app.db.all<Place>(placesSql(person, today, now)),
      this.#app.db.all<Authority>(
        sql`select id, kind, subject_id as subject, subject_name as name, acts, matters, verified from identity.v_authority
            where agent_id = ${person} and valid_from <= ${today}::date and (valid_to is null or valid_to > ${today}::date)
            order by kind, subject_name, id`,
      ),
      this.#app.db.one<{ next: Date | null }>(
        sql`select min(at) as next from identity.delegation d cross join lateral (values (d.valid_from), (d.valid_to)) v (at)
            where d.to_person = ${person} and d.revoked_at is null and at > ${now}`,
      ),
      openEmergencies(this.#app.db, person, now),
    ]);
    const own = places.filter((place) => !place.behalfOf);
    // Who holds no place any more acts in nobody's place either, whatever was once handed to them.
    const held = own.length > 0 ? places : [];
    const asBusiness = authorities.some(({ kind }) => kind === 'business');
    const grants = [
      ...grantsOf(
        directory,
        held.filter(({ role }) => gives(directory, role, today)),
        asBusiness,
      ),
      ...(own.length > 0 ? opened.grants : []),
    ];
    const withoutPlaces = grantsOf(directory, [], asBusiness);
    return {
      revision,
      number,
      from: now.getTime(),
      until: Math.min(midnight, next?.getTime() ?? Infinity, opened.emergencies[0]?.until.getTime() ?? Infinity),
      grants,
      withoutPlaces,
      ofPlaces: permissionsBeyond(grants, withoutPlaces),
      emergencies: own.length > 0 ? opened.emergencies : [],
      units: [...new Set(own.map((place) => place.unit))],
      title: own[0]?.title,
      authorities,
    };
  }

  #directoryAt(number: number): Promise<Directory> {
    if (!this.#directory || this.#directoryNumber < number) {
      this.#directoryNumber = number;
      this.#directory = readDirectory(this.#app.db, number);
      // A failed reading must not be remembered.
      this.#directory.catch(() => (this.#directory = undefined));
    }
    return this.#directory;
  }
}

/** What grants give that others do not, or give further. */
function permissionsBeyond(grants: readonly Grant[], others: readonly Grant[]): ReadonlySet<string> {
  const kept = new Set(others.map((grant) => JSON.stringify(grant)));
  return new Set(grants.filter((grant) => !kept.has(JSON.stringify(grant))).map(({ permission }) => permission));
}
