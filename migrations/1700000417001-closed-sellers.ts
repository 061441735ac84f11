import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A seller is closed when nothing of it is open, and nothing is bought of it from then on. */
export class ClosedSellers1700000417001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view seller_open_matters as
        select seller_id, 'order' as kind, id as subject_id from seller_orders
         where state not in ('completed', 'cancelled', 'expired')
        union all
        select s.seller_id, 'dispute', c.id from chargeback_shares s join chargebacks c on c.id = s.chargeback_id
         where c.state in ('opened', 'evidence_due', 'submitted');
      comment on view seller_open_matters is 'What a seller has to see to its end before it is closed';

      create function seller_order_of_open_seller() returns trigger language plpgsql as $$
      begin
        -- Who closes the seller waits for this order, or this order for whoever does.
        perform pg_advisory_xact_lock_shared(hashtextextended('sellers.closure:' || new.seller_id, 0));
        if exists (select from sellers where id = new.seller_id and state = 'closed') then
          raise exception 'the seller % is closed', new.seller_id
            using errcode = 'check_violation', constraint = 'seller_orders_of_open_seller';
        end if;
        return new;
      end $$;
      create trigger seller_orders_of_open_seller before insert on seller_orders
        for each row execute function seller_order_of_open_seller();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger seller_orders_of_open_seller on seller_orders;
      drop function seller_order_of_open_seller();
      drop view seller_open_matters;
    `);
  }
}
