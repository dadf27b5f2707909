import type { Page } from '@dinh/kernel';
import { businessPage, businessPost, passwordPage, passwordPost } from './account-forms.ts';
import { applicationPage, applicationPost } from './application.ts';
import { accountPage, actForPost, editPage, editPost } from './account.ts';
import { closeAccountPage, closeAccountPost, closedPage } from './close-account.ts';
import { addPages } from './add-factor.ts';
import { morePage, morePost, secondPage, secondPost } from './proof.ts';
import { codesPage, codesPost, removePage, removePost, renamePage, renamePost } from './security-acts.ts';
import { openPage, openPost, recoveryPage, recoveryPost, stopOwnPost, stopPage, stopPost } from './recovery.ts';
import { securityPage, twoStepsPost, untrustPost } from './security.ts';
import { consentsPage, revokePage, revokePost } from './consents.ts';
import { confirmPage } from './confirm.ts';
import { seenPage } from './seen.ts';
import { endSessionPost } from './sessions.ts';
import { certificatePage, certificatePost, passkeyPage, passkeyPost } from './sign-in-by-key.ts';
import { demonstrationPost, signInPage, signInPost, signOutPost } from './sign-in.ts';
import { firstTimePage, firstTimePost } from './first-time.ts';
import { fromUpstreamPage, linkUpstreamPage, toUpstreamPage } from './upstream.ts';
import { unlinkPage, unlinkPost } from './upstream-links.ts';
import { signUpPage, signUpPost } from './sign-up.ts';
import { ownSessionsPage } from './own-sessions.ts';
import { signUpCodePage, signUpCodePost } from './sign-up-code.ts';
import { streamPage, watchPage } from '../watch/page.ts';

/** The pages by which people come in and look after their account. */
export const pages: readonly Page[] = [
  signInPage,
  signInPost,
  demonstrationPost,
  secondPage,
  secondPost,
  passkeyPage,
  passkeyPost,
  certificatePage,
  certificatePost,
  morePage,
  morePost,
  watchPage,
  streamPage,
  recoveryPage,
  recoveryPost,
  stopPage,
  stopPost,
  openPage,
  openPost,
  stopOwnPost,
  signOutPost,
  signUpPage,
  signUpPost,
  signUpCodePage,
  ownSessionsPage,
  signUpCodePost,
  applicationPage,
  applicationPost,
  toUpstreamPage,
  fromUpstreamPage,
  firstTimePage,
  firstTimePost,
  linkUpstreamPage,
  unlinkPage,
  unlinkPost,
  accountPage,
  confirmPage,
  seenPage,
  consentsPage,
  revokePage,
  revokePost,
  actForPost,
  endSessionPost,
  editPage,
  editPost,
  securityPage,
  ...addPages,
  renamePage,
  renamePost,
  removePage,
  removePost,
  twoStepsPost,
  untrustPost,
  codesPage,
  codesPost,
  passwordPage,
  passwordPost,
  businessPage,
  businessPost,
  closeAccountPage,
  closeAccountPost,
  closedPage,
];
