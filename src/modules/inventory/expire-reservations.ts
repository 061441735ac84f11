import { Injectable } from '@nestjs/common';
import { Clock, millisecondsOf, system } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { ReservationsRepository } from './reservations.repository.js';

const BATCH = 200;
/** An order ends its own reservation when its time is up; this is for what nobody ended. */
const GRACE = 'PT15M';
const TIMER = system('inventory');

@Injectable()
export class ExpireReservations {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reservations: ReservationsRepository,
    private readonly clock: Clock,
  ) {}

  /** Frees the stock of every reservation that ended a grace period ago. */
  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - millisecondsOf(GRACE));
    let found: number;
    do {
      found = await this.expireBatch(before);
    } while (found === BATCH);
  }

  private expireBatch(before: Date): Promise<number> {
    return this.uow.run(async (tx) => {
      const at = this.clock.now();
      const overdue = await this.reservations.overdue(tx, before, BATCH);
      const expired = await this.reservations.move(tx, overdue, 'expire', TIMER, at);
      await this.reservations.free(tx, expired, at);
      return overdue.length;
    });
  }
}
