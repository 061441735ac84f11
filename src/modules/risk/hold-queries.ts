import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { Cursors, NotFound } from '../../platform/http/index.js';
import { DecisionsRepository } from './decisions.repository.js';
import type { DecisionView, HoldPage, HoldQuery, HoldView } from './holds.dto.js';
import { HoldsRepository } from './holds.repository.js';
import { decisionViewOf, holdViewOf } from './holds.view.js';

@Injectable()
export class HoldQueries {
  constructor(
    private readonly holds: HoldsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly cursors: Cursors,
  ) {}

  async list(actor: UserActor, { state, limit, cursor }: HoldQuery): Promise<HoldPage> {
    const filter = `risk.holds:${state}`;
    const after = this.cursors.read<[string]>(cursor, filter);
    const rows = await this.holds.list(state, after?.[0] ?? null, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.id]);
    return { data: data.map((hold) => holdViewOf(hold, actor)), page };
  }

  async hold(actor: UserActor, id: Id<'hld'>): Promise<HoldView> {
    const hold = await this.holds.find(id);
    if (!hold) throw new NotFound({ what: 'hold' });
    return holdViewOf(hold, actor);
  }

  async decision(id: Id<'dec'>): Promise<DecisionView> {
    const decision = await this.decisions.find(id);
    if (!decision) throw new NotFound({ what: 'decision' });
    return decisionViewOf(decision);
  }
}
