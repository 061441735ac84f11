import type { Prefix } from '../../kernel/index.js';
import { statement, type Statement } from '../database/index.js';

/** What every version has. */
export interface Version {
  readonly id: string;
  readonly version: number;
  readonly note: string | null;
  readonly proposedAt: Date;
  readonly approvedAt: Date | null;
  readonly declinedAt: Date | null;
  readonly isInForce: boolean;
}

interface Declared<T, W> {
  /** Of the module and of the statements. */
  readonly name: string;
  /** Its constraints are named after it: `_version`, `_one_proposed` and `_two_people`. */
  readonly table: string;
  readonly prefix: Prefix;
  /** What there are versions of. */
  readonly subject: keyof T & string;
  /** The column of each value, the subject among them. */
  readonly columns: Readonly<Record<keyof T & string, string>>;
  readonly view: (row: T) => W;
}

type Place = [subject: string | null, at: string | null, id: string | null, limit: number];

/** Terms in versions of which one person proposes the next and another one puts it into force, or does not. */
export interface Terms<T, W> extends Declared<T, W> {
  readonly fields: readonly (keyof T & string)[];
  readonly propose: Statement<unknown[], never>;
  readonly decide: Statement<[id: string, by: string, at: Date, isApproved: boolean], { id: string }>;
  readonly find: Statement<[id: string], T & Version>;
  readonly page: Statement<Place, T & Version>;
}

/** Declares terms and their statements. The table has the columns of a version beside those that are named. */
export function termsOf<T, W>(declared: Declared<T, W>): Terms<T, W> {
  const { name, table, columns } = declared;
  const fields = Object.keys(columns) as (keyof T & string)[];
  const subject = columns[declared.subject];
  const select = `
    select t.id, t.version, ${fields.map((field) => `t.${columns[field]} as "${field}"`).join(', ')}, t.note,
           t.proposed_at as "proposedAt", t.approved_at as "approvedAt", t.declined_at as "declinedAt",
           t.approved_at is not null and not exists (
             select from ${table} n
              where n.${subject} = t.${subject} and n.version > t.version and n.approved_at is not null) as "isInForce"
      from ${table} t`;
  const values = fields.map((_, i) => `$${i + 6}`).join(', ');
  return {
    ...declared,
    fields,
    propose: statement(
      `${name}.propose`,
      `insert into ${table} (id, version, note, proposed_by, proposed_at, ${fields.map((field) => columns[field]).join(', ')})
       select $1, 1 + coalesce(max(version), 0), $2, $3, $4, ${values} from ${table} where ${subject} = $5`,
    ),
    decide: statement(
      `${name}.decide`,
      `update ${table}
          set approved_by = case when $4 then $2 end, approved_at = case when $4 then $3::timestamptz end,
              declined_by = case when $4 then null else $2 end,
              declined_at = case when $4 then null else $3::timestamptz end
        where id = $1 and approved_at is null and declined_at is null returning id`,
    ),
    find: statement(`${name}.find`, `${select} where t.id = $1`),
    page: statement(
      `${name}.page`,
      `${select}
        where ($1::text is null or t.${subject} = $1)
          and ($2::timestamptz is null or (t.proposed_at, t.id) < ($2, $3::uuid))
        order by t.proposed_at desc, t.id desc limit $4`,
    ),
  };
}
