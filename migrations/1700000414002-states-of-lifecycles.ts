import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every table with a lifecycle knows its states, and no other. */
export class StatesOfLifecycles1700000414002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    for (const [table, states] of Object.entries(STATES)) {
      const list = states.map((state) => `'${state}'`).join(', ');
      await q.query(`alter table ${table} add constraint ${table}_state_check check (state in (${list}))`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of Object.keys(STATES)) await q.query(`alter table ${table} drop constraint ${table}_state_check`);
  }
}

const STATES: Readonly<Record<string, readonly string[]>> = {
  seller_orders: [
    ...['pending_payment', 'on_hold', 'awaiting_acceptance', 'accepted', 'shipped', 'delivered', 'confirmed'],
    ...['completed', 'cancelled', 'expired'],
  ],
  shipments: ['handed_over', 'in_transit', 'out_for_delivery', 'exception', 'delivered'],
  risk_holds: ['open', 'claimed', 'released', 'rejected', 'withdrawn'],
  moderation_cases: ['open', 'assigned', 'decided', 'closed'],
  credit_line_versions: ['active', 'suspended', 'closed'],
};
