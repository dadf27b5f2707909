import { wholeCharacters } from '@dinh/decision';
import { plainXml } from '@dinh/process';

/**
 * The text of an XML file in the encoding that it declares (UTF-8 without one, UTF-16 by its mark); the declaration
 * then says UTF-8, as the text is kept. What the editors could not
 * keep (`wholeCharacters`, `plainXml`) is said otherwise.
 */
export function decodeXml(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^[^<]*<\?xml[^>]*\sencoding=["']([\w.-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : undefined;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(marked ?? declared);
  } catch {
    decoder = new TextDecoder(); // an encoding that nobody knows: what is not UTF-8 shows itself
  }
  return plainXml(wholeCharacters(decoder.decode(bytes))).replace(/^(\s*<\?xml[^>]*\sencoding=["'])[\w.-]+/, '$1UTF-8');
}
