import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Cursors, toMoney, type Once, type Page } from '../../platform/http/index.js';
import { GoodwillLimits } from './goodwill-limits.repository.js';
import type {
  GoodwillLimitList,
  GoodwillLimitView,
  GoodwillQuery,
  GoodwillView,
  SetGoodwillLimitDto,
} from './goodwill.dto.js';
import { GoodwillRepository } from './goodwill.repository.js';
import { goodwillView, limitView } from './goodwill.view.js';

@Injectable()
export class GoodwillQueries {
  constructor(
    private readonly grants: GoodwillRepository,
    private readonly limits: GoodwillLimits,
    private readonly cursors: Cursors,
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async page({ cursor, limit, state }: GoodwillQuery): Promise<Page<GoodwillView>> {
    const key = `goodwill:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.grants.page(state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(goodwillView) };
  }

  async limitsInForce(): Promise<GoodwillLimitList> {
    return { data: (await this.limits.inForce()).map(limitView) };
  }

  /** Another version; what was given before stays given. */
  setLimit(actor: UserActor, { role, daily }: SetGoodwillLimitDto, once: Once): Promise<GoodwillLimitView> {
    return once.run(this.uow, async (tx) =>
      limitView(await this.limits.add(tx, role, toMoney(daily), actor.userId, this.clock.now())),
    );
  }
}
