import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { OwnedVariants } from './owned-variants.js';
import { adjustmentFaults } from './stock.domain.js';
import { StockMovementView, type AdjustStockDto } from './stock.dto.js';
import { StockRepository } from './stock.repository.js';

@Injectable()
export class AdjustStock {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly owned: OwnedVariants,
    private readonly stock: StockRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws Invalid, NotFound, StockTooLow, StockTooHigh */
  run(actor: Actor, variantId: Id<'var'>, input: AdjustStockDto, once: Once): Promise<StockMovementView> {
    const { delta, reason, note = null } = input;
    const faults = adjustmentFaults(delta, reason);
    if (faults.length > 0) throw new Invalid(faults);
    return once.run(this.uow, async (tx) => {
      const { listingId, sellerId } = await this.owned.find(tx, actor, variantId);
      const id = newId('adj');
      const at = this.clock.now();
      const change = { id, variantId, listingId, sellerId, delta, reason, note, actor, at };
      return StockMovementView.of(await this.stock.adjust(tx, change));
    });
  }
}
