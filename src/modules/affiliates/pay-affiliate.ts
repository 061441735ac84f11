import { Injectable } from '@nestjs/common';
import { asId, Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Ledger, payoutPaidJournal } from '../ledger/index.js';
import {
  affiliatePayoutFailedJournal,
  affiliatePayoutJournal,
  affiliatePayoutReturnedJournal,
} from './affiliate-journals.js';
import { affiliatePayoutLifecycle } from './affiliate.lifecycle.js';
import { AffiliatePayoutGate } from './affiliate-payout-gate.js';
import { AffiliatePayouts, refusing } from './affiliate-payouts.repository.js';
import type { AffiliatePayoutView } from './affiliates.dto.js';
import { AffiliateNotActive, NothingToPay } from './affiliates.errors.js';
import { AffiliatesRepository } from './affiliates.repository.js';
import { affiliatePayoutView } from './affiliates.view.js';

/**
 * Affiliates are paid as sellers are: O1 when one person makes the payout, O2 or O3 when another one knows how it went, O4
 * when the bank sends it back.
 */
@Injectable()
export class PayAffiliate {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly affiliates: AffiliatesRepository,
    private readonly payouts: AffiliatePayouts,
    private readonly gate: AffiliatePayoutGate,
  ) {}

  /** All that is available in the currency. @throws NotFound, AffiliateNotActive, NothingToPay, AffiliatePayoutNotPossible */
  create(actor: UserActor, affiliateId: Id<'aff'>, currency: string, once: Once): Promise<AffiliatePayoutView> {
    return once.run(this.uow, async (tx) => {
      const affiliate = await this.affiliates.lock(tx, affiliateId);
      if (!affiliate) throw new NotFound({ what: 'affiliate' });
      if (affiliate.state !== 'active') throw new AffiliateNotActive({});
      const [available] = await this.ledger.lock(tx, affiliateId, currency, ['affiliate_available']);
      const amount = available?.balance ?? 0;
      if (amount === 0) throw new NothingToPay({});
      const [id, at] = [newId('afp'), this.clock.now()];
      await this.gate.assertOn(tx, currency);
      await this.gate.count(tx, currency, amount, at);
      const made = affiliatePayoutJournal(id, affiliateId, money(amount, currency), { effectiveAt: at, actor });
      const { journalId } = await this.ledger.post(tx, made);
      const row = { id, affiliateId, currency, amount, journalId, createdBy: actor.userId, createdAt: at };
      return affiliatePayoutView(await this.payouts.insert(tx, row));
    });
  }

  /** O2. @throws NotFound, IllegalTransition, AffiliateSecondPersonNeeded, AffiliateTransferKnown, AffiliatePayoutNotPossible */
  pay(actor: UserActor, id: Id<'afp'>, bankReference: string, once: Once): Promise<AffiliatePayoutView> {
    return this.decide(actor, id, { action: 'pay', bankReference }, once);
  }

  /** O3: it is available again. @throws NotFound, IllegalTransition */
  fail(actor: UserActor, id: Id<'afp'>, failure: string, once: Once): Promise<AffiliatePayoutView> {
    return this.decide(actor, id, { action: 'fail', failure }, once);
  }

  /** O4: it is available again. @throws NotFound, IllegalTransition */
  giveBack(actor: UserActor, id: Id<'afp'>, reason: string, once: Once): Promise<AffiliatePayoutView> {
    return once.run(this.uow, async (tx) => {
      if (!(await this.payouts.exists(tx, id))) throw new NotFound({ what: 'payout' });
      const at = this.clock.now();
      await moveOne(tx, affiliatePayoutLifecycle, id, { action: 'return', actor, at, reason });
      const row = await this.payouts.noteReturn(tx, id, reason);
      const amount = money(row.amount, row.currency);
      await this.ledger.post(
        tx,
        affiliatePayoutReturnedJournal(id, row.affiliateId, amount, { effectiveAt: at, actor }),
      );
      return affiliatePayoutView(row);
    });
  }

  private decide(
    actor: UserActor,
    id: Id<'afp'>,
    { action, ...how }: { action: 'pay' | 'fail'; bankReference?: string; failure?: string },
    once: Once,
  ): Promise<AffiliatePayoutView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const row = await this.payouts.decide(tx, id, { by: actor.userId, at, ...how });
      if (!row) {
        if (!(await this.payouts.exists(tx, id))) throw new NotFound({ what: 'payout' });
        throw new IllegalTransition({ subject: 'affiliate_payout', action });
      }
      if (action === 'pay') await this.gate.assertOn(tx, row.currency);
      else this.gate.discount(tx, row.currency, row.amount, row.createdAt);
      const move = { action, actor, at, reason: how.failure };
      const { to: state } = await refusing(() => moveOne(tx, affiliatePayoutLifecycle, id, move));
      const amount = money(row.amount, row.currency);
      const circumstances = { effectiveAt: at, actor };
      const created = asId<'jnl'>(row.journalId);
      const posted =
        action === 'pay'
          ? payoutPaidJournal(id, amount, circumstances)
          : affiliatePayoutFailedJournal(id, row.affiliateId, amount, created, circumstances);
      await this.ledger.post(tx, posted);
      return affiliatePayoutView({ ...row, state });
    });
  }
}
