import { Injectable } from '@nestjs/common';
import { actsFor, fromWire, toWire, type Actor } from '../../kernel/index.js';
import { Cursors, Invalid, NotFound } from '../../platform/http/index.js';
import { FEED_TYPES, settledOf, subjectOf } from './feed.domain.js';
import type { FeedEventView, FeedQuery, FeedView } from './feed.dto.js';
import { FeedRepository, type Fact } from './feed.repository.js';

@Injectable()
export class FeedQueries {
  constructor(
    private readonly facts: FeedRepository,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound for a seller that the actor does not act for; Invalid when it is not clear which; CursorInvalid */
  async read(actor: Actor, { limit, after, type, sellerId: wire }: FeedQuery): Promise<FeedView> {
    const sellerId = wire === undefined ? onlySellerOf(actor) : fromWire('sel', wire);
    if (sellerId === undefined || !actsFor(actor, sellerId)) throw new NotFound({ what: 'seller' });
    const filterKey = `feed:${sellerId}:${type ?? ''}`;
    const [sequence] = this.cursors.read<[number]>(after, filterKey) ?? [0];
    const found = settledOf(await this.facts.after(sellerId, sequence, type ? [type] : FEED_TYPES, limit + 1));
    const data = found.slice(0, limit);
    const last = data.at(-1);
    const next = last ? this.cursors.write([last.sequence], filterKey) : (after ?? null);
    return { data: data.map(viewOf), hasMore: found.length > limit, next };
  }
}

function onlySellerOf(actor: Actor): string | undefined {
  if (actor.kind === 'key') return actor.sellerId;
  const sellers = actor.kind === 'user' ? actor.memberships : [];
  if (sellers.length > 1)
    throw new Invalid([{ pointer: '/query/sellerId', code: 'required', message: 'you act for several sellers' }]);
  return sellers[0]?.sellerId;
}

function viewOf({ id, type, version, subjectId, occurredAt }: Fact): FeedEventView {
  const about = subjectOf(type, subjectId);
  return { id: toWire('evt', id), type, version, subjectId: about, occurredAt: occurredAt.toISOString() };
}
