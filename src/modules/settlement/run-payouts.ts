import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { Ledger, type OwnerBalance } from '../ledger/index.js';
import { Sellers } from '../sellers/index.js';
import { AssemblePayout } from './assemble-payout.js';
import { tierOf, type Policy } from './earning.domain.js';
import { EarningsRepository } from './earnings.repository.js';
import { reasonNotToTry, type PayoutTerms, type SkipReason } from './payout.domain.js';
import { PayoutsRepository, type PayoutChain, type SellerCurrency } from './payouts.repository.js';

const PAGE = 500;
/** Payouts of different sellers do not wait for each other. */
const AT_ONCE = 4;

type Skip = SellerCurrency & { readonly reason: SkipReason };

interface Candidate extends SellerCurrency {
  readonly available: number;
  readonly chain: PayoutChain;
  readonly terms: PayoutTerms;
}

/** The nightly run: one payout for each seller and currency with enough available, a reason for each other one. */
@Injectable()
export class RunPayouts {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly sellers: Sellers,
    private readonly earnings: EarningsRepository,
    private readonly payouts: PayoutsRepository,
    private readonly assemble: AssemblePayout,
  ) {}

  /** `runAt` names the run: two runs of one name make each payout once. */
  async run(runAt: Date): Promise<void> {
    const policies = new Map((await this.earnings.policies()).map((policy) => [policy.tier, policy]));
    const failures: unknown[] = [];
    let page: OwnerBalance[] = [];
    do {
      page = await this.ledger.holders('seller_available', 1, PAGE, page.at(-1));
      failures.push(...(await this.pay(await this.candidates(page, policies), runAt)));
    } while (page.length === PAGE);
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payouts could not be made`);
  }

  private async candidates(page: readonly OwnerBalance[], policies: Map<string, Policy>): Promise<Candidate[]> {
    if (page.length === 0) return [];
    const pairs = page.map(({ owner, currency }) => ({ sellerId: owner, currency }));
    const sellers = await this.sellers.viewsOf([...new Set(pairs.map(({ sellerId }) => sellerId))]);
    const minimums = new Map((await this.payouts.minimums()).map((row) => [row.currency, row]));
    const chains = new Map((await this.payouts.chains(pairs)).map((chain) => [keyOf(chain), chain]));
    return page.flatMap(({ owner: sellerId, currency, balance: available }) => {
      const chain = chains.get(keyOf({ sellerId, currency }));
      const policy = policies.get(tierOf(sellers.get(sellerId)?.tier));
      if (!chain || !policy) return [];
      const { minimum = 1, retained = 0 } = minimums.get(currency) ?? {};
      return [{ sellerId, currency, available, chain, terms: { ...policy, minimum, retained } }];
    });
  }

  /** One seller whose payout cannot be made does not keep the others waiting; the run is repeated for it. */
  private async pay(candidates: readonly Candidate[], runAt: Date): Promise<unknown[]> {
    const skips: Skip[] = [];
    const failures: unknown[] = [];
    const attempt = async (candidate: Candidate): Promise<void> => {
      const { sellerId, currency } = candidate;
      try {
        const reason = await this.reasonOf(candidate, runAt);
        if (reason) skips.push({ sellerId, currency, reason });
      } catch (error) {
        failures.push(error);
      }
    };
    for (let i = 0; i < candidates.length; i += AT_ONCE) {
      await Promise.all(candidates.slice(i, i + AT_ONCE).map(attempt));
    }
    await this.uow.run((tx) => this.payouts.skip(tx, skips, runAt));
    return failures;
  }

  private async reasonOf(candidate: Candidate, runAt: Date): Promise<SkipReason | undefined> {
    const { sellerId, currency, available, chain, terms } = candidate;
    const reason = reasonNotToTry(terms, chain, available, runAt);
    return reason ?? this.uow.run((tx) => this.assemble.run(tx, { sellerId, currency, terms, runAt }));
  }
}

const keyOf = ({ sellerId, currency }: SellerCurrency): string => `${sellerId}${currency}`;
