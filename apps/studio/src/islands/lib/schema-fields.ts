/** Draws the fields of a body by the schema of its kind; every change goes straight into the text. */
import {
  fieldsIn,
  type FieldOf,
  isGroup,
  kindOf,
  labelOf,
  nameOfEntry,
  type Schema,
  type Shape,
  shapeOf,
  type Words,
} from '../../model/schema.ts';
import { el, freshId, say } from './dom.ts';
import { type Drawing, errors, placeOf } from './schema-drawing.ts';
import { isSimple, simpleField } from './schema-inputs.ts';
import { skeleton } from './skeleton.ts';
import type { Path } from './yaml-model.ts';

const words = {
  add: { vi: 'Thêm', en: 'Add' },
  remove: { vi: 'Bỏ', en: 'Remove' },
  up: { vi: 'Lên', en: 'Up' },
  down: { vi: 'Xuống', en: 'Down' },
  entry: { vi: 'mục', en: 'an entry' },
  name: { vi: 'Tên', en: 'Name' },
  none: { vi: 'Chưa có mục nào.', en: 'There is none yet.' },
  acts: { vi: 'Việc', en: 'Acts' },
};

/** All fields of a group, one below the other. */
export function group(d: Drawing, schema: Schema, path: Path, value: unknown): HTMLElement {
  return el(
    'div',
    { class: 'fields-group' },
    ...fieldsIn(schema, value).map((field) => part(d, field, [...path, field.name], valueOf(value, field.name))),
  );
}

const valueOf = (value: unknown, name: string): unknown => (isGroup(value) ? value[name] : undefined);

/** One field of a group: a line, or a frame with what stands inside. */
function part(d: Drawing, { name, schema, needed }: FieldOf, path: Path, value: unknown): HTMLElement {
  const shape = shapeOf(schema);
  if (isSimple(shape)) return simpleField(d, { schema, shape, path, value, needed, label: labelOf(schema, name) });
  const label = labelOf(schema, name);
  const there = value !== undefined && value !== null;
  const remove =
    there &&
    !needed &&
    iconButton(words.remove, label, `${placeOf(path)}-remove`, () => d.change(() => d.model.remove(path), true));
  return el(
    'fieldset',
    { class: 'fields-part', 'data-place': placeOf(path), tabindex: -1 },
    el('legend', {}, say(label), !needed && there && remove),
    hintOf(schema),
    ...errors(d, path),
    there || needed
      ? inside(d, schema, shape, path, value)
      : addButton(label, path, () => d.change(() => d.model.put(path, skeleton(schema)), true)),
  );
}

function inside(d: Drawing, schema: Schema, shape: Shape, path: Path, value: unknown): HTMLElement {
  switch (shape.is) {
    case 'group':
      return group(d, schema, path, value);
    case 'kinds':
      return kinds(d, shape, path, value);
    case 'list':
      return list(d, schema, shape.of, path, Array.isArray(value) ? value : []);
    case 'table':
      return table(d, schema, shape.of, path, isGroup(value) ? value : {});
    default:
      return el('span');
  }
}

/** One of several groups: which one, then its fields. */
function kinds(d: Drawing, shape: Shape & { is: 'kinds' }, path: Path, value: unknown): HTMLElement {
  const { by } = shape;
  const current = isGroup(value) ? value[by] : undefined;
  const select = el('select', {
    class: 'input',
    'data-place': placeOf([...path, by]),
    onchange: () => {
      const next = shape.kinds.find((one) => one.value === select.value)!;
      // What both have stays.
      const names = new Set(Object.keys(next.schema.properties ?? {}));
      const kept = Object.fromEntries(Object.entries(isGroup(value) ? value : {}).filter(([name]) => names.has(name)));
      d.change(() => d.model.put(path, { ...(skeleton(next.schema) as object), ...kept, [by]: next.value }), true);
    },
  });
  const id = freshId('kind');
  select.id = id;
  select.append(...shape.kinds.map((one) => el('option', { value: one.value, selected: one.value === current }, say(one.label))));
  const schema = kindOf(shape, value) ?? shape.kinds[0]!.schema;
  const rest = fieldsIn(schema, value).filter((field) => field.name !== by);
  return el(
    'div',
    { class: 'fields-group' },
    el(
      'div',
      { class: 'drawn-field' },
      el('label', { for: id }, say({ vi: 'Loại', en: 'Kind' })),
      select,
      ...errors(d, [...path, by]),
    ),
    ...rest.map((field) => part(d, field, [...path, field.name], valueOf(value, field.name))),
  );
}

