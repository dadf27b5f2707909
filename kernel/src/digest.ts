import { hash } from 'node:crypto';

/**
 * SHA-256 of a text, 32 bytes. By way of hexadecimal digits: so the bytes lie in Node's pool of small buffers; each in a
 * memory of its own costs twice as much, and the collector once more.
 */
export const sha256 = (text: string): Buffer => Buffer.from(hash('sha256', text, 'hex'), 'hex');
