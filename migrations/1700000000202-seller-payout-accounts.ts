import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SellerPayoutAccounts1700000000202 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table seller_payout_accounts (
        id uuid primary key,
        seller_id uuid not null references sellers constraint seller_payout_accounts_one unique,
        state text not null default 'active' check (state in ('active', 'disabled')),
        version int not null default 1,
        holder_sealed text not null,
        destination_sealed text not null,
        ending text not null check (char_length(ending) <= 4),
        country char(2) not null check (country ~ '^[A-Z]{2}$'),
        currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
        changed_by text not null,
        changed_at timestamptz not null,
        updated_at timestamptz not null
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_payout_accounts');
  }
}
