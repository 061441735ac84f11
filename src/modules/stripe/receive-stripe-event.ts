import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { isStampedBody, sha256, type InboundMessage } from '../../platform/crypto/index.js';
import { Payments, SignatureInvalid } from '../payments/index.js';
import { readStripeEvent } from './stripe-event.domain.js';

type Hears = (eventId: string, body: string) => Promise<void>;

/** Stripe tells everything at one address; who is interested in which messages is said here. */
@Injectable()
export class ReceiveStripeEvent {
  private readonly hearers = new Map<string, Hears>();

  constructor(
    private readonly payments: Payments,
    @Inject(CONFIG) private readonly config: Pick<Config, 'stripe'>,
  ) {}

  /** Messages whose type begins so go there, all others to payments. */
  tell(prefix: string, hears: Hears): void {
    this.hearers.set(prefix, hears);
  }

  /** @throws SignatureInvalid, and nothing is stored */
  async run({ header, body }: InboundMessage): Promise<void> {
    const secret = this.config.stripe?.webhookSecret ?? '';
    if (!isStampedBody(secret, header('stripe-signature'), body)) throw new SignatureInvalid({});
    const event = readStripeEvent(body);
    const id = event?.id ?? `unreadable_${sha256(body).toString('hex')}`;
    const hears = [...this.hearers].find(([prefix]) => event?.type.startsWith(prefix))?.[1];
    await (hears ? hears(id, body) : this.payments.hear('stripe', id, body));
  }
}
