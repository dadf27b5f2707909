import type { PackPart, Placed } from '../definitions/pack.ts';
import { checker } from '../operations/operation.ts';
import { calendarKind, type CalendarBody } from './calendar-body.ts';

/** Reads `calendars/*.yaml` of a pack into definitions of the kind `calendar`. */
export const calendarsPart: PackPart<Placed<CalendarBody>[]> = {
  name: 'calendars',
  async read(folder) {
    const found: Placed<CalendarBody>[] = [];
    const shape = checker(calendarKind.schema);
    for (const file of await folder.files('calendars', '.yaml')) {
      const document = await folder.yaml<CalendarBody>(file);
      if (!document) continue;
      const { value } = document;
      const path = (text: string): string[] => text.split(/[./]/).filter(Boolean);
      if (!shape.Check(value)) {
        for (const { instancePath, message } of shape.Errors(value))
          folder.problem(file, document.line(path(instancePath)), `${instancePath || 'calendar'}: ${message}`);
        continue;
      }
      for (const problem of calendarKind.check(value))
        folder.problem(file, document.line(path(problem.path)), `${problem.path}: ${problem.reason.en}`);
      found.push({ value, file, line: 1 });
    }
    return found;
  },
  async load(load, items) {
    for (const { value } of items)
      await load.define('calendars', {
        kind: calendarKind.kind,
        key: value.key,
        body: value,
        source: value.source,
      });
  },
  async save(save) {
    for (const { key, body } of await save.definitions(calendarKind.kind)) save.yaml(`calendars/${key}.yaml`, body);
  },
};
