import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { StaleVersion } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { assertActsFor } from '../identity/index.js';
import { plainAccountNumber } from './payout-account.domain.js';
import { payoutAccountLifecycle } from './payout-account.lifecycle.js';
import { PayoutAccountView, type PayoutAccountDto } from './payout-account.dto.js';
import { PayoutAccountsRepository, type PayoutAccount, type PayoutDestination } from './payout-accounts.repository.js';
import { payoutAccountChanged } from './sellers.events.js';
import { SellersRepository } from './sellers.repository.js';

/** A seller's owner names the account that payouts go to; the first of them waits for the cool-off. */
@Injectable()
export class PutPayoutAccount {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly accounts: PayoutAccountsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, sellerId: Id<'sel'>, version: number, body: PayoutAccountDto): Promise<PayoutAccountView> {
    assertActsFor(actor, sellerId, 'owner');
    return this.uow.run(async (tx) => {
      const { currency } = await this.sellers.get(sellerId, tx);
      const known = await this.accounts.lock(tx, sellerId);
      if ((known?.version ?? 0) !== version) throw new StaleVersion({});
      const accountNumber = plainAccountNumber(body.accountNumber);
      const to = { holder: body.holder, accountNumber, country: body.country, currency };
      return PayoutAccountView.of(sellerId, await this.put(tx, actor, sellerId, to, known));
    });
  }

  /** Inside the caller's transaction; `known` is the account as it was locked. */
  async put(
    tx: Tx,
    actor: Actor,
    sellerId: Id<'sel'>,
    to: PayoutDestination,
    known?: PayoutAccount,
  ): Promise<PayoutAccount> {
    const at = this.clock.now();
    const by = actorRef(actor).id;
    if (known?.state === 'disabled')
      await moveOne(tx, payoutAccountLifecycle, known.accountId, { action: 'replace', actor, at });
    const account = known
      ? await this.accounts.replace(tx, known.accountId, sellerId, to, by, at)
      : await this.accounts.insert(tx, newId('pac'), sellerId, to, by, at);
    const payload = { sellerId, changedAt: at };
    await this.outbox.publish(tx, payoutAccountChanged, { subjectId: sellerId, sellerId, payload });
    return account;
  }
}
