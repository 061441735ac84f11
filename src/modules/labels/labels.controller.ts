import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { LabelQueries } from './label-queries.js';
import { LabelList, LabelView, RequestLabelDto } from './labels.dto.js';
import { CarrierUnknown, LabelUsed, SellerShips } from './labels.errors.js';
import { RequestLabel } from './request-label.js';
import { VoidLabel } from './void-label.js';

const SELLER = { roles: ['seller'], scope: 'fulfilment:write' } as const;

@ApiTags('labels')
@Controller('v1')
export class LabelsController {
  constructor(
    private readonly queries: LabelQueries,
    private readonly requesting: RequestLabel,
    private readonly voiding: VoidLabel,
  ) {}

  /** List the labels of one of your seller orders, newest first. */
  @Get('seller-orders/:sellerOrderId/labels')
  @Access(SELLER)
  @Throws(NotFound)
  list(@Caller() actor: Actor, @WireId('sor', 'sellerOrderId') id: Id<'sor'>): Promise<LabelList> {
    return this.queries.ofSellerOrder(actor, id);
  }

  /** Buy a label, where the platform runs the shipping. The carrier answers soon; read the label to learn what it said. */
  @Post('seller-orders/:sellerOrderId/labels')
  @Access(SELLER)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, CarrierUnknown, SellerShips)
  request(
    @Caller() actor: Actor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @Body() body: RequestLabelDto,
    @IdempotencyScope() once: Once,
  ): Promise<LabelView> {
    return this.requesting.run(actor, id, body, once);
  }

  /** Read a label. */
  @Get('labels/:labelId')
  @Access(SELLER)
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('lbl', 'labelId') id: Id<'lbl'>): Promise<LabelView> {
    return this.queries.get(actor, id);
  }

  /** Give back a label that no parcel has left with. The carrier has to agree; nothing is paid then. */
  @Post('labels/:labelId/void')
  @HttpCode(200)
  @Access(SELLER)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, LabelUsed)
  void(
    @Caller() actor: Actor,
    @WireId('lbl', 'labelId') id: Id<'lbl'>,
    @IdempotencyScope() once: Once,
  ): Promise<LabelView> {
    return this.voiding.request(actor, id, once);
  }
}
