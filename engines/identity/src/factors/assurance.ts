/**
 * How sure a session is of who is behind it. The levels AS-1 to AS-4 are those that the architecture of the province asks
 * for by level of service (A7.5), read with ISO/IEC 29115: what is known of the identity and what was shown at sign-in.
 */
export type Level = 1 | 2 | 3 | 4;

/**
 * What somebody showed, named as RFC 8176 ("amr") where it has a name: `pwd` password · `otp` code of an authenticator · `sms`
 * and `email` code sent there · `hwk` key that cannot leave its device · `swk` key that is kept for several devices · `user`
 * that device checked who holds it · `sc` card or token with a certificate · `pin` what opened it · `recovery` written-down
 * code · `trusted` browser that the person trusts · `vneid` the national identity · `demonstration` a click in the
 * demonstration.
 */
export type Factor =
  | 'pwd'
  | 'otp'
  | 'sms'
  | 'email'
  | 'hwk'
  | 'swk'
  | 'user'
  | 'sc'
  | 'pin'
  | 'recovery'
  | 'trusted'
  | 'vneid'
  | 'demonstration';

/** What kind of proof it is: something known, something held, or the body (or PIN) that a device checked. */
const kinds: Readonly<Record<Factor, 'known' | 'held' | 'checked' | undefined>> = {
  pwd: 'known',
  otp: 'held',
  sms: 'held',
  email: undefined, // a mailbox is opened from anywhere (NIST SP 800-63B, 3.1.3.1)
  hwk: 'held',
  swk: 'held',
  sc: 'held',
  pin: 'known',
  recovery: 'held',
  user: 'checked',
  trusted: undefined,
  vneid: 'known', // a sign-in at the provider: what else it asked for, it says by its level
  demonstration: undefined,
};

/** What the level of a session depends on. */
export interface Proof {
  readonly factors: readonly Factor[];
  /** Papers were seen, the national identity told it, or the personnel office: not only what the person says. */
  readonly identified: boolean;
  /** What an identity provider above us vouches for, by its own level mapped to ours. */
  readonly upstream?: Level | undefined;
}

/**
 * The level of a session:
 * AS-1 one factor, identity as declared · AS-2 one of the two: identity checked, or two factors of different kinds (a
 * code by e-mail or a browser that the person trusts stand for the second here, and only here) · AS-3 both · AS-4 both, with a key in
 * a device or on a card that also checked who holds it.
 * A provider above us (VNeID) may vouch for more.
 */
export function levelOf({ factors, identified, upstream = 1 }: Proof): Level {
  if (factors.includes('demonstration')) return 4; // made-up persons on this machine alone
  const shown = new Set(factors.map((factor) => kinds[factor]).filter(Boolean));
  const two = shown.size > 1;
  let level: Level = 1;
  if (identified && two) level = hardKey(factors) ? 4 : 3;
  else if (identified || two || (shown.size > 0 && factors.some((factor) => seconds.has(factor)))) level = 2;
  return level > upstream ? level : upstream;
}

/** From this level on no factors are enough: the identity must have been checked. */
export const identifiedFrom: number = levelOf({ factors: ['pwd', 'sc', 'pin'], identified: false }) + 1;

/** From this level on a provider above us says that it has seen two factors itself. */
export const twoAbove = 3;

/** Whether two factors of different kinds were shown, or a provider above us vouches for as much, whatever is known of the person. */
export function showsTwo({ factors, level }: { readonly factors: readonly string[]; readonly level: number }): boolean {
  return level >= twoAbove || new Set((factors as Factor[]).map((factor) => kinds[factor]).filter(Boolean)).size > 1;
}

const seconds: ReadonlySet<Factor> = new Set(['trusted', 'email']);

// A certificate on a card or token is never used without its PIN.
const hardKey = (factors: readonly Factor[]): boolean =>
  factors.includes('sc') || (factors.includes('hwk') && factors.includes('user'));

/** Whether somebody's identity is more than their own word. */
export function isIdentified(person: { readonly verifiedLevel: number; readonly origin: string }): boolean {
  return person.verifiedLevel > 0 || person.origin === 'pack' || person.origin === 'personnel';
}
