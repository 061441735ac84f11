import { Injectable } from '@nestjs/common';
import { toWire } from '../../kernel/index.js';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import type { FeeRuleView } from './fees.dto.js';
import { FeesRepository, type FeeRuleRow } from './fees.repository.js';

const FILTER = 'fee-rules';

export function feeRuleView(row: FeeRuleRow): FeeRuleView {
  const { scope, scopeId, shippingTo, version, commissionBps, taxBps } = row;
  return {
    id: toWire('rul', row.id),
    version,
    scope,
    ...(scopeId !== null && { scopeId: toWire(scope === 'category' ? 'cat' : 'sel', scopeId) }),
    commissionBps,
    taxBps,
    ...(shippingTo !== null && { shippingTo }),
    effectiveAt: row.effectiveAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

@Injectable()
export class FeeRuleQueries {
  constructor(
    private readonly rules: FeesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Every rule there ever was, the latest first. */
  async list({ limit, cursor }: PageQuery): Promise<Page<FeeRuleView>> {
    const [before] = this.cursors.read<[number]>(cursor, FILTER) ?? [];
    const rows = await this.rules.page(before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, FILTER, (last) => [last.version]);
    return { data: data.map(feeRuleView), page };
  }
}
