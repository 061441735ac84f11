import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reservations and invitations that ended are forgotten after their time: a reservation takes its lines with it. */
export class EndedReservations1700000412101 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(linesGo('on delete cascade'));
    await q.query(`create index stock_reservations_ended on stock_reservations (updated_at)
                    where state in ('consumed', 'released', 'expired')`);
    await q.query(`create index seller_invitations_ended on seller_invitations ((coalesce(answered_at, expires_at)))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index stock_reservations_ended, seller_invitations_ended');
    await q.query(linesGo(''));
  }
}

const linesGo = (rule: string): string => `
  alter table stock_reservation_lines
    drop constraint stock_reservation_lines_reservation_id_fkey,
    add constraint stock_reservation_lines_reservation_id_fkey
        foreign key (reservation_id) references stock_reservations (id) ${rule}`;
