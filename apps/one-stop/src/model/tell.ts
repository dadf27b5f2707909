import { localDate, type Notice, type Queries, type Recipient, type Sql, sql } from '@dinh/kernel';
import { notifyAll } from '@dinh/notify';
import { type Dossier, numberOf } from './dossier.ts';

export { dayText, momentText, moneyText } from './day-text.ts';

type Told = Pick<Dossier, 'id' | 'code' | 'reference' | 'title' | 'contact' | 'applicantId' | 'authorityId'>;

/** Whether an authority `a` holds on a day. */
const holdsOn = (day: string): Sql => sql`a.valid_from <= ${day}::date and (a.valid_to is null or a.valid_to > ${day}::date)`;

/** The owner of a dossier `d`; of a business those who may follow its dossiers. */
const ownersOf = (holds: Sql): Sql =>
  sql`select d.owner_id as id union
      select a.agent_id from identity.v_authority a where a.kind = 'business' and a.subject_id = d.owner_id and 'follow' = any(a.acts) and ${holds}`;

/**
 * Whom news of dossiers go to: the contact that was named in each. Where the authority under which it was filed has ended, the contact may
 * be whoever acted: then its owner hears, of a business those who may follow its dossiers.
 * @returns by the id of the dossier; nobody where there is no such owner
 */
async function hearersOf(
  { db, now }: { readonly db: Queries; readonly now: Date },
  dossiers: readonly Told[],
): Promise<(dossier: Told) => readonly Recipient[]> {
  const under = dossiers.filter(({ authorityId }) => authorityId !== null);
  const holds = holdsOn(localDate(now));
  const rows =
    under.length === 0
      ? []
      : await db.all<{
          dossier: string;
          personId: string | null;
          name: string;
          email: string | null;
          phone: string | null;
        }>(
          sql`select d.id as dossier, p.id as "personId", p.name, p.email, p.phone from one_stop.dossier d
              cross join lateral (${ownersOf(holds)}) o
              left join identity.v_person p on p.id = o.id and p.state = 'active'
              where d.id = any(${under.map(({ id }) => id)}::uuid[])
                and not exists (select from identity.v_authority a where a.id = d.authority_id and ${holds}) order by p.id`,
        );
  const over = Map.groupBy(rows, ({ dossier }) => dossier);
  return (dossier) =>
    over.get(dossier.id)?.flatMap(({ personId, name, email, phone }) => (personId ? [{ personId, name, email, phone }] : [])) ?? [
      contactOf(dossier),
    ];
}

const contactOf = ({ contact: { name, email, phone }, applicantId: personId }: Told): Recipient => ({
  personId,
  name,
  email,
  phone,
});

/** What ends a dossier is told to its owner, too, where somebody else was asked to see to it. */
const endings = new Set(['result-ready', 'dossier-refused', 'dossier-stopped', 'dossier-withdrawn']);

/** An owner for whom somebody else follows a dossier, and who that is. */
export interface ActedFor extends Recipient {
  readonly dossier: string;
  readonly agent: string;
}

/** The owners of dossiers that were filed by power of attorney or for a ward, while that holds. A child hears nothing. */
export async function ownersActedFor(
  { db, now }: { readonly db: Queries; readonly now: Date },
  dossiers: readonly Pick<Told, 'id' | 'authorityId'>[],
): Promise<ActedFor[]> {
  const under = dossiers.filter(({ authorityId }) => authorityId !== null);
  if (under.length === 0) return [];
  return db.all<ActedFor>(
    sql`select d.id as dossier, f.name as agent, p.id as "personId", p.name, p.email, p.phone from one_stop.dossier d
          join identity.v_authority a on a.id = d.authority_id and a.kind in ('attorney', 'ward') and ${holdsOn(localDate(now))}
          join identity.v_person p on p.id = d.owner_id and p.state = 'active' join identity.v_person f on f.id = d.applicant_id
        where d.id = any(${under.map(({ id }) => id)}::uuid[]) order by d.id`,
  );
}

/** What the applicants are told, by every channel for which there is an address. @param say what of each dossier */
export async function applicantNotices<T extends Told>(
  ctx: { readonly db: Queries; readonly now: Date },
  template: string,
  dossiers: readonly T[],
  say: (dossier: T) => Record<string, string | number>,
): Promise<Notice[]> {
  const hearers = await hearersOf(ctx, dossiers);
  const owners = endings.has(template) ? await ownersActedFor(ctx, dossiers) : [];
  return dossiers.flatMap((dossier) => {
    const theirs = owners
      .filter((one) => one.dossier === dossier.id)
      .map(({ personId = null, name, email = null, phone = null }): Recipient => ({
        personId,
        name,
        email,
        phone,
      }));
    return noticesTo([...hearers(dossier), ...theirs], template, dossier, say(dossier));
  });
}

/** What the owner of a dossier is told, who need not be who filed it; its contact where the owner has no account. */
export async function ownerNotices(
  ctx: { readonly db: Queries; readonly now: Date },
  template: string,
  dossier: Told,
  data: Record<string, string | number>,
): Promise<Notice[]> {
  const owners = await ctx.db.all<Recipient>(
    sql`select p.id as "personId", p.name, p.email, p.phone from one_stop.dossier d
        cross join lateral (${ownersOf(holdsOn(localDate(ctx.now)))}) o
        join identity.v_person p on p.id = o.id and p.state = 'active' where d.id = ${dossier.id}::uuid order by p.id`,
  );
  return noticesTo(owners.length > 0 ? owners : [contactOf(dossier)], template, dossier, data);
}

const noticesTo = (
  hearers: readonly Recipient[],
  template: string,
  dossier: Told,
  data: Record<string, string | number>,
): Notice[] =>
  hearers.map((to) => ({
    template,
    to,
    data: {
      code: numberOf(dossier),
      number: numberOf(dossier),
      reference: dossier.reference,
      title: dossier.title,
      ...data,
    },
    about: `dossier:${dossier.id}`,
    link: `/ho-so/${dossier.reference}`,
  }));

/** Tells the applicant. */
export async function tellApplicant(
  ctx: Parameters<typeof notifyAll>[0],
  dossier: Told,
  template: string,
  data: Record<string, string | number>,
): Promise<void> {
  await notifyAll(ctx, await applicantNotices(ctx, template, [dossier], () => data));
}
