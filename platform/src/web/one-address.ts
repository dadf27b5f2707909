import type { App } from '@dinh/kernel';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

const isLoopback = (name: string): boolean => name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name);

/**
 * Where a page stands that is asked for by another name of this machine (`localhost` for `127.0.0.1`): sessions, the
 * way back from a payment and single sign-on are held by browsers to one address. Only names of the machine itself are
 * led on, so that nobody is led to where they cannot go.
 * @param publicUrl of the configuration
 * @param host as the browser sent it
 * @param path with its query
 * @returns the address there; nothing where the page may stay
 */
export function properAddress(publicUrl: string, host: string | undefined, path: string): string | undefined {
  const proper = new URL(publicUrl);
  const asked = URL.parse(`http://${host}`);
  if (!asked || asked.host === proper.host || asked.port !== proper.port) return undefined;
  return isLoopback(asked.hostname) && isLoopback(proper.hostname) ? proper.origin + path : undefined;
}

/** Leads a browser that opens a page to the address that the program calls its own. */
export function leadToOneAddress(app: App) {
  return ({ method, headers, url }: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const opens = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
    const address = opens ? properAddress(app.config.publicUrl, headers.host, url) : undefined;
    if (address) void reply.redirect(address, 307);
    else done();
  };
}
