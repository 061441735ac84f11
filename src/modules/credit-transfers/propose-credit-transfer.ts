import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, toMoney, type Once } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import { TransferCredit } from '../ledger/index.js';
import type { CreditTransferView, ProposeCreditTransferDto } from './credit-transfers.dto.js';
import { StoreCreditSmaller } from './credit-transfers.errors.js';
import { CreditTransfersRepository } from './credit-transfers.repository.js';
import { creditTransferView } from './credit-transfer.view.js';

@Injectable()
export class ProposeCreditTransfer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly people: Identity,
    private readonly credit: TransferCredit,
    private readonly transfers: CreditTransfersRepository,
  ) {}

  /** The first of two people; nothing is booked. @throws NotFound, StoreCreditSmaller, CreditTransferProposed */
  run(
    actor: UserActor,
    buyerId: Id<'usr'>,
    { amount: wanted, holder, accountNumber, reason }: ProposeCreditTransferDto,
    once: Once,
  ): Promise<CreditTransferView> {
    return once.run(this.uow, async (tx) => {
      if (!(await this.people.usersOf([buyerId], tx)).has(buyerId)) throw new NotFound({ what: 'buyer' });
      const amount = toMoney(wanted);
      const free = await this.credit.free(tx, buyerId, amount.currency);
      if (amount.amount === 0 || free.amount < amount.amount) throw new StoreCreditSmaller({});
      const made = { id: newId('ctf'), buyerId, ...amount, holder, accountNumber, reason };
      const by = { proposedBy: actor.userId, proposedAt: this.clock.now() };
      return creditTransferView(await this.transfers.insert(tx, { ...made, ...by }));
    });
  }
}
