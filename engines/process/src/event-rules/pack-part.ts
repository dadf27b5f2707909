import { checker, type PackPart, type Placed } from '@dinh/kernel';
import { checkEventRule, EventRule } from './event-rule.ts';

interface Item {
  readonly key: string;
  readonly body: EventRule;
}

/** Reads `event-rules/*.yaml`; the name of a file is the key of its rule. */
export const eventRulesPart: PackPart<Placed<Item>[]> = {
  name: 'event-rules',
  async read(folder) {
    const found: Placed<Item>[] = [];
    for (const file of await folder.files('event-rules', '.yaml')) {
      const document = await folder.yaml<EventRule>(file);
      if (!document) continue;
      const key = file.replace(/^.*\//, '').replace(/\.yaml$/, '');
      const { value } = document;
      const at = (path: string, between: string) =>
        document.line(
          path
            .split(between)
            .filter(Boolean)
            .map((s) => (/^\d+$/.test(s) ? Number(s) : s)),
        );
      if (!checker(EventRule).Check(value)) {
        const [error] = checker(EventRule).Errors(value);
        folder.problem(file, at(error?.instancePath ?? '', '/'), `${error?.instancePath} ${error?.message}`);
        continue;
      }
      for (const { path, reason } of checkEventRule(value)) folder.problem(file, at(path, '.'), `${path}: ${reason.en}`);
      found.push({ value: { key, body: value }, file, line: 1 });
    }
    return found;
  },
  check(items, others, folder) {
    const roles: { key: string }[] | undefined = others('roles')?.value?.roles;
    for (const { value, file } of items) {
      const role = value.body.do.warn?.role;
      if (roles && role && !roles.some((one) => one.key === role))
        folder.problem(file, 1, `there is no role “${role}” in roles.yaml`);
    }
  },
  async load(load, items) {
    for (const { value } of items) await load.define('event-rules', { kind: 'event-rule', ...value, source: value.body.source });
  },
  async save(save) {
    for (const { key, body } of await save.definitions('event-rule')) save.yaml(`event-rules/${key}.yaml`, body);
  },
};
