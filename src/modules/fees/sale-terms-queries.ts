import { Injectable } from '@nestjs/common';
import { toWire } from '../../kernel/index.js';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import type { SaleTermsView } from './sale-terms.dto.js';
import { SaleTermsRepository, type SaleTermsRow } from './sale-terms.repository.js';

const FILTER = 'sale-terms';

export function saleTermsView(row: SaleTermsRow): SaleTermsView {
  const { scope, scopeId, shippingTo, version, taxBps } = row;
  return {
    id: toWire('rul', row.id),
    version,
    scope,
    ...(scopeId !== null && { scopeId: toWire(scope === 'category' ? 'cat' : 'sel', scopeId) }),
    taxBps,
    ...(shippingTo !== null && { shippingTo }),
    effectiveAt: row.effectiveAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

@Injectable()
export class SaleTermsQueries {
  constructor(
    private readonly terms: SaleTermsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** All terms there ever were, the latest first. */
  async list({ limit, cursor }: PageQuery): Promise<Page<SaleTermsView>> {
    const [before] = this.cursors.read<[number]>(cursor, FILTER) ?? [];
    const rows = await this.terms.page(before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, FILTER, (last) => [last.version]);
    return { data: data.map(saleTermsView), page };
  }
}
