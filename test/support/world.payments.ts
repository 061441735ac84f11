import type { TestApp } from './app.js';

export interface WorldMatch {
  readonly currency: string;
  /** Captured minus refunded and charged back with its fees, in the books of the provider. */
  readonly atProvider: number;
  /** What moved on the account that mirrors the provider. */
  readonly clearing: number;
  /** Paid out, in the books of the bank, less what companies have transferred and what was got for other currencies. */
  readonly atBank: number;
  /** What left for the bank: O2, less what came back. */
  readonly bankClient: number;
}

const MATCH = `
with provider as (select currency, sum(amount)::float8 as amount
                    from (select currency, captured - refunded - charged_back as amount from sandbox_provider.charges
                          union all select currency, -fee from sandbox_provider.disputes) moved group by currency),
     bank as (select currency, sum(amount)::float8 as amount
                from (select currency, amount from sandbox_provider.payouts where state = 'paid'
                      union all select currency, returned - amount from account_receipts
                      union all select currency, amount from company_credit_uses where invoice_id is null
                      union all select currency, amount from credit_transfers where state = 'approved'
                      union all select sold_currency, sold from fx_deals
                      union all select received_currency, -received from fx_deals) moved
               group by currency),
     ours as (select e.currency, a.type_code, sum(case e.side when 'D' then e.amount else -e.amount end)::float8 as amount
                from ledger.entry e join ledger.account a on a.id = e.account_id
               where a.type_code in ('psp_clearing', 'bank_client') group by 1, 2)
select c.currency, coalesce(provider.amount, 0) as "atProvider", coalesce(clearing.amount, 0) as clearing,
       coalesce(bank.amount, 0) as "atBank", coalesce(-client.amount, 0) as "bankClient"
  from (select currency from provider union select currency from bank union select currency from ours) c
  left join provider using (currency) left join bank using (currency)
  left join ours clearing on clearing.currency = c.currency and clearing.type_code = 'psp_clearing'
  left join ours client on client.currency = c.currency and client.type_code = 'bank_client' order by c.currency`;

/** The world outside against our books, by currency; call it when everything has settled. */
export const worldMatch = (app: Pick<TestApp, 'sql'>): Promise<WorldMatch[]> => app.sql<WorldMatch>(MATCH);

/** Fails unless provider and bank hold what our books say. */
export async function expectWorldMatch(app: TestApp): Promise<void> {
  for (const { currency, atProvider, clearing, atBank, bankClient } of await worldMatch(app)) {
    expect({ currency, clearing, bankClient }).toEqual({ currency, clearing: atProvider, bankClient: atBank });
  }
}
