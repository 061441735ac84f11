import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { NotFound } from '../../platform/http/index.js';
import { AttemptsRepository } from './attempts.repository.js';
import { paymentViewOf } from './payment.view.js';
import type { AuthorisationView, PaymentView } from './payments.dto.js';
import { NoActionPending } from './payments.errors.js';
import { PaymentsRepository } from './payments.repository.js';
import { ReconcilePayment } from './reconcile-payment.js';

/** What a buyer may read of the own payments. */
@Injectable()
export class PaymentQueries {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly reconcile: ReconcilePayment,
  ) {}

  async get(actor: UserActor, id: Id<'pay'>): Promise<PaymentView> {
    const [[payment], parts, latest] = await Promise.all([
      this.payments.findMany([id]),
      this.payments.partsOf([id]),
      this.attempts.latest(id),
    ]);
    if (payment?.buyerId !== actor.userId) throw new NotFound({ what: 'payment' });
    return paymentViewOf(payment, parts, latest);
  }

  /** Looks up what the holder did with the pending action. */
  async lookUpAction(actor: UserActor, id: Id<'pay'>): Promise<AuthorisationView> {
    const [payment] = await this.payments.findMany([id]);
    if (payment?.buyerId !== actor.userId) throw new NotFound({ what: 'payment' });
    const latest = await this.attempts.latest(id);
    const view = latest && latest.actionUrl !== null ? await this.reconcile.run(latest.id) : undefined;
    if (!view) throw new NoActionPending({});
    return view;
  }
}
