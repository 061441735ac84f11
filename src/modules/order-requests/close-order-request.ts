import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { EXPIRY, orderRequestLifecycle } from './order-request.lifecycle.js';
import { orderRequestClosed } from './order-requests.events.js';
import { factOf } from './open-order-request.js';
import { OrderRequestsRepository, type Decision, type OrderRequestRow } from './order-requests.repository.js';

/** @throws IllegalTransition when it was decided before */
export function assertWaits({ state }: OrderRequestRow, action: Closing['action']): void {
  if (state !== 'requested') throw new IllegalTransition({ subject: orderRequestLifecycle.name, action });
}

export interface Closing {
  readonly action: 'approve' | 'refuse' | 'withdraw' | 'expire';
  readonly actor: Actor;
  readonly decision?: Decision;
}

/** Ends a request: whoever comes first. */
@Injectable()
export class CloseOrderRequest {
  constructor(
    private readonly requests: OrderRequestsRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Of a locked request. */
  async run(tx: Tx, row: OrderRequestRow, { action, actor, decision }: Closing): Promise<OrderRequestRow> {
    const at = this.clock.now();
    if (decision) await this.requests.decide(tx, row.id, decision);
    await moveOne(tx, orderRequestLifecycle, row.id, { action, actor, at, reason: decision?.refusal });
    await this.deadlines.cancel(tx, EXPIRY, row.id);
    const closed = (await this.requests.lock(tx, row.id)) ?? row;
    const payload = { ...factOf(closed), state: closed.state, orderId: closed.orderId };
    await this.outbox.publish(tx, orderRequestClosed, { subjectId: row.id, payload });
    return closed;
  }
}