/** Entries of a list: a grid where each is a few simple fields, else each to be unfolded. */
function list(d: Drawing, schema: Schema, of: Schema, path: Path, value: readonly unknown[]): HTMLElement {
  const one = schema['x-told']?.one ?? words.entry;
  const shape = shapeOf(of);
  const add = addButton(one, path, () =>
    d.change(() => {
      d.model.insert(path, skeleton(of));
      d.open.add(placeOf([...path, value.length]));
    }, true),
  );
  // Numbers and words on a line are short: they are taken away and typed again, not moved.
  const moves = value.length > 1 && !isSimple(shape);
  const acts = (i: number, label: Words): HTMLElement =>
    el(
      'span',
      { class: 'fields-acts' },
      moves &&
        iconButton(words.up, label, `${placeOf(path)}-up-${i}`, () => d.change(() => void d.model.move(path, i, -1), true), '↑'),
      moves &&
        iconButton(
          words.down,
          label,
          `${placeOf(path)}-down-${i}`,
          () => d.change(() => void d.model.move(path, i, 1), true),
          '↓',
        ),
      iconButton(words.remove, label, `${placeOf(path)}-remove-${i}`, () => d.change(() => d.model.remove([...path, i]), true)),
    );
  const naming = (i: number): Words => {
    const name = nameOfEntry(value[i]);
    return { vi: `${i + 1}${name ? ` ${name.vi}` : ''}`, en: `${i + 1}${name ? ` ${name.en}` : ''}` };
  };
  if (isSimple(shape))
    return el(
      'div',
      { class: 'fields-line' },
      ...value.map((entry, i) =>
        el(
          'div',
          { class: 'fields-entry' },
          simpleField(d, {
            schema: of,
            shape,
            path: [...path, i],
            value: entry,
            needed: true,
            label: { vi: `${labelOf(of).vi || one.vi} ${i + 1}`, en: `${labelOf(of).en || one.en} ${i + 1}` },
            bare: true,
          }),
          acts(i, naming(i)),
        ),
      ),
      add,
    );
  const columns = gridColumns(of, value);
  if (columns)
    return el(
      'div',
      {},
      value.length === 0
        ? el('p', { class: 'muted' }, say(words.none))
        : grid(
            d,
            columns,
            value.map((entry, i) => ({ path: [...path, i], value: entry, acts: acts(i, naming(i)) })),
          ),
      add,
    );
  return el('div', {}, ...value.map((entry, i) => folded(d, of, [...path, i], entry, naming(i), acts(i, naming(i)))), add);
}

/** Entries by name: the name itself can be changed or picked. */
function table(d: Drawing, schema: Schema, of: Schema, path: Path, value: Readonly<Record<string, unknown>>): HTMLElement {
  const told = schema['x-told'];
  const one = told?.one ?? words.entry;
  const names = Object.keys(value);
  const nameField = (name: string): HTMLElement => {
    const given = {
      'x-told': { label: words.name, ...(told?.names && { names: told.names }) },
      type: 'string',
    };
    return simpleField(d, {
      schema: given,
      shape: { is: 'text' },
      path: [...path, name, '#'],
      value: name,
      needed: true,
      label: words.name,
      bare: true,
      set: (to) => {
        const fresh = String(to ?? '').trim();
        if (fresh !== '' && fresh !== name && !names.includes(fresh)) d.change(() => d.model.rename(path, name, fresh), true);
      },
    });
  };
  const acts = (name: string): HTMLElement =>
    el(
      'span',
      { class: 'fields-acts' },
      iconButton(words.remove, { vi: name, en: name }, `${placeOf(path)}-remove-${name}`, () =>
        d.change(() => d.model.remove([...path, name]), true),
      ),
    );
  const add = addButton(one, path, () =>
    d.change(() => {
      const fresh = freshName(names, told?.names ? d.lists[told.names]?.items : undefined);
      d.model.put([...path, fresh], skeleton(of));
      d.open.add(placeOf([...path, fresh]));
    }, true),
  );
  const shape = shapeOf(of);
  if (isSimple(shape))
    return el(
      'div',
      {},
      ...names.map((name) =>
        el(
          'div',
          { class: 'fields-entry' },
          nameField(name),
          simpleField(d, {
            schema: of,
            shape,
            path: [...path, name],
            value: value[name],
            needed: true,
            label: { vi: name, en: name },
            bare: true,
          }),
          acts(name),
        ),
      ),
      add,
    );
  return el(
    'div',
    {},
    ...names.map((name) => folded(d, of, [...path, name], value[name], { vi: name, en: name }, acts(name), nameField(name))),
    add,
  );
}

