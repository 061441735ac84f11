import type pg from 'pg';

export interface Rule {
  readonly table: string;
  readonly name: string;
  readonly kind: 'check' | 'reference' | 'unique' | 'trigger';
  readonly columns: readonly string[];
  /** Of a unique index over some of the rows. */
  readonly predicate: string | null;
  /** What a reference by one column refers to. */
  readonly target: { readonly table: string; readonly column: string } | null;
  readonly mutation: string;
}

export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

const CONSTRAINTS = `
select conrelid::regclass::text as "table", conname as name, null as predicate,
       case contype when 'c' then 'check' when 'f' then 'reference' else 'unique' end as kind,
       array(select attname from unnest(conkey) with ordinality k(num, nth)
               join pg_attribute a on a.attrelid = conrelid and a.attnum = k.num order by nth)::text[] as columns,
       case when contype = 'f' and cardinality(confkey) = 1 then jsonb_build_object('table', confrelid::regclass::text, 'column',
         (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1])) end as target,
       format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as mutation
  from pg_constraint where contype in ('c', 'f', 'p', 'u', 'x') and conrelid::regclass::text = any($1)`;

const INDEXES = `
select indrelid::regclass::text as "table", c.relname as name, pg_get_expr(indpred, indrelid) as predicate, 'unique' as kind,
       array(select attname from unnest(indkey::int2[]) with ordinality k(num, nth)
               join pg_attribute a on a.attrelid = indrelid and a.attnum = k.num order by nth)::text[] as columns,
       null::jsonb as target,
       format('drop index %s', indexrelid::regclass) as mutation
  from pg_index i join pg_class c on c.oid = indexrelid
 where indisunique and indrelid::regclass::text = any($1)
   and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`;

const TRIGGERS = `
select tgrelid::regclass::text as "table", tgname as name, null as predicate, 'trigger' as kind, '{}'::text[] as columns, null::jsonb as target,
       format('drop trigger %I on %s', tgname, tgrelid::regclass) as mutation
  from pg_trigger where not tgisinternal and tgrelid::regclass::text = any($1)`;

const COLUMNS = `
select table_name as "table", column_name as name, udt_name as type from information_schema.columns
 where table_schema = 'public' and table_name = any($1) and is_generated = 'NEVER' order by ordinal_position`;

/** Every check, reference, unique key and trigger of the tables, as the database knows them. */
export async function rulesOf(client: pg.Client, tables: readonly string[]): Promise<Rule[]> {
  const all = `${CONSTRAINTS} union all ${INDEXES} union all ${TRIGGERS} order by 1, 2`;
  return (await client.query<Rule>(all, [tables])).rows;
}

export const columnsOf = async (client: pg.Client, tables: readonly string[]): Promise<Column[]> =>
  (await client.query<Column>(COLUMNS, [tables])).rows;
