import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveOne, newId, type Tx } from '../../platform/database/index.js';
import { Identity } from '../identity/index.js';
import { ExtendVerification } from './extend-verification.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { PutPayoutAccount } from './put-payout-account.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import { SellersRepository, type SellerKind, type Tier } from './sellers.repository.js';

export interface MintedSellerRequest {
  readonly ownerId: Id<'usr'>;
  readonly kind: SellerKind;
  readonly displayName: string;
  readonly about?: string;
  readonly country: string;
  readonly currency: string;
  readonly tier?: Tier;
  /** Where payouts go; without one the seller has no payout account. */
  readonly accountNumber?: string;
  /** When the seller joined; now otherwise. */
  readonly createdAt?: Date;
}

const MINT = system('sandbox-mint');
const STEPS = ['admit', 'submit', 'verify'] as const;

/**
 * Makes an active seller, with an account that is known to take payouts, without anybody looking at it. For sandboxes;
 * nothing in production reaches it.
 */
@Injectable()
export class MintSeller {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly identity: Identity,
    private readonly putAccount: PutPayoutAccount,
    private readonly accounts: PayoutAccountsRepository,
    private readonly extend: ExtendVerification,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, request: MintedSellerRequest): Promise<Id<'sel'>> {
    const { ownerId, kind, displayName, about = '', country, currency, tier = 'T0', accountNumber } = request;
    const sellerId = newId('sel');
    const at = this.clock.now();
    const createdAt = request.createdAt ?? at;
    await this.sellers.insert(tx, { sellerId, kind, displayName, about, country, currency, tier, createdAt });
    for (const action of STEPS) await moveOne(tx, sellerLifecycle, sellerId, { action, actor: MINT, at });
    await this.extend.run(tx, sellerId, at);
    await this.identity.putMember(tx, ownerId, sellerId, 'owner');
    if (accountNumber) {
      const to = { holder: displayName, accountNumber, country, currency };
      const { changedAt } = await this.putAccount.put(tx, MINT, sellerId, to);
      await this.accounts.trust(tx, sellerId, changedAt, at);
    }
    return sellerId;
  }
}
