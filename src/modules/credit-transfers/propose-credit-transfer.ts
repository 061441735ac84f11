import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { toMoney, type Once } from '../../platform/http/index.js';
import { TransferCredit } from '../ledger/index.js';
import { CreditOwners, type CreditOwner } from './credit-owners.js';
import type { CreditTransferView, ProposeCreditTransferDto } from './credit-transfers.dto.js';
import { StoreCreditSmaller } from './credit-transfers.errors.js';
import { CreditTransfersRepository } from './credit-transfers.repository.js';
import { creditTransferView } from './credit-transfer.view.js';

@Injectable()
export class ProposeCreditTransfer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly owners: CreditOwners,
    private readonly credit: TransferCredit,
    private readonly transfers: CreditTransfersRepository,
  ) {}

  /** The first of two people; nothing is booked. @throws NotFound, StoreCreditSmaller, CreditTransferProposed, CreditTransferToOneself */
  run(
    actor: UserActor,
    owner: CreditOwner,
    { amount: wanted, holder, accountNumber, reason }: ProposeCreditTransferDto,
    once: Once,
  ): Promise<CreditTransferView> {
    return once.run(this.uow, async (tx) => {
      await this.owners.assertExists(tx, owner);
      const of = { buyerId: null, companyId: null, ...owner };
      await this.owners.assertForeign(tx, of.companyId, actor.userId);
      const amount = toMoney(wanted);
      const free = await this.credit.free(tx, of.companyId ?? of.buyerId, amount.currency);
      if (amount.amount === 0 || free.amount < amount.amount) throw new StoreCreditSmaller({});
      const made = { id: newId('ctf'), ...of, ...amount, holder, accountNumber, reason };
      const by = { proposedBy: actor.userId, proposedAt: this.clock.now() };
      return creditTransferView(await this.transfers.insert(tx, { ...made, ...by }));
    });
  }
}
