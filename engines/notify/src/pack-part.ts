import { checker, type PackPart } from '@dinh/kernel';
import { MessageTemplate } from './model.ts';

/** `messages.yaml`: what the province says to people, by occasion. */
export const messagesPart: PackPart<MessageTemplate[]> = {
  name: 'messages',
  async read(folder) {
    const document = await folder.yaml<{ messages: MessageTemplate[] }>('messages.yaml');
    return (document?.value.messages ?? []).filter((message, i) => {
      if (checker(MessageTemplate).Check(message)) return true;
      const [error] = checker(MessageTemplate).Errors(message);
      folder.problem('messages.yaml', document!.line(['messages', i]), `${error?.instancePath} ${error?.message}`);
      return false;
    });
  },
  async load(load, messages) {
    for (const message of messages)
      await load.define('messages', {
        kind: 'message',
        key: message.key,
        body: message,
        source: message.source ?? 'ours',
      });
  },
  async save(save) {
    save.yaml('messages.yaml', { messages: (await save.definitions('message')).map(({ body }) => body) });
  },
};
