import type { Module } from '@dinh/kernel';
import { leavesHouse } from './drivers.ts';
import { MessageTemplate } from './model.ts';
import { listMessages, myMessages } from './operations/list-messages.ts';
import { readMessages, resendMessage } from './operations/resend-message.ts';
import { notify } from './notify.ts';
import { messageKind } from './explained.ts';
import { messagesPart } from './pack-part.ts';
import { sendMessage } from './send-message.ts';
import { permissions } from './permissions.ts';

export type { Notice, Recipient } from '@dinh/kernel';
export { filledAsFar, type MessageTemplate, neededBy } from './model.ts';
export { notify, notifyAll } from './notify.ts';
export { saidInWords } from './said-in-words.ts';
export { type Driver, type Outgoing, useSmsDriver } from './drivers.ts';
export { messageCounts } from './send-message.ts';

/** Messages to people by e-mail, SMS and their own inbox. */
export const module: Module = {
  name: 'notify',
  title: { vi: 'Thông báo', en: 'Messages' },
  migrations: new URL('../migrations/', import.meta.url),
  personRecords: [{ what: { vi: 'Thông báo', en: 'Messages' }, table: 'notify.message', column: 'person_id' }],
  permissions,
  explained: [messageKind],
  operations: [listMessages, myMessages, resendMessage, readMessages],
  jobs: [sendMessage],
  definitionKinds: [
    {
      kind: 'message',
      title: { vi: 'Tin nhắn, thư báo', en: 'Message' },
      schema: MessageTemplate,
      editing: 'studio.edit-template',
      publishing: 'studio.publish-definition',
    },
  ],
  packParts: [messagesPart],
  async start(app) {
    app.messenger = { tell: notify, reaches: leavesHouse };
  },
};
