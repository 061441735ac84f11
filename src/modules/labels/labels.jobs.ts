import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { BuyLabel } from './buy-label.js';
import { labelRequested, labelVoidRequested } from './labels.events.js';
import { VoidLabel } from './void-label.js';

/** Carriers are asked between transactions, again and again until they answer. */
@Injectable()
export class LabelJobs {
  constructor(
    private readonly buy: BuyLabel,
    private readonly cancel: VoidLabel,
  ) {}

  @OnEvent(labelRequested, { consumer: 'labels.buy', queue: 'default' })
  requested({ payload }: EventOf<typeof labelRequested>): Promise<void> {
    return this.buy.run(payload.labelId);
  }

  @OnEvent(labelVoidRequested, { consumer: 'labels.void', queue: 'default' })
  voidRequested({ payload }: EventOf<typeof labelVoidRequested>): Promise<void> {
    return this.cancel.run(payload.labelId);
  }
}
