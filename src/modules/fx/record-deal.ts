import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, toMoney, type Once } from '../../platform/http/index.js';
import { Ledger, treasuryConvertedJournal } from '../ledger/index.js';
import type { FxDealDto, FxDealView } from './fx.dto.js';
import { FxPositionSmaller } from './fx.errors.js';
import { dealView } from './fx.view.js';
import { expectedFor } from './position.domain.js';
import { PositionsRepository } from './positions.repository.js';
import { RatesRepository } from './rates.repository.js';

/** Treasury converted at the bank what buyers had paid in other currencies (F3). */
@Injectable()
export class RecordDeal {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly pairs: RatesRepository,
    private readonly positions: PositionsRepository,
    private readonly ledger: Ledger,
  ) {}

  /**
   * One deal of a pair at a time. All that waits is gone with all that was expected for it, a part of it with its part;
   * the difference to what the bank gave is realised.
   * @throws Invalid, FxPositionSmaller, FxDealKnown
   */
  run(actor: UserActor, deal: FxDealDto, once: Once): Promise<FxDealView> {
    const [sold, received] = [toMoney(deal.sold), toMoney(deal.received)];
    if (sold.currency === received.currency) throw invalid('/received/currency', 'must be another currency');
    if (sold.amount === 0) throw invalid('/sold/amount', 'must be more than zero');
    return once.run(this.uow, async (tx) => {
      const now = this.clock.now();
      const dealtAt = deal.dealtAt === undefined ? now : new Date(deal.dealtAt);
      if (dealtAt > now) throw invalid('/dealtAt', 'must not lie in the future', 'future');
      await this.pairs.lockPair(tx, sold.currency, received.currency);
      const position = await this.positions.between(tx, sold.currency, received.currency);
      const expected = expectedFor(position, sold, received.currency);
      if (!expected) throw new FxPositionSmaller({});
      const row = {
        id: newId('fxd'),
        ...{ soldCurrency: sold.currency, sold: sold.amount },
        ...{ receivedCurrency: received.currency, received: received.amount, expected: expected.amount },
        bankReference: deal.bankReference,
        dealtAt,
      };
      await this.positions.insert(tx, row, actor.userId, now);
      const amounts = { sold, received, expected };
      await this.ledger.post(tx, treasuryConvertedJournal(row.id, amounts, { effectiveAt: dealtAt, actor }));
      return dealView(row);
    });
  }
}

const invalid = (pointer: string, message: string, code = 'unfit'): Error => new Invalid([{ pointer, code, message }]);