function freshName(taken: readonly string[], list: readonly { readonly key: string }[] | undefined): string {
  const free = list?.find((one) => !taken.includes(one.key));
  if (free) return free.key;
  for (let i = taken.length + 1; ; i++) if (!taken.includes(String(i))) return String(i);
}

/** An entry that is unfolded to be changed. */
function folded(
  d: Drawing,
  of: Schema,
  path: Path,
  value: unknown,
  name: Words,
  acts: HTMLElement,
  first?: HTMLElement,
): HTMLElement {
  const place = placeOf(path);
  const shape = shapeOf(of);
  const open = d.open.has(place) || d.troubled(path);
  const details = el(
    'details',
    { class: d.troubled(path) ? 'fields-folded has-problem' : 'fields-folded', open, 'data-place': place },
    el('summary', { 'data-place': `${place}-fold` }, say(name)),
    ...errors(d, path),
    first,
    inside(d, of, shape, path, value),
  );
  details.addEventListener('toggle', () => (details.open ? d.open.add(place) : d.open.delete(place)));
  return el('div', { class: 'fields-fold' }, details, acts);
}

/** The columns of entries that fit on a line each; undefined when they do not. */
function gridColumns(of: Schema, value: readonly unknown[]): readonly FieldOf[] | undefined {
  if (shapeOf(of).is !== 'group') return undefined;
  const all = new Map(value.flatMap((entry) => fieldsIn(of, entry)).map((field) => [field.name, field]));
  for (const field of fieldsIn(of, {})) if (!all.has(field.name)) all.set(field.name, field);
  const columns = [...all.values()];
  const fits = columns.every(({ schema }) => isSimple(shapeOf(schema)));
  return fits && columns.length <= 6 ? columns : undefined;
}

interface Row {
  readonly path: Path;
  readonly value: unknown;
  readonly acts: HTMLElement;
}

function grid(d: Drawing, columns: readonly FieldOf[], rows: readonly Row[]): HTMLElement {
  const cell = ({ name, schema, needed }: FieldOf, row: Row, i: number): HTMLElement => {
    const label = labelOf(schema, name);
    const shape = shapeOf(schema);
    const own = { vi: `${label.vi} ${i + 1}`, en: `${label.en} ${i + 1}` };
    return el(
      'td',
      { 'data-label': say(label) },
      simpleField(d, {
        schema,
        shape,
        path: [...row.path, name],
        value: valueOf(row.value, name),
        needed,
        label: own,
        bare: true,
      }),
    );
  };
  return el(
    'div',
    { class: 'fields-scroll' },
    el(
      'table',
      { class: 'fields-grid' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ...columns.map(({ name, schema }) => el('th', { scope: 'col' }, say(labelOf(schema, name)))),
          el('th', { scope: 'col' }, say(words.acts)),
        ),
      ),
      el(
        'tbody',
        {},
        ...rows.map((row, i) =>
          el(
            'tr',
            { class: d.troubled(row.path) ? 'has-problem' : undefined },
            ...columns.map((column) => cell(column, row, i)),
            el('td', {}, ...errors(d, row.path), row.acts),
          ),
        ),
      ),
    ),
  );
}

function hintOf(schema: Schema): HTMLElement | undefined {
  const hint = schema['x-told']?.hint;
  return hint && el('small', { class: 'muted' }, say(hint));
}

function addButton(what: Words, path: Path, act: () => void): HTMLElement {
  const label = {
    vi: `Thêm ${what.vi[0]!.toLowerCase()}${what.vi.slice(1)}`,
    en: `Add ${what.en[0]!.toLowerCase()}${what.en.slice(1)}`,
  };
  return el(
    'button',
    { type: 'button', class: 'button button-secondary', 'data-place': `${placeOf(path)}-add`, onclick: act },
    say(label),
  );
}

/** A small button whose name says what it is for. */
function iconButton(act: Words, what: Words, place: string, work: () => void, sign?: string): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      class: 'button button-quiet',
      'data-place': place,
      'aria-label': `${say(act)}: ${say(what)}`,
      onclick: work,
    },
    sign ?? say(act),
  );
}
