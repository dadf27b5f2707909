import { fold, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personNotFound } from '../errors.ts';
import { line, nullable, plainPhone, uuid } from '../fields.ts';
import { personColumns, personShape } from './profile.ts';

/** A person in a list of hits; the middle of numbers is hidden unless it was what was asked for. */
const hit = shape({
  id: uuid,
  name: Type.String(),
  kind: Type.String(),
  idNumber: nullable(Type.String()),
  birthDate: nullable(Type.String()),
  phone: nullable(Type.String()),
  verifiedLevel: Type.Integer(),
  state: Type.String(),
});

interface Row {
  id: string;
  name: string;
  kind: string;
  idNumber: string | null;
  birthDate: string | null;
  phone: string | null;
  verifiedLevel: number;
  state: string;
}

/**
 * Finds persons by identity number, telephone or name (without accents, with a typo), for the desk. Who looked for
 * what and whom they were shown is in the audit trail.
 */
export const findPerson = query({
  name: 'identity.find-person',
  title: { vi: 'Tìm người', en: 'Find a person' },
  seenAs: { vi: 'Tìm thấy bạn khi tìm người', en: 'Found you when looking for a person' },
  may: 'people.register-person',
  audit: true,
  input: shape({
    query: line(120, 2),
    /** By a number also who has closed their account. */
    closed: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  }),
  output: shape({ persons: Type.Array(hit) }),
  async run(ctx, input) {
    const text = input.query.trim();
    const digits = plainPhone(text);
    const rows = /^\d{9,12}$/.test(digits)
      ? await ctx.db.all<Row>(
          sql`select ${columns} from identity.person p where (p.state <> 'closed' or (${input.closed ?? false} and p.merged_into is null)) and (p.id_number = ${digits} or p.phone = ${digits}
                or exists (select from identity.person m where m.merged_into = p.id and m.id_number = ${digits}))
              order by p.verified_level desc, p.id limit ${input.limit ?? 20}`,
        )
      : await ctx.db.all<Row>(byName(text, input.limit ?? 20));
    ctx.note({ query: text, shown: rows.map((row) => row.id) });
    const shown = (value: string | null) => (value === null || value === digits ? value : hidden(value));
    return {
      persons: rows.map((row) => ({ ...row, idNumber: shown(row.idNumber), phone: shown(row.phone) })),
    };
  },
});

const columns = sql`p.id, p.name, p.kind, p.id_number as "idNumber", p.birth_date as "birthDate", p.phone, p.verified_level as "verifiedLevel", p.state`;

function byName(text: string, limit: number) {
  const folded = fold(text).replace(/\s+/g, ' ').trim();
  // All words in any order, or something that sounds like the whole.
  const words = folded.split(' ').slice(0, 8);
  const all = sql.all(words.map((word) => sql`p.folded like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`));
  return sql`select ${columns} from identity.person p
    where p.state <> 'closed' and (${all} or ${folded} <% p.folded)
    order by (${all}) desc, word_similarity(${folded}, p.folded) desc, p.folded, p.id limit ${limit}`;
}

/** `035123456789` → `0351••••6789`. */
function hidden(value: string): string {
  return value.length < 8 ? '••••' : `${value.slice(0, 3)}${'•'.repeat(value.length - 6)}${value.slice(-3)}`;
}

/** The record that stands for a person now: an id from before a merge still leads there. */
const standing = (person: string) => sql`(select coalesce(merged_into, id) from identity.person where id = ${person})`;

/** One person whole, for the desk; who looked is in the audit trail. @throws personNotFound. */
export const viewPerson = query({
  name: 'identity.view-person',
  title: { vi: 'Xem thông tin một người', en: 'See a person' },
  seenAs: { vi: 'Xem thông tin cá nhân của bạn', en: 'Looked at your personal details' },
  may: 'people.register-person',
  audit: true,
  subject: (input) => `person:${input.person}`,
  input: shape({ person: uuid }),
  output: personShape,
  async run(ctx, input) {
    const person = await ctx.db.maybe<never>(
      sql`select ${personColumns} from identity.person p where p.id = ${standing(input.person)} and p.state <> 'closed'`,
    );
    if (!person) throw personNotFound();
    ctx.concern(input.person);
    return person;
  },
});
