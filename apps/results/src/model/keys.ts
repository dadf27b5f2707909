import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '@dinh/kernel';
import {
  createAuthority,
  fromPem,
  type Identity,
  issueCertificate,
  issueStampCertificate,
  type KeyFolder,
  openKeyFolder,
  type Signer,
  signerOf,
  type Subject,
} from '@dinh/signing';

/** The keys with which results are signed, by whose they are. */
export interface SigningKeys {
  /** @throws unknownKey when there is none and none may be made */
  ofPerson(id: string, subject: Subject): Promise<Signer>;
  ofUnit(key: string, subject: Subject): Promise<Signer>;
  /** Of the stand-in that stamps times in a demonstration. */
  ofStamps(): Promise<Identity>;
  /** Certificates (DER) that are trusted when a paper is verified. */
  roots(): Promise<Uint8Array[]>;
}

const opened = new WeakMap<App, Promise<SigningKeys>>();

/** The signing keys of this installation, in `keys/signing` of its data folder. */
export function signingKeys(app: App): Promise<SigningKeys> {
  let keys = opened.get(app);
  if (!keys) opened.set(app, (keys = open(app)));
  return keys;
}

const rootSubject: Subject = {
  commonName: 'Gốc chứng thực trình diễn (không có giá trị pháp lý)',
  organisation: 'Đình, bản trình diễn',
  country: 'VN',
};
const stampSubject: Subject = {
  commonName: 'Đồng hồ trình diễn (không có giá trị pháp lý)',
  organisation: 'Đình, bản trình diễn',
  country: 'VN',
};
const years = 10;

/**
 * In a demonstration a root is made at first, and a certificate for every agency and official when they first sign.
 * In real use keys and certificates are put into the folder (`agency.<unit>`, `person.<id>`), and the certificates of
 * the authorities that are trusted into its `roots`.
 */
async function open(app: App): Promise<SigningKeys> {
  const path = join(app.config.dataFolder, 'keys', 'signing');
  const folder = await openKeyFolder(path);
  const demonstration = app.config.demonstration;
  // Dated back a little: papers are signed by a clock that a second machine may keep slightly differently.
  const from = () => new Date(app.clock.now().getTime() - 24 * 3_600_000);
  const once = new Map<string, Promise<Identity>>();
  const held = (name: string, make: () => Promise<Identity>): Promise<Identity> => {
    let identity = once.get(name);
    if (!identity) {
      identity = readOrMake(folder, name, demonstration ? make : undefined);
      once.set(name, identity);
      identity.catch(() => once.delete(name));
    }
    return identity;
  };
  const root = () => held('root', () => createAuthority(rootSubject, { from: from(), years: 2 * years }));
  const issue = (name: string, subject: Subject) =>
    held(name, async () => issueCertificate(await root(), subject, { from: from(), years }));
  if (demonstration) await root();
  return {
    ofPerson: async (id, subject) => signerOf(await issue(`person.${id}`, subject)),
    ofUnit: async (key, subject) => signerOf(await issue(`agency.${key}`, subject)),
    ofStamps: () => held('stamps', async () => issueStampCertificate(await root(), stampSubject, { from: from(), years })),
    async roots() {
      const given = await trusted(join(path, 'roots'));
      return demonstration ? [...(await root()).chain, ...given] : given;
    },
  };
}

async function readOrMake(folder: KeyFolder, name: string, make?: () => Promise<Identity>): Promise<Identity> {
  if (await folder.has(name)) {
    const found = await folder.get(name);
    // Two processes that made the same key at once may have left the halves of two.
    if (!make || new X509Certificate(found.chain[0]!).checkPrivateKey(found.privateKey)) return found;
  }
  if (!make) return folder.get(name); // tells that it is missing
  const made = await make();
  await folder.put(name, made);
  return made;
}

async function trusted(folder: string): Promise<Uint8Array[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.filter((n) => n.endsWith('.pem')).map((n) => readFile(join(folder, n), 'utf8')));
  return texts.flatMap(fromPem);
}
