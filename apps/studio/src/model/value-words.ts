/** What values that stand in processes are called: roles, units, templates and all else that is picked from lists. */
import type { OutputOf, Text } from '@dinh/kernel';
import type { listChoices } from '../queries/list-choices.ts';

type Choices = OutputOf<typeof listChoices>;

/**
 * What the value of a property is called; undefined where it says itself what it is.
 * @param property as the file has it, with or without `dinh:`
 */
export function valueWords(choices: Choices, property: string, value: string): Text | undefined {
  const { definitions, used } = choices;
  const named = (...lists: (readonly ({ readonly key: string } & Text)[] | undefined)[]): Text | undefined =>
    lists.flatMap((list) => list ?? []).find(({ key }) => key === value.trim());
  switch (property.replace(/^.*› /, '').replace(/^dinh:/, '')) {
    case 'role':
      return named(choices.roles);
    case 'unit':
      return unitWords(value, [...(used['unit'] ?? []), ...choices.units]);
    case 'assignee':
    case 'handler':
    case 'collection':
      return named(used[property.replace(/^dinh:/, '')]);
    case 'to':
      return named(choices.hearers);
    case 'notice':
      return named(definitions['message']);
    case 'paper':
      return named(choices.papers);
    case 'form':
      return named(definitions['form']);
    case 'decision':
      return named(definitions['decision']);
    case 'calledElement':
      return named(definitions['process']);
    case 'app':
      return named(choices.apps);
    case 'isExecutable':
    case 'hold':
    case 'restart':
    case 'cancelActivity':
    case 'isInterrupting':
      return value === 'true' ? { vi: 'có', en: 'yes' } : value === 'false' ? { vi: 'không', en: 'no' } : undefined;
  }
  return undefined;
}

/**
 * A unit that a process names: one of those that its app gives it, one of the directory by its key (`"so-xay-dung"`), or a place
 * whose unit is chosen when somebody begins it.
 */
export function unitWords(source: string, known: readonly ({ readonly key: string } & Text)[]): Text | undefined {
  const key = /^\s*"([^"\\]*)"\s*$/.exec(source)?.[1] ?? source.trim();
  const found = known.find((one) => one.key === key && one.vi !== one.key);
  return found ? { vi: found.vi, en: found.en } : placeChosen(key);
}

/** What stands for a unit that whoever begins the process chooses; the last word tells several of one process apart. */
export function placeChosen(key: string): Text | undefined {
  const place = /^units\.(\w+)$/.exec(key)?.[1];
  return place === undefined
    ? undefined
    : { vi: `Đơn vị được chọn khi bắt đầu (${place})`, en: `The unit chosen when it begins (${place})` };
}
