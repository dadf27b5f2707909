import { buildAssets } from '@dinh/ui';

/** Builds styles and islands when their sources changed since the last build. */
export async function buildScreens(): Promise<void> {
  await buildAssets();
}
