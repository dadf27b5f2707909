import type * as authority from './authority.ts';
import type * as ocsp from './ocsp.ts';
import type * as revocation from './revocation.ts';
import type * as signing from './sign-pdf.ts';
import type * as stamping from './time-stamper.ts';
import type * as verifying from './verify-pdf.ts';

export type { Identity, KeyKind, Validity } from './authority.ts';
export * from './errors.ts';
export { fromPem, listsOf, openKeyFolder, toPem } from './key-folder.ts';
export type { KeyFolder } from './key-folder.ts';
export type { Subject } from './names.ts';
export type { Mark, SignInput, VisibleSignature } from './sign-pdf.ts';
export type { SignatureReport } from './verify-pdf.ts';
export type { StampReport, Trouble } from './check-cms.ts';
export { signerOf } from './signer.ts';
export type { Signer } from './signer.ts';
export type { TimeStamper } from './time-stamper.ts';
export type { Answering, OcspAnswer, Standing } from './ocsp.ts';

// The libraries of certificates and PDFs are as large as the rest of the program together; they come with the first
// paper that is signed or verified. Each function tells where it stands what it does.
export const createAuthority: typeof authority.createAuthority = async (...input) =>
  (await import('./authority.ts')).createAuthority(...input);
export const issueCertificate: typeof authority.issueCertificate = async (...input) =>
  (await import('./authority.ts')).issueCertificate(...input);
export const signPdf: typeof signing.signPdf = async (...input) => (await import('./sign-pdf.ts')).signPdf(...input);
export const verifyPdf: typeof verifying.verifyPdf = async (...input) => (await import('./verify-pdf.ts')).verifyPdf(...input);
export const issueStampCertificate: typeof authority.issueStampCertificate = async (...input) =>
  (await import('./authority.ts')).issueStampCertificate(...input);
export const byLists: typeof revocation.byLists = async (...input) => (await import('./revocation.ts')).byLists(...input);
export const askResponder: typeof ocsp.askResponder = async (...input) => (await import('./ocsp.ts')).askResponder(...input);
export const answerAsResponder: typeof ocsp.answerAsResponder = async (...input) =>
  (await import('./ocsp.ts')).answerAsResponder(...input);
/** `responderOf`, with the library read at its first certificate. */
export const responderOf = async (certificate: Uint8Array): Promise<string | undefined> =>
  (await import('./ocsp.ts')).responderOf(certificate);
export const issueResponderCertificate: typeof authority.issueResponderCertificate = async (...input) =>
  (await import('./authority.ts')).issueResponderCertificate(...input);
export const listRevoked: typeof revocation.listRevoked = async (...input) =>
  (await import('./revocation.ts')).listRevoked(...input);
/** `timeStamperAt` of an address, with the library read at its first stamp. */
export const timeStamperAt: typeof stamping.timeStamperAt =
  (...input) =>
  async (digest) =>
    (await import('./time-stamper.ts')).timeStamperAt(...input)(digest);
/** The same for `timeStamperOf`. */
export const timeStamperOf: typeof stamping.timeStamperOf =
  (...input) =>
  async (digest) =>
    (await import('./time-stamper.ts')).timeStamperOf(...input)(digest);
