import type { Check } from './invariants.js';

const balances = (account: string): string =>
  `select a.owner_id as owner, a.currency, b.credit_posted - b.debit_posted as amount
     from ledger.account a join ledger.balance b on b.account_id = a.id where a.type_code = '${account}'`;

/** The rows where a ledger account and what the modules know differ. */
const differing = (account: string, known: string): string =>
  `select * from (${balances(account)}) l full join (${known}) k using (owner, currency)
    where coalesce(l.amount, 0) <> coalesce(k.amount, 0)`;

const historyOf = (table: string, subject: string, initial: string): string =>
  `select t.id, t.state, h.to_state from ${table} t
     left join lateral (select to_state from lifecycle_history
                         where subject_type = '${subject}' and subject_id = t.id order by id desc limit 1) h on true
    where t.state <> coalesce(h.to_state, '${initial}')`;

/** What settlement knows of money is what the books say, and what the bank did is what the books say. */
export const MONEY_CHECKS: readonly Check[] = [
  {
    name: 'pending balances are the earnings in their hold',
    needs: ['earnings'],
    sql: differing(
      'seller_pending',
      `select seller_id as owner, currency, sum(net - taken) as amount from earnings
        where state in ('pending', 'frozen') group by 1, 2`,
    ),
  },
  {
    name: 'reserves are the lots that are not released',
    needs: ['reserve_lots'],
    sql: differing(
      'seller_reserve',
      `select seller_id as owner, currency, sum(amount - taken) as amount from reserve_lots
        where released_at is null group by 1, 2`,
    ),
  },
  {
    name: 'what is held is in active holds',
    needs: ['seller_holds'],
    sql: differing(
      'seller_held',
      `select seller_id as owner, currency, sum(held) as amount from seller_holds where state = 'active' group by 1, 2`,
    ),
  },
  {
    name: 'what banks owe is in open chargebacks',
    needs: ['chargebacks'],
    sql: `select id, amount, held.owed from chargebacks
            full join (select a.owner_id as id, b.debit_posted - b.credit_posted as owed
                         from ledger.account a join ledger.balance b on b.account_id = a.id
                        where a.type_code = 'dispute_receivable') held using (id)
           where coalesce(held.owed, 0)
                 <> case when state in ('opened', 'evidence_due', 'submitted') then amount else 0 end`,
  },
  {
    name: 'what is in transit is in open payouts',
    needs: ['payouts', 'affiliate_payouts'],
    sql: differing(
      'payout_in_transit',
      `select id as owner, currency, amount from payouts
        where state in ('draft', 'approved', 'submitted', 'in_transit', 'unknown')
       union all
       select id, currency, amount from affiliate_payouts where state = 'created'`,
    ),
  },
  {
    name: 'a payout is the sum of its items',
    needs: ['payout_items'],
    sql: `select p.id, p.amount, sum(i.amount) from payouts p left join payout_items i on i.payout_id = p.id
           group by p.id having p.amount <> p.opening_balance + coalesce(sum(i.amount), 0) - p.closing_balance`,
  },
  {
    name: 'a paid payout is in the books of the bank, once and with its amount',
    needs: ['payouts', 'sandbox_provider.payouts'],
    sql: `select p.id, p.amount, b.amount as at_the_bank
            from payouts p left join sandbox_provider.payouts b on b.reference = p.id::text and b.state = 'paid'
           where p.provider = 'sandbox' and p.state in ('paid', 'returned')
             and (b.amount is distinct from p.amount or b.currency <> p.currency)`,
  },
  {
    name: 'money that the bank paid is on its way or arrived',
    needs: ['payouts', 'sandbox_provider.payouts'],
    sql: `select b.reference, p.state from sandbox_provider.payouts b left join payouts p on b.reference = p.id::text
           where b.state = 'paid'
             and coalesce(p.state, 'none') not in ('submitted', 'in_transit', 'unknown', 'paid', 'returned')`,
  },
  {
    name: 'every state of an earning has its history',
    needs: ['earnings'],
    sql: historyOf('earnings', 'earning', 'pending'),
  },
  {
    name: 'every state of a chargeback has its history',
    needs: ['chargebacks'],
    sql: historyOf('chargebacks', 'chargeback', 'opened'),
  },
  {
    name: 'every state of a seller hold has its history',
    needs: ['seller_holds'],
    sql: historyOf('seller_holds', 'seller hold', 'active'),
  },
  {
    name: 'what is asked back of payouts, and what came back, is in their collections',
    needs: ['payouts', 'debt_collections'],
    sql: `select p.id, p.reversing, p.reversed, c.open, c.collected
            from payouts p left join lateral (
              select coalesce(sum(amount) filter (where state in ('requested', 'submitted', 'unknown')), 0) as open,
                     coalesce(sum(amount) filter (where state = 'collected'), 0) as collected
                from debt_collections d where d.payout_id = p.id) c on true
           where p.reversing <> c.open or p.reversed <> c.collected`,
  },
  {
    name: 'a collection is in the books with its amount once it came, and only then',
    needs: ['debt_collections', 'ledger.journal'],
    sql: `select d.id, d.state, d.amount, booked.amount as booked
            from debt_collections d
            left join (select j.source_id::uuid as id, sum(e.amount) as amount
                         from ledger.journal j join ledger.entry e on e.journal_id = j.id and e.side = 'D'
                        where j.source_type = 'debt_collection' group by 1) booked using (id)
           where coalesce(booked.amount, 0) <> case d.state when 'collected' then d.amount else 0 end`,
  },
  {
    name: 'every state of a debt collection has its history',
    needs: ['debt_collections'],
    sql: historyOf('debt_collections', 'debt_collection', 'requested'),
  },
  { name: 'every state of a payout has its history', needs: ['payouts'], sql: historyOf('payouts', 'payout', 'draft') },
];
