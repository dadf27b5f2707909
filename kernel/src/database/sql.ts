/**
 * A piece of SQL with its values beside it, so that a value can never become text of the statement.
 * Made by the `sql` tag; pieces nest.
 */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }

  /** The statement as PostgreSQL wants it: `$1`, `$2`… and a name by which it is prepared once per connection. */
  compile(): { name: string; text: string; values: unknown[] } {
    const values: unknown[] = [];
    const text = write(this, values);
    return { name: statementName(text), text, values };
  }
}

function write(piece: Sql, values: unknown[]): string {
  let text = piece.strings[0]!;
  for (let i = 0; i < piece.values.length; i++) {
    const value = piece.values[i];
    if (value instanceof Sql) text += write(value, values);
    else text += `$${values.push(value === undefined ? null : value)}`;
    text += piece.strings[i + 1]!;
  }
  return text;
}

const names = new Map<string, string>();

function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    // Dynamic filters make a bounded number of texts; should one module not keep to that, forget and begin anew.
    if (names.size > 5000) names.clear();
    name = `s${(counter++).toString(36)}`;
    names.set(text, name);
  }
  return name;
}
let counter = 0;

/**
 * Writes SQL: `sql\`select name from identity.person where id = ${id}\``.
 * A nested `sql` piece is put in place; everything else becomes a parameter.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  return new Sql(strings, values);
}

/** Text of the program itself (a column, a direction); never a value from outside. */
sql.raw = (text: string): Sql => new Sql([text], []);

/** An identifier, quoted. */
sql.id = (...parts: string[]): Sql => new Sql([parts.map((p) => `"${p.replaceAll('"', '""')}"`).join('.')], []);

sql.empty = new Sql([''], []);

/** Pieces or values with a separator between. */
sql.join = (items: readonly unknown[], separator: Sql = sql.raw(', ')): Sql => {
  if (items.length === 0) return sql.empty;
  const strings: string[] = [''];
  const values: unknown[] = [];
  items.forEach((item, i) => {
    if (i > 0) {
      values.push(separator);
      strings.push('');
    }
    values.push(item);
    strings.push('');
  });
  return new Sql(strings, values);
};

/** All conditions joined by `and`, in brackets; `true` when there is none. Empty places are left out. */
sql.all = (conditions: readonly Condition[]): Sql => combine(conditions, ' and ', 'true');

/** Any of the conditions, in brackets; `false` when there is none. */
sql.any = (conditions: readonly Condition[]): Sql => combine(conditions, ' or ', 'false');

type Condition = Sql | undefined | null | false;

/** The brackets around the whole matter as much as those around each: `a and (b or c)` is not `a and b or c`. */
function combine(conditions: readonly Condition[], operator: string, none: string): Sql {
  const some = conditions.filter((c): c is Sql => c instanceof Sql && c !== sql.empty);
  if (some.length === 0) return sql.raw(none);
  return sql`(${sql.join(
    some.map((c) => sql`(${c})`),
    sql.raw(operator),
  )})`;
}
