import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Approvers } from './approvers.js';
import { CloseOrderRequest } from './close-order-request.js';
import { OrderRequestDetails } from './order-request-details.js';
import { orderRequestView } from './order-request.view.js';
import type { OrderRequestView } from './order-requests.dto.js';

export type Ending = { readonly action: 'withdraw' } | { readonly action: 'refuse'; readonly reason: string };

/** A request ends without an order. */
@Injectable()
export class DecideOrderRequest {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly approvers: Approvers,
    private readonly details: OrderRequestDetails,
    private readonly closing: CloseOrderRequest,
  ) {}

  /** @throws NotFound, Forbidden, AnotherApproverNeeded, IllegalTransition */
  run(actor: UserActor, id: Id<'orq'>, ending: Ending, once: Once): Promise<OrderRequestView> {
    return once.run(this.uow, async (tx) => {
      const { row, member } = await this.approvers.claim(tx, actor, id, ending.action);
      const decision =
        ending.action === 'refuse' ? { ...this.approvers.decisionOf(actor), refusal: ending.reason } : undefined;
      const closed = await this.closing.run(tx, row, { action: ending.action, actor, decision });
      return orderRequestView(closed, this.details.open(id, closed.detailsSealed), { actor, member });
    });
  }
}
