import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { TransferCredit } from '../ledger/index.js';
import { CreditOwners } from './credit-owners.js';
import { creditTransferLifecycle } from './credit-transfer.lifecycle.js';
import type { CreditTransferView } from './credit-transfers.dto.js';
import { StoreCreditSmaller } from './credit-transfers.errors.js';
import { CreditTransfersRepository } from './credit-transfers.repository.js';
import { creditTransferView } from './credit-transfer.view.js';

/** The second of two people has the transfer made (R3), or not. */
@Injectable()
export class DecideCreditTransfer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly owners: CreditOwners,
    private readonly credit: TransferCredit,
    private readonly transfers: CreditTransfersRepository,
  ) {}

  /** @throws NotFound, IllegalTransition once it was decided, CreditTransferSecondPerson, CreditTransferToOneself, StoreCreditSmaller */
  run(actor: UserActor, id: Id<'ctf'>, action: 'approve' | 'decline', once: Once): Promise<CreditTransferView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const decided = await this.transfers.decide(tx, id, actor.userId, at);
      if (!decided) {
        if (!(await this.transfers.exists(tx, id))) throw new NotFound({ what: 'transfer' });
        throw new IllegalTransition({ subject: 'credit_transfer', action });
      }
      const { ownerId, companyId, reason } = decided;
      await this.owners.assertForeign(tx, companyId, actor.userId);
      const { to: state } = await moveOne(tx, creditTransferLifecycle, id, { action, actor, at, reason });
      if (action === 'approve') {
        const amount = money(decided.amount, decided.currency);
        const left = await this.credit.run(tx, id, ownerId, amount, { effectiveAt: at, actor });
        if (!left) throw new StoreCreditSmaller({});
      }
      return creditTransferView({ ...decided, state });
    });
  }
}
