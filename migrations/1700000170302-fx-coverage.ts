import type { MigrationInterface, QueryRunner } from 'typeorm';

const ASSETS = `'bank_client', 'psp_clearing', 'dispute_receivable', 'buyer_receivable'`;

/** Money that waits for a conversion at the bank covers what is owed in the other currency, and not any more its own. */
export class FxCoverage1700000170302 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(coverageOf(`${ASSETS}, 'fx_position'`));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(coverageOf(ASSETS));
  }
}

const coverageOf = (assets: string): string => `
  create or replace function ledger.coverage() returns table (currency text, assets bigint, liabilities bigint)
  language sql stable as $$
    select currency::text,
           coalesce(sum(debit - credit) filter (where type_code in (${assets})), 0)::bigint,
           coalesce(sum(credit - debit) filter (where type_code in
             ('order_escrow', 'seller_pending', 'seller_available', 'seller_reserve', 'seller_held',
              'payout_in_transit', 'refund_in_transit', 'buyer_credit', 'tax_payable')), 0)::bigint
      from ledger.account_balance group by currency order by currency
  $$;
`;
