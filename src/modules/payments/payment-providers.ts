import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { money } from '../../kernel/index.js';
import { CONFIG, type RunningConfig } from '../../platform/config/index.js';
import { PaymentProvider, type Answer, type Charge } from './payment-provider.js';
import type { AttemptRow } from './payments.rows.js';
import { SandboxPaymentProvider } from './sandbox-provider.client.js';

/**
 * The providers that are connected. New payments are opened with the current one; each payment stays with the one that
 * opened it, so both are served while the marketplace moves from one to the other.
 */
@Injectable()
export class PaymentProviders implements OnApplicationBootstrap {
  private readonly byName = new Map<string, PaymentProvider>();

  constructor(
    @Inject(CONFIG) private readonly config: RunningConfig,
    sandbox: SandboxPaymentProvider,
  ) {
    this.add(sandbox);
  }

  add(provider: PaymentProvider): void {
    this.byName.set(provider.name, provider);
  }

  get current(): PaymentProvider {
    return this.of(this.config.paymentProvider);
  }

  /** @throws Error when a payment was opened with a provider that is not connected any more */
  of(name: string): PaymentProvider {
    const provider = this.byName.get(name);
    if (!provider) throw new Error(`The payment provider ${name} is not connected`);
    return provider;
  }

  /** The charge of an authorisation, at the provider that was asked for it. */
  lookUpCharge({ id, provider, currency, amount, createdAt, providerRef }: AttemptRow): Promise<Answer<Charge>> {
    const asked = { attemptId: id, amount: money(amount, currency), attemptedAt: createdAt };
    return this.of(provider).lookupCharge({ ...asked, chargeRef: providerRef ?? undefined });
  }

  /** Nobody can pay where the chosen provider is missing. */
  onApplicationBootstrap(): void {
    this.of(this.config.paymentProvider);
  }
}
