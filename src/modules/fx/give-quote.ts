import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import type { FxQuoteDto, FxQuoteView } from './fx.dto.js';
import { quoteView } from './fx.view.js';
import { MakeQuotes } from './make-quotes.js';
import type { QuoteRow } from './quotes.repository.js';

/** Tells a buyer what another currency costs, and keeps the word for a short time. */
@Injectable()
export class GiveQuote {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly make: MakeQuotes,
  ) {}

  /** @throws Invalid, FxRateUnavailable */
  run(actor: UserActor, { from, to, amount }: FxQuoteDto, once: Once): Promise<FxQuoteView> {
    if (from === to) throw new Invalid([{ pointer: '/to', code: 'same', message: 'must be another currency' }]);
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const [quote] = (await this.make.run(tx, { buyerId: actor.userId, from, to: [to], at })) as [QuoteRow];
      return quoteView(quote, at, amount);
    });
  }
}
