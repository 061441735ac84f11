import type pg from 'pg';

const FUNCTION = `
create function pg_temp.outcomes(gone text[], statements text[]) returns text[] language plpgsql as $$
declare
  mutation text;
  statement text;
  rule text;
  said text;
  all_of_them text[] := '{}';
begin
  foreach statement in array statements loop
    begin
      foreach mutation in array gone loop
        execute mutation;
      end loop;
      execute statement;
      set constraints all immediate;
      raise exception 'accepted';
    exception when others then
      get stacked diagnostics rule = constraint_name, said = message_text;
      all_of_them := all_of_them || coalesce(nullif(rule, ''), said);
    end;
  end loop;
  return all_of_them;
end $$`;

/** Tries statements in a schema without some rules; what one of them does is undone before the next. */
export class Trial {
  private constructor(private readonly client: pg.Client) {}

  static async in(client: pg.Client): Promise<Trial> {
    await client.query(FUNCTION);
    return new Trial(client);
  }

  /** What becomes of each: the name of the rule that refuses it, what else is said against it, or `accepted`. */
  async outcomes(gone: readonly string[], statements: readonly string[]): Promise<string[]> {
    const { rows } = await this.client.query<{ all: string[] }>('select pg_temp.outcomes($1, $2) as all', [
      gone,
      statements,
    ]);
    return rows[0]?.all ?? [];
  }
}
