import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Besides the day from which the money of a line counts, the day on which the other side wrote the line down. */
export class BookingDates1700000403003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table reconciliation_items add column booked_on date');
    await q.query('update reconciliation_items set booked_on = value_date');
    await q.query('alter table reconciliation_items alter column booked_on set not null');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table reconciliation_items drop column booked_on');
  }
}
