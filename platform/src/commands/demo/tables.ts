import { copyText, type Loader } from '@dinh/kernel';

/** The tables that are loaded, with the columns that are given; the others get their defaults. */
const columns = {
  'identity.person': 'id kind name phone origin demonstration created_at',
  'one_stop.dossier':
    'id reference code procedure_code version_id form_id ruleset title business_type unit_id section_id desk_id units status channel capacity applicant_id owner_id applicant_name owner_name contact data delivery words fee fee_reason fee_state submitted_at accepted_at limit_minutes due_at promised_at settled_at returned_at outcome extended breach changed_at version worked_minutes paused_at data_class',
  'one_stop.component': 'id dossier_id key name origin form copies added_at',
  'one_stop.history': 'dossier_id number at act status person_id person_name unit_id step comment data public',
  'process.instance': 'id definition_id owner business_key state variables version started_at ended_at',
  'one_stop.paper': 'id dossier_id template ruleset number data issued_at issued_by register_number',
  'one_stop.supplement': 'id dossier_id stage items reason requested_at requested_by',
  'process.subscription': 'id instance_id token_id business_key element name label_vi label_en created_at held',
  'process.token': 'id instance_id element repeats entered_at',
  'process.task':
    'id instance_id token_id owner business_key element name_vi name_en role unit_id assignee state outcome share minutes created_at due_at ended_at completed_by completed_name version',
  'payments.payment':
    'id subject purpose amount description payer person_id provider state return_path created_at expires_at paid_at receipt version',
} as const;

export type Table = keyof typeof columns;
export const tables = Object.keys(columns) as Table[];

/** Rows on their way to the database, as the lines of COPY. */
export class Rows {
  #lines = new Map<Table, string[]>(tables.map((table) => [table, []]));
  readonly counts = new Map<string, number>(tables.map((table) => [table, 0]));

  add(table: Table, row: Record<string, unknown>): void {
    this.#lines.get(table)!.push(names[table].map((name) => copyText(row[name])).join('\t'));
  }

  /** Sends what was gathered. */
  async send(loader: Loader): Promise<void> {
    const taken = this.#lines;
    this.#lines = new Map(tables.map((table) => [table, []]));
    for (const [table, lines] of taken) {
      if (lines.length === 0) continue;
      this.counts.set(table, this.counts.get(table)! + lines.length);
      await loader.copy(`copy ${table} (${names[table].join(', ')}) from stdin`, `${lines.join('\n')}\n`);
    }
  }
}

const names = Object.fromEntries(tables.map((table) => [table, columns[table].split(' ')])) as Record<Table, string[]>;
