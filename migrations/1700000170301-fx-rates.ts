import type { MigrationInterface, QueryRunner } from 'typeorm';

const PAIR = `from_currency char(3) not null references ledger.currency,
        to_currency char(3) not null references ledger.currency`;

/** Rates by version, quotes that are locked for one order, and what treasury did at the bank. */
export class FxRates1700000170301 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table fx_rates (
        ${PAIR},
        version integer not null check (version > 0),
        rate_num bigint not null check (rate_num > 0),
        rate_den bigint not null check (rate_den > 0),
        spread_bps integer not null check (spread_bps between 0 and 5000),
        quote_seconds integer not null check (quote_seconds between 1 and 86400),
        stale_after_seconds integer check (stale_after_seconds > 0),
        provider text not null,
        quoted_at timestamptz not null,
        set_by text not null,
        created_at timestamptz not null,
        primary key (from_currency, to_currency, version),
        constraint fx_rates_two_currencies check (from_currency <> to_currency)
      );
      comment on table fx_rates is 'Of to_currency for 1 of from_currency, in major units; the highest version counts';

      create table fx_quotes (
        id uuid primary key,
        buyer_id uuid not null,
        ${PAIR},
        rate_version integer not null,
        mid_num bigint not null check (mid_num > 0),
        mid_den bigint not null check (mid_den > 0),
        rate_num bigint not null check (rate_num > 0),
        rate_den bigint not null check (rate_den > 0),
        spread_bps integer not null,
        provider text not null,
        quoted_at timestamptz not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        locked_for_order uuid,
        locked_at timestamptz,
        foreign key (from_currency, to_currency, rate_version) references fx_rates,
        constraint fx_quotes_expire_later check (expires_at > created_at),
        constraint fx_quotes_locked check ((locked_for_order is null) = (locked_at is null)),
        constraint fx_quotes_locked_in_time check (locked_at < expires_at),
        constraint fx_quotes_once_per_order unique (locked_for_order, from_currency, to_currency)
      );
      create index fx_quotes_open on fx_quotes (expires_at) where locked_for_order is null;

      create table fx_deals (
        id uuid primary key,
        sold_currency char(3) not null references ledger.currency,
        sold bigint not null check (sold > 0),
        received_currency char(3) not null references ledger.currency,
        received bigint not null check (received >= 0),
        expected bigint not null,
        bank_reference text not null,
        dealt_at timestamptz not null,
        recorded_by uuid not null,
        created_at timestamptz not null,
        constraint fx_deals_two_currencies check (sold_currency <> received_currency),
        constraint fx_deals_reference unique (bank_reference)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table fx_deals, fx_quotes, fx_rates');
  }
}
