import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A refund that came back to the provider is a line of its report, about the journal that took it back. */
export class ReturnedRefunds1700000411004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(WITH_RETURNS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(WITHOUT);
  }
}

const WITH_RETURNS = `
  create or replace view provider_references as
    select 'charge' as about, provider, provider_ref as reference, null::uuid as own_id,
           'payment' as source_type, id::text as source_id, 'capture' as source_kind
      from payments where provider_ref is not null
    union all
    select 'refund', p.provider, r.provider_ref, r.id, 'refund', r.id::text, 'confirmed'
      from refunds r join payments p on p.id = r.payment_id
    union all
    select 'refund_return', p.provider, r.provider_ref, r.id, 'refund', r.id::text, 'returned'
      from refunds r join payments p on p.id = r.payment_id
    union all
    select k.about, c.provider, c.provider_ref, null, 'dispute', c.id::text, k.kind
      from chargebacks c
     cross join (values ('chargeback', 'opened'), ('dispute_fee', 'opened'), ('chargeback_reversal', 'won'),
                        ('dispute_fee_return', 'won')) as k(about, kind)
    union all
    select k.about, p.provider, p.provider_reference, p.id, 'payout', p.id::text, k.kind
      from payouts p
     cross join (values ('payout', 'paid'), ('debit', 'paid'), ('credit', 'paid'), ('payout_return', 'returned'),
                        ('return', 'returned')) as k(about, kind);
`;

const WITHOUT = `
  create or replace view provider_references as
    select 'charge' as about, provider, provider_ref as reference, null::uuid as own_id,
           'payment' as source_type, id::text as source_id, 'capture' as source_kind
      from payments where provider_ref is not null
    union all
    select 'refund', p.provider, r.provider_ref, r.id, 'refund', r.id::text, 'confirmed'
      from refunds r join payments p on p.id = r.payment_id
    union all
    select k.about, c.provider, c.provider_ref, null, 'dispute', c.id::text, k.kind
      from chargebacks c
     cross join (values ('chargeback', 'opened'), ('dispute_fee', 'opened'), ('chargeback_reversal', 'won'),
                        ('dispute_fee_return', 'won')) as k(about, kind)
    union all
    select k.about, p.provider, p.provider_reference, p.id, 'payout', p.id::text, k.kind
      from payouts p
     cross join (values ('payout', 'paid'), ('debit', 'paid'), ('credit', 'paid'), ('payout_return', 'returned'),
                        ('return', 'returned')) as k(about, kind);
`;
