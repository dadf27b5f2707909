/** Personnel systems keep officials and who holds which post in step with the directory, by SCIM 2.0. */
import { scimMount } from './mount.ts';
import { changePost, listPosts } from './posts.ts';
import { changeProvisioned, listProvisioned, provisionPerson, removeProvisioned } from './provision.ts';

export const scim = {
  operations: [listProvisioned, provisionPerson, changeProvisioned, removeProvisioned, listPosts, changePost],
  mounts: [scimMount],
};
