import type { PageContext } from '@dinh/kernel';
import { banner, html, type Html } from '@dinh/ui';
import { problemSentence } from '../model/body-text.ts';
import { mostNamed, type Note, readerWords } from '../model/form-notes.ts';
import { address } from './frame.ts';

/** What a draft leaves without answers, for its author and for whoever approves it; the definitions that it concerns are links. */
export function answersBanner(ctx: PageContext, notes: readonly Note[]): Html | undefined {
  if (notes.length === 0) return undefined;
  const { lang } = ctx;
  return banner(lang, {
    tone: 'soon',
    title: { vi: 'Nên xem lại trước khi ban hành', en: 'Worth a look before it is published' },
    body: html`<ul>${notes.map((note) => html`<li>${problemSentence(lang, { ...note, reason: note.what })}${note.readers.length > 0 && html`:<ul>${readers(ctx, note)}</ul>`}</li>`)}</ul>`,
  });
}

function readers(ctx: PageContext, { readers: all }: Note): Html[] {
  const { lang } = ctx;
  const left = all.length - mostNamed;
  return [
    ...all
      .slice(0, mostNamed)
      .map((one) => html`<li><a href="${address(one.kind, one.key)}">${readerWords(ctx, one)[lang]}</a></li>`),
    ...(left > 0 ? [html`<li>${{ vi: `và ${left} nơi khác`, en: `and ${left} more` }[lang]}</li>`] : []),
  ];
}
