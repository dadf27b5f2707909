import {
  type App,
  type Definition,
  type DefinitionKind,
  inForce,
  inWords,
  type PackPart,
  type Site,
  type Text,
  told,
} from '@dinh/kernel';
import { Type } from 'typebox';
import { version } from '../version.ts';

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

const needed = (vi: string, en: string) => Type.String({ minLength: 1, ...told(vi, en) });

/** What the province says of itself, as dated versions. */
export const siteKind: DefinitionKind<SiteDefinition> = {
  kind: 'site',
  title: { vi: 'Trang của tỉnh', en: 'The province’s site' },
  schema: Type.Object({
    key: Type.String({ minLength: 1, ...told('Mã', 'Key', { as: 'code' }) }),
    version: needed('Phiên bản bộ dữ liệu', 'Version of the pack'),
    name: inWords('Tên tỉnh', 'Name of the province', undefined, 1),
    siteName: inWords('Tên cổng', 'Name of the site', undefined, 1),
    authority: inWords('Cơ quan chủ quản', 'Authority', undefined, 1),
    place: inWords('Địa danh trên văn bản', 'Place on papers', undefined, 1),
    unit: Type.String({ minLength: 1, ...told('Đơn vị cao nhất', 'Highest unit', { names: 'unit' }) }),
    centralDesk: Type.String({ minLength: 1, ...told('Bộ phận Một cửa trung tâm', 'Central desk', { names: 'unit' }) }),
    identifier: needed('Mã định danh của tỉnh', 'Identifier of the province'),
    contact: Type.Object(
      {
        phone: needed('Điện thoại', 'Telephone'),
        email: needed('Thư điện tử', 'E-mail'),
        hours: Type.Optional(inWords('Giờ tiếp', 'Hours', undefined, 1)),
        address: Type.Optional(inWords('Địa chỉ', 'Address', undefined, 1)),
      },
      told('Liên hệ', 'Contact'),
    ),
    colours: Type.Optional(Type.Record(Type.String(), Type.String(), told('Màu sắc', 'Colours'))),
    emblem: Type.Optional(Type.String(told('Biểu trưng', 'Emblem', { as: 'code' }))),
  }),
  editing: 'studio.edit-site',
  publishing: 'studio.publish-definition',
};

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
  async save(save) {
    for (const { body } of await save.definitions('site')) save.yaml('pack.yaml', body);
  },
};

/** The province as pages show it. */
export const readSite: (app: App) => Promise<Site> = inForce(['definitions'], async (app, day) => {
  const found = await app.definitions.at<SiteDefinition>('site', 'province', day);
  if (!found) throw new Error('no pack is loaded');
  let site = sites.get(found);
  if (!site) {
    const { siteName, authority, contact } = found.body;
    site = {
      name: siteName,
      authority,
      phone: contact.phone,
      phoneHours: contact.hours,
      version,
      demonstration: app.config.demonstration,
    };
    sites.set(found, site);
  }
  return site;
});

/** The same object for all pages, so that what is made of it is made once. */
const sites = new WeakMap<Definition, Site>();
