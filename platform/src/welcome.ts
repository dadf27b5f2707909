import type { App } from '@dinh/kernel';

/** What `npm start` ends with: the address and, for the demonstration, whom one can be. */
export async function welcome(app: App, address: string): Promise<string> {
  const lines = ['', `  Đình: ${address}`];
  if (app.config.demonstration) lines.push('');
  return `${lines.join('\n')}\n`;
}
