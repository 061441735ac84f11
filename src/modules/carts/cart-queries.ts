import type { CartRow } from './cart.domain.js';
import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Offer } from '../listings/index.js';
import { cartView } from './cart.view.js';
import type { CartView } from './carts.dto.js';
import { Carts } from './carts.js';

/** The cart as the buyer sees it: today's prices, today's stock, and what changed. */
@Injectable()
export class CartQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: Carts,
  ) {}

  /** @throws NotFound when the buyer has no such cart. */
  get(cartId: Id<'crt'>, buyerId: Id<'usr'>): Promise<CartView> {
    return this.uow.run((tx) => this.view(tx, cartId, buyerId));
  }

  /** The same inside the caller's transaction. */
  async view(tx: Tx, cartId: Id<'crt'>, buyerId: Id<'usr'>): Promise<CartView> {
    return cartView(await this.carts.quote(tx, cartId, buyerId, 'with stock'));
  }

  /** After the buyer changed it: what the coupon takes off now was agreed to with the change. */
  async changed(tx: Tx, cartId: Id<'crt'>, buyerId: Id<'usr'>): Promise<CartView> {
    const quote = await this.carts.quote(tx, cartId, buyerId, 'with stock');
    return cartView(await this.carts.agreeToDiscount(tx, quote));
  }

  /** Of a cart and the offers of its variants that were just read. */
  async viewOf(tx: Tx, cart: CartRow, offers: ReadonlyMap<string, Offer>): Promise<CartView> {
    return cartView(await this.carts.quoteOf(tx, cart, offers, 'with stock'));
  }
}
