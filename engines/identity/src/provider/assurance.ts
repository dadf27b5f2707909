import type { Principal } from '@dinh/kernel';

/** The levels of assurance as the provider names them (`acr`); see `levelOf`. */
export const acrValues = ['AS-1', 'AS-2', 'AS-3', 'AS-4'] as const;

export const acrOf = (level: number): string => `AS-${level}`;

/** The level that a value of `acr_values` asks for; undefined for what we do not know. */
export function levelOfAcr(acr: string): number | undefined {
  const at = acrValues.indexOf(acr as (typeof acrValues)[number]);
  return at < 0 ? undefined : at + 1;
}

/** How sure the session of somebody is, in the words of OpenID. */
export function assuranceOf(principal: Principal): {
  acr: string;
  amr: readonly string[];
  at: Date | undefined;
} {
  const { assurance } = principal;
  return { acr: acrOf(assurance?.level ?? 1), amr: assurance?.factors ?? [], at: assurance?.provedAt };
}

/**
 * The least level that an application asks for, by `acr_values` (as it would like) or by the claim `acr` (OpenID Connect
 * Core 5.5.1.1), which may be essential: then less than that is an error.
 */
export function levelAsked(params: Readonly<Record<string, unknown>>): { level: number; essential: boolean } {
  const { value, values, essential = false } = acrClaim(params['claims']);
  const asked = [
    ...(essential ? [] : String(params['acr_values'] ?? '').split(' ')),
    ...(value === undefined ? [] : [value]),
    ...(Array.isArray(values) ? values : []),
  ].flatMap((acr) => levelOfAcr(String(acr)) ?? []);
  // Of levels that we do not have none can be reached.
  const unknown = essential && asked.length === 0 && (value !== undefined || values !== undefined);
  return { level: unknown ? Infinity : Math.min(...asked, asked.length > 0 ? Infinity : 0), essential };
}

function acrClaim(claims: unknown): { value?: unknown; values?: unknown; essential?: boolean } {
  if (typeof claims !== 'string') return {};
  try {
    const { id_token: idToken } = JSON.parse(claims) as { id_token?: { acr?: object | null } };
    return idToken?.acr ?? {};
  } catch {
    return {};
  }
}
