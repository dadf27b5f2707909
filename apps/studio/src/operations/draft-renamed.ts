import { command, notAllowed, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { draftThere, noOldNames, planNotDated } from '../errors.ts';
import { keyName, kindName, uuid } from '../fields.ts';
import { Problem, writeAbout, writeBody } from '../model/body-text.ts';
import { checkText } from '../model/check-text.ts';
import { noteAct } from '../model/draft.ts';
import { kindNamed, mayEdit } from '../model/kinds.ts';
import { lookForNames } from '../model/still-named.ts';

/**
 * Begins a draft of a definition in which units are called as they will be from the day of a plan of reorganisation on, for
 * that day. Nothing changes by it: its author looks at it and submits it, and somebody else approves it, as any draft.
 * @throws planNotDated before the plan has a day; noOldNames no name in it would be replaced; draftThere the one who asks has
 * an open draft of it
 */
export const draftRenamed = command({
  name: 'studio.draft-renamed',
  title: { vi: 'Soạn dự thảo với tên đơn vị mới', en: 'Draft with the new names of units' },
  may: 'studio.view-definition',
  onDuplicate: ['draft_open'],
  input: shape({ succession: uuid, kind: kindName, key: keyName }),
  output: shape({
    draft: uuid,
    replaced: Type.Integer(),
    left: Type.Array(Type.String()),
    problems: Type.Array(Problem),
    effectiveFrom: Type.String(),
  }),
  subject: (_input, output) => `draft:${output.draft}`,
  async prepare(ctx, { succession, kind: name, key }) {
    const kind = kindNamed(ctx.app, name);
    if (!mayEdit(ctx.principal, kind)) throw notAllowed();
    const { day, dated, basis, title, found } = await lookForNames(ctx, succession, { kind: name, key });
    if (!dated) throw planNotDated();
    const [one] = found;
    if (!one || one.replaced === 0) throw noOldNames();
    const { body, definition, replaced, left } = one;
    const text = writeBody(kind, body);
    const about = writeAbout(kind, body) ?? null;
    // On what it rests: the plan, and what the text was from before.
    const source = `${definition.source}; ${basis.trim() || title.vi}`.replace(/\s+/g, ' ').slice(0, 500);
    const { problems } = await checkText(ctx, kind, key, { text, about, source }, body, day);
    return { text, about, source, problems, day, replaced, left, version: definition.version };
  },
  async run(ctx, { kind, key }, { text, about, source, problems, day, replaced, left, version }) {
    const open = await ctx.db.maybe(
      sql`select from studio.draft where kind = ${kind} and key = ${key} and author_id = ${ctx.principal.id} and state in ('writing', 'waiting')`,
    );
    if (open) throw draftThere();
    const id = ctx.newId();
    await ctx.db.run(
      sql`insert into studio.draft (id, kind, key, base_version, text, about, source, problems, effective_from, state, author_id, created_at, changed_at)
          values (${id}, ${kind}, ${key}, (select coalesce(max(version), ${version})::int from kernel.v_definition where kind = ${kind} and key = ${key}),
                  ${text}, ${about}, ${source}, ${JSON.stringify(problems)}::jsonb, ${day}::date, 'writing', ${ctx.principal.id}, ${ctx.now}, ${ctx.now})`,
    );
    noteAct(ctx, { id, kind, key }, 'begun');
    return { draft: id, replaced, left: [...left], problems: [...problems], effectiveFrom: day };
  },
});
