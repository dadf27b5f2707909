import type { TypeNode } from './ast.ts';
import { normalizeName } from './names.ts';
import type { TokenReader } from './reader.ts';

const LONG_NAMES = ['years and months duration', 'days and time duration', 'date and time'];
/** Words that end the name of a type. */
const STOP = new Set(['and', 'or', 'in', 'between', 'then', 'else', 'return', 'satisfies', 'instance', 'external']);

/** Reads a type such as `number`, `list<date>`, `context<a: string>`, `function<number> -> boolean`, `ns.tLoan`. */
export function parseType(reader: TokenReader): TypeNode {
  const word = reader.peek().text;
  if (reader.peek().kind !== 'word') reader.fail({ vi: 'Ở đây cần tên một kiểu.', en: 'The name of a type is expected.' });
  if (reader.isSymbol('<', 1)) {
    if (word === 'list' || word === 'range') {
      reader.next();
      reader.next();
      const of = parseType(reader);
      closeAngle(reader);
      return { is: word, of };
    }
    if (word === 'context') return contextType(reader);
    if (word === 'function') return functionType(reader);
  }
  const long = LONG_NAMES.find((name) => name.split(' ').every((part, i) => reader.isWord(part, i)));
  if (long) {
    for (const _ of long.split(' ')) reader.next();
    return { is: 'named', name: long };
  }
  const first = reader.peek();
  let last = first;
  while ((reader.peek().kind === 'word' && (reader.peek() === first || !STOP.has(reader.peek().text))) || isPoint(reader)) {
    last = reader.next();
  }
  return { is: 'named', name: normalizeName(reader.source.slice(first.start, last.end)) };
}

function isPoint(reader: TokenReader): boolean {
  return reader.isSymbol('.') && reader.peek(1).kind === 'word';
}

/** `>` may have been read together with what follows it, as in `list<number>=`. */
function closeAngle(reader: TokenReader): void {
  reader.expect('>');
}

function contextType(reader: TokenReader): TypeNode {
  reader.next();
  reader.next();
  const entries: { name: string; type: TypeNode }[] = [];
  if (!reader.isSymbol('>')) {
    do {
      const first = reader.peek();
      let last = first;
      while (!reader.isSymbol(':')) {
        last = reader.next();
        if (last.kind === 'end')
          reader.fail({
            vi: 'Kiểu của mỗi mục viết là tên: kiểu.',
            en: 'The type of an entry is written name: type.',
          });
      }
      reader.next();
      entries.push({
        name: normalizeName(reader.source.slice(first.start, last.end)),
        type: parseType(reader),
      });
    } while (reader.takeSymbol(','));
  }
  closeAngle(reader);
  return { is: 'context', entries };
}

function functionType(reader: TokenReader): TypeNode {
  reader.next();
  reader.next();
  const parameters: TypeNode[] = [];
  if (!reader.isSymbol('>')) {
    do parameters.push(parseType(reader));
    while (reader.takeSymbol(','));
  }
  closeAngle(reader);
  reader.expect('->');
  return { is: 'function', parameters, result: parseType(reader) };
}
