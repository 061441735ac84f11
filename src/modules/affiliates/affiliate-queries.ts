import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { Ledger } from '../ledger/index.js';
import { AffiliatePayouts } from './affiliate-payouts.repository.js';
import type {
  AffiliatePayoutQuery,
  AffiliatePayoutView,
  AffiliateQuery,
  AffiliateTermsView,
  AffiliateView,
  ReferralView,
} from './affiliates.dto.js';
import { AffiliatesRepository, type AffiliateRow } from './affiliates.repository.js';
import { affiliatePayoutView, affiliateView, referralView, termsView } from './affiliates.view.js';
import { Referrals } from './referrals.repository.js';

@Injectable()
export class AffiliateQueries {
  constructor(
    private readonly ledger: Ledger,
    private readonly affiliates: AffiliatesRepository,
    private readonly referrals: Referrals,
    private readonly payouts: AffiliatePayouts,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the person has applied */
  async mine(actor: UserActor): Promise<AffiliateView> {
    const row = await this.own(actor);
    return affiliateView(row, await this.ledger.balancesOf(row.id));
  }

  /** @throws NotFound unless the person has applied */
  async myReferrals(actor: UserActor, { cursor, limit }: PageQuery): Promise<Page<ReferralView>> {
    const { id } = await this.own(actor);
    const key = `affiliates.referrals:${id}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.referrals.page(id, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(referralView) };
  }

  async page({ cursor, limit, state }: AffiliateQuery): Promise<Page<AffiliateView>> {
    const key = `affiliates:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.affiliates.page(state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    const data: AffiliateView[] = [];
    for (const row of page.data) data.push(affiliateView(row, await this.ledger.balancesOf(row.id)));
    return { ...page, data };
  }

  async payoutPage({ cursor, limit, state }: AffiliatePayoutQuery): Promise<Page<AffiliatePayoutView>> {
    const key = `affiliates.payouts:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.payouts.page(state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(affiliatePayoutView) };
  }

  async termsInForce(): Promise<AffiliateTermsView> {
    return termsView(await this.affiliates.terms());
  }

  private async own(actor: UserActor): Promise<AffiliateRow> {
    const row = await this.affiliates.ofPerson(actor.userId);
    if (!row) throw new NotFound({ what: 'affiliate' });
    return row;
  }
}
