import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Companies may owe another currency than the seller settles in: what the lines are in, and what is still awaited. */
export class AccountInOtherCurrencies1700000402001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table account_invoices add column sale jsonb;
      comment on column account_invoices.sale is
        'Where the seller settles in another currency: the quote, the currency of the lines and their total in it';
      create trigger account_invoices_sale_frozen before update on account_invoices for each row
        when (old.sale is distinct from new.sale) execute function account_documents_frozen();

      alter table payment_parts add column settled_booked bigint;
      comment on column payment_parts.settled_booked is
        'What is settled of the part when the account begins to owe it; null where it is not converted';
      create index payment_parts_owed_converted on payment_parts (seller_order_id)
        where booked is not null and quote_id is not null;
    `);
    await q.query(AWAITED);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop view awaited_conversions;
      drop index payment_parts_owed_converted;
      alter table payment_parts drop column settled_booked;
      drop trigger account_invoices_sale_frozen on account_invoices;
      alter table account_invoices drop column sale;
    `);
  }
}

/** What is open of an invoice has not reached the bank; before there is one, nothing of what was accepted has. */
const AWAITED = `
  create view awaited_conversions as
    select p.currency::text as sold_currency, a.sold, s.settled_currency::text as bought_currency,
           div((s.settled + s.spread - s.settled_back - div(s.spread::numeric * s.settled_back, s.settled)) * a.sold,
               s.amount - s.refunded)::bigint as bought,
           a.issued_at, a.due_at
      from payment_parts s join payments p on p.id = s.payment_id
      left join account_invoices i on i.seller_order_id = s.seller_order_id
     cross join lateral (
       select least(coalesce(i.total - i.paid - i.reduced - i.written_off, s.booked), s.amount - s.refunded) as sold,
              i.issued_at, i.due_at) a
     where s.booked is not null and s.quote_id is not null and a.sold > 0;
  comment on view awaited_conversions is
    'Of the positions in currencies, what companies have not paid yet: what is to be sold, and what is expected for it';
`;
