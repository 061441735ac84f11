import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import type { FxRateDto, FxRateView } from './fx.dto.js';
import { rateView } from './fx.view.js';
import { RatesRepository } from './rates.repository.js';

/** Finance says what a currency is worth from now on; quotes that are out keep their rate. */
@Injectable()
export class SetRate {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rates: RatesRepository,
  ) {}

  /** @throws Invalid */
  run(actor: UserActor, { rate, ...told }: FxRateDto, once: Once): Promise<FxRateView> {
    const { from, to, provider, quotedAt, spreadBps = null, quoteSeconds = null, staleAfterSeconds = null } = told;
    if (from === to) throw new Invalid([{ pointer: '/to', code: 'same', message: 'must be another currency' }]);
    return once.run(this.uow, async (tx) => {
      const now = this.clock.now();
      await this.rates.lockPair(tx, from, to);
      const terms = { spreadBps, quoteSeconds, staleAfterSeconds, setBy: actor.userId, createdAt: now };
      const at = quotedAt === undefined ? now : new Date(quotedAt);
      return rateView(await this.rates.insert(tx, { from, to, ...rate, provider, quotedAt: at, ...terms }));
    });
  }
}
