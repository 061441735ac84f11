import { Injectable } from '@nestjs/common';
import { Clock, fromWire, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { feeRuleView } from './fee-rule-queries.js';
import type { AddFeeRuleDto, FeeRuleView } from './fees.dto.js';
import { FeesRepository } from './fees.repository.js';

@Injectable()
export class AddFeeRule {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: FeesRepository,
  ) {}

  /** Prices orders placed from `effectiveAt` on; what was ordered before keeps its rule. @throws Invalid */
  run(actor: UserActor, wanted: AddFeeRuleDto, once: Once): Promise<FeeRuleView> {
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      const effectiveAt = wanted.effectiveAt === undefined ? createdAt : new Date(wanted.effectiveAt);
      if (effectiveAt < createdAt) throw refusal('/effectiveAt', 'past', 'must not lie in the past');
      const { scope, commissionBps, taxBps } = wanted;
      const shippingTo = beneficiaryOf(wanted);
      const rule = { id: newId('rul'), scope, scopeId: scopeIdOf(wanted), commissionBps, taxBps, shippingTo };
      return feeRuleView(await this.rules.insert(tx, { ...rule, effectiveAt, createdAt }, actor.userId));
    });
  }
}

function scopeIdOf({ scope, scopeId }: AddFeeRuleDto): string | null {
  if (scope === 'default') {
    if (scopeId !== undefined) throw refusal('/scopeId', 'unexpected', 'the default rule has no scopeId');
    return null;
  }
  const id = fromWire(scope === 'category' ? 'cat' : 'sel', scopeId ?? '');
  if (id === undefined) throw refusal('/scopeId', 'required', `must be the identifier of a ${scope}`);
  return id;
}

function beneficiaryOf({ scope, shippingTo }: AddFeeRuleDto): 'seller' | 'platform' | null {
  if (scope === 'default' && shippingTo === undefined) {
    throw refusal('/shippingTo', 'required', 'the default rule has to say who keeps the shipping money');
  }
  if (scope === 'category' && shippingTo !== undefined) {
    throw refusal('/shippingTo', 'unexpected', 'a category cannot say who keeps the shipping money');
  }
  return shippingTo ?? null;
}

const refusal = (pointer: string, code: string, message: string): Error => new Invalid([{ pointer, code, message }]);
