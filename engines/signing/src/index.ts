import type * as authority from './authority.ts';
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
export const isRevoked: typeof revocation.isRevoked = async (...input) => (await import('./revocation.ts')).isRevoked(...input);
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
