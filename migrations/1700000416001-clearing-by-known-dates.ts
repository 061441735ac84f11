import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tax and carriers are watched, and what says itself until when it is in between is late by that. */
export class ClearingByKnownDates1700000416001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(LIMITS);
    await q.query(`create index seller_orders_on_their_way on seller_orders (id)
      where state = 'shipped' and fully_shipped_at is not null`);
    await q.query(terms(`${BY_INVOICE} union all ${BY_EVIDENCE} union all ${BY_DELIVERY} union all ${BY_FILING}`));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(terms(BY_INVOICE));
    await q.query('drop index seller_orders_on_their_way');
    await q.query(
      `update ledger.account_type set must_clear_within = null where code in ('tax_payable', 'carrier_payable')`,
    );
  }
}

/** A month of tax and the month in which it is filed; a month of labels and two weeks to pay their invoice. */
const LIMITS = `
  update ledger.account_type set must_clear_within = '62 days' where code = 'tax_payable';
  update ledger.account_type set must_clear_within = '45 days' where code = 'carrier_payable';
`;

const BY_INVOICE = `
    select 'buyer_receivable'::text as type_code, i.company_id as owner_id, i.currency::text as currency,
           'D'::char(1) as side, i.total - i.paid - i.reduced - i.written_off as amount, i.issued_at as since,
           i.due_at as clears_by
      from account_invoices i where i.state in ('issued', 'partially_paid', 'overdue')
    union all
    select 'fx_position', null, leg.currency, leg.side, leg.amount, a.issued_at, a.due_at + t.must_clear_within
      from awaited_conversions a join ledger.account_type t on t.code = 'fx_position'
     cross join lateral (values (a.sold_currency, 'C'::char(1), a.sold), (a.bought_currency, 'D'::char(1), a.bought))
                        as leg(currency, side, amount)`;

/** What nobody has answered in time; the verdict about what was answered has no date. */
const BY_EVIDENCE = `
    select a.type_code, c.id, a.currency::text, 'D'::char(1), b.debit_posted - b.credit_posted, c.opened_at,
           c.evidence_due_at
      from chargebacks c
      join ledger.account a on a.type_code = 'dispute_receivable' and a.owner_id = c.id
      join ledger.balance b on b.account_id = a.id and b.debit_posted > b.credit_posted
     where c.state in ('opened', 'evidence_due') and c.evidence_due_at is not null`;

/** A day after the delivery is taken for granted; what has not left clears within the time of the chart. */
const BY_DELIVERY = `
    select a.type_code, s.id, a.currency::text, 'C'::char(1), b.credit_posted - b.debit_posted, s.placed_at,
           s.delivery_expected_at
             + (coalesce((s.settlement_terms ->> 'graceDays')::int, 0) + 1) * interval '1 day'
      from seller_orders s
      join ledger.account a on a.type_code = 'order_escrow' and a.owner_id = s.id
      join ledger.balance b on b.account_id = a.id and b.credit_posted > b.debit_posted
     where s.state = 'shipped' and s.fully_shipped_at is not null and s.delivery_expected_at is not null`;

/** What was filed of a month is paid by the end of the next one. */
const BY_FILING = `
    select 'tax_payable', null, f.currency::text, 'C'::char(1), f.amount, month.began, month.began + interval '2 months'
      from tax_filings f
     cross join lateral (select (f.period || '-01')::timestamp at time zone 'UTC' as began) month
     where f.state = 'recorded'`;

const terms = (query: string): string => `create or replace view clearing_terms as ${query}`;
