import type { Text } from '../text.ts';

/** How far a permission reaches. */
export type Scope = 'own' | 'assigned' | 'unit' | 'unit-tree' | 'all' | 'record';

/** To which of the records within its scope a permission is narrowed. What is left out narrows nothing; all that is there must hold. */
export interface Narrowing {
  /** Codes of fields: a record is in one of them or in one below (`A.2` is below `A`). */
  readonly fields?: readonly string[];
  /** Codes of procedures. */
  readonly procedures?: readonly string[];
  /** Keys of units: one of them, or a unit below one, takes part in the record, wherever the place is that gives the permission. */
  readonly under?: readonly string[];
  /** Classes of data (`basic`, `sensitive` …), as the pack lists them. */
  readonly classes?: readonly string[];
  /** Only while a step of the record is open that is theirs: given to them, or waiting in the unit of their place for a role they hold. */
  readonly when?: 'my-step';
  /** Only while one of these steps of it is open, by their names in the process; with `my-step` it is that step which is theirs. */
  readonly steps?: readonly string[];
}

/** One permission that a principal holds, with its reach. */
export interface Grant extends Narrowing {
  readonly permission: string;
  readonly scope: Scope;
  /** The units meant by `unit` and `unit-tree`, the tree already unfolded. */
  readonly units: readonly number[];
  /** The units meant by `under`, with all below. */
  readonly underUnits?: readonly number[];
  /** For `my-step`: in which units a waiting step is theirs, and for which roles they hold there. */
  readonly place?: { readonly units: readonly number[]; readonly roles: readonly string[] };
  /** Set when the permission is held in place of somebody else (delegation, NĐ 30/2020 Điều 13). */
  readonly behalfOf?: string;
  /** For the scope `record`: the one record that it opens, `dossier:…`, or all of one person, `person:…`; to read, never to act. */
  readonly record?: string;
  /** Set when it was given for a time and a reason that stands on record, as in an emergency. */
  readonly reason?: string;
  readonly until?: Date;
}

/** How sure we are of who asks. */
export interface Assurance {
  /** AS-1 (as they say) to AS-4 (papers seen, and a key in a device that checked who holds it). */
  readonly level: number;
  /** By what they showed it, as RFC 8176 names it. */
  readonly factors: readonly string[];
  /** When the last of it was shown. */
  readonly provedAt: Date;
}

/** The right to act for somebody else: a business that one represents, a child or ward, a person by power of attorney. */
export interface Authority {
  readonly id: string;
  readonly kind: 'business' | 'child' | 'ward' | 'attorney';
  /** For whom: the id and name of the business or person. */
  readonly subject: string;
  readonly name: string;
  /** What it allows: `file`, `follow`, `withdraw`, `pay`, `receive`, `manage`. */
  readonly acts: readonly string[];
  /** The procedures or fields to which it is limited; null for all. */
  readonly matters: readonly string[] | null;
  /** Papers were seen, or the other side has agreed; until then only what the person did themselves is shown. */
  readonly verified: boolean;
}

/** Access to one record that somebody took in an emergency; every page says so while it lasts. */
export interface Emergency {
  readonly id: string;
  /** `dossier:…` or `person:…`. */
  readonly record: string;
  /** As people call the record. */
  readonly label: string;
  readonly until: Date;
}

/** What an official has to show before their places give anything. */
export interface Withheld {
  /** The level that they come to by it. */
  readonly level: number;
  /** What their places would give them. */
  readonly permissions: ReadonlySet<string>;
}

/** Who asks: a person, a machine of others, the program itself, or nobody known. `identity` fills it; the kernel only reads it. */
export interface Principal {
  readonly kind: 'anonymous' | 'person' | 'machine' | 'system';
  /** Person, client or system id; empty for the anonymous. */
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Units in which the person holds a position, the first being the main one. */
  readonly units: readonly number[];
  /** `official` when the person holds a position, else `citizen` or `business`. */
  readonly role: 'official' | 'citizen' | 'business' | 'none';
  /** The session by which they are known, when it is one. */
  readonly session?: string;
  /** How sure the session is of them; without it (jobs, tokens of machines) nothing is known of that. */
  readonly assurance?: Assurance;
  /** They opened their account themselves, no address of theirs is confirmed, and nobody has seen their papers. */
  readonly unconfirmed?: true;
  /** Set while their places give nothing, because more must be shown first; until then they are what anybody is. */
  readonly withheld?: Withheld;
  /** Set when they ask through an application or as a machine: its client id. */
  readonly client?: string;
  /**
   * What that client's token is good for: permissions, and names of operations that are open to everybody signed in. It may
   * ask for nothing else; how far a permission reaches, the grants say as ever.
   */
  readonly scopes?: ReadonlySet<string>;
  /** Set while the person files for a business that they represent. */
  readonly business?: string;
  /** Set while the person acts for somebody else: a business, too. */
  readonly actsFor?: Authority;
  /** All under which they might. What was filed under another, ended one they no longer reach. */
  readonly authorities?: readonly Authority[];
  /** What they have opened in an emergency and may still read. */
  readonly emergencies?: readonly Emergency[];
  /** What they are, as the top of a page says it: "Chuyên viên, Sở Xây dựng". */
  readonly title?: Text;
}

export const anonymous: Principal = {
  kind: 'anonymous',
  id: '',
  name: '',
  grants: [],
  units: [],
  role: 'none',
};

/** The program itself: jobs, consumers, the command line. It may do everything and is named in the audit. */
export function systemPrincipal(name: string): Principal {
  return { kind: 'system', id: name, name, grants: [], units: [], role: 'none' };
}

/** The same person without what was opened in an emergency: nobody acts by it, and no application of others reads by it. */
export function withoutEmergencies(principal: Principal): Principal {
  if (!principal.emergencies?.length) return principal;
  const { emergencies: _, ...rest } = principal;
  return { ...rest, grants: principal.grants.filter(({ record }) => record === undefined) };
}
