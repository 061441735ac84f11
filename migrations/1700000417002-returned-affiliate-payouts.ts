import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A transfer to an affiliate may come back after it was paid (O4). */
export class ReturnedAffiliatePayouts1700000417002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(rules(['created', 'paid', 'failed', 'returned'], ['paid', 'returned']));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(rules(['created', 'paid', 'failed'], ['paid']));
  }
}

const listed = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

/** `left`: the money has gone. */
const rules = (states: readonly string[], left: readonly string[]): string => `
  alter table affiliate_payouts
    drop constraint affiliate_payouts_state_check,
    add constraint affiliate_payouts_state_check check (state in (${listed(states)})),
    drop constraint affiliate_payouts_four_eyes,
    add constraint affiliate_payouts_four_eyes check (state not in (${listed(left)}) or decided_by <> created_by),
    drop constraint affiliate_payouts_paid,
    add constraint affiliate_payouts_paid check (state not in (${listed(left)}) or bank_reference is not null);
`;
