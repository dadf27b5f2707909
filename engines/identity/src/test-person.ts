/** Somebody who signs in to a {@link House}, for tests of factors. */
import assert from 'node:assert/strict';
import { type Call, type InputOf, type Notice, type OperationTypes, Refusal } from '@dinh/kernel';
import { stepOf, totpCode } from './factors/totp.ts';
import { type House, nobody } from './test-house.ts';

/** Whether something was refused by this code. */
export const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

export const signInAt = (house: House, account: string, more: object = {}) =>
  house.app.run('identity.sign-in', { account, password: 'dinh', ...more }, nobody);

/** Somebody signed in, who stays so when their session gets a new secret. */
export class Person {
  #house: House;
  #call: Call;
  constructor(house: House, call: Call) {
    this.#house = house;
    this.#call = call;
  }
  static async with(house: House, token: string): Promise<Person> {
    const principal = await house.app.principals.principal(token);
    assert.equal(principal.kind, 'person', 'the token is good');
    return new Person(house, { ...nobody, principal });
  }
  /** Whoever knows the password alone. */
  static async by(house: House, account: string, more: object = {}): Promise<Person> {
    return Person.with(house, (await signInAt(house, account, more)).token);
  }
  get assurance() {
    return this.#call.principal.assurance;
  }
  async run<N extends keyof OperationTypes>(name: N, input: InputOf<OperationTypes[N]>) {
    const answer = await this.#house.app.run(name, input, this.#call);
    const { token } = (answer ?? {}) as { token?: string };
    if (token) this.#call = (await Person.with(this.#house, token)).#call;
    return answer;
  }
}

const base32 = (text: string) => {
  const bits = [...text].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
/** What an authenticator shows now. */
export const codeNow = (house: House, seed: Buffer) => totpCode(seed, stepOf(house.clock.now()));
/** The code in the last message. */
export const codeIn = (told: readonly Notice[]) =>
  String(told.findLast((notice) => notice.template === 'confirmation-code')?.data['code']);

/** Adds an authenticator. @returns its seed */
export async function addTotp(house: House, who: Person): Promise<Buffer> {
  const begun = await who.run('identity.begin-factor', { kind: 'totp' });
  const seed = base32(begun.seed!);
  await who.run('identity.add-factor', { kind: 'totp', proof: begun.proof, code: codeNow(house, seed) });
  house.clock.advance(30_000);
  return seed;
}
