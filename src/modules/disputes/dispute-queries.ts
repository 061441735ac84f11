import { Injectable } from '@nestjs/common';
import { actsFor, Clock, isStaff, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, NotFound, parseWireId, type Page } from '../../platform/http/index.js';
import { ChargebacksRepository } from './chargebacks.repository.js';
import type { DisputeQuery, DisputeView, StaffDisputeQuery } from './disputes.dto.js';
import { disputeViewOf, STAFF } from './disputes.view.js';
import { EvidenceRepository } from './evidence.repository.js';

@Injectable()
export class DisputeQueries {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly evidence: EvidenceRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first, without what was given as evidence. */
  list(actor: Actor, { sellerId, ...query }: StaffDisputeQuery): Promise<Page<DisputeView>> {
    return this.page(actor, sellerId === undefined ? null : parseWireId('sel', sellerId), query);
  }

  /** @throws NotFound unless the caller acts for the seller, or is staff */
  ofSeller(actor: Actor, sellerId: Id<'sel'>, query: DisputeQuery): Promise<Page<DisputeView>> {
    if (!actsFor(actor, sellerId) && !isStaff(actor, ...STAFF)) throw new NotFound({ what: 'seller' });
    return this.page(actor, sellerId, query);
  }

  /** @throws NotFound unless it concerns a seller that the caller acts for, or the caller is staff */
  async one(actor: Actor, id: Id<'dsp'>): Promise<DisputeView> {
    const chargeback = await this.chargebacks.find(id);
    const isMine = chargeback?.shares.some(({ sellerId }) => actsFor(actor, sellerId));
    if (!chargeback || (!isMine && !isStaff(actor, ...STAFF))) throw new NotFound({ what: 'dispute' });
    return disputeViewOf(chargeback, await this.evidence.of(id), actor, this.clock.now());
  }

  private async page(
    actor: Actor,
    sellerId: Id<'sel'> | null,
    { state, limit, cursor }: DisputeQuery,
  ): Promise<Page<DisputeView>> {
    const key = `disputes:${sellerId ?? ''}:${state ?? ''}`;
    const after = this.cursors.read<[string]>(cursor, key)?.[0] ?? null;
    const rows = await this.chargebacks.page(state ?? null, sellerId, after, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { data: data.map((row) => disputeViewOf(row, [], actor, this.clock.now())), page };
  }
}
