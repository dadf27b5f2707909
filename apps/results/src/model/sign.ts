import type { App } from '@dinh/kernel';
import { printPaper, type SignaturePlace } from '@dinh/records';
import { type Mark, signPdf, type Subject, type VisibleSignature } from '@dinh/signing';
import type { Agency, SignerPlace } from './agency.ts';
import { dayWords } from './days.ts';
import { signingKeys } from './keys.ts';
import { placeName } from './paper.ts';
import { timeStamper } from './time-stamps.ts';

/** The head's signature on a paper that was just printed (NĐ 30/2020 Phụ lục I, II.7). */
export async function signAsHead(
  app: App,
  at: Date,
  paper: { readonly pdf: Uint8Array; readonly places: readonly SignaturePlace[] },
  who: { readonly id: string; readonly place: SignerPlace; readonly agency: Agency; readonly reason: string },
): Promise<Uint8Array> {
  const { place, agency } = who;
  const keys = await signingKeys(app);
  const signer = await keys.ofPerson(who.id, subjectOfPerson(who.id, place, agency));
  const lines = [place.position, `Thời gian ký: ${signingTime(at)}`].filter((line) => line !== null);
  const visible = await picture(app, at, placeOf(paper.places, 'head', 'official'), 'head', place.name, lines);
  return signPdf(paper.pdf, {
    signer,
    at,
    name: place.name,
    reason: who.reason,
    location: await placeName(app, at),
    visible,
    stamper: await timeStamper(app),
  });
}

/** Pictures that do not depend on the number: made before the register is locked. */
export interface Stamp {
  readonly visible: VisibleSignature | undefined;
  readonly location: string;
}

export async function stampOf(app: App, at: Date, places: readonly SignaturePlace[], agency: Agency): Promise<Stamp> {
  const keys = await signingKeys(app);
  await keys.ofUnit(agency.key, subjectOfAgency(agency)); // made now if it is not there yet
  const visible = await picture(app, at, placeOf(places, 'agency'), 'agency', agency.name.vi, [signingTime(at)]);
  return { visible, location: await placeName(app, at) };
}

/**
 * Number, day and the agency's signature on a paper that the head has signed (NĐ 30/2020 Điều 15, 18; docs/adr/0006).
 * @param day of issue, `YYYY-MM-DD`
 */
export async function signAsAgency(
  app: App,
  at: Date,
  pdf: Uint8Array,
  issue: {
    readonly places: readonly SignaturePlace[];
    readonly stamp: Stamp;
    readonly agency: Agency;
    readonly number: string;
    readonly day: string;
  },
): Promise<Uint8Array> {
  const { places, agency, number, day } = issue;
  const keys = await signingKeys(app);
  const signer = await keys.ofUnit(agency.key, subjectOfAgency(agency));
  const written = dayWords(day);
  const marks = await Promise.all([
    markAt(app, at, placeOf(places, 'number'), number, { role: 'number', text: number }),
    markAt(app, at, placeOf(places, 'date'), written, { role: 'date', date: day }),
  ]);
  return signPdf(pdf, {
    signer,
    at,
    name: agency.name.vi,
    reason: `Phát hành số ${number} ngày ${written}`,
    location: issue.stamp.location,
    visible: issue.stamp.visible,
    marks: marks.filter((mark) => mark !== undefined),
    stamper: await timeStamper(app),
  });
}

function subjectOfPerson(id: string, place: SignerPlace, agency: Agency): Subject {
  return {
    commonName: place.name,
    ...(place.position && { title: place.position }),
    ...(place.unit && place.unit !== agency.name.vi && { unit: place.unit }),
    organisation: agency.name.vi,
    country: 'VN',
    serialNumber: `DEMO:${id.slice(-12)}`, // in a demonstration alone are certificates made from this
  };
}

const subjectOfAgency = (agency: Agency): Subject => ({
  commonName: agency.name.vi,
  ...(agency.parent && { organisation: agency.parent }),
  country: 'VN',
  serialNumber: `MDDV:${agency.code}`,
});

const placeOf = (places: readonly SignaturePlace[], ...roles: string[]): SignaturePlace | undefined =>
  roles.map((role) => places.find((place) => place.role === role)).find((place) => place !== undefined);

async function picture(
  app: App,
  at: Date,
  place: SignaturePlace | undefined,
  role: 'head' | 'agency',
  name: string,
  lines: readonly string[],
): Promise<VisibleSignature | undefined> {
  if (!place) return undefined; // a template without a place: the signature is there all the same
  const { width, height } = place.rect;
  const { pdf } = await printPaper(app, 'signature', { role, name, lines: [...lines], width, height }, { at });
  return { page: place.page, rect: place.rect, appearance: pdf };
}

async function markAt(
  app: App,
  at: Date,
  place: SignaturePlace | undefined,
  text: string,
  data: Record<string, string>,
): Promise<Mark | undefined> {
  if (!place) return undefined;
  const { width, height } = place.rect;
  const { pdf } = await printPaper(app, 'issue-mark', { ...data, width, height }, { at });
  return { page: place.page, rect: place.rect, appearance: pdf, text };
}

/** `20/11/2026 10:00:00 +07:00`. */
function signingTime(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString();
  return `${dayWords(local.slice(0, 10))} ${local.slice(11, 19)} +07:00`;
}
