import { notAllowed, query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { keyName, kindName } from '../fields.ts';
import { mostText, Problem } from '../model/body-text.ts';
import { firstDay } from '../model/check-text.ts';
import { kindNamed, mayEdit } from '../model/kinds.ts';

/** What stands in the way of publishing a text, while it is being written; nothing is kept. */
export const checkText = query({
  name: 'studio.check-text',
  title: { vi: 'Kiểm tra nội dung đang soạn', en: 'Check a text that is being written' },
  may: 'studio.view-definition',
  // A text is too long for an address; screens send it to `/studio/:kind/:key/kiem-tra`.
  api: false,
  input: shape({
    kind: kindName,
    key: keyName,
    text: Type.String({ maxLength: mostText, pattern: '^[^\\u0000]*$' }),
    about: Type.Optional(Type.String({ maxLength: mostText, pattern: '^[^\\u0000]*$' })),
  }),
  output: shape({ problems: Type.Array(Problem) }),
  async run(ctx, input) {
    const kind = kindNamed(ctx.app, input.kind);
    if (!mayEdit(ctx.principal, kind)) throw notAllowed();
    const [newest] = await ctx.app.definitions.history(input.kind, input.key);
    const base = newest && (await ctx.app.definitions.byId(newest.id));
    const { problems } = await firstDay(ctx, kind, input.key, { ...input, source: 'ours' }, base?.body);
    return { problems: [...problems] };
  },
});
