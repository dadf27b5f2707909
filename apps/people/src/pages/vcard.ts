import type { Lang } from '@dinh/kernel';
import type { PhoneBookEntry } from '../queries/phone-book.ts';

/** The entries as vCard 4.0 (RFC 6350), one card for each person with all their places. */
export function vCards(entries: readonly PhoneBookEntry[], lang: Lang): string {
  const persons = Map.groupBy(entries, (entry) => entry.person);
  return [...persons.values()].map((places) => card(places, lang)).join('');
}

function card(places: readonly PhoneBookEntry[], lang: Lang): string {
  const main = places.find((place) => place.main) ?? places[0]!;
  const [given, ...names] = main.name.split(/\s+/).toReversed();
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `UID:urn:uuid:${main.person}`,
    `FN:${text(main.name)}`,
    // A Vietnamese name: family, middle, given. RFC 6350 asks for family; given; additional.
    `N:${text(names.at(-1) ?? '')};${text(given ?? '')};${text(names.slice(0, -1).toReversed().join(' '))};;`,
    ...places.flatMap((place, i) => [
      `${place === main ? '' : `p${i}.`}TITLE:${text(place.title[lang])}`,
      `${place === main ? '' : `p${i}.`}ORG:${[place.agency[lang], place.unit[lang]]
        .filter((name, at, all) => at === 0 || name !== all[0])
        .map(text)
        .join(';')}`,
    ]),
    ...(main.phone ? [`TEL;TYPE=work:${text(main.phone)}`] : []),
    ...(main.unitPhone ? [`TEL;TYPE=work:${text(main.unitPhone)}`] : []),
    ...(main.email ? [`EMAIL;TYPE=work:${text(main.email)}`] : []),
    ...(main.address ? [`ADR;TYPE=work:;;${text(main.address)};;;;`] : []),
    'END:VCARD',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

const text = (value: string): string => value.replace(/[\\,;]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** Lines of at most 75 octets, never cut within a letter (RFC 6350, 3.2). */
function fold(line: string): string {
  let folded = '';
  let length = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (length + size > 75) {
      folded += '\r\n ';
      length = 1;
    }
    folded += letter;
    length += size;
  }
  return folded;
}
