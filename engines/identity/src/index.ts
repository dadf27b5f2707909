import type { Module } from '@dinh/kernel';
import { Principals } from './access/principals.ts';
import { changePassword } from './operations/change-password.ts';
import { updateProfile, viewProfile } from './operations/profile.ts';
import { endSession, listSessions, signOut, signOutEverywhere } from './operations/sessions.ts';
import { signInDemonstration } from './operations/sign-in-demonstration.ts';
import { signIn } from './operations/sign-in.ts';
import { signUp } from './operations/sign-up.ts';
import { rolesPart } from './pack/roles.ts';
import { unitsPart } from './pack/units.ts';

export { Principals } from './access/principals.ts';
export { sessionCookie } from './sign-in/session.ts';
export { hashPassword } from './sign-in/password.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.sign-in': typeof signIn;
    'identity.sign-in-demonstration': typeof signInDemonstration;
    'identity.sign-up': typeof signUp;
    'identity.sign-out': typeof signOut;
    'identity.sign-out-everywhere': typeof signOutEverywhere;
    'identity.end-session': typeof endSession;
    'identity.list-sessions': typeof listSessions;
    'identity.change-password': typeof changePassword;
    'identity.view-profile': typeof viewProfile;
    'identity.update-profile': typeof updateProfile;
  }
}

export const module: Module = {
  name: 'identity',
  title: { vi: 'Định danh', en: 'Identity' },
  migrations: new URL('../migrations/', import.meta.url),
  operations: [
    signIn,
    signInDemonstration,
    signUp,
    signOut,
    signOutEverywhere,
    endSession,
    listSessions,
    changePassword,
    viewProfile,
    updateProfile,
  ],
  packParts: [unitsPart, rolesPart],
  async start(app) {
    app.principals = new Principals(app);
  },
};
