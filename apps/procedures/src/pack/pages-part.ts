import { checker, type DefinitionKind, type PackPart } from '@dinh/kernel';
import { PortalText } from '../model.ts';

interface Item {
  readonly key: string;
  readonly body: PortalText;
  readonly source: string;
}

export const portalTextKind: DefinitionKind<PortalText> = {
  kind: 'portal-text',
  title: { vi: 'Trang chữ của cổng', en: 'Text page of the portal' },
  schema: PortalText,
  editing: 'studio.edit-site',
  publishing: 'studio.publish-definition',
};

/** `pages/*.yaml`: what the portal says about help, accessibility and personal data. Kind `portal-text`. */
export const pagesPart: PackPart<Item[]> = {
  name: 'portal-texts',
  async read(folder) {
    const items: Item[] = [];
    for (const file of await folder.files('pages', '.yaml')) {
      const document = await folder.yaml<PortalText>(file);
      if (!document) continue;
      const { value } = document;
      if (checker(PortalText).Check(value)) items.push({ key: value.key, body: value, source: value.source });
      else {
        const [error] = checker(PortalText).Errors(value);
        const steps = (error?.instancePath ?? '').split('/').slice(1);
        folder.problem(
          file,
          document.line(steps.map((s) => (/^\d+$/.test(s) ? Number(s) : s))),
          `${error?.instancePath} ${error?.message}`,
        );
      }
    }
    return items;
  },
  async load(load, items) {
    for (const item of items) await load.define('portal-texts', { kind: 'portal-text', ...item });
  },
  async save(save) {
    for (const { key, body } of await save.definitions('portal-text')) save.yaml(`pages/${key}.yaml`, body);
  },
};
