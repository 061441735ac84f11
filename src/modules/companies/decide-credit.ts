import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { creditLineLifecycle } from './credit-line.lifecycle.js';
import { creditLineView } from './credit-line.view.js';
import type { CreditLineView } from './credit-lines.dto.js';
import { CreditLinesRepository } from './credit-lines.repository.js';

export interface CreditDecision {
  readonly lineId: Id<'crl'>;
  readonly action: 'suspend' | 'reinstate' | 'close';
  readonly reason: string;
}

/** Finance stops or opens a credit line; what was ordered stays owed. */
@Injectable()
export class DecideCredit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly lines: CreditLinesRepository,
  ) {}

  /** @throws NotFound, IllegalTransition */
  run(actor: UserActor, decision: CreditDecision, once: Once): Promise<CreditLineView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const { lineId, action, reason } = decision;
      const line = await this.lines.lockOne(tx, lineId);
      if (!line) throw new NotFound({ what: 'credit line' });
      await moveOne(tx, creditLineLifecycle, lineId, { action, actor, at, reason });
      await this.lines.markSuspension(tx, lineId, false);
      await this.lines.note(tx, lineId, reason, actor, at);
      const after = await this.lines.lockOne(tx, lineId);
      return creditLineView(after ?? line, actor);
    });
  }
}
