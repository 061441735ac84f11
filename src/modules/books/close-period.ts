import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { PeriodNotOver } from './books.errors.js';
import { periodView } from './period-queries.js';
import type { PeriodView } from './periods.dto.js';
import { PeriodsRepository } from './periods.repository.js';

const DAY_MS = 86_400_000;

/** Closes the books through a day that is over: from then on no journal takes effect on it or before it. */
@Injectable()
export class ClosePeriod {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly periods: PeriodsRepository,
  ) {}

  /** @throws PeriodNotOver @throws PeriodAlreadyClosed */
  async run(actor: Actor, endsOn: string, once: Once): Promise<PeriodView> {
    const now = this.clock.now();
    const endsAt = new Date(`${endsOn}T00:00:00Z`).getTime() + DAY_MS;
    if (endsAt > now.getTime()) throw new PeriodNotOver({ endsOn });
    return once.run(this.uow, async (tx) => periodView(await this.periods.close(tx, endsOn, now, actor)));
  }
}
