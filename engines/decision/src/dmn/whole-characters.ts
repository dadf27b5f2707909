/**
 * XML in which characters beyond the basic plane stand for themselves: the reader of XML cuts their references
 * (`&#x1F600;`) to sixteen bits. Comments and CDATA stay as they are.
 */
export function wholeCharacters(xml: string): string {
  if (!xml.includes('&#')) return xml;
  return xml.replace(untouchedOrReference, (found, hexadecimal?: string, decimal?: string) => {
    const point = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal ?? 0);
    return point > 0xffff && point <= 0x10ffff ? String.fromCodePoint(point) : found;
  });
}

const untouchedOrReference = /<!\[CDATA\[[^]*?(?:\]\]>|$)|<!--[^]*?(?:-->|$)|&#(?:x([\da-f]{5,})|(\d{5,}));/gi;
