import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { EXPIRY } from './order-request.lifecycle.js';
import { orderRequested, type OrderRequestFact } from './order-requests.events.js';
import { OrderRequestsRepository, type NewOrderRequest, type OrderRequestRow } from './order-requests.repository.js';

export const factOf = ({ id, companyId, requestedBy }: NewOrderRequest): OrderRequestFact => ({
  ...{ orderRequestId: id, companyId, requestedBy },
});

/** Writes a request down, with its deadline and its fact. */
@Injectable()
export class OpenOrderRequest {
  constructor(
    private readonly requests: OrderRequestsRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** @throws OrderRequestWaits */
  async run(tx: Tx, request: NewOrderRequest): Promise<OrderRequestRow> {
    const row = await this.requests.insert(tx, request);
    await this.deadlines.set(tx, EXPIRY, row.id, row.expiresAt);
    await this.outbox.publish(tx, orderRequested, { subjectId: row.id, payload: factOf(row) });
    return row;
  }
}
