import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { Ledger, type OwnerBalance } from '../ledger/index.js';
import { Sellers, type SellerSummary } from '../sellers/index.js';
import { AssemblePayout } from './assemble-payout.js';
import { tierOf, type Policy } from './earning.domain.js';
import { EarningsRepository } from './earnings.repository.js';
import { LAST_TERMS, reasonNotToTry, type PayoutTerms, type SkipReason } from './payout.domain.js';
import { PayoutsRepository, type PayoutChain, type SellerCurrency, type Skip } from './payouts.repository.js';

const PAGE = 500;
/** Payouts of different sellers do not wait for each other. */
const AT_ONCE = 4;

interface Candidate extends SellerCurrency {
  readonly available: number;
  readonly chain: PayoutChain;
  readonly terms: PayoutTerms;
  readonly runAt: Date;
}

/** By which name a seller is paid; `undefined`: not in this run. */
export type RunOf = (seller: SellerSummary) => Date | undefined;

/** A run: one payout for each seller and currency with enough available, a reason for each other one. */
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

  /** `runAt` names the run: two runs of one name make each payout once. Of everybody, unless said of whom. */
  async run(runAt: Date, runOf: RunOf = () => runAt): Promise<void> {
    const policies = new Map((await this.earnings.policies()).map((policy) => [policy.tier, policy]));
    const failures: unknown[] = [];
    let page: OwnerBalance[] = [];
    do {
      page = await this.ledger.holders('seller_available', 1, PAGE, page.at(-1));
      failures.push(...(await this.pay(await this.candidates(page, policies, runOf))));
    } while (page.length === PAGE);
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payouts could not be made`);
  }

  private async candidates(
    page: readonly OwnerBalance[],
    policies: Map<string, Policy>,
    runOf: RunOf,
  ): Promise<Candidate[]> {
    const sellers = await this.sellers.viewsOf([...new Set(page.map(({ owner }) => owner))]);
    const runs = new Map([...sellers].map(([sellerId, seller]) => [sellerId, runOf(seller)]));
    const meant = page.filter(({ owner }) => runs.get(owner));
    if (meant.length === 0) return [];
    const pairs = meant.map(({ owner, currency }) => ({ sellerId: owner, currency }));
    const minimums = new Map((await this.payouts.minimums()).map((row) => [row.currency, row]));
    const chains = new Map((await this.payouts.chains(pairs)).map((chain) => [keyOf(chain), chain]));
    return meant.flatMap(({ owner: sellerId, currency, balance: available }) => {
      const chain = chains.get(keyOf({ sellerId, currency }));
      const seller = sellers.get(sellerId);
      const policy = policies.get(tierOf(seller?.tier));
      const runAt = runs.get(sellerId);
      if (!chain || !policy || !runAt) return [];
      const { minimum = 1, retained = 0 } = minimums.get(currency) ?? {};
      const cap = policy.payoutCaps[currency];
      const terms = seller?.state === 'closed' ? LAST_TERMS : { ...policy, minimum, retained, cap };
      return [{ sellerId, currency, available, chain, terms, runAt }];
    });
  }

  /** One seller whose payout cannot be made does not keep the others waiting; the run is repeated for it. */
  private async pay(candidates: readonly Candidate[]): Promise<unknown[]> {
    const skips: Skip[] = [];
    const failures: unknown[] = [];
    const attempt = async (candidate: Candidate): Promise<void> => {
      const { sellerId, currency, runAt } = candidate;
      try {
        const reason = await this.reasonOf(candidate);
        if (reason) skips.push({ sellerId, currency, reason, runAt });
      } catch (error) {
        failures.push(error);
      }
    };
    const queue = candidates.values();
    const lane = async (): Promise<void> => {
      for (const candidate of queue) await attempt(candidate);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await this.uow.run((tx) => this.payouts.skip(tx, skips));
    return failures;
  }

  private async reasonOf(candidate: Candidate): Promise<SkipReason | undefined> {
    const { sellerId, currency, available, chain, terms, runAt } = candidate;
    const reason = reasonNotToTry(terms, chain, available, runAt);
    if (reason) return reason;
    return (await this.uow.run((tx) => this.assemble.run(tx, { sellerId, currency, terms, runAt }))).reason;
  }
}

const keyOf = ({ sellerId, currency }: SellerCurrency): string => `${sellerId}${currency}`;
