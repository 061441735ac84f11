import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { Access, Caller, NotFound, Throws, WireId } from '../../platform/http/index.js';
import { FeeExplanationView } from './fee-explanations.dto.js';
import { FeeExplanations } from './fee-explanations.js';

@ApiTags('seller-orders')
@Controller('v1/seller-orders')
export class SellerOrderFeesController {
  constructor(private readonly explanations: FeeExplanations) {}

  /** Explain the fees of a seller order: every rule and every rounding, computed again from what was frozen with it. */
  @Get(':sellerOrderId/fees')
  @Access({ roles: ['seller', 'finance'], scope: 'orders:read' })
  @Audited('seller_order', 'sellerOrderId')
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('sor', 'sellerOrderId') id: Id<'sor'>): Promise<FeeExplanationView> {
    return this.explanations.get(actor, id);
  }
}
