import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import type { PayoutTermsView, ProposePayoutTermsDto } from './payout-terms.dto.js';
import { PayoutTermsRepository } from './payout-terms.repository.js';
import { payoutTermsView } from './payout-terms.view.js';
import { PayoutTermsDecided } from './settlement-terms.errors.js';

/** One person proposes by what a currency is paid out; another one puts it into force, or does not. */
@Injectable()
export class ChangePayoutTerms {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: PayoutTermsRepository,
  ) {}

  /** Nothing is paid by it yet. @throws PayoutTermsProposed */
  propose(actor: UserActor, wanted: ProposePayoutTermsDto, once: Once): Promise<PayoutTermsView> {
    return once.run(this.uow, async (tx) => {
      const made = { id: newId('pyt'), proposedBy: actor.userId, proposedAt: this.clock.now() };
      await this.terms.propose(tx, { ...wanted, note: wanted.note ?? null, ...made });
      return this.view(tx, made.id);
    });
  }

  /** For the payouts that are made from now on. @throws NotFound, PayoutTermsDecided, PayoutTermsNeedSecondPerson */
  decide(actor: UserActor, id: Id<'pyt'>, action: 'approve' | 'decline', once: Once): Promise<PayoutTermsView> {
    return once.run(this.uow, async (tx) => {
      const isDecided = await this.terms.decide(tx, id, actor.userId, this.clock.now(), action === 'approve');
      const view = await this.view(tx, id);
      if (!isDecided) throw new PayoutTermsDecided({});
      return view;
    });
  }

  private async view(tx: Tx, id: string): Promise<PayoutTermsView> {
    const row = await this.terms.find(tx, id);
    if (!row) throw new NotFound({ what: 'payout terms' });
    return payoutTermsView(row);
  }
}
