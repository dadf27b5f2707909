import { wholeCharacters, xmlText } from '@dinh/decision';
import { plainXml } from '@dinh/process';

/** The text of an XML file (`xmlText`); what the editors could not keep (`wholeCharacters`, `plainXml`) is said otherwise. */
export const decodeXml = (bytes: Uint8Array): string => plainXml(wholeCharacters(xmlText(bytes)));
