import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { Cursors, NotFound, parseWireId, type Page } from '../../platform/http/index.js';
import { releaseHoldView } from './release-hold.view.js';
import type { ReleaseHoldQuery, ReleaseHoldView } from './release-holds.dto.js';
import { ReleaseHoldsRepository } from './release-holds.repository.js';

@Injectable()
export class ReleaseHoldQueries {
  constructor(
    private readonly holds: ReleaseHoldsRepository,
    private readonly cursors: Cursors,
  ) {}

  async list(actor: Actor, { state, sellerOrderId, cursor, limit }: ReleaseHoldQuery): Promise<Page<ReleaseHoldView>> {
    const key = `release-holds:${state ?? ''}:${sellerOrderId ?? ''}`;
    const [before = null] = this.cursors.read<[string]>(cursor, key) ?? [];
    const of = sellerOrderId === undefined ? null : parseWireId('sor', sellerOrderId);
    const rows = await this.holds.page(state ?? null, of, before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ id }) => [id]);
    return { data: data.map((row) => releaseHoldView(row, actor)), page };
  }

  /** @throws NotFound */
  async one(actor: Actor, id: Id<'rlh'>): Promise<ReleaseHoldView> {
    const row = await this.holds.find(id);
    if (!row) throw new NotFound({ what: 'release hold' });
    return releaseHoldView(row, actor);
  }
}
