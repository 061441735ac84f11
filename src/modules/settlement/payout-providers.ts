import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import type { PayoutProvider, PayoutReversals } from './payout-provider.js';
import { SandboxPayoutClient } from './sandbox-payout.client.js';

/** The banks that are connected. New payouts go to the current one; a payout is looked up where it was sent. */
@Injectable()
export class PayoutProviders implements OnApplicationBootstrap {
  private readonly byName = new Map<string, PayoutProvider>();

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'paymentProvider'>,
    sandbox: SandboxPayoutClient,
  ) {
    this.add(sandbox);
  }

  add(provider: PayoutProvider): void {
    this.byName.set(provider.name, provider);
  }

  get current(): PayoutProvider {
    return this.of(this.config.paymentProvider);
  }

  /** @throws Error when a payout was made for a bank that is not connected any more */
  of(name: string): PayoutProvider {
    const provider = this.byName.get(name);
    if (!provider) throw new Error(`The payout provider ${name} is not connected`);
    return provider;
  }

  /** @throws Error when it takes nothing back, though it was asked to once */
  reversalsOf(name: string): PayoutReversals {
    const { reversals } = this.of(name);
    if (!reversals) throw new Error(`The payout provider ${name} takes nothing back`);
    return reversals;
  }

  /** Who takes back what it has paid. */
  get reversible(): string[] {
    return [...this.byName.values()].flatMap(({ name, reversals }) => (reversals ? [name] : []));
  }

  /** Nobody can be paid where the chosen bank is missing. */
  onApplicationBootstrap(): void {
    this.of(this.config.paymentProvider);
  }
}
