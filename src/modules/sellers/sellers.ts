import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DisablePayoutAccount } from './disable-payout-account.js';
import { MintSeller, type MintedSellerRequest } from './mint-seller.js';
import { payoutsFrom } from './payout-account.domain.js';
import type { PayoutAccountState } from './payout-account.lifecycle.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import type { SellerState } from './seller.lifecycle.js';
import { SellerIsClosed, SellerMayNotList } from './sellers.errors.js';
import type { RegisteredAddress } from './registered-address.domain.js';
import { RegisteredAddresses } from './registered-addresses.repository.js';
import { SellersRepository, type SellerKind, type Tier } from './sellers.repository.js';

export interface SellerSummary {
  readonly sellerId: Id<'sel'>;
  readonly name: string;
  readonly kind: SellerKind;
  readonly state: SellerState;
  readonly tier: Tier;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Of prices and payouts. */
  readonly currency: string;
  readonly createdAt: Date;
  /** Until when its verification holds; null: not verified yet, or without an end. */
  readonly verifiedUntil: Date | null;
}

export interface SellerPayoutAccount {
  readonly sellerId: Id<'sel'>;
  readonly state: PayoutAccountState;
  /** What the bank is told; not for logs or answers. */
  readonly destination: string;
  readonly holder: string;
  readonly country: string;
  readonly currency: string;
  readonly changedAt: Date;
  /** No payout leaves before: 72 hours after the change. */
  readonly payoutsFrom: Date;
  /** Payouts go to a verified account only. */
  readonly verification: 'pending' | 'verified' | 'failed';
  /** Since when it is known to take payouts; null for one that no payout has reached. */
  readonly trustedAt: Date | null;
}

/** Who sells. */
@Injectable()
export class Sellers {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly accounts: PayoutAccountsRepository,
    private readonly addresses: RegisteredAddresses,
    private readonly disable: DisablePayoutAccount,
    private readonly mint: MintSeller,
    private readonly clock: Clock,
  ) {}

  /** Those of the sellers that exist, by id. */
  async viewsOf(sellerIds: readonly string[], tx?: Tx): Promise<Map<string, SellerSummary>> {
    const sellers = await this.sellers.find(sellerIds, tx);
    return new Map(
      sellers.map(({ displayName, sellerId, kind, state, tier, country, currency, createdAt, verifiedUntil }) => [
        sellerId,
        { sellerId, name: displayName, kind, state, tier, country, currency, createdAt, verifiedUntil },
      ]),
    );
  }

  /** The name that the seller gave for its verification; `undefined` before. Personal data. */
  async legalNameOf(sellerId: string): Promise<string | undefined> {
    return (await this.sellers.legalIdentity(sellerId))?.legalName;
  }

  /** Where the seller is registered; `undefined` until it has said so. Personal data. */
  async registeredAddressOf(sellerId: string): Promise<RegisteredAddress | undefined> {
    return (await this.addresses.find(sellerId))?.address;
  }

  /** @throws SellerMayNotList unless the seller is active */
  async assertMayList(tx: Tx, sellerId: string): Promise<void> {
    const { state } = await this.sellers.hold(tx, sellerId);
    if (state !== 'active') throw new SellerMayNotList({ state });
  }

  /** What is said stays so until the transaction ends. */
  async isClosed(tx: Tx, sellerId: string): Promise<boolean> {
    const { state } = await this.sellers.hold(tx, sellerId);
    return state === 'closed';
  }

  /** Nor is it closed until the transaction ends. @throws SellerIsClosed */
  async assertNotClosed(tx: Tx, sellerId: string): Promise<void> {
    if (await this.isClosed(tx, sellerId)) throw new SellerIsClosed({});
  }

  /** Where the seller is paid to; `undefined` when it has named no account. */
  async payoutAccountOf(tx: Tx, sellerId: string): Promise<SellerPayoutAccount | undefined> {
    return (await this.payoutAccountsOf(tx, [sellerId])).get(sellerId);
  }

  /** The same for many sellers with one statement; sellers without an account are missing. */
  async payoutAccountsOf(tx: Tx, sellerIds: readonly string[]): Promise<Map<string, SellerPayoutAccount>> {
    const accounts = await this.accounts.open(tx, sellerIds);
    return new Map(
      accounts.map(
        ({ sellerId, state, accountNumber, holder, country, currency, changedAt, trustedAt, verification }) => [
          sellerId,
          {
            sellerId,
            state,
            destination: accountNumber,
            holder,
            country,
            currency,
            changedAt,
            payoutsFrom: payoutsFrom(changedAt),
            verification: verification.state,
            trustedAt,
          },
        ],
      ),
    );
  }

  /** A payout has reached the account as it was named then. */
  trustPayoutAccount(tx: Tx, sellerId: string, changedAt: Date): Promise<void> {
    return this.accounts.trust(tx, sellerId, changedAt, this.clock.now());
  }

  /** Takes the account as it was named then out of use after the bank refused it for good; does nothing to another one. */
  disablePayoutAccount(tx: Tx, sellerId: string, changedAt: Date, reason: string): Promise<void> {
    return this.disable.run(tx, sellerId, changedAt, reason);
  }

  /** For what is bought from now on. False unless the seller is in the tier it is to leave. */
  changeTier(tx: Tx, sellerId: string, change: { readonly from: Tier; readonly to: Tier }, at: Date): Promise<boolean> {
    return this.sellers.changeTier(tx, sellerId, change, at);
  }

  /** Makes an active seller. For sandboxes only. */
  mintSeller(tx: Tx, request: MintedSellerRequest): Promise<Id<'sel'>> {
    return this.mint.run(tx, request);
  }
}
