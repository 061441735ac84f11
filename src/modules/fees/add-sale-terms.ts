import { Injectable } from '@nestjs/common';
import { Clock, fromWire, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { saleTermsView } from './sale-terms-queries.js';
import type { AddSaleTermsDto, SaleTermsView } from './sale-terms.dto.js';
import { SaleTermsRepository } from './sale-terms.repository.js';

@Injectable()
export class AddSaleTerms {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: SaleTermsRepository,
  ) {}

  /** Prices orders placed from `effectiveAt` on; what was ordered before keeps its terms. @throws Invalid */
  run(actor: UserActor, wanted: AddSaleTermsDto, once: Once): Promise<SaleTermsView> {
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      const effectiveAt = wanted.effectiveAt === undefined ? createdAt : new Date(wanted.effectiveAt);
      if (effectiveAt < createdAt) throw refusal('/effectiveAt', 'past', 'must not lie in the past');
      const { scope, taxBps } = wanted;
      const shippingTo = beneficiaryOf(wanted);
      const terms = { id: newId('rul'), scope, scopeId: scopeIdOf(wanted), taxBps, shippingTo };
      return saleTermsView(await this.terms.insert(tx, { ...terms, effectiveAt, createdAt }, actor.userId));
    });
  }
}

function scopeIdOf({ scope, scopeId }: AddSaleTermsDto): string | null {
  if (scope === 'default') {
    if (scopeId !== undefined) throw refusal('/scopeId', 'unexpected', 'the default has no scopeId');
    return null;
  }
  const id = fromWire(scope === 'category' ? 'cat' : 'sel', scopeId ?? '');
  if (id === undefined) throw refusal('/scopeId', 'required', `must be the identifier of a ${scope}`);
  return id;
}

function beneficiaryOf({ scope, shippingTo }: AddSaleTermsDto): 'seller' | 'platform' | null {
  if (scope === 'default' && shippingTo === undefined) {
    throw refusal('/shippingTo', 'required', 'the default has to say who keeps the shipping money');
  }
  if (scope === 'category' && shippingTo !== undefined) {
    throw refusal('/shippingTo', 'unexpected', 'a category cannot say who keeps the shipping money');
  }
  return shippingTo ?? null;
}

const refusal = (pointer: string, code: string, message: string): Error => new Invalid([{ pointer, code, message }]);
