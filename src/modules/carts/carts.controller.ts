import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  parseWireId,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { CouponUnusable } from '../coupons/index.js';
import { AcceptQuote } from './accept-quote.js';
import { CartQueries } from './cart-queries.js';
import {
  BelowMinimumQuantity,
  CartChanged,
  CartClosed,
  CartCurrencyDiffers,
  CartFull,
  LineTooLarge,
  QuoteChanged,
  VariantUnavailable,
} from './carts.errors.js';
import { AcceptQuoteDto, CartCouponDto, CartLineDto, CartView, ChangeLineDto, OpenCartDto } from './carts.dto.js';
import { OpenCart } from './open-cart.js';
import { PutCartCoupon } from './put-cart-coupon.js';
import { PutCartLines } from './put-cart-lines.js';
import { RemoveCartLine } from './remove-cart-line.js';

const BUYER = { roles: ['buyer'], scope: 'carts:write' } as const;

@ApiTags('carts')
@Controller('v1/carts')
export class CartsController {
  constructor(
    private readonly openCart: OpenCart,
    private readonly putLines: PutCartLines,
    private readonly removeLine: RemoveCartLine,
    private readonly acceptQuote: AcceptQuote,
    private readonly putCoupon: PutCartCoupon,
    private readonly queries: CartQueries,
  ) {}

  /** Open a cart. It may start with lines of several sellers in one currency. */
  @Post()
  @Access(BUYER)
  @Idempotent('optional')
  @Throws(VariantUnavailable, BelowMinimumQuantity, CartCurrencyDiffers, LineTooLarge)
  open(@Caller() actor: UserActor, @Body() body: OpenCartDto, @IdempotencyScope() once: Once): Promise<CartView> {
    return this.openCart.run(actor, (body.lines ?? []).map(wanted), body.isMixed ?? false, once);
  }

  /** Read a cart at today's prices and stock, with what differs from what the buyer last saw. */
  @Get(':cartId')
  @Access({ roles: ['buyer'], scope: 'carts:read' })
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('crt', 'cartId') cartId: Id<'crt'>): Promise<CartView> {
    return this.queries.get(cartId, actor.userId);
  }

  /** Add units of a variant. Units of a variant that is in the cart already are added to its line. */
  @Post(':cartId/lines')
  @Access(BUYER)
  @Idempotent('optional')
  @Throws(
    NotFound,
    VariantUnavailable,
    BelowMinimumQuantity,
    CartCurrencyDiffers,
    LineTooLarge,
    CartClosed,
    CartFull,
    CartChanged,
  )
  add(
    @Caller() actor: UserActor,
    @WireId('crt', 'cartId') cartId: Id<'crt'>,
    @Body() body: CartLineDto,
    @IdempotencyScope() once: Once,
  ): Promise<CartView> {
    return this.putLines.run(actor, { cartId, line: wanted(body), mode: 'add' }, once);
  }

  /** Set the quantity of a line; the buyer agrees to its price of now. */
  @Patch(':cartId/lines/:variantId')
  @Access(BUYER)
  @Throws(NotFound, VariantUnavailable, BelowMinimumQuantity, LineTooLarge, CartClosed, CartChanged)
  change(
    @Caller() actor: UserActor,
    @WireId('crt', 'cartId') cartId: Id<'crt'>,
    @WireId('var', 'variantId') variantId: Id<'var'>,
    @Body() body: ChangeLineDto,
    @IdempotencyScope() once: Once,
  ): Promise<CartView> {
    return this.putLines.run(actor, { cartId, line: { variantId, quantity: body.quantity }, mode: 'set' }, once);
  }

  /** Remove a line. */
  @Delete(':cartId/lines/:variantId')
  @Access(BUYER)
  @Throws(NotFound, CartClosed, CartChanged)
  remove(
    @Caller() actor: UserActor,
    @WireId('crt', 'cartId') cartId: Id<'crt'>,
    @WireId('var', 'variantId') variantId: Id<'var'>,
  ): Promise<CartView> {
    return this.removeLine.run(actor, cartId, variantId);
  }

  /** Put a coupon on the cart, in place of the one that is there; the buyer agrees to what it takes off now. */
  @Put(':cartId/coupon')
  @Access(BUYER)
  @Throws(NotFound, CouponUnusable, CartClosed, CartChanged)
  coupon(
    @Caller() actor: UserActor,
    @WireId('crt', 'cartId') cartId: Id<'crt'>,
    @Body() body: CartCouponDto,
  ): Promise<CartView> {
    return this.putCoupon.run(actor, cartId, body.code.toUpperCase());
  }

  /** Take the coupon off the cart. */
  @Delete(':cartId/coupon')
  @Access(BUYER)
  @Throws(NotFound, CartClosed, CartChanged)
  removeCoupon(@Caller() actor: UserActor, @WireId('crt', 'cartId') cartId: Id<'crt'>): Promise<CartView> {
    return this.putCoupon.run(actor, cartId, null);
  }

  /** Agree to the cart as it was quoted: its prices become what the buyer last saw. */
  @Post(':cartId/quote-acceptance')
  @HttpCode(200)
  @Access(BUYER)
  @Idempotent('optional')
  @Throws(NotFound, CartClosed, QuoteChanged, CartChanged)
  accept(
    @Caller() actor: UserActor,
    @WireId('crt', 'cartId') cartId: Id<'crt'>,
    @Body() body: AcceptQuoteDto,
    @IdempotencyScope() once: Once,
  ): Promise<CartView> {
    return this.acceptQuote.run(actor, { cartId, quoteVersion: body.quoteVersion }, once);
  }
}

const wanted = ({ variantId, quantity }: CartLineDto): { variantId: Id<'var'>; quantity: number } => ({
  variantId: parseWireId('var', variantId),
  quantity,
});
