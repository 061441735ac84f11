import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { Access, Caller, NotFound, PageQuery, Throws, WireId } from '../../platform/http/index.js';
import { BalanceQueries } from './balance-queries.js';
import { EarningQueries } from './earning-queries.js';
import {
  EarningPage,
  EarningQuery,
  EarningView,
  EntryQuery,
  SellerBalanceView,
  SellerEntryPage,
} from './earnings.dto.js';
import { PayoutQueries } from './payout-queries.js';
import { PayoutDetailView, PayoutItemPage, PayoutPage, PayoutQuery } from './payouts.dto.js';

const READ = { roles: ['seller', 'finance'], scope: 'payouts:read' } as const;

@ApiTags('payouts')
@Controller('v1')
export class SellerMoneyController {
  constructor(
    private readonly earnings: EarningQueries,
    private readonly balances: BalanceQueries,
    private readonly payouts: PayoutQueries,
  ) {}

  /** Read a seller's balance. By currency: pending, available, in reserve, held, owed, on its way. */
  @Get('sellers/:sellerId/balance')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  balance(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<SellerBalanceView> {
    return this.balances.run(actor, sellerId);
  }

  /** List the entries of a seller's balances. Newest first. */
  @Get('sellers/:sellerId/entries')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  entries(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: EntryQuery,
  ): Promise<SellerEntryPage> {
    return this.earnings.entries(actor, sellerId, query);
  }

  /** List what a seller's delivered orders earn. The last delivered first, with what blocks each of them. */
  @Get('sellers/:sellerId/earnings')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  earningsOf(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: EarningQuery,
  ): Promise<EarningPage> {
    return this.earnings.list(actor, sellerId, query);
  }

  /** List a seller's payouts. Newest first. */
  @Get('sellers/:sellerId/payouts')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  list(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: PayoutQuery,
  ): Promise<PayoutPage> {
    return this.payouts.ofSeller(actor, sellerId, query);
  }

  /** Read a payout. With what it consists of. */
  @Get('sellers/:sellerId/payouts/:payoutId')
  @Access(READ)
  @Audited('payout', 'payoutId')
  @Throws(NotFound)
  payout(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('pyo', 'payoutId') payoutId: Id<'pyo'>,
  ): Promise<PayoutDetailView> {
    return this.payouts.one(actor, sellerId, payoutId);
  }

  /** List what a payout consists of. In the order it was posted. */
  @Get('sellers/:sellerId/payouts/:payoutId/items')
  @Access(READ)
  @Audited('payout', 'payoutId')
  @Throws(NotFound)
  items(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('pyo', 'payoutId') payoutId: Id<'pyo'>,
    @Query() query: PageQuery,
  ): Promise<PayoutItemPage> {
    return this.payouts.items(actor, sellerId, payoutId, query);
  }

  /** Read what a seller order earns. When its hold ends, what blocks it, by which terms. */
  @Get('seller-orders/:sellerOrderId/earning')
  @Access(READ)
  @Audited('seller_order', 'sellerOrderId')
  @Throws(NotFound)
  earning(@Caller() actor: Actor, @WireId('sor', 'sellerOrderId') id: Id<'sor'>): Promise<EarningView> {
    return this.earnings.earning(actor, id);
  }
}
