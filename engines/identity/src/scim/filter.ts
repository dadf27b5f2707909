import { type Sql, sql } from '@dinh/kernel';
import { filterWrong } from '../errors.ts';

/** How an attribute is found: what to compare, and whether letters are told apart. */
interface FilterAttribute {
  readonly sql: Sql;
  /** `list`: several texts, an array; a comparison holds when it holds for one of them. */
  readonly kind: 'text' | 'boolean' | 'moment' | 'list';
}
export type FilterAttributes = Readonly<Record<string, FilterAttribute>>;

type Token = { readonly kind: 'word' | 'text' | 'sign'; readonly text: string };

const operators = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const wrong = (why: string) => filterWrong({ why });
const deepest = 20;

/** A filter of RFC 7644, 3.4.2.2, as a condition. @throws filterWrong */
export function filterSql(filter: string, attributes: FilterAttributes): Sql {
  if (filter.length > 2000) throw wrong('The filter is too long.');
  const parser = new Parser(tokens(filter), attributes);
  return parser.whole();
}

function tokens(filter: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/gy;
  let at = 0;
  while (at < filter.trimEnd().length) {
    pattern.lastIndex = at;
    const match = pattern.exec(filter);
    if (!match) throw wrong('The filter cannot be read.');
    at = pattern.lastIndex;
    const [, text, sign, word] = match;
    if (text !== undefined) {
      try {
        found.push({ kind: 'text', text: JSON.parse(text) as string });
      } catch {
        throw wrong('A text of the filter is not closed or wrong.');
      }
    } else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else found.push({ kind: 'word', text: word! });
  }
  return found;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #attributes: FilterAttributes;
  #at = 0;
  #depth = 0;

  constructor(all: readonly Token[], attributes: FilterAttributes) {
    this.#tokens = all;
    this.#attributes = attributes;
  }

  whole(): Sql {
    const condition = this.#or();
    if (this.#at < this.#tokens.length) throw wrong('The filter goes on behind its end.');
    return condition;
  }

  #peek(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && token.kind !== 'text' && token.text.toLowerCase() === text;
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at++;
    return true;
  }

  #or(): Sql {
    if (++this.#depth > deepest) throw wrong('The filter is nested too deeply.');
    const parts = [this.#and()];
    while (this.#take('or')) parts.push(this.#and());
    this.#depth--;
    return parts.length === 1 ? parts[0]! : sql`(${sql.any(parts)})`;
  }

  #and(): Sql {
    const parts = [this.#one()];
    while (this.#take('and')) parts.push(this.#one());
    return parts.length === 1 ? parts[0]! : sql`(${sql.all(parts)})`;
  }

  #one(): Sql {
    if (this.#take('not')) {
      if (!this.#peek('(')) throw wrong('“not” is followed by parentheses.');
      return sql`coalesce(not (${this.#one()}), true)`;
    }
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) throw wrong('A parenthesis is not closed.');
      return inner;
    }
    const name = this.#tokens[this.#at++];
    if (name?.kind !== 'word') throw wrong('The name of an attribute is missing.');
    // emails[type eq "work" and value co "x"]: there is one value of each, and it is the work one.
    if (this.#take('[')) {
      const inner = new Parser(this.#inside(), {
        ...this.#under(name.text),
        type: { sql: sql`'work'`, kind: 'text' },
        primary: { sql: sql`true`, kind: 'boolean' },
      });
      // Only a value that is there fits.
      const { sql: value } = this.#attribute(name.text);
      return sql`(${value} is not null and ${inner.whole()})`;
    }
    return this.#comparison(this.#attribute(name.text));
  }

  #inside(): Token[] {
    const from = this.#at;
    while (this.#at < this.#tokens.length && !this.#peek(']')) this.#at++;
    if (!this.#take(']')) throw wrong('A bracket is not closed.');
    return this.#tokens.slice(from, this.#at - 1);
  }

  #under(name: string): FilterAttributes {
    return { value: this.#attribute(name) };
  }

  #attribute(name: string): FilterAttribute {
    const bare = name.replace(/^urn:ietf:params:scim:schemas:(core:2\.0:(User|Group)|extension:enterprise:2\.0:User):/i, '');
    const found = Object.entries(this.#attributes).find(([key]) => key.toLowerCase() === bare.toLowerCase());
    if (!found) throw wrong(`There is no attribute “${name}” to filter by.`);
    return found[1];
  }

  #comparison({ sql: left, kind }: FilterAttribute): Sql {
    const operator = this.#tokens[this.#at++]?.text.toLowerCase() ?? '';
    if (operator === 'pr' && kind === 'list') return sql`coalesce(cardinality(${left}), 0) > 0`;
    if (operator === 'pr') return kind === 'text' ? sql`coalesce(${left}, '') <> ''` : sql`${left} is not null`;
    if (!operators.has(operator)) throw wrong(`“${operator}” is no operator.`);
    const token = this.#tokens[this.#at++];
    if (!token || token.kind === 'sign') throw wrong('The value to compare with is missing.');
    if (kind === 'boolean') {
      const said = token.text.toLowerCase();
      if (!['true', 'false'].includes(said) || !['eq', 'ne'].includes(operator))
        throw wrong('A truth value is compared by eq or ne with true or false.');
      return sql`${left} is ${sql.raw(operator === 'ne' ? 'distinct from' : 'not distinct from')} ${said === 'true'}`;
    }
    if (kind === 'moment') return this.#moment(left, operator, token.text);
    if (token.kind === 'word' && token.text === 'null' && kind === 'list')
      return sql`${operator === 'ne'} = (coalesce(cardinality(${left}), 0) > 0)`;
    if (token.kind === 'word' && token.text === 'null')
      return sql`${left} is ${sql.raw(operator === 'ne' ? 'not null' : 'null')}`;
    if (token.kind === 'word') throw wrong('A text stands in quotation marks.');
    if (kind === 'list')
      return sql`exists (select from unnest(${left}) of_many (one) where ${compareText(sql`of_many.one`, operator, token.text)})`;
    return compareText(left, operator, token.text);
  }

  #moment(left: Sql, operator: string, text: string): Sql {
    const at = new Date(text);
    const sign = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }[operator];
    if (Number.isNaN(at.getTime()) || !sign) throw wrong('A date is compared by eq, ne, gt, ge, lt, le with a date.');
    return sql`${left} ${sql.raw(sign)} ${at}`;
  }
}

/** Letters are not told apart: names and accounts are not `caseExact`. */
function compareText(left: Sql, operator: string, text: string): Sql {
  const [mine, theirs] = [sql`lower(${left})`, sql`lower(${text}::text)`];
  const escaped = text.toLowerCase().replace(/[\\%_]/g, '\\$&');
  switch (operator) {
    case 'eq':
      return sql`${mine} = ${theirs}`;
    case 'ne':
      return sql`${mine} is distinct from ${theirs}`;
    case 'co':
      return sql`${mine} like ${`%${escaped}%`}`;
    case 'sw':
      return sql`${mine} like ${`${escaped}%`}`;
    case 'ew':
      return sql`${mine} like ${`%${escaped}`}`;
    default:
      return sql`${mine} ${sql.raw({ gt: '>', ge: '>=', lt: '<', le: '<=' }[operator]!)} ${theirs}`;
  }
}
