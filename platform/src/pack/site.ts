import { type App, localDate, type PackPart, type Site, type Text } from '@dinh/kernel';

/** What `pack.yaml` says of the province itself. */
export interface SiteDefinition {
  readonly key: string;
  readonly version: string;
  readonly name: Text;
  readonly siteName: Text;
  readonly authority: Text;
  readonly place: Text;
  readonly unit: string;
  readonly centralDesk: string;
  readonly identifier: string;
  readonly contact: {
    readonly phone: string;
    readonly email: string;
    readonly hours?: Text;
    readonly address?: Text;
  };
  readonly colours?: Record<string, string>;
  readonly emblem?: string;
}

/** `pack.yaml` becomes the definition `site/province`. */
export const sitePart: PackPart<SiteDefinition | undefined> = {
  name: 'site',
  async read(folder) {
    const document = await folder.yaml<SiteDefinition & { source?: string }>('pack.yaml');
    if (!document) return undefined;
    for (const needed of ['key', 'name', 'siteName', 'authority', 'unit', 'contact'] as const)
      if (document.value?.[needed] === undefined) folder.problem('pack.yaml', 1, `“${needed}” is missing`);
    return document.value;
  },
  async load(load, site) {
    if (site) await load.define('site', { kind: 'site', key: 'province', body: site, source: 'ours' });
  },
};

/** The province as pages show it. */
export async function readSite(app: App, version: string): Promise<Site> {
  const found = await app.definitions.at<SiteDefinition>('site', 'province', localDate(app.clock.now()));
  if (!found) throw new Error('no pack is loaded');
  const { siteName, authority, contact } = found.body;
  return {
    name: siteName,
    authority,
    phone: contact.phone,
    phoneHours: contact.hours,
    version,
    demonstration: app.config.demonstration,
  };
}
