import type { App } from '@dinh/kernel';
import type { Transporter } from 'nodemailer';

/** A message as a channel gets it. */
export interface Outgoing {
  readonly id: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
}

/** A way out. It throws when the message did not go; then it is tried again later. */
export interface Driver {
  send(message: Outgoing): Promise<void>;
}

const transports = new WeakMap<App, Transporter>();

/** E-mail by SMTP. Without a server the message stays readable in the outbox, and counts as sent. */
export function emailDriver(app: App): Driver {
  const { smtpUrl, mailFrom } = app.config;
  return {
    async send(message) {
      if (!smtpUrl) return;
      const { createTransport } = await import('nodemailer');
      let transport = transports.get(app);
      if (!transport) {
        transport = createTransport(smtpUrl, { connectionTimeout: 10_000, socketTimeout: 20_000 } as never);
        transports.set(app, transport);
      }
      await transport.sendMail({
        from: mailFrom,
        to: message.address,
        subject: message.subject,
        text: message.body,
        messageId: `<${message.id}@dinh>`, // the same for every try: a server that has it already says so
      });
    },
  };
}

/** SMS into the log: the driver for trial; gateways of operators come behind the same port. */
export function logSmsDriver(app: App): Driver {
  return {
    send: async (message) => {
      app.log.info({ to: message.address.replace(/.(?=.{3})/g, '•'), message: message.id }, 'SMS');
    },
  };
}

let smsDriver: ((app: App) => Driver) | undefined;

/** Sets the SMS gateway of this process. */
export function useSmsDriver(make: ((app: App) => Driver) | undefined): void {
  smsDriver = make;
}

/** Whether a channel has somebody to hand its messages to; what stays inside counts as sent once it is written. */
export function leavesHouse(app: App, channel: string): boolean {
  return (channel === 'sms' && smsDriver !== undefined) || (channel === 'email' && app.config.smtpUrl !== undefined);
}

export function driverFor(app: App, channel: string): Driver {
  if (channel === 'email') return emailDriver(app);
  if (channel === 'sms') return (smsDriver ?? logSmsDriver)(app);
  return { send: async () => {} };
}
