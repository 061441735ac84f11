import type { Check } from './invariants.js';

const historyOf = (table: string, subject: string, initial: string): string =>
  `select t.id, t.state, h.to_state from ${table} t
     left join lateral (select to_state from lifecycle_history
                         where subject_type = '${subject}' and subject_id = t.id order by id desc limit 1) h on true
    where t.state <> coalesce(h.to_state, '${initial}')`;

/** What must hold for what the platform gives away and pays to authorities. */
export const TREASURY_CHECKS: readonly Check[] = [
  {
    name: 'what one person gave away on a day is what stands there within the limit',
    needs: ['goodwill_grants', 'goodwill_days'],
    sql: `select * from goodwill_days d
            full join (select proposed_by as person_id, currency, (proposed_at at time zone 'UTC')::date as day,
                              sum(amount) as granted
                         from goodwill_grants where is_within_limit group by 1, 2, 3) g using (person_id, currency, day)
           where coalesce(d.given, 0) <> coalesce(g.granted, 0)`,
  },
  {
    name: 'goodwill is in the books once it is granted, and only then',
    needs: ['goodwill_grants', 'ledger.journal'],
    sql: `select g.id, g.state, j.id from goodwill_grants g
            left join ledger.journal j on j.source_type = 'goodwill' and j.source_id = g.id::text
           where (g.state = 'granted') <> (j.id is not null)`,
  },
  {
    name: 'every state of goodwill has its history',
    needs: ['goodwill_grants'],
    sql: historyOf('goodwill_grants', 'goodwill', 'proposed'),
  },
  {
    name: 'a filing of tax is in the books with its amount once it is paid, and swept before',
    needs: ['tax_filings', 'ledger.journal'],
    sql: `select f.id, f.state, f.amount, x.account, x.amount as booked from tax_filings f
           cross join (values ('tax_filing', 'tax_payable'), ('sweep', 'bank_client')) k (source, account)
            left join lateral (select a.type_code as account, sum(e.amount)::bigint as amount from ledger.journal j
                                 join ledger.entry e on e.journal_id = j.id
                                 join ledger.account a on a.id = e.account_id and a.type_code = k.account
                                where j.source_type = k.source and j.source_id = f.id::text group by 1) x on true
           where coalesce(x.amount, 0) <> case f.state when 'paid' then f.amount else 0 end`,
  },
  {
    name: 'what was remitted is what paid filings say',
    needs: ['tax_filings', 'tax_totals'],
    sql: `select * from tax_totals t
            full join (select currency, sum(amount) as paid from tax_filings where state = 'paid' group by 1) f
              using (currency)
           where coalesce(t.remitted, 0) <> coalesce(f.paid, 0)`,
  },
  {
    name: 'every state of a filing of tax has its history',
    needs: ['tax_filings'],
    sql: historyOf('tax_filings', 'tax_filing', 'recorded'),
  },
  {
    name: 'a month of a subscription is in the books with its amount, and its refund once it was made',
    needs: ['subscription_invoices', 'ledger.journal'],
    sql: `select i.id, i.fee, i.tax, i.refunded_at, c.amount as charged, r.amount as refunded
            from subscription_invoices i
           cross join lateral (select sum(e.amount) filter (where j.kind = 'charged')::bigint as amount,
                                      sum(e.amount) filter (where j.kind = 'refunded')::bigint as back
                                 from ledger.journal j join ledger.entry e on e.journal_id = j.id and e.side = 'D'
                                where j.source_type = 'subscription_invoice' and j.source_id = i.id::text) c
           cross join lateral (select c.back as amount) r
           where c.amount is distinct from i.fee + i.tax
              or coalesce(r.amount, 0) <> case when i.refunded_at is null then 0 else i.fee + i.tax end`,
  },
  {
    name: 'a subscription has an invoice for each month until it is paid, one after the other',
    needs: ['subscriptions', 'subscription_invoices'],
    sql: `select s.id, s.periods, count(i.id), max(i.ends_at) from subscriptions s
            left join subscription_invoices i on i.subscription_id = s.id
           group by s.id having s.periods <> count(i.id) or s.paid_until <> max(i.ends_at)`,
  },
  {
    name: 'every state of a subscription has its history',
    needs: ['subscriptions'],
    sql: historyOf('subscriptions', 'subscription', 'active'),
  },
  {
    name: 'what affiliates have pending is what they earned, without what went back and what is theirs',
    needs: ['affiliate_referrals', 'ledger.balance'],
    sql: `select * from (select a.owner_id as owner, a.currency, b.credit_posted - b.debit_posted as amount
                          from ledger.account a join ledger.balance b on b.account_id = a.id
                         where a.type_code = 'affiliate_pending' and a.owner_id in (select id from affiliates)) l
            full join (select affiliate_id as owner, currency, sum(earned - clawed) as amount from affiliate_referrals
                        where state = 'earned' group by 1, 2) k using (owner, currency)
           where coalesce(l.amount, 0) <> coalesce(k.amount, 0)`,
  },
  {
    name: 'what affiliates may have is what was released to them, without their payouts',
    needs: ['affiliate_referrals', 'affiliate_payouts', 'ledger.balance'],
    sql: `select * from (select a.owner_id as owner, a.currency, b.credit_posted - b.debit_posted as amount
                          from ledger.account a join ledger.balance b on b.account_id = a.id
                         where a.type_code = 'affiliate_available' and a.owner_id in (select id from affiliates)) l
            full join (select owner, currency, sum(amount) as amount
                         from (select affiliate_id as owner, currency, earned - clawed as amount
                                 from affiliate_referrals where state = 'released'
                               union all
                               select affiliate_id, currency, -amount from affiliate_payouts
                                where state in ('created', 'paid')) m
                        group by 1, 2) k using (owner, currency)
           where coalesce(l.amount, 0) <> coalesce(k.amount, 0)`,
  },
  {
    name: 'every state of an affiliate, of a referral and of a payout to an affiliate has its history',
    needs: ['affiliates', 'affiliate_referrals', 'affiliate_payouts'],
    sql: `${historyOf('affiliates', 'affiliate', 'applied')}
          union all ${historyOf('affiliate_referrals', 'affiliate_referral', 'referred')}
          union all ${historyOf('affiliate_payouts', 'affiliate_payout', 'created')}`,
  },
  {
    name: 'what carriers are owed is labels that were bought, not voided and not paid',
    needs: ['labels', 'carrier_invoices', 'ledger.entry'],
    sql: `select * from (select a.currency, sum(case e.side when 'C' then e.amount else -e.amount end) as amount
                          from ledger.account a join ledger.entry e on e.account_id = a.id
                          join ledger.journal j on j.id = e.journal_id
                         where a.type_code = 'carrier_payable' and j.source_type in ('label', 'carrier_invoice')
                           and exists (select from labels l where l.id::text = j.source_id
                                       union all select from carrier_invoices c where c.id::text = j.source_id)
                         group by 1) b
            full join (select l.currency, sum(l.cost) as amount from labels l
                         left join carrier_invoices c on c.id = l.carrier_invoice_id
                        where l.state in ('bought', 'voiding') and c.state is distinct from 'paid' group by 1) k
              using (currency)
           where coalesce(b.amount, 0) <> coalesce(k.amount, 0)`,
  },
  {
    name: 'an invoice of a carrier is the sum of its labels',
    needs: ['labels', 'carrier_invoices'],
    sql: `select c.id, c.total, c.labels, count(l.id), sum(l.cost) from carrier_invoices c
           join labels l on l.carrier_invoice_id = c.id
           group by c.id having c.total <> sum(l.cost) or c.labels <> count(l.id)`,
  },
  {
    name: 'every state of a label and of a carrier’s invoice has its history',
    needs: ['labels', 'carrier_invoices'],
    sql: `${historyOf('labels', 'label', 'requested')}
          union all ${historyOf('carrier_invoices', 'carrier_invoice', 'recorded')}`,
  },
];
