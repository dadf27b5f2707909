/**
 * What an operation says of its input, joined to the field of the form in which that is asked: the sentence at the top
 * names the field and leads to it, and the field says it, too. The operation knows no labels and the form no sentences;
 * only the drawn page has both. Done once, for every page that shows a refused form again.
 */
import { childBytes, Html } from '../html.ts';
import type { Lang } from '../lang.ts';
import { fieldError, fieldId } from './field.ts';

/** What forms call the fields of operations where they do not take their names, in the order in which they are looked for. */
const called: Readonly<Record<string, readonly string[]>> = {
  reason: ['ly-do'],
  comment: ['y-kien', 'ly-do'],
  note: ['ghi-chu', 'ly-do'],
  report: ['ly-do'],
  subject: ['noi-dung', 'ly-do'],
  items: ['thieu'],
  components: ['co'],
  consultations: ['co-quan-0'],
  unit: ['co-quan'],
  days: ['so-ngay'],
  feeTaken: ['phi'],
  channel: ['kenh'],
  applicantId: ['tim-nguoi'],
  to: ['nguoi', 'den'],
  from: ['tu'],
  specialist: ['nguoi'],
  newDate: ['ngay'],
  effectiveFrom: ['from'],
  at: ['ngay'],
  place: ['noi'],
  people: ['ai'],
  amount: ['so-tien'],
  advice: ['huong-dan'],
  name: ['ten'],
  code: ['ho-so'],
};

const item = /<li data-of="([^"]*)"( data-plain)?>([\s\S]*?)<\/li>/g;

/** A page part whose errors were told by the names of an operation (`FormError.of`), joined to its fields. */
export function nameErrors(lang: Lang, part: Html): Html {
  let { bytes } = part;
  const told = [...bytes.matchAll(item)];
  if (told.length === 0) return part;
  const marked: string[] = [];
  for (const [whole, of, plain, message] of told) {
    const found = controlOf(bytes, of!);
    const label = found && labelOf(bytes, found);
    const says = label && !plain && !message!.includes(label.text) ? `${label.text}: ${message}` : message!;
    bytes = bytes.replace(whole, () => (found ? `<li><a href="#${found.id}">${says}</a></li>` : `<li>${message}</li>`));
    if (!found) continue;
    marked.push(found.id);
    bytes = marked.filter((id) => id === found.id).length > 1 ? bytes : mark(lang, bytes, of!, message!);
  }
  return new Html(marked.length === 1 && told.length === 1 ? focusOn(bytes, marked[0]!) : bytes);
}

interface Control {
  readonly id: string;
  readonly tag: string;
  readonly at: number;
  /** One of several that are one field. */
  readonly choice: boolean;
}

/** The control in which something is asked, by its name or id: the first that can be seen. */
function controlOf(bytes: string, of: string): Control | undefined {
  const last = of.split('.').at(-1)!;
  const asked = called[last] ?? [];
  // Of several alike (`consultations.1.days`) each has its number behind its name.
  const place = /\.(\d+)\.[^.]+$/.exec(of)?.[1];
  const numbered = place === undefined ? [] : asked.map((name) => `${name}-${place}`);
  const names = [of, last, ...numbered, ...asked, `kq-${last}`];
  const controls = seenFirst(bytes).filter(([tag]) => !/ type="hidden"/.test(tag));
  for (const name of names) {
    const found = controls.find(([tag]) => attribute(tag, 'name') === name || attribute(tag, 'id') === fieldId(name));
    const id = found && attribute(found[0], 'id');
    if (found && id) return { id, tag: found[0], at: found.index, choice: / type="(?:radio|checkbox)"/.test(found[0]) };
  }
  return undefined;
}

/**
 * All controls, those that are folded away behind the others: where several forms ask for a reason, the one that was refused
 * stands open.
 */
function seenFirst(bytes: string): RegExpExecArray[] {
  const folds: boolean[] = [];
  const [seen, folded]: RegExpExecArray[][] = [[], []];
  for (const found of bytes.matchAll(/<(\/?details|input|select|textarea)\b[^>]*>/g)) {
    if (found[1] === '/details') folds.pop();
    else if (found[1] === 'details') folds.push(!/ open\b/.test(found[0]));
    else (folds.includes(true) ? folded : seen)!.push(found);
  }
  return [...seen!, ...folded!];
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

/** What the field is called: the legend of choices, else its label. `end` is where the element ends. */
function labelOf(bytes: string, { id, at, choice }: Control): { text: string; end: number } | undefined {
  const around = bytes.lastIndexOf('data-field="', at);
  const legend = /<legend\b[^>]*>([\s\S]*?)<\/legend\s*>/g;
  legend.lastIndex = Math.max(around, 0);
  const label = new RegExp(`<label\\b[^>]* for="${id}"[^>]*>([\\s\\S]*?)</label\\s*>`, 'g');
  const group = choice && around >= 0 ? legend.exec(bytes) : null;
  const found = group && group.index < at ? group : label.exec(bytes);
  if (!found) return undefined;
  const text = found[1]!
    .replace(/<span class="optional">[\s\S]*?<\/span>/, '')
    .replace(/<[^>]*>/g, '')
    // A no-break space would be a part of a letter here: these are bytes.
    .replace(/[ \n]+/g, ' ')
    .replace(/^ | $/g, '');
  return text === '' ? undefined : { text, end: found.index + found[0].length };
}

/** Says at the control what is wrong with it, where the page has not done so itself. */
function mark(lang: Lang, bytes: string, of: string, message: string): string {
  const found = controlOf(bytes, of)!;
  if (/ aria-invalid=/.test(found.tag)) return bytes;
  const note = `${found.id}-error`;
  const described = attribute(found.tag, 'aria-describedby');
  const tag = found.tag
    .replace(/ aria-describedby="[^"]*"/, '')
    .replace(/^<\w+/, (start) => `${start} aria-invalid="true" aria-describedby="${described ? `${described} ${note}` : note}"`);
  const wrong = bytes.slice(0, found.at) + tag + bytes.slice(found.at + found.tag.length);
  if (bytes.includes(`id="${note}"`)) return wrong;
  const label = labelOf(bytes, found);
  const said = childBytes(fieldError(lang, found.id, new Html(message)));
  const at = label && label.end <= found.at ? label.end : found.at;
  const frame = wrong.lastIndexOf(`<div class="field" data-field="${attribute(found.tag, 'name')}"`, at);
  const before =
    frame < 0 ? wrong.slice(0, at) : wrong.slice(0, frame) + wrong.slice(frame, at).replace('"field"', '"field field-wrong"');
  return before + said + wrong.slice(at);
}

/** Of one error alone the field itself takes the focus. */
function focusOn(bytes: string, id: string): string {
  const control = new RegExp(`<(input|select|textarea)(?=[^>]* id="${id}")`);
  return bytes
    .replace(' role="alert" tabindex="-1" data-focus>', ' role="alert" tabindex="-1">')
    .replace(control, (start) => `${start} data-focus`);
}
