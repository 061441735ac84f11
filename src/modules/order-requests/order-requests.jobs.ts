import { Injectable } from '@nestjs/common';
import { system } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { OnDeadline } from '../../platform/messaging/index.js';
import { CloseOrderRequest } from './close-order-request.js';
import { EXPIRY } from './order-request.lifecycle.js';
import { OrderRequestsRepository } from './order-requests.repository.js';

@Injectable()
export class OrderRequestJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly requests: OrderRequestsRepository,
    private readonly closing: CloseOrderRequest,
  ) {}

  /** Nobody has decided in time. */
  @OnDeadline(EXPIRY, { queue: 'orders' })
  async expire(id: string): Promise<void> {
    await this.uow.run(async (tx) => {
      const row = await this.requests.lock(tx, id);
      if (row?.state === 'requested') await this.closing.run(tx, row, { action: 'expire', actor: system(EXPIRY) });
    });
  }
}
