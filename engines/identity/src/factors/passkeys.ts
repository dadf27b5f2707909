import type { App } from '@dinh/kernel';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Factor } from './assurance.ts';
import type { FactorRow } from './ways.ts';

/** What a passkey is kept as. */
export interface PasskeyData {
  /** COSE key, base64url. */
  readonly publicKey: string;
  readonly transports: readonly string[];
  /** It may be kept for several devices: it proves less than one that cannot leave its own. */
  readonly synced: boolean;
}

export type { AuthenticationResponseJSON, RegistrationResponseJSON };

/** Where passkeys of this installation are good: the host of its public address. On one's own machine it has a name, too. */
function place(app: App): { rpID: string; origin: string } {
  const url = new URL(app.config.publicUrl);
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') url.hostname = 'localhost'; // no number is a domain
  return { rpID: url.hostname, origin: url.origin };
}

// A megabyte of X.509 and CBOR that only comes when a passkey is used.
const library = () => import('@simplewebauthn/server');

const user = (person: string) => new Uint8Array(Buffer.from(person.replaceAll('-', ''), 'hex'));

/** What a browser needs to make a passkey. */
export async function newPasskeyOptions(
  app: App,
  person: { id: string; name: string; account: string },
  site: string,
  known: readonly FactorRow[],
  challenge: Buffer,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: site,
    rpID: place(app).rpID,
    challenge: new Uint8Array(challenge),
    userID: user(person.id),
    userName: person.account,
    userDisplayName: person.name,
    attestationType: 'none',
    timeout: 300_000,
    excludeCredentials: known.filter((one) => one.kind === 'passkey').map((one) => ({ id: one.key! })),
    // Found without a name, and always with a look at who holds the device (PIN or body): two factors in one.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Checks a new passkey. @returns undefined when anything about it is not as it should be */
export async function checkNewPasskey(
  app: App,
  response: RegistrationResponseJSON,
  challenge: Buffer,
): Promise<{ key: string; counter: number; data: PasskeyData } | undefined> {
  const { verifyRegistrationResponse } = await library();
  const { rpID, origin } = place(app);
  try {
    const { verified, registrationInfo: info } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
    });
    if (!verified || !info) return undefined;
    const { id, publicKey, counter, transports } = info.credential;
    return {
      key: id,
      counter,
      data: {
        publicKey: Buffer.from(publicKey).toString('base64url'),
        transports: transports ?? [],
        synced: info.credentialDeviceType === 'multiDevice',
      },
    };
  } catch {
    return undefined; // malformed, of another place, of another challenge: the library throws
  }
}

/** What a browser needs to show a passkey. @param known of one person; empty: whichever the person chooses */
export async function passkeyOptions(
  app: App,
  known: readonly FactorRow[],
  challenge: Buffer,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: place(app).rpID,
    challenge: new Uint8Array(challenge),
    timeout: 300_000,
    userVerification: 'required',
    allowCredentials: known
      .filter((one) => one.kind === 'passkey')
      .map((one) => ({ id: one.key!, transports: (one.data as PasskeyData).transports as never })),
  });
}

/**
 * Checks a passkey that was shown.
 * @returns its new signature counter and what it proves; undefined when it is not good, or its counter went back (a copy)
 */
export async function checkPasskey(
  app: App,
  factor: FactorRow,
  response: AuthenticationResponseJSON,
  challenge: Buffer,
): Promise<{ counter: number; factors: Factor[] } | undefined> {
  const { verifyAuthenticationResponse } = await library();
  const { rpID, origin } = place(app);
  const data = factor.data as PasskeyData;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: {
        id: factor.key!,
        publicKey: new Uint8Array(Buffer.from(data.publicKey, 'base64url')),
        counter: factor.counter,
      },
    });
    if (!verified) return undefined;
    return { counter: authenticationInfo.newCounter, factors: [data.synced ? 'swk' : 'hwk', 'user'] };
  } catch {
    return undefined;
  }
}
