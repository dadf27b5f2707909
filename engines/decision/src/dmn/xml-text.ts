/** How a file begins whose every second byte is zero: UTF-16 without its mark. */
const unmarked: readonly (readonly [first: number, second: number, encoding: string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
  [0x3c, 0x00, 'utf-16le'],
  [0x00, 0x3c, 'utf-16be'],
];

/**
 * The text of an XML file in the encoding that its first bytes show or its declaration names, otherwise UTF-8; the declaration
 * then says UTF-8, as a text is kept. An encoding that nobody knows is read as UTF-8: what is not shows itself.
 */
export function xmlText(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  const shown = unmarked.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
  // A declaration that can be read byte by byte is in no encoding of two bytes, whatever it says of itself.
  const encoding = shown ?? (/^(?:utf|ucs|iso-10646)/i.test(declared) ? 'utf-8' : declared);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding);
  } catch {
    decoder = new TextDecoder();
  }
  return decoder.decode(bytes).replace(/^(\s*<\?xml[^>]*\sencoding\s*=\s*["'])[\w.-]+/, '$1UTF-8');
}
