import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Earned revenue leaves the clients' money only as far as it was earned, is not disputed and has not left before. */
export class RevenueSweeps1700000405005 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table revenue_sweeps (
        item_id uuid primary key references reconciliation_items,
        currency char(3) not null references ledger.currency,
        amount bigint not null check (amount > 0),
        made_by uuid not null,
        made_at timestamptz not null
      );
    `);
    await q.query(EARNED);
    await q.query(GUARD);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table revenue_sweeps;
      drop function revenue_sweeps_earned();
      drop function sweepable_revenue(text);
    `);
  }
}

/**
 * What is on the operating account was swept, less what was paid from it for others (X4). Of a sale that a bank disputes
 * nothing is certain, so all that the platform has earned with its payment waits for the verdict.
 */
const EARNED = `
  create function sweepable_revenue(wanted text) returns bigint language sql stable as $$
    with types as (
      select unnest(array['commission_revenue', 'payout_fee_revenue', 'shipping_revenue', 'subscription_revenue']) as code),
    booked as (
      select coalesce(sum(b.credit - b.debit), 0) as amount from ledger.account_balance b
       where b.currency = wanted and (b.type_code in (select code from types) or b.type_code = 'bank_operating')),
    disputed as (
      select coalesce(sum(case e.side when 'C' then e.amount else -e.amount end), 0) as amount
        from (select distinct payment_id from chargebacks where state in ('opened', 'evidence_due', 'submitted')) c
        join ledger.journal j on j.payment_id = c.payment_id
        join ledger.entry e on e.journal_id = j.id and e.currency = wanted
        join ledger.account a on a.id = e.account_id and a.type_code in (select code from types))
    select (booked.amount - greatest(0, disputed.amount))::bigint from booked, disputed
  $$;
  comment on function sweepable_revenue(text) is 'Recognised and undisputed revenue that is still with the clients'' money';
`;

const GUARD = `
  create function revenue_sweeps_earned() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtext('revenue_sweeps'), hashtext(new.currency));
    if new.amount > sweepable_revenue(new.currency) then
      raise exception 'less revenue than % was earned in % and is undisputed', new.amount, new.currency
        using errcode = '23514', constraint = 'revenue_sweeps_earned';
    end if;
    return new;
  end $$;
  create trigger revenue_sweeps_earned before insert on revenue_sweeps
    for each row execute function revenue_sweeps_earned();
  create trigger immutable before update or delete or truncate on revenue_sweeps
    for each statement execute function ledger.immutable();
`;
