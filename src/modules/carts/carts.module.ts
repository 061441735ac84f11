import { Module } from '@nestjs/common';
import { CouponsModule } from '../coupons/index.js';
import { FeesModule } from '../fees/index.js';
import { InventoryModule } from '../inventory/index.js';
import { ListingsModule } from '../listings/index.js';
import { AcceptQuote } from './accept-quote.js';
import { CartQueries } from './cart-queries.js';
import { CartsController } from './carts.controller.js';
import { CartsRepository } from './carts.repository.js';
import { Carts } from './carts.js';
import { OpenCart } from './open-cart.js';
import { PriceLines } from './price-lines.js';
import { PutCartCoupon } from './put-cart-coupon.js';
import { PutCartLines } from './put-cart-lines.js';
import { RemoveCartLine } from './remove-cart-line.js';

@Module({
  imports: [CouponsModule, FeesModule, InventoryModule, ListingsModule],
  controllers: [CartsController],
  providers: [
    Carts,
    CartsRepository,
    CartQueries,
    PriceLines,
    OpenCart,
    PutCartLines,
    RemoveCartLine,
    AcceptQuote,
    PutCartCoupon,
  ],
  exports: [Carts],
})
export class CartsModule {}
