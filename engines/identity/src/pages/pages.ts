import type { Page } from '@dinh/kernel';
import { businessPage, businessPost, passwordPage, passwordPost } from './account-forms.ts';
import { accountPage, actForPost, editPage, editPost, endSessionPost } from './account.ts';
import { applicationPage, applicationPost } from './application.ts';
import { demonstrationPost, signInPage, signInPost, signOutPost } from './sign-in.ts';
import { signUpPage, signUpPost } from './sign-up.ts';

/** The pages by which people come in and look after their account. */
export const pages: readonly Page[] = [
  signInPage,
  signInPost,
  demonstrationPost,
  signOutPost,
  signUpPage,
  signUpPost,
  applicationPage,
  applicationPost,
  accountPage,
  actForPost,
  endSessionPost,
  editPage,
  editPost,
  passwordPage,
  passwordPost,
  businessPage,
  businessPost,
];
