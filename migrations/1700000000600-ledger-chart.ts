import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Currencies, the chart of accounts as data, accounts, and the balance rows of strict accounts. */
export class LedgerChart1700000000600 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TYPES);
    await q.query(CHART);
    await q.query(ACCOUNTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table ledger.balance;
      drop table ledger.account;
      drop table ledger.account_type;
      drop table ledger.currency;
      drop schema ledger;
    `);
  }
}

const TYPES = `
  create schema ledger;

  create table ledger.currency (
    code char(3) primary key,
    exponent smallint not null check (exponent in (0, 2, 3)),
    active boolean not null default true
  );
  insert into ledger.currency (code, exponent) values
    ('BRL', 2), ('CNY', 2), ('EUR', 2), ('GBP', 2), ('JPY', 0), ('KWD', 3), ('USD', 2);

  create table ledger.account_type (
    code text primary key,
    class text not null check (class in ('asset', 'liability', 'equity', 'revenue', 'expense')),
    normal_side char(1) not null check (normal_side in ('D', 'C')),
    owner_dimension text not null check (owner_dimension in ('none', 'seller', 'buyer', 'order', 'payout',
      'refund', 'dispute', 'affiliate', 'psp', 'bank', 'jurisdiction', 'carrier')),
    floor_minor bigint,
    mode text not null check (mode in ('strict', 'deferred')),
    must_clear_within interval,
    constraint deferred_has_no_floor check (mode = 'strict' or floor_minor is null)
  );
`;

const CHART = `
  insert into ledger.account_type
    (code, class, normal_side, owner_dimension, mode, floor_minor, must_clear_within)
  values
    ('psp_clearing',         'asset',     'D', 'psp',          'deferred', null, '5 days'),
    ('bank_client',          'asset',     'D', 'bank',         'deferred', null, '1 day'),
    ('bank_operating',       'asset',     'D', 'bank',         'deferred', null, '1 day'),
    ('buyer_receivable',     'asset',     'D', 'buyer',        'strict',   0,    '30 days'),
    ('seller_receivable',    'asset',     'D', 'seller',       'strict',   0,    '30 days'),
    ('dispute_receivable',   'asset',     'D', 'dispute',      'strict',   0,    '90 days'),
    ('order_escrow',         'liability', 'C', 'order',        'strict',   0,    '60 days'),
    ('seller_pending',       'liability', 'C', 'seller',       'strict',   0,    null),
    ('seller_available',     'liability', 'C', 'seller',       'strict',   0,    null),
    ('seller_reserve',       'liability', 'C', 'seller',       'strict',   0,    null),
    ('seller_held',          'liability', 'C', 'seller',       'strict',   0,    null),
    ('payout_in_transit',    'liability', 'C', 'payout',       'strict',   0,    '7 days'),
    ('refund_in_transit',    'liability', 'C', 'refund',       'strict',   0,    '10 days'),
    ('buyer_credit',         'liability', 'C', 'buyer',        'strict',   0,    null),
    ('affiliate_pending',    'liability', 'C', 'affiliate',    'strict',   0,    null),
    ('affiliate_available',  'liability', 'C', 'affiliate',    'strict',   0,    null),
    ('tax_payable',          'liability', 'C', 'jurisdiction', 'deferred', null, null),
    ('carrier_payable',      'liability', 'C', 'carrier',      'deferred', null, null),
    ('unapplied_receipts',   'liability', 'C', 'bank',         'strict',   0,    '3 days'),
    ('commission_revenue',   'revenue',   'C', 'none',         'deferred', null, null),
    ('shipping_revenue',     'revenue',   'C', 'none',         'deferred', null, null),
    ('subscription_revenue', 'revenue',   'C', 'none',         'deferred', null, null),
    ('payout_fee_revenue',   'revenue',   'C', 'none',         'deferred', null, null),
    ('fx_spread_revenue',    'revenue',   'C', 'none',         'deferred', null, null),
    ('psp_fee_expense',      'expense',   'D', 'none',         'deferred', null, null),
    ('promotion_expense',    'expense',   'D', 'none',         'deferred', null, null),
    ('affiliate_expense',    'expense',   'D', 'none',         'deferred', null, null),
    ('carrier_expense',      'expense',   'D', 'none',         'deferred', null, null),
    ('dispute_fee_expense',  'expense',   'D', 'none',         'deferred', null, null),
    ('chargeback_loss',      'expense',   'D', 'none',         'deferred', null, null),
    ('bad_debt_expense',     'expense',   'D', 'none',         'deferred', null, null),
    ('goodwill_expense',     'expense',   'D', 'none',         'deferred', null, null),
    ('fx_gain_loss',         'expense',   'D', 'none',         'deferred', null, null),
    ('fx_position',          'asset',     'D', 'none',         'deferred', null, '7 days');
`;

const ACCOUNTS = `
  create table ledger.account (
    id uuid primary key,
    type_code text not null references ledger.account_type,
    owner_id uuid,
    currency char(3) not null references ledger.currency,
    status text not null default 'open' check (status in ('open', 'frozen', 'closed')),
    created_at timestamptz not null default clock_timestamp(),
    constraint account_once unique nulls not distinct (type_code, owner_id, currency),
    constraint account_currency unique (id, currency)
  );
  create index account_owner on ledger.account (owner_id, type_code) where owner_id is not null;

  create table ledger.balance (
    account_id uuid primary key references ledger.account,
    debit_posted bigint not null default 0 check (debit_posted >= 0),
    credit_posted bigint not null default 0 check (credit_posted >= 0),
    debit_pending bigint not null default 0 check (debit_pending >= 0),
    credit_pending bigint not null default 0 check (credit_pending >= 0),
    normal_side char(1) not null check (normal_side in ('D', 'C')),
    floor_minor bigint,
    version bigint not null default 0,
    updated_at timestamptz not null default clock_timestamp(),
    constraint balance_floor check (floor_minor is null or case normal_side
      when 'D' then debit_posted - credit_posted - credit_pending
      else credit_posted - debit_posted - debit_pending end >= floor_minor)
  ) with (fillfactor = 50);
`;
