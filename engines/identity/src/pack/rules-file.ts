import { checker, type DefinitionKind, type PackDocument, type PackPart } from '@dinh/kernel';

/**
 * A file of the pack that becomes one definition, of which a province has one: its shape and its own checks are told with
 * file, line and reason, and it is exported as it stands in force.
 * @param name of the part, of the kind of definition, and of the file, which ends in `.yaml`
 */
export function rulesFile<Rules>(
  name: string,
  key: string,
  kind: DefinitionKind<Rules>,
): PackPart<PackDocument<Rules> | undefined> {
  const fileName = `${name}.yaml`;
  return {
    name,
    async read(folder) {
      if (!(await folder.exists(fileName))) return undefined;
      const document = await folder.yaml<Rules>(fileName);
      if (!document) return undefined;
      const { value, file } = document;
      const line = (path: string) => document.line(path.split(/[./]/).filter(Boolean));
      const shape = checker(kind.schema);
      if (!shape.Check(value)) {
        for (const { instancePath, message } of shape.Errors(value))
          folder.problem(file, line(instancePath), `${instancePath || name}: ${message}`);
        return undefined;
      }
      for (const { path, reason } of (await kind.check?.(value, { key, others: async () => [] })) ?? [])
        folder.problem(file, line(path), `${path}: ${reason.en}`);
      return document;
    },
    async load(load, document) {
      if (document)
        await load.define(name, {
          kind: kind.kind,
          key,
          body: document.value,
          source: (document.value as { source?: string }).source ?? 'ours',
        });
    },
    async save(save) {
      for (const { body } of await save.definitions(kind.kind)) save.yaml(fileName, body);
    },
  };
}
