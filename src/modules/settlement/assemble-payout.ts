import { Injectable } from '@nestjs/common';
import { Clock, money, system, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Ledger, recoveredJournal, type LockedBalance } from '../ledger/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { CheckPayable } from './check-payable.js';
import { CreatePayout, type Assembled, type PayoutOrder } from './create-payout.js';
import { reasonNotToTry } from './payout.domain.js';
import { PayoutsRepository, type PayoutChain } from './payouts.repository.js';

const ACTOR: Actor = system('settlement');

/** Makes one payout under the lock of the seller's balances: row, items, journal and event commit together. */
@Injectable()
export class AssemblePayout {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly payouts: PayoutsRepository,
    private readonly payable: CheckPayable,
    private readonly holds: SellerHolds,
    private readonly create: CreatePayout,
  ) {}

  /** The payout, or why there is none. */
  async run(tx: Tx, order: PayoutOrder): Promise<Assembled> {
    const { sellerId, currency, terms, runAt } = order;
    const locked = await this.ledger.lock(tx, sellerId, currency, ['seller_available', 'seller_receivable']);
    const balance = locked.find(({ account }) => account === 'seller_available')?.balance ?? 0;
    const debt = locked.find(({ account }) => account === 'seller_receivable');
    const chain = await this.chain(tx, order);
    const first = reasonNotToTry(terms, chain, balance, runAt);
    if (first) return { reason: first };
    const account = await this.payable.run(tx, order, chain.provider ?? undefined);
    if (account.reason) return { reason: account.reason };
    const recovered = await this.recover(tx, order, balance, debt);
    const left = balance - recovered - (await this.holds.topUp(tx, sellerId, currency));
    const reason = reasonNotToTry(terms, chain, left, runAt);
    if (reason) return { reason };
    return this.create.run(tx, order, chain, left, account);
  }

  /** Whoever tries again, or asks by hand, does not wait for the next try; whoever pays for it not for another run. */
  private async chain(tx: Tx, order: PayoutOrder): Promise<PayoutChain> {
    const chain = await this.payouts.chain(tx, order);
    if (order.instant) return { ...chain, latestRunAt: null, retryAt: null };
    return order.retries || order.requestedBy ? { ...chain, retryAt: null } : chain;
  }

  /** What the seller owes is taken first: once for each state of the debt, so that a run that is repeated takes on. */
  private async recover(
    tx: Tx,
    { sellerId, currency, runAt }: PayoutOrder,
    balance: number,
    debt: LockedBalance | undefined,
  ): Promise<number> {
    const amount = Math.min(debt?.balance ?? 0, balance);
    if (!debt || amount === 0) return 0;
    const at = { effectiveAt: this.clock.now(), actor: ACTOR, refs: { sellerId } };
    const occasion = `${runAt.toISOString()}:${debt.version}`;
    await this.ledger.post(tx, recoveredJournal(sellerId, occasion, money(amount, currency), at));
    return amount;
  }
}
