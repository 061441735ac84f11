import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How old a debt has to be before two people may give it up. */
export class DebtTerms1700000405003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table debt_terms (
        version integer constraint debt_terms_version primary key check (version > 0),
        write_off_after_days integer not null check (write_off_after_days between 0 and 3650),
        created_by text not null,
        created_at timestamptz not null
      );
      insert into debt_terms values (1, 180, 'system', '2020-01-01T00:00:00Z');
      comment on table debt_terms is 'The highest version is in force';

      create function debt_terms_are_final() returns trigger language plpgsql as $$
      begin
        raise exception 'Terms are never changed, only followed by others' using errcode = 'restrict_violation';
      end $$;
      create trigger debt_terms_are_final before update or delete on debt_terms
        for each row execute function debt_terms_are_final();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table debt_terms; drop function debt_terms_are_final()');
  }
}
