import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Access, Caller } from '../../platform/auth/index.js';
import {
  CursorInvalid,
  Idempotent,
  IdempotencyScope,
  Invalid,
  NotFound,
  Once,
  PageQuery,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { AdjustStock } from './adjust-stock.js';
import { StockTooHigh, StockTooLow } from './inventory.errors.js';
import { StockQueries } from './stock-queries.js';
import { AdjustStockDto, StockMovementPage, StockMovementView, StockView } from './stock.dto.js';

@ApiTags('inventory')
@Controller('v1/variants/:variantId')
export class StockController {
  constructor(
    private readonly queries: StockQueries,
    private readonly adjustStock: AdjustStock,
  ) {}

  /** Read the stock of a variant. */
  @Get('stock')
  @Access({ roles: ['seller'], scope: 'inventory:read' })
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('var', 'variantId') variantId: Id<'var'>): Promise<StockView> {
    return this.queries.one(actor, variantId);
  }

  /** List what changed the stock of a variant, newest first: adjustments, sales and returns to the shelf. */
  @Get('stock-movements')
  @Access({ roles: ['seller'], scope: 'inventory:read' })
  @Throws(NotFound, CursorInvalid)
  movements(
    @Caller() actor: Actor,
    @WireId('var', 'variantId') variantId: Id<'var'>,
    @Query() query: PageQuery,
  ): Promise<StockMovementPage> {
    return this.queries.movements(actor, variantId, query);
  }

  /** Change the stock of a variant. Send an Idempotency-Key, so that a repeated request does not count twice. */
  @Post('stock-adjustments')
  @Access({ roles: ['seller'], scope: 'inventory:write' })
  @Idempotent('optional')
  @Throws(NotFound, Invalid, StockTooLow, StockTooHigh)
  adjust(
    @Caller() actor: Actor,
    @WireId('var', 'variantId') variantId: Id<'var'>,
    @Body() body: AdjustStockDto,
    @IdempotencyScope() once: Once,
  ): Promise<StockMovementView> {
    return this.adjustStock.run(actor, variantId, body, once);
  }
}
