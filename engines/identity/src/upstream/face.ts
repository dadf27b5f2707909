/** What identity says of identity providers above it. */
import { standInMount } from './stand-in.ts';
import { identityProviderKind, identityProvidersPart } from './definition.ts';
import { beginUpstream } from './operations/begin-upstream.ts';
import { listUpstreams } from './operations/list-upstreams.ts';
import { settleUpstream, viewUpstream } from './operations/settle-upstream.ts';
import { signInUpstream } from './operations/sign-in-upstream.ts';
import { unlinkUpstream } from './operations/unlink-upstream.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.list-upstreams': typeof listUpstreams;
    'identity.begin-upstream': typeof beginUpstream;
    'identity.sign-in-upstream': typeof signInUpstream;
    'identity.view-upstream': typeof viewUpstream;
    'identity.settle-upstream': typeof settleUpstream;
    'identity.unlink-upstream': typeof unlinkUpstream;
  }
}

export const upstream = {
  operations: [listUpstreams, beginUpstream, signInUpstream, viewUpstream, settleUpstream, unlinkUpstream],
  mounts: [standInMount],
  packParts: [identityProvidersPart],
  definitionKinds: [identityProviderKind],
} as const;
