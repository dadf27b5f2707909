import { clean, isDay } from '@dinh/kernel';
import { plainPhone } from '../fields.ts';
import type { Level } from '../factors/assurance.ts';
import type { IdentityProvider } from './definition.ts';

/** Somebody as a provider above us knows them. */
export interface UpstreamPerson {
  readonly subject: string;
  readonly idNumber: string;
  readonly name: string;
  readonly birthDate: string | undefined;
  readonly gender: 'male' | 'female' | undefined;
  readonly phone: string | undefined;
  readonly email: string | undefined;
  readonly level: Level;
  /** When the provider saw them show who they are (`auth_time`); undefined when it does not say. */
  readonly provedAt: Date | undefined;
}

/** Whether the account at the provider is one of an organisation: a person signs in, and acts for it afterwards. */
export function isOrganisation({ accountKind }: IdentityProvider, claims: Readonly<Record<string, unknown>>): boolean {
  const kind = accountKind && claims[accountKind.claim];
  return kind !== undefined && kind !== null && !accountKind!.persons.includes(String(kind));
}

/** Reads what the provider said, by the names that the pack gives. @returns undefined without a number or a name */
export function readPerson(provider: IdentityProvider, claims: Readonly<Record<string, unknown>>): UpstreamPerson | undefined {
  const { claims: names, genders } = provider;
  const of = (wanted: readonly string[] | undefined): string | undefined => {
    for (const name of wanted ?? []) {
      const value = claims[name];
      if (typeof value === 'string' && value.trim() !== '') return clean(value).trim().slice(0, 300);
      if (typeof value === 'number') return String(value);
    }
    return undefined;
  };
  const idNumber = of(names.idNumber)?.replace(/[ .]/g, '');
  const name = of(names.name)?.replace(/\s+/g, ' ');
  const subject = claims['sub'];
  if (typeof subject !== 'string' || subject === '' || subject.length > 300) return undefined;
  if (!idNumber || !/^(\d{12}|\d{9})$/.test(idNumber) || !name || name.length < 2 || name.length > 120) return undefined;
  const gender = of(names.gender);
  const phone = of(names.phone);
  const email = of(names.email);
  return {
    subject,
    idNumber,
    name,
    birthDate: readDay(of(names.birthDate), provider.dateForm),
    gender: gender && genders?.male.includes(gender) ? 'male' : gender && genders?.female.includes(gender) ? 'female' : undefined,
    phone: phone && /^\+?[0-9][0-9 .]{7,16}$/.test(phone) ? plainPhone(phone) : undefined,
    email: email && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 254 ? email : undefined,
    level: levelOfClaim(provider, claims['acr']),
    provedAt: typeof claims['auth_time'] === 'number' ? new Date(claims['auth_time'] * 1000) : undefined,
  };
}

function levelOfClaim({ levels, otherwise }: IdentityProvider, acr: unknown): Level {
  return (levels.find((one) => one.acr === acr)?.level ?? otherwise) as Level;
}

function readDay(text: string | undefined, form: IdentityProvider['dateForm']): string | undefined {
  const parts = {
    'dd/MM/yyyy': /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})$/,
    'yyyy-MM-dd': /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})/,
    yyyyMMdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})/,
  }[form].exec(text ?? '')?.groups;
  if (!parts) return undefined;
  const day = `${parts['y']}-${parts['m']!.padStart(2, '0')}-${parts['d']!.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}
