import { Injectable } from '@nestjs/common';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import { CategoryHoldsRepository } from './category-holds.repository.js';
import type { CategoryHoldView, LegalCapView, TransitTermsView } from './holding-terms.dto.js';
import { categoryHoldView, legalCapView, transitTermsView } from './holding-terms.view.js';
import { LegalTermsRepository } from './legal-terms.repository.js';
import { PoliciesRepository } from './policies.repository.js';
import { policyView } from './policy.view.js';
import type { SettlementPolicyQuery, SettlementPolicyView } from './settlement-policies.dto.js';

/** Every version of every term, in force or not. */
@Injectable()
export class TermsQueries {
  constructor(
    private readonly stored: PoliciesRepository,
    private readonly holds: CategoryHoldsRepository,
    private readonly legal: LegalTermsRepository,
    private readonly cursors: Cursors,
  ) {}

  async policies({ tier, cursor, limit }: SettlementPolicyQuery): Promise<Page<SettlementPolicyView>> {
    const key = `settlement-policies:${tier ?? ''}`;
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.stored.page(tier ?? null, after, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, (last) => [last.proposedAt.toISOString(), last.id]);
    return { data: data.map(policyView), page };
  }

  async categoryHolds({ cursor, limit }: PageQuery): Promise<Page<CategoryHoldView>> {
    const key = 'category-holds';
    const [before = null] = this.cursors.read<[string]>(cursor, key) ?? [];
    const { data, page } = this.cursors.page(await this.holds.page(before, limit + 1), limit, key, ({ id }) => [id]);
    return { data: data.map(categoryHoldView), page };
  }

  async legalCaps({ cursor, limit }: PageQuery): Promise<Page<LegalCapView>> {
    const key = 'legal-hold-caps';
    const rows = await this.legal.caps(this.cursors.read<[string, number]>(cursor, key), limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ country, version }) => [country, version]);
    return { data: data.map(legalCapView), page };
  }

  async transitTerms({ cursor, limit }: PageQuery): Promise<Page<TransitTermsView>> {
    const key = 'transit-terms';
    const [before = null] = this.cursors.read<[number]>(cursor, key) ?? [];
    const rows = await this.legal.transits(before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ version }) => [version]);
    return { data: data.map(transitTermsView), page };
  }
}
