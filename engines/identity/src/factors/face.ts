/** What identity says of how people show who they are: factors, steps, levels of assurance. */
import type { App } from '@dinh/kernel';
import { addFactor, beginFactor } from '../operations/add-factor.ts';
import { listFactors, makeRecoveryCodes, removeFactor, renameFactor, setTwoSteps, untrustDevice } from '../operations/factors.ts';
import { askFactor, listWays, showFactor } from '../operations/show-factor.ts';
import { beginSignIn, signInByKey } from '../operations/sign-in-by-key.ts';
import { assuranceKind, assurancePart } from '../pack/assurance.ts';
import {
  beginRecovery,
  cancelRecovery,
  finishRecovery,
  openRecoveries,
  takeRecovery,
  recoveryJob,
  resetFactors,
  viewRecovery,
} from '../recovery/operations.ts';
import { checkRecoveryLink } from '../recovery/check-link.ts';
import { listSignInEvents } from '../watch/events.ts';
import { watchPath } from '../watch/page.ts';
import { signInStream } from '../watch/stream.ts';
import { ActDemands } from './demands.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.begin-sign-in': typeof beginSignIn;
    'identity.sign-in-by-key': typeof signInByKey;
    'identity.list-ways': typeof listWays;
    'identity.ask-factor': typeof askFactor;
    'identity.show-factor': typeof showFactor;
    'identity.list-factors': typeof listFactors;
    'identity.begin-factor': typeof beginFactor;
    'identity.add-factor': typeof addFactor;
    'identity.rename-factor': typeof renameFactor;
    'identity.remove-factor': typeof removeFactor;
    'identity.set-two-steps': typeof setTwoSteps;
    'identity.make-recovery-codes': typeof makeRecoveryCodes;
    'identity.untrust-device': typeof untrustDevice;
    'identity.begin-recovery': typeof beginRecovery;
    'identity.cancel-recovery': typeof cancelRecovery;
    'identity.open-recoveries': typeof openRecoveries;
    'identity.take-recovery': typeof takeRecovery;
    'identity.finish-recovery': typeof finishRecovery;
    'identity.view-recovery': typeof viewRecovery;
    'identity.check-recovery-link': typeof checkRecoveryLink;
    'identity.reset-factors': typeof resetFactors;
    'identity.list-sign-in-events': typeof listSignInEvents;
  }
}

export const factors = {
  operations: [
    beginSignIn,
    signInByKey,
    listWays,
    askFactor,
    showFactor,
    listFactors,
    beginFactor,
    addFactor,
    renameFactor,
    removeFactor,
    setTwoSteps,
    makeRecoveryCodes,
    untrustDevice,
    beginRecovery,
    cancelRecovery,
    openRecoveries,
    takeRecovery,
    finishRecovery,
    viewRecovery,
    checkRecoveryLink,
    resetFactors,
    listSignInEvents,
  ],
  mounts: [signInStream],
  rooms: [
    {
      href: watchPath,
      label: { vi: 'Đăng nhập', en: 'Sign-ins' },
      about: {
        vi: 'Lần đăng nhập thành công, thất bại, bất thường.',
        en: 'Sign-ins that succeeded, failed or were unusual.',
      },
      may: 'identity.watch-sign-ins',
      order: 72,
    },
  ],
  jobs: [recoveryJob],
  definitionKinds: [assuranceKind],
  packParts: [assurancePart],
  /** From now on acts ask for the levels that the pack says. */
  start(app: App): void {
    // What people do with their own account is how they come to a level, so no level is asked for it in general.
    const own = app.modules.find(({ name }) => name === 'identity')?.operations ?? [];
    const free = own.filter(({ may }) => may === 'anyone' || may === 'signed-in').map(({ name }) => name);
    app.demands = new ActDemands(app, free);
  },
};
