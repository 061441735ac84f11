import { Injectable } from '@nestjs/common';
import { actsFor, Clock, isStaff, type Actor, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Cursors, NotFound, type Once, type Page, type PageQuery } from '../../platform/http/index.js';
import { Plans } from './plans.repository.js';
import { SubscriptionInvoices } from './subscription-invoices.repository.js';
import type { AddPlanDto, PlanList, PlanView, SubscriptionInvoiceView, SubscriptionView } from './subscriptions.dto.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { planView, subscriptionInvoiceView, subscriptionView } from './subscriptions.view.js';

@Injectable()
export class SubscriptionQueries {
  constructor(
    private readonly plans: Plans,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly invoices: SubscriptionInvoices,
    private readonly cursors: Cursors,
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async openPlans(): Promise<PlanList> {
    return { data: (await this.plans.open()).map(planView) };
  }

  /** Takes the place of the plan with the code in the currency; who has that one keeps it. */
  addPlan(actor: UserActor, { code, fee, taxBps, nameEn, nameZh }: AddPlanDto, once: Once): Promise<PlanView> {
    return once.run(this.uow, async (tx) => {
      const named = { code, currency: fee.currency, fee: fee.amount, taxBps, nameEn, nameZh };
      const made = { id: newId('spl'), createdBy: actor.userId, createdAt: this.clock.now() };
      return planView(await this.plans.add(tx, { ...named, ...made }));
    });
  }

  /** @throws NotFound unless the caller acts for the seller or for finance, and while there has been none */
  async latest(actor: Actor, sellerId: Id<'sel'>): Promise<SubscriptionView> {
    assertSees(actor, sellerId);
    const row = await this.subscriptions.latest(sellerId);
    if (!row) throw new NotFound({ what: 'subscription' });
    return subscriptionView(row);
  }

  /** @throws NotFound unless the caller acts for the seller or for finance */
  async invoicesOf(
    actor: Actor,
    sellerId: Id<'sel'>,
    { cursor, limit }: PageQuery,
  ): Promise<Page<SubscriptionInvoiceView>> {
    assertSees(actor, sellerId);
    const key = `subscriptions.invoices:${sellerId}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.invoices.page(sellerId, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(subscriptionInvoiceView) };
  }
}

function assertSees(actor: Actor, sellerId: string): void {
  if (!actsFor(actor, sellerId) && !isStaff(actor, 'finance')) throw new NotFound({ what: 'seller' });
}
