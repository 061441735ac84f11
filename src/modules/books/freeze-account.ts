import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, OwnMatter, type Once } from '../../platform/http/index.js';
import { AccountFreezes } from './account-freezes.repository.js';
import { accountView } from './book-queries.js';
import { AccountNotFreezable, AccountStateUnchanged } from './books.errors.js';
import type { AccountView } from './finance-ledger.dto.js';
import { ReadingRepository } from './reading.repository.js';
import type { AccountRow } from './reading.rows.js';

/**
 * Store credit in the wrong hands is stopped: nothing leaves it, what comes in is booked, and orders that hold part of it
 * are paid. Of all other accounts facts of the world have to be booked.
 */
@Injectable()
export class FreezeAccount {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly freezes: AccountFreezes,
    private readonly reading: ReadingRepository,
  ) {}

  /** @throws NotFound, OwnMatter, AccountNotFreezable, AccountStateUnchanged */
  freeze(actor: UserActor, id: Id<'acc'>, reason: string, once: Once): Promise<AccountView> {
    return once.run(this.uow, async (tx) => {
      await this.set(tx, actor, id, true);
      await this.freezes.note(tx, newId('acf'), id, reason, actor.userId, this.clock.now());
      return accountView(await this.account(tx, id));
    });
  }

  /** @throws NotFound, OwnMatter, AccountNotFreezable, AccountStateUnchanged */
  unfreeze(actor: UserActor, id: Id<'acc'>, reason: string, once: Once): Promise<AccountView> {
    return once.run(this.uow, async (tx) => {
      await this.set(tx, actor, id, false);
      await this.freezes.noteLift(tx, id, reason, actor.userId, this.clock.now());
      return accountView(await this.account(tx, id));
    });
  }

  private async set(tx: Tx, actor: UserActor, id: Id<'acc'>, isFrozen: boolean): Promise<void> {
    const { account, owner } = await this.account(tx, id);
    if (owner === actor.userId || (await this.freezes.isOfCompanyOf(tx, owner, actor.userId))) throw new OwnMatter({});
    if (account !== 'buyer_credit') throw new AccountNotFreezable({});
    if (!(await this.freezes.set(tx, id, isFrozen))) throw new AccountStateUnchanged({});
  }

  private async account(tx: Tx, id: Id<'acc'>): Promise<AccountRow> {
    const account = await this.reading.accountIn(tx, id);
    if (!account) throw new NotFound({ what: 'account' });
    return account;
  }
}
