import type { App } from '@dinh/kernel';
import { type MessageTemplate, neededBy } from '@dinh/notify';
import type { Problem } from './body-text.ts';

/**
 * What a text of a message asks for in `{…}` that nobody puts in: it would stop every act that sends the message. What
 * is put in is known by the versions so far, and by the processes that send it; a message that is new is sent by none yet.
 * @param processes in force on the day from which it is to hold
 * @returns a problem for each text, with the names that can be used
 */
export async function messageProblems(
  { definitions }: Pick<App, 'definitions'>,
  key: string,
  body: MessageTemplate,
  processes: readonly { readonly body: { readonly bpmn: string } }[],
): Promise<Pick<Problem, 'path' | 'reason'>[]> {
  const versions = await definitions.history('message', key);
  if (versions.length === 0) return [];
  const known = new Set(['name', 'link']);
  for (const { id } of versions) {
    const version = await definitions.byId<MessageTemplate>(id);
    for (const name of version ? neededBy(version.body) : []) known.add(name);
  }
  for (const { bpmn } of processes.map((one) => one.body))
    if (bpmn.includes(`"${key}"`)) for (const [, target] of bpmn.matchAll(/ target="(\w+)"/g)) known.add(target!);
  const names = [...known].map((name) => `{${name}}`).join(', ');
  return (['subject', 'body', 'sms'] as const).flatMap((part) =>
    (['vi', 'en'] as const).flatMap((lang) => {
      const text = body[part]?.[lang] ?? '';
      const plain = { vi: text, en: text };
      const unknown = neededBy({ subject: plain, body: plain }).filter((name) => !known.has(name));
      if (unknown.length === 0) return [];
      const said = unknown.map((name) => `{${name}}`).join(', ');
      return {
        path: `${part}.${lang}`,
        reason: {
          vi: `không có dữ liệu để thay ${said}; tin này dùng được ${names}`,
          en: `nothing is put in for ${said}; this message can use ${names}`,
        },
      };
    }),
  );
}
