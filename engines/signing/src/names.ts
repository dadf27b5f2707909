import { AttributeTypeAndValue, RelativeDistinguishedNames } from 'pkijs';
import { PrintableString, Utf8String } from 'asn1js';

/** Who a certificate names (RFC 5280, X.520). Names are written as they are, with every accent. */
export type Subject = {
  commonName: string;
  /** Chức vụ. */
  title?: string;
  /** The part of the agency. */
  unit?: string;
  /** The agency. */
  organisation?: string;
  province?: string;
  country?: string;
  /** Number of an agency (`MDDV:…`) or of a person, as the issuer writes it. */
  serialNumber?: string;
};

const OID: [keyof Subject, string][] = [
  ['country', '2.5.4.6'],
  ['province', '2.5.4.8'],
  ['organisation', '2.5.4.10'],
  ['unit', '2.5.4.11'],
  ['title', '2.5.4.12'],
  ['commonName', '2.5.4.3'],
  ['serialNumber', '2.5.4.5'],
];

/** A subject as a distinguished name; country and serial number are PrintableString as X.520 asks, all else UTF-8. */
export function toName(subject: Subject): RelativeDistinguishedNames {
  const typesAndValues = OID.flatMap(([key, type]) => {
    const value = key === 'country' ? (subject.country ?? 'VN') : subject[key];
    if (!value) return [];
    const text = key === 'country' || key === 'serialNumber' ? new PrintableString({ value }) : new Utf8String({ value });
    return [new AttributeTypeAndValue({ type, value: text })];
  });
  return new RelativeDistinguishedNames({ typesAndValues });
}

/** The reverse of `toName`; attributes that it does not know are left out. */
export function fromName(name: RelativeDistinguishedNames): Subject {
  const subject: Subject = { commonName: '' };
  for (const { type, value } of name.typesAndValues) {
    const known = OID.find(([, oid]) => oid === type);
    if (known) subject[known[0]] = String((value.valueBlock as { value?: string }).value ?? '');
  }
  return subject;
}
