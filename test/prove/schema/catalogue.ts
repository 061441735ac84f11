import type pg from 'pg';

export interface Rule {
  readonly table: string;
  readonly name: string;
  readonly kind: 'check' | 'reference' | 'unique' | 'trigger' | 'not null';
  readonly columns: readonly string[];
  /** Of a unique index over some of the rows. */
  readonly predicate: string | null;
  /** What a reference by one column refers to. */
  readonly target: { readonly table: string; readonly column: string } | null;
  /** Of a key: whether references need it. */
  readonly isReferred: boolean;
  readonly mutation: string;
  /** As the database writes it. */
  readonly definition: string;
}

export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Of a text that is bounded. */
  readonly length: number | null;
}

/** What an exclusion compares, which may be computed. */
const COMPARED = `array(select refobjsubid::int2 from pg_depend d
  where d.objid = conindid and d.refobjid = conrelid and refobjsubid > 0 order by 1)`;

const CONSTRAINTS = `
select conrelid::regclass::text as "table", conname::text as name, null as predicate,
       case contype when 'c' then 'check' when 'f' then 'reference' else 'unique' end as kind,
       array(select attname from unnest(case contype when 'x' then ${COMPARED} else conkey end) with ordinality k(num, nth)
               join pg_attribute a on a.attrelid = conrelid and a.attnum = k.num order by nth)::text[] as columns,
       case when contype = 'f' and cardinality(confkey) = 1 then jsonb_build_object('table', confrelid::regclass::text, 'column',
         (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1])) end as target,
       exists (select from pg_constraint f where f.contype = 'f' and f.conindid = pg_constraint.conindid
                  and f.oid <> pg_constraint.oid and pg_constraint.contype in ('p', 'u')) as "isReferred",
       format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as mutation,
       pg_get_constraintdef(oid) as definition
  from pg_constraint where contype in ('c', 'f', 'p', 'u', 'x') and conrelid::regclass::text = any($1)`;

const INDEXES = `
select indrelid::regclass::text as "table", c.relname::text as name, pg_get_expr(indpred, indrelid) as predicate, 'unique' as kind,
       array(select attname from unnest(indkey::int2[]) with ordinality k(num, nth)
               join pg_attribute a on a.attrelid = indrelid and a.attnum = k.num order by nth)::text[] as columns,
       null::jsonb as target, exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.oid) as "isReferred",
       format('drop index %s', indexrelid::regclass) as mutation, pg_get_indexdef(indexrelid) as definition
  from pg_index i join pg_class c on c.oid = indexrelid
 where indisunique and indrelid::regclass::text = any($1)
   and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`;

const TRIGGERS = `
select tgrelid::regclass::text as "table", tgname::text as name, null as predicate, 'trigger' as kind, '{}'::text[] as columns, null::jsonb as target,
       false as "isReferred", format('drop trigger %I on %s', tgname, tgrelid::regclass) as mutation,
       pg_get_triggerdef(oid) || ' ' || md5(pg_get_functiondef(tgfoid)) as definition
  from pg_trigger where not tgisinternal and tgrelid::regclass::text = any($1)`;

/** Columns of primary keys, and those that the database numbers, say so by another rule. */
const NOT_NULLS = `
select attrelid::regclass::text as "table",
       format('null value in column "%s" of relation "%s" violates not-null constraint', attname, relname) as name,
       null as predicate, 'not null' as kind, array[attname]::text[] as columns, null::jsonb as target,
       false as "isReferred", format('alter table %s alter column %I drop not null', attrelid::regclass, attname) as mutation,
       'not null' as definition
  from pg_attribute join pg_class on pg_class.oid = attrelid
 where attnotnull and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
   and attrelid::regclass::text = any($1)
   and not exists (select from pg_constraint where conrelid = attrelid and contype = 'p' and attnum = any(conkey))`;

const TABLES = `
select oid::regclass::text as name from pg_class
 where relkind = 'r' and relnamespace in ('public'::regnamespace, 'ledger'::regnamespace) order by 1`;

const COLUMNS = `
select table_name as "table", column_name as name, udt_name as type, character_maximum_length as length from information_schema.columns
 where table_schema = 'public' and table_name = any($1) and is_generated = 'NEVER' order by ordinal_position`;

/** Every table of the marketplace and its books. */
export const tablesOf = async (client: pg.Client): Promise<string[]> =>
  (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);

/** Every check, reference, unique key, trigger and not-null column of the tables, as the database knows them. */
export async function rulesOf(client: pg.Client, tables: readonly string[]): Promise<Rule[]> {
  const all = `${CONSTRAINTS} union all ${INDEXES} union all ${TRIGGERS} union all ${NOT_NULLS} order by 1, 2`;
  return (await client.query<Rule>(all, [tables])).rows;
}

export const columnsOf = async (client: pg.Client, tables: readonly string[]): Promise<Column[]> =>
  (await client.query<Column>(COLUMNS, [tables])).rows;
