import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tax that the platform collected and pays to authorities: filed once a month, paid by two people, never more than is there. */
export class TaxFilings1700000406002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table tax_filings (
        id uuid primary key,
        currency char(3) not null references ledger.currency,
        period char(7) not null check (period ~ '^\\d{4}-(0[1-9]|1[0-2])$'),
        -- As the books of the closed period have it, in minor units.
        collected bigint not null check (collected >= 0),
        returned bigint not null check (returned >= 0),
        amount bigint not null,
        reference text not null,
        state text not null default 'recorded' check (state in ('recorded', 'paid', 'withdrawn')),
        version integer not null default 1,
        updated_at timestamptz not null,
        recorded_by uuid not null,
        recorded_at timestamptz not null,
        paid_by uuid,
        paid_at timestamptz,
        bank_reference text,
        constraint tax_filings_amount check (amount > 0 and amount = collected - returned),
        constraint tax_filings_four_eyes check (paid_by <> recorded_by),
        constraint tax_filings_paid check (state <> 'paid'
          or (paid_by is not null and paid_at is not null and bank_reference is not null)),
        constraint tax_filings_bank_reference unique (bank_reference)
      );
      create unique index tax_filings_once on tax_filings (currency, period) where state <> 'withdrawn';
      create index tax_filings_state on tax_filings (state, id desc);

      create function tax_filings_are_fixed() returns trigger language plpgsql as $$
      begin
        if (new.currency, new.period, new.collected, new.returned, new.amount, new.reference, new.recorded_by)
           is distinct from
           (old.currency, old.period, old.collected, old.returned, old.amount, old.reference, old.recorded_by) then
          raise exception 'what was filed is fixed' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger tax_filings_are_fixed before update on tax_filings
        for each row execute function tax_filings_are_fixed();

      create table tax_totals (
        currency char(3) primary key references ledger.currency,
        due bigint not null,
        remitted bigint not null default 0 check (remitted >= 0),
        constraint tax_totals_within_due check (remitted <= due)
      );
      comment on table tax_totals is
        'The lock that payments of tax take by turns; due: all tax ever owed by then, remitted: what was paid of it';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table tax_totals;
      drop table tax_filings;
      drop function tax_filings_are_fixed();
      delete from lifecycle_history where subject_type = 'tax_filing';
    `);
  }
}
