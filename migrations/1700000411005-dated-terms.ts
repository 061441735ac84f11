import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Terms of debts begin on a day, and so do the rules about the tax on chargebacks, every version of which is kept. */
export class DatedTerms1700000411005 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table debt_terms add column effective_from timestamptz not null default '2020-01-01T00:00:00Z';
      comment on table debt_terms is 'The highest version that has begun is in force';

      alter table chargeback_tax_rules
        add column version integer not null default 1 check (version > 0),
        add column effective_from timestamptz not null default '2020-01-01T00:00:00Z',
        add column basis text not null default 'the marketplace begins with it',
        add column created_by text not null default 'system',
        add column created_at timestamptz not null default '2020-01-01T00:00:00Z',
        drop constraint chargeback_tax_rules_pkey,
        add constraint chargeback_tax_rules_version primary key (country, version);
      alter table chargeback_tax_rules
        alter column version drop default, alter column effective_from drop default, alter column basis drop default,
        alter column created_by drop default, alter column created_at drop default;
      comment on table chargeback_tax_rules is
        'By the country that a sale is shipped to, whether its tax is owed no longer once a chargeback is lost; * for all '
        'others. Of each country the highest version that has begun is in force';

      create function chargeback_tax_rules_are_final() returns trigger language plpgsql as $$
      begin
        raise exception 'Rules are never changed, only followed by others' using errcode = 'restrict_violation';
      end $$;
      create trigger chargeback_tax_rules_are_final before update or delete on chargeback_tax_rules
        for each row execute function chargeback_tax_rules_are_final();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger chargeback_tax_rules_are_final on chargeback_tax_rules;
      drop function chargeback_tax_rules_are_final();
      delete from chargeback_tax_rules r
       where exists (select from chargeback_tax_rules n where n.country = r.country and n.version > r.version);
      alter table chargeback_tax_rules
        drop constraint chargeback_tax_rules_version,
        drop column version, drop column effective_from, drop column basis, drop column created_by, drop column created_at,
        add primary key (country);
      alter table debt_terms drop column effective_from;
    `);
  }
}
