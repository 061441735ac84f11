import { Injectable } from '@nestjs/common';
import { Clock, fromWire, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { Sellers } from '../sellers/index.js';
import { ChargeSubscription } from './charge-subscription.js';
import { Plans } from './plans.repository.js';
import { PlanClosed, PlanInOtherCurrency } from './subscriptions.errors.js';
import type { SubscribeDto, SubscriptionView } from './subscriptions.dto.js';
import { SubscriptionsRepository, type SubscriptionRow } from './subscriptions.repository.js';
import { subscriptionView } from './subscriptions.view.js';

@Injectable()
export class Subscribe {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly plans: Plans,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly charge: ChargeSubscription,
  ) {}

  /**
   * The first month is charged at once.
   * @throws NotFound, Forbidden, SellerIsClosed, PlanClosed, PlanInOtherCurrency, SubscriptionExists
   */
  run(actor: UserActor, sellerId: Id<'sel'>, { planId }: SubscribeDto, once: Once): Promise<SubscriptionView> {
    assertActsFor(actor, sellerId, 'manager');
    return once.run(this.uow, async (tx) => {
      await this.sellers.assertNotClosed(tx, sellerId);
      const plan = await this.plans.hold(tx, fromWire('spl', planId) ?? '');
      if (!plan) throw new NotFound({ what: 'plan' });
      if (plan.closedAt) throw new PlanClosed({});
      const currency = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId)?.currency ?? '';
      if (currency !== plan.currency) throw new PlanInOtherCurrency({ currency });
      const id = newId('sub');
      await this.subscriptions.insert(tx, id, sellerId, plan.id, this.clock.now());
      await this.charge.run(tx, actor, (await this.subscriptions.lock(tx, id)) as SubscriptionRow);
      return subscriptionView((await this.subscriptions.lock(tx, id)) as SubscriptionRow);
    });
  }
}
